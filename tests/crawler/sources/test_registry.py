"""The list of formats: complete, cheap to import, and all that a new format needs."""

import ast
import inspect
import io
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from source_files import Read

from crawler.sources import formats, registry
from crawler.sources.format import Format, FormatModule
from crawler.sources.reading import read_all
from crawler.sources.registry import FORMATS, known_suffixes, precedence

TOY = '''
"""A format of the test's own: lines of `* URL`."""

from crawler.sources.parsing.collector import Collector


def sniff(source):
    return source.text.startswith("%toy")


def read(source):
    collector = Collector(source.path, source.size)
    for number, line in enumerate(source.text.split("\\n"), 1):
        if line.startswith("* "):
            collector.link(line[2:], line=number, column=3)
    return collector.parsed(source.document("toy"))
'''


@pytest.fixture
def toy(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Format:
    """One module, one entry in the list."""
    (folder / "toy_format.py").write_text(TOY)
    monkeypatch.syspath_prepend(str(folder))
    entry = Format(name="toy", description="a toy", module="toy_format", suffixes=(".toy",), precedence=7)
    monkeypatch.setattr(registry, "FORMATS", (entry, *FORMATS))
    return entry


def test_a_new_format_is_one_module_and_one_entry(read: Read, toy: Format) -> None:
    reading = read("docs/a.toy", "* https://e.org/\n* other.toy\n")
    assert (reading.document.format, reading.document.name) == ("toy", "a")
    assert [(c.url, c.line, c.column) for c in reading.citations] == [("https://e.org/", 1, 3)]
    assert reading.ignored_counts == {"relative link": 1}
    assert [r.document.path for r in read_all(["docs"]) if r.document] == ["docs/a.toy"]
    (piped,) = read_all(["-"], stdin=io.BytesIO(b"%toy\n* https://e.org/\n"))
    assert piped.document is not None
    assert piped.document.format == toy.name
    assert precedence("toy") == 7


@pytest.mark.parametrize("entry", FORMATS, ids=lambda entry: entry.name)
def test_every_format_is_described_and_has_its_module(entry: Format) -> None:
    module = import_module(entry.module)
    for name in ("sniff", "read"):
        expected = inspect.signature(getattr(FormatModule, name))
        actual = inspect.signature(getattr(module, name))
        assert [*actual.parameters] == [*expected.parameters][1:]
        assert actual.return_annotation == expected.return_annotation
    assert entry.description
    assert not entry.description.endswith(".")
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in entry.suffixes)


def test_every_module_of_the_folder_is_listed_once() -> None:
    modules = {path.stem for path in Path(formats.__file__).parent.glob("*.py")} - {"__init__"}
    assert sorted(entry.module.rpartition(".")[2] for entry in FORMATS) == sorted(modules)
    assert len({entry.name for entry in FORMATS}) == len(FORMATS)


BIBLIOGRAPHIES = ("bibtex", "csl", "ris", "nbib", "refer", "endnote", "zotero-rdf", "zotero-json", "hayagriva")


def test_curated_records_outrank_bibliographies_which_outrank_the_rest() -> None:
    ranks = {entry.name: entry.precedence for entry in FORMATS}
    assert ranks.pop("records") > ranks["bibtex"] == ranks["csl"] > 0
    assert {ranks.pop(name) for name in BIBLIOGRAPHIES} == {ranks["html"] + 1}
    assert set(ranks.values()) == {0}
    assert precedence("a format of a later version") == 0


def test_listing_the_formats_imports_no_parser() -> None:
    code = (
        "import sys; import crawler.sources.registry as r; assert r.FORMATS and r.known_suffixes(); "
        "print(*(m for m in ('yaml', 'markdown_it', 'mdit_py_plugins', 'bibtexparser', 'charset_normalizer')"
        " if m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_content_decides_between_formats_that_share_a_suffix(read: Read) -> None:
    assert read("a.json", '[{"id": "a", "DOI": "10.1/x"}]').document.format == "csl"
    assert read("a.jsonl", '{"id": "a", "DOI": "10.1/x"}\n').document.format == "csl"
    assert read("b.json", '[{"url": "https://e.org/", "DOI": "10.1/x"}]').document.format == "records"
    assert read("a.htm", "<p>").document.format == "html"
    assert read("a.yaml", '[{"id": "a", "DOI": "10.1/x"}]').document.format == "records"
    assert {".md", ".json", ".bib"} < known_suffixes()


def test_formats_share_only_what_is_in_parsing() -> None:
    """No format imports another, and `parsing/` imports no format: each can be changed or removed alone."""
    folder = Path(formats.__file__).parent
    for path in (*folder.glob("*.py"), *(folder.parent / "parsing").glob("*.py")):
        imported = {
            node.module or ""
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.ImportFrom)
        }
        assert not [name for name in imported if name.startswith("crawler.sources.formats")], path
