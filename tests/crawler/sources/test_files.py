"""Arguments: files, folders, patterns, URLs, standard input, and what can be wrong with them."""

import gc
import gzip
import io
import os
from pathlib import Path
from typing import Any

import pytest
from source_files import Read

from crawler.model import ParsedSource
from crawler.sources.reading import read_all

LINK = "[a](https://e.org/)\n"


def tree(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(LINK)


def paths(readings: list[ParsedSource]) -> list[str]:
    return [reading.document.path for reading in readings if reading.document]


def reasons(readings: list[ParsedSource]) -> list[tuple[str, str]]:
    return [(skipped.path, skipped.reason) for reading in readings for skipped in reading.skipped]


@pytest.mark.parametrize("argument", ["docs", "./docs/", "docs/../docs", "docs/**/*.md", "docs/*/x.md", "docs/b/x.md"])
def test_a_file_has_one_path_however_it_is_named(folder: Path, argument: str) -> None:
    tree(folder, "docs/b/x.md")
    assert paths(list(read_all([argument]))) == ["docs/b/x.md"]
    assert paths(list(read_all([str(folder / argument)]))) == ["docs/b/x.md"]


def test_a_folder_is_read_in_order_and_ignored_files_are_counted(folder: Path) -> None:
    tree(folder, "d/b.md", "d/a/z.md", "d/A.txt", "d/pic.png", "d/x.PNG", "d/LICENSE", "d/.hidden.md", "d/.git/c.md")
    tree(folder, "d/node_modules/m.md", "d/.venv/v.md", "d/__pycache__/p.md", "d/c.MD")
    readings = list(read_all(["d"]))
    assert paths(readings) == ["d/A.txt", "d/b.md", "d/c.MD", "d/a/z.md"]
    assert readings[-1].document is None
    assert readings[-1].ignored_counts == {
        "file without a suffix": 1, "folder __pycache__": 1, "folder node_modules": 1, "hidden file": 1,
        "hidden folder": 2, "unsupported file type .png": 2,
    }  # fmt: skip


def test_a_file_named_twice_is_read_once(folder: Path) -> None:
    tree(folder, "d/a.md")
    readings = list(read_all(["d", "d/a.md", "./d/*.md"]))
    assert paths(readings) == ["d/a.md"]
    assert [r.ignored_counts for r in readings[1:]] == [{"file named twice": 1}] * 2


def test_a_path_outside_the_working_directory_stays_as_given(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree(folder, "in/a.md", "out/b.md")
    monkeypatch.chdir(folder / "in")
    assert paths(list(read_all(["../out", "a.md"]))) == ["../out/b.md", "a.md"]


@pytest.mark.parametrize("argument", ["nope.md", "nope/", "nope/*.md", "a\0b", "x" * 5000, "", "d/a.md/x"])
def test_a_missing_file_is_reported(folder: Path, argument: str) -> None:
    tree(folder, "d/a.md")
    (reading,) = read_all([argument])
    assert reading.document is None
    (skipped,) = reading.skipped
    assert skipped.line is None


def test_a_missing_file_does_not_stop_the_others(folder: Path) -> None:
    tree(folder, "a.md")
    readings = list(read_all(["nope", "a.md"]))
    assert reasons(readings) == [("nope", "no such file or folder")]
    assert paths(readings) == ["a.md"]


def test_plain_urls_are_citations_without_a_document() -> None:
    good, bad = read_all(["https://e.org/A?b#c", "http://e.org:99999/"])
    assert (good.document, good.citations[0].url, good.skipped) == (None, "https://e.org/A?b#c", ())
    assert bad.citations[0].url == "http://e.org:99999/"
    assert bad.skipped[0].reason == "not a valid URL: port 99999 is out of range"


def test_symbolic_links_that_loop_or_dangle_are_reported(folder: Path) -> None:
    tree(folder, "d/a.md")
    (folder / "d/loop").symlink_to(folder / "d")
    (folder / "d/self.md").symlink_to("self.md")
    (folder / "d/gone.md").symlink_to("nowhere.md")
    (folder / "d/copy.md").symlink_to("a.md")
    readings = list(read_all(["d"]))
    assert paths(readings) == ["d/a.md", "d/copy.md"]
    assert sorted(path for path, _ in reasons(readings)) == ["d/gone.md", "d/loop", "d/self.md"]


def test_reading_does_not_wait_for_a_pipe(folder: Path) -> None:
    tree(folder, "d/a.md")
    os.mkfifo(folder / "d/pipe.md")
    assert reasons(list(read_all(["d", "d/pipe.md"]))) == [("d/pipe.md", "not a regular file")] * 2


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_files_and_folders_are_reported(folder: Path) -> None:
    tree(folder, "d/a.md", "d/shut/b.md", "d/c.md")
    (folder / "d/c.md").chmod(0)
    (folder / "d/shut").chmod(0)
    readings = list(read_all(["d"]))
    (folder / "d/shut").chmod(0o700)
    assert paths(readings) == ["d/a.md"]
    assert sorted(reasons(readings)) == [("d/c.md", "permission denied"), ("d/shut", "permission denied")]


def test_binary_and_huge_files_are_reported(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "a.md").write_bytes(b"PK\x03\x04\0\0")
    monkeypatch.setattr("crawler.sources.reading.MAX_BYTES", 100)
    (folder / "b.md").write_bytes(b"x" * 101)
    readings = list(read_all(["a.md", "b.md"]))
    assert [path for path, _ in reasons(readings)] == ["a.md", "b.md"]
    assert paths(readings) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_encodings_are_detected(read: Read, encoding: str) -> None:
    text = "Größe, naïveté und Café: viele Wörter mit Umlauten, über drei Zeilen — schön [é](https://e.org/)."
    (citation,) = read("a.md", text.encode(encoding)).citations
    assert (citation.link_text, citation.column) == ("é", text.index("[é]") + 1)


def test_files_with_names_that_are_not_utf8_are_told_apart_and_can_be_named(folder: Path) -> None:
    for name in (b"caf\xe9.md", b"caf\xe8.md", b"caf\\xe9.md"):
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_text(LINK)
    found = paths(list(read_all(["."])))
    assert sorted(found) == ["caf\\x5cxe9.md", "caf\\xe8.md", "caf\\xe9.md"]
    assert paths(list(read_all(["caf\\xe8.md"]))) == ["caf\\xe8.md"]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("# Title\n\nSee [a](https://e.org/).", "markdown"),
        ("https://e.org/\nhttps://e.org/b Title\n", "text"),
        ('[{"url": "https://e.org/"}]', "records"),
        ('{"url": "https://e.org/"}\n{"url": "https://e.org/b"}', "records"),
        ("- url: https://e.org/\n", "records"),
        ("# c\nresources:\n  - url: https://e.org/\n", "records"),
        ("@misc{a, url={https://e.org/}}", "bibtex"),
        ("title,url\na,https://e.org/\n", "table"),
        ("<!doctype html><a href='https://e.org/'>x</a>", "html"),
        ("<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DT><A HREF='https://e.org/'>x</A>", "bookmarks"),
    ],
)
def test_standard_input_and_files_without_a_suffix_are_recognised_by_content(read: Read, text: str, form: str) -> None:
    (reading,) = read_all(["-"], stdin=io.BytesIO(text.encode()))
    found: Any
    for found, path in ((reading, "-"), (read("LINKS", text), "LINKS")):
        assert (found.document.path, found.document.format) == (path, form)
        assert found.citations or found.records


