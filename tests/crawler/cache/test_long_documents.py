"""Documents that come in parts: stored like others, replaced at once, left alone if their end does not come."""

import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from cache_shelf import Shelf

from crawler.cache import CacheFile
from crawler.cache.read.documents import documents_at, known_documents
from crawler.cache.write import ingest as ingestion
from crawler.cache.write import long_documents
from crawler.cache.write.documents import forget_documents
from crawler.cache.write.ingest import ingest
from crawler.model import Added, Citation, Document, ParsedSource, Quote, ResourceRecord, Skipped
from crawler.sources.reading import read_all

PATH = "list.txt"
DOCUMENT = Document(path=PATH, name="list", format="text", sha256="1")
ROWS = (
    "SELECT r.url, t.line, t.added_at FROM citations t JOIN resources r ON r.id = t.resource_id ORDER BY t.line, t.id"
)


def cited(numbers: Sequence[int], first: int = 1) -> list[Citation]:
    return [
        Citation(url=f"https://example.org/{number}", line=line, quotes=(Quote(text="as said", line=line, column=1),))
        for line, number in enumerate(numbers, first)
    ]


def parts(citations: Sequence[Citation], *, sha256: str = "1", size: int = 3) -> Iterator[ParsedSource]:
    """A Document in parts of that many Citations."""
    some = [tuple(citations[at : at + size]) for at in range(0, len(citations), size)]
    document = replace(DOCUMENT, sha256=sha256)
    for number, one in enumerate(some, 1):
        yield ParsedSource(document=document, citations=one, more=number < len(some))


def add(shelf: Shelf, readings: Iterator[ParsedSource] | Sequence[ParsedSource]) -> Added:
    return ingest(shelf.cache, readings, now=shelf.now)


def test_a_document_in_parts_is_one_document(shelf: Shelf) -> None:
    added = add(shelf, parts(cited(range(10))))
    assert (added.documents, added.new_documents, added.citations, added.new_citations) == (1, 1, 10, 10)
    assert [(url, line) for url, line, _ in shelf.rows(ROWS)] == [
        (f"https://example.org/{number}", number + 1) for number in range(10)
    ]
    assert known_documents(shelf.cache) == {PATH: "1"}


def test_only_what_differs_is_written_when_it_is_read_again(shelf: Shelf) -> None:
    """A Citation that only stands elsewhere keeps the time since when it has been there."""
    add(shelf, parts(cited(range(10))))
    ids = dict(shelf.rows("SELECT line, id FROM citations"))
    before = shelf.now
    shelf.now += timedelta(days=1)
    added = add(shelf, parts(cited([0, 1, 2, 99, 4, 5, 6, 7, 8, 77, 9]), sha256="2", size=4))
    assert (added.new_citations, added.removed_citations, added.new_resources) == (2, 1, 2)
    since = {url.rpartition("/")[2]: added_at for url, _, added_at in shelf.rows(ROWS)}
    assert {number for number, added_at in since.items() if added_at[:10] == f"{before:%Y-%m-%d}"} == set(
        "01245678 9"
    ) - {" "}
    after = dict(shelf.rows("SELECT line, id FROM citations"))
    assert [line for line in after if after[line] == ids.get(line)] == [1, 2, 3, 5, 6, 7, 8, 9]


@pytest.mark.parametrize("size", [3, 1_000])
def test_what_only_stands_elsewhere_is_neither_new_nor_gone(shelf: Shelf, size: int) -> None:
    """In parts or whole: a line at the beginning of a list moves all others; one of two that are alike may go."""
    add(shelf, parts(cited([7, *range(10)]), size=size))
    added = add(shelf, parts(cited([99, *range(9)]), sha256="2", size=size))
    assert (added.citations, added.new_citations, added.removed_citations) == (10, 1, 2)
    added = add(shelf, parts(cited([99, 7, *range(9)]), sha256="3", size=size))
    assert (added.citations, added.new_citations, added.removed_citations) == (11, 1, 0)


