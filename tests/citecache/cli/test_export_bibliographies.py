r"""`export bibtex` and `export csl` by the command: keys are kept, and what is exported can be added again."""

import json
import sys
from pathlib import Path

import bibtexparser
import pytest
from command_line import AsJson, Cite

from crawler.cache import CacheFile

BIB = r"""
@article{Doe_2020:a, title = {{GPT} at 50\%, C\# \& \"uber}, author = {Doe, Jane and {World Health Organization}},
  year = 2020, month = mar, url = {https://example.org/a_b?x=1&y=%20z#f}, doi = {10.1234/x_y}, abstract = {Found.}}
@Online{roe+2021, title = {Roe}, author = {van der Roe, Richard}, date = {2021}, url = {https://example.org/roe},
  urldate = {2021-02-03}, keywords = {one, two}}
@misc{d.o-i, title = {By its DOI}, doi = {10.5555/12345678}}
@phdthesis{Ünï/2022, title = {Thesis}, year = 2022, howpublished = {\url{https://example.org/thesis}}}
"""
CSL = [
    {"id": "http://zotero.org/items/AB12", "type": "webpage", "title": "Z", "URL": "https://example.org/z"},
    {"id": "Poe, 2020 {x}", "type": "article-journal", "title": "P", "URL": "https://example.org/p"},
]
RIS = "TY  - ELEC\nID  - Moe2019\nTI  - Moe\nUR  - https://example.org/moe\nER  - \n"


def keys(text: str) -> dict[str, str]:
    """Key -> URL, as bibtexparser reads an export."""
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks
    return {entry.key: entry["url"] for entry in library.entries}


def ids(as_json: AsJson, *options: str) -> dict[str, str]:
    return {card["url"]: card["id"] for card in as_json("list", *options)}


@pytest.fixture
def cited(folder: Path, cite: Cite) -> Path:
    (folder / "refs.bib").write_text(BIB)
    (folder / "zotero.json").write_text(json.dumps(CSL))
    (folder / "moe.ris").write_text(RIS)
    cite("add", "refs.bib", "zotero.json", "moe.ris")
    return folder


@pytest.mark.usefixtures("cited")
def test_keys_of_a_bib_are_kept_exactly(cite: Cite) -> None:
    exported = keys(cite("export", "bibtex").stdout)
    given = {entry.key for entry in bibtexparser.parse_string(BIB).entries}
    assert given | {"Moe2019", "http://zotero.org/items/AB12"} <= set(exported)
    assert exported["roe+2021"] == "https://example.org/roe"
    assert exported["d.o-i"] == "https://doi.org/10.5555/12345678"


@pytest.mark.usefixtures("cited")
def test_csl_keeps_any_key_exactly(cite: Cite) -> None:
    items = {item["id"]: item for item in json.loads(cite("export", "csl").stdout)}
    assert {item["id"] for item in CSL} | {"Moe2019", "Doe_2020:a", "Ünï/2022"} <= set(items)
    assert items["Poe, 2020 {x}"]["URL"] == "https://example.org/p"


@pytest.mark.usefixtures("cited")
def test_a_key_that_bibtex_cannot_read_is_written_otherwise(cite: Cite) -> None:
    (key,) = (key for key, url in keys(cite("export", "bibtex").stdout).items() if url == "https://example.org/p")
    assert key.startswith("Poe-2020-x-")


@pytest.mark.parametrize("format", ["bibtex", "csl"])
def test_an_export_added_to_an_empty_cache_is_the_same_again(
    format: str, cited: Path, cite: Cite, as_json: AsJson
) -> None:
    """The same Resources by their ids, and the same file when it is exported again."""
    name = {"bibtex": "again.bib", "csl": "again.json"}[format]
    cite("export", format, "-o", name)
    cite("add", name, "--db", "again.db")
    assert ids(as_json, "--db", "again.db") == ids(as_json)
    assert cite("export", format, "--db", "again.db").stdout == (cited / name).read_text()


@pytest.mark.usefixtures("cited")
def test_what_a_bibliography_says_is_exported(cite: Cite) -> None:
    entries = bibtexparser.parse_string(cite("export", "bibtex").stdout).entries_dict
    doe, roe = entries["Doe_2020:a"], entries["roe+2021"]
    assert (doe.entry_type, doe["date"], doe["year"], doe["doi"]) == ("article", "2020-03", "2020", "10.1234/x_y")
    assert doe["author"] == "Doe, Jane and {World Health Organization}"
    assert (doe["title"], doe["abstract"]) == (r"GPT at 50\%, C\# \& über", "Found.")
    assert (roe["author"], roe["urldate"], roe["keywords"]) == ("van der Roe, Richard", "2021-02-03", "one, two")
    assert entries["Ünï/2022"].entry_type == "phdthesis"