def test_a_known_file_is_not_read_again(folder: Path) -> None:
    tree(folder, "a.md")
    (first,) = read_all(["a.md"])
    assert first.document is not None
    (again,) = read_all(["a.md"], known={"a.md": first.document.sha256 or ""})
    assert again.unchanged
    assert again.document is not None
    assert (again.document.path, again.document.sha256, again.citations) == ("a.md", first.document.sha256, ())
    (folder / "a.md").write_text(LINK * 2)
    (changed,) = read_all(["a.md"], known={"a.md": first.document.sha256 or ""})
    assert len(changed.citations) == 2


@pytest.mark.parametrize(
    ("text", "form"),
    [('[{"url": "https://e.org/"}]', "records"), ("@misc{a, url={https://e.org/}}", "bibtex")],
)
def test_a_file_with_a_suffix_of_no_format_is_read_if_its_content_tells_the_format(
    read: Read, text: str, form: str
) -> None:
    found: Any = read("file.unknown", text)
    assert found.document.format == form


def test_a_named_file_that_no_format_reads_is_refused(read: Read) -> None:
    (skipped,) = read("notes.unknown", "See https://e.org/").skipped
    assert skipped.fatal
    assert skipped.reason == "no format reads this .unknown file"


def test_a_compressed_file_is_read_as_the_file_in_it(read: Read) -> None:
    found: Any = read("t.csv.gz", gzip.compress(b"url\nhttps://e.org/\n"))
    assert (found.document.format, found.citations[0].url) == ("table", "https://e.org/")
    (skipped,) = read("broken.csv.gz", b"url\nhttps://e.org/\n").skipped
    assert skipped.reason.startswith("not a gzip file")


def test_all_members_of_a_compressed_file_are_read(read: Read) -> None:
    members = gzip.compress(b"url\nhttps://e.org/a\n") + gzip.compress(b"https://e.org/b\n") + b"\0" * 512
    assert [one.url for one in read("t.csv.gz", members).citations] == ["https://e.org/a", "https://e.org/b"]


@pytest.mark.parametrize("end", [-1, -8, -9, 11, 1])
def test_a_compressed_file_that_was_cut_is_refused(read: Read, end: int) -> None:
    reading = read("t.csv.gz", gzip.compress(b"url\nhttps://e.org/a\n")[:end])
    assert not reading.citations
    assert reading.skipped[0].fatal


@pytest.mark.parametrize(
    "text", ["{\\rtf1 See https://e.org/}", "{{ page }} https://e.org/", "{% raw %} https://e.org/"]
)
def test_what_begins_with_a_brace_is_not_thereby_json(read: Read, text: str) -> None:
    (skipped,) = read("notes.unknown", text).skipped
    assert skipped.reason.startswith("no format reads")


@pytest.mark.parametrize("error", [RecursionError(), ValueError("odd")])
def test_a_parser_that_fails_refuses_a_named_file(
    read: Read, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(_: object) -> None:
        raise error

    monkeypatch.setattr("crawler.sources.formats.tables.read", fail)
    (skipped,) = read("t.csv", "url\nhttps://e.org/\n").skipped
    assert skipped.fatal


def test_garbage_is_collected_after_a_document_not_while_it_is_read(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    enabled = []
    monkeypatch.setattr("crawler.sources.reading.no_document", lambda _: enabled.append(gc.isenabled()))
    assert len(read("a.md", "https://e.org/").citations) == 1
    monkeypatch.setattr("crawler.sources.reading.no_document", _interrupt)
    with pytest.raises(KeyboardInterrupt):
        read("b.md", "https://e.org/")
    assert (enabled, gc.isenabled()) == ([False], True)


def _interrupt(_: object) -> None:
    raise KeyboardInterrupt