def test_parts_and_wholes_are_stored_alike(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same readings, one after the other, whole and in parts: with records that give ids to what is cited."""
    url = "https://example.org/3"
    record = ResourceRecord(url=url, id="0123456789abcdef", title="Three", cited_by=("Other page", "list"))
    versions = [
        (cited([1, 2, 3, 3, 4]), ()),
        (cited([3, 1, 5], 2), (record,)),
        (cited([1, 2, 3, 3, 4]), (replace(record, url="https://example.org/4", cited_by=()),)),
    ]
    sql = "SELECT {} FROM {} ORDER BY 1, 2, 3"
    stored = []
    for long in (1_000, 2):
        monkeypatch.setattr(long_documents, "LONG", long)
        monkeypatch.setattr(ingestion, "LONG", long)
        path = f"{long}.txt"
        for number, (citations, records) in enumerate(versions):
            document = replace(DOCUMENT, path=path, name=path, sha256=f"{long} {number}")
            reading = ParsedSource(document=document, citations=tuple(citations), records=records)
            add(shelf, [replace(reading, records=tuple(replace(one, id=None) for one in records))])
        columns = "line, resource_id, quotes, claim_id, document_id = told_by"
        own = f"citations WHERE told_by = (SELECT id FROM documents WHERE path = '{path}')"
        stored.append(shelf.rows(sql.format(columns, own)))
    assert stored[0] == stored[1] != []


def test_a_document_whose_end_does_not_come_stays_as_it_was(shelf: Shelf) -> None:
    add(shelf, parts(cited(range(10))))
    before = shelf.rows(ROWS)
    refused = ParsedSource(document=None, skipped=(Skipped(path=PATH, line=None, reason="cannot be read"),))
    first = next(parts(cited(range(50, 60)), sha256="2"))
    added = add(shelf, [first, refused])
    assert [one.reason for one in added.skipped] == ["cannot be read"]
    assert (added.documents, added.new_citations, added.removed_citations) == (0, 0, 0)
    assert shelf.rows(ROWS) == before
    assert known_documents(shelf.cache) == {PATH: "1"}


def test_a_new_document_whose_end_does_not_come_leaves_none(shelf: Shelf) -> None:
    def broken() -> Iterator[ParsedSource]:
        yield next(parts(cited(range(10))))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        add(shelf, broken())
    assert shelf.one("SELECT count(*) FROM citations") == shelf.one("SELECT count(*) FROM documents") == 0
    assert shelf.rows("SELECT name FROM sqlite_temp_master") == []


def test_complaints_in_any_part_have_the_document_read_again(shelf: Shelf) -> None:
    complaint = Skipped(path=PATH, line=1, reason="odd")
    first, *rest = parts(cited(range(10)))
    add(shelf, [replace(first, skipped=(complaint,)), *rest])
    assert known_documents(shelf.cache) == {}
    assert shelf.one("SELECT count(*) FROM citations") == 10


def test_a_resource_that_is_dropped_meanwhile_is_no_fault(shelf: Shelf) -> None:
    """Another program prunes what nothing cites yet, before the Document has been read to its end."""

    def pruned() -> Iterator[ParsedSource]:
        first, *rest = parts(cited(range(10)))
        yield first
        with shelf.cache.write() as db:
            db.execute("DELETE FROM resources WHERE url = 'https://example.org/1'")
        yield from rest

    add(shelf, pruned())
    assert [url for url, *_ in shelf.rows(ROWS)] == [f"https://example.org/{number}" for number in range(10)]


@pytest.mark.parametrize("known", [False, True])
@pytest.mark.parametrize("another", [False, True])
def test_a_document_that_is_forgotten_meanwhile_stays_forgotten(shelf: Shelf, known: bool, another: bool) -> None:
    """Another program forgets it before it has been read to its end, and may add another one, which gets its id."""

    def forgotten() -> Iterator[ParsedSource]:
        first, *rest = parts(cited(range(10)))
        yield first
        with CacheFile.open(shelf.path) as cache:
            forget_documents(cache, documents_at(cache, PATH))
            other = replace(DOCUMENT, path="other.txt", name="other", sha256="3")
            if another:
                ingest(cache, [ParsedSource(document=other, citations=tuple(cited([77])))], now=shelf.now)
        yield from rest

    if known:
        add(shelf, parts(cited(range(5)), sha256="0"))
    added = add(shelf, forgotten())
    assert [(one.path, one.reason) for one in added.skipped] == [(PATH, long_documents.FORGOTTEN)]
    assert (added.documents, added.new_documents, added.new_citations) == (0, 0, 0)
    assert shelf.rows("SELECT path FROM documents") == [("other.txt",)] * another
    assert [url for url, *_ in shelf.rows(ROWS)] == ["https://example.org/77"] * another
    add(shelf, parts(cited(range(10))))
    assert len(shelf.rows(ROWS)) == 10 + another


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from crawler.cache import CacheFile
from crawler.cache.write.ingest import ingest
from crawler.sources import long_files, reading
from crawler.sources.reading import read_all
long_files.PIECE = reading.PIECE = 10_000
with CacheFile.open(Path(sys.argv[1])) as cache:
    left = int(sys.argv[4])
    def count(statement):
        global left
        left -= statement.startswith(sys.argv[3])
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
    cache.db.conn.set_trace_callback(count)
    ingest(cache, read_all([sys.argv[2]]), now=datetime.now(UTC))
"""
"""Reads a file and is killed at the n-th statement that begins so."""


@pytest.mark.parametrize(
    ("statement", "times"),
    [("COMMIT", 3), ("INSERT INTO citations", 0), ("DELETE FROM citations", 0), ("COMMIT", 5)],
)
def test_whoever_is_killed_leaves_the_old_citations(shelf: Shelf, statement: str, times: int) -> None:
    """In the middle of the parts, or of the exchange at the end; the next reading completes it."""
    path = shelf.path.parent / PATH
    former, present = (
        [f"https://example.org/{number}/{word}" for number in range(1_000)] for word in ("former", "present")
    )
    path.write_text("\n".join([*former[:5], *former[500:]]))
    ingest(shelf.cache, read_all([str(path)]), now=shelf.now)
    before = shelf.rows(ROWS)
    assert len(before) == 505
    path.write_text("\n".join(present + former[500:]))
    command = [sys.executable, "-c", KILLED, str(shelf.path), str(path), statement, str(times)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    assert shelf.rows(ROWS) == before
    added = ingest(shelf.cache, read_all([str(path)], known=known_documents(shelf.cache)), now=shelf.now)
    assert added.unchanged == 0
    assert [url for url, *_ in shelf.rows(ROWS)] == present + former[500:]