def test_keys_are_unique_and_do_not_depend_on_filters(folder: Path, cite: Cite) -> None:
    """Two bibliographies with one key, an entry with two URLs, a URL with two keys."""
    (folder / "a.bib").write_text(
        "@misc{same, title={A}, url={https://example.org/a}, note={see \\url{https://example.net/also}}}\n"
        "@misc{first, title={Two}, url={https://example.org/two}}\n"
        "@misc{second, title={Two}, url={https://example.org/two}}\n"
    )
    (folder / "b.bib").write_text("@misc{same, title={B}, url={https://example.com/b}}\n")
    cite("add", "a.bib", "b.bib")
    text = cite("export", "bibtex").stdout
    exported = keys(text)
    assert len(exported) == 4
    assert exported["same"] == "https://example.org/a"
    assert exported["first"] == "https://example.org/two"
    assert bibtexparser.parse_string(text).entries_dict["first"]["ids"] == "second"
    (other,) = (key for key, url in exported.items() if url == "https://example.com/b")
    assert other.startswith("same-")
    assert keys(cite("export", "bibtex", "--host", "example.com").stdout) == {other: "https://example.com/b"}


def test_the_key_of_a_mark_is_kept(folder: Path, cite: Cite) -> None:
    (folder / "refs.bib").write_text("@misc{doe2020, title={D}, url={https://example.org/d}}\n")
    (folder / "page.md").write_text(
        "As said [@doe2020].\n\nSee [this](https://www.example.net/x) and it.[^1]\n\n[^1]: https://e.org/1\n"
    )
    cite("add", "page.md")
    exported = keys(cite("export", "bibtex").stdout)
    assert exported["doe2020"] == "https://example.org/d"
    rest = sorted(key for key in exported if key != "doe2020")
    assert [key.rpartition("-")[0] for key in rest] == ["e-org", "example-net"]


@pytest.mark.usefixtures("filled")
def test_a_key_stays_when_the_page_becomes_known(cite: Cite) -> None:
    """A text that cites a key goes on citing it: only the URL decides a key that is made."""
    fetched = keys(cite("export", "bibtex").stdout)
    cite("add", "wiki", "--db", "unfetched.db")
    assert keys(cite("export", "bibtex", "--db", "unfetched.db").stdout) == fetched


def test_the_verdict_and_the_archived_copy_are_told_and_cite_nothing(filled: Path, cite: Cite, as_json: AsJson) -> None:
    with CacheFile.open(filled) as cache:
        cache.db.execute(
            "UPDATE pages SET archived_capture_id = (SELECT id FROM captures LIMIT 1) WHERE url LIKE '%gone'"
        )
        cache.db.execute("UPDATE captures SET url = 'https://web.archive.org/web/2020/https://example.org/gone'")
        cache.db.conn.commit()
    cite("export", "bibtex", "-o", "out.bib")
    entries = {entry["url"]: entry for entry in bibtexparser.parse_file("out.bib").entries}
    good, gone = entries["https://example.org/llama"], entries["https://example.org/gone"]
    assert good["note"].startswith("alive, checked 20")
    assert good["urldate"] == good["note"][-10:]
    assert gone["note"].startswith("missing (HTTP 404), checked 20")
    assert gone["archiveurl"] == "https://web.archive.org/web/2020/https://example.org/gone"
    cite("export", "csl", "-o", "out.json")
    items = {item["URL"]: item for item in json.loads(Path("out.json").read_text())}
    assert items[gone["url"]]["archive_location"] == gone["archiveurl"]
    assert items[gone["url"]]["archive"] == "web.archive.org"
    for name in ("out.bib", "out.json"):
        cite("add", name, "--db", f"{name}.db")
        assert ids(as_json, "--db", f"{name}.db") == ids(as_json)


def test_nothing_is_an_empty_bibliography(folder: Path, cite: Cite) -> None:
    (folder / "page.md").write_text("No link.\n")
    cite("add", "page.md")
    assert cite("export", "bibtex").stdout == ""
    assert json.loads(cite("export", "csl").stdout) == []


@pytest.mark.usefixtures("cited")
def test_parquet_without_its_extra_says_what_to_install(cite: Cite, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pyarrow", "pyarrow.parquet"):
        monkeypatch.setitem(sys.modules, name, None)
    for name in ("arrow", "parquet"):
        monkeypatch.delitem(sys.modules, f"citecache.exports.{name}", raising=False)
        monkeypatch.delattr(f"citecache.exports.{name}", raising=False)
    result = cite("export", "parquet", "-o", "x.parquet", expect=1)
    assert "citecache[parquet]" in str(result.exception)
    assert not Path("x.parquet").exists()
