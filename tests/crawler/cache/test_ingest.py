"""Ingesting parsed sources: ids stay, a second time adds nothing, what a Document no longer cites is removed."""

import re
from dataclasses import replace
from typing import Any

import pytest
from cache_shelf import Shelf

from crawler.cache.read import cards
from crawler.cache.read.documents import known_documents
from crawler.cache.write.ingest import ingest
from crawler.model import Citation, Document, ParsedSource, ResourceRecord, Skipped, resource_id

URL = "https://example.org/a"
OTHER = "https://example.org/b"
RECORD = ResourceRecord(
    url=URL, id="0123456789abcdef", stable_id="sid_AbCdEf0123", title="A curated title", importance=55
)


def test_the_same_reading_twice_adds_nothing(shelf: Shelf) -> None:
    first = shelf.read("wiki/llama.md", URL, URL, OTHER, records=(RECORD,))
    before = [shelf.rows(f"SELECT * FROM {table}") for table in ("documents", "citations", "resources", "pages")]
    second = shelf.read("wiki/llama.md", URL, URL, OTHER, records=(RECORD,))
    assert (first.new_documents, first.new_citations, first.new_resources, first.new_pages) == (1, 3, 2, 2)
    assert (second.new_documents, second.new_citations, second.new_resources, second.new_pages) == (0, 0, 0, 0)
    assert (second.documents, second.citations, second.removed_citations) == (1, 3, 0)
    assert [
        shelf.rows(f"SELECT * FROM {table}") for table in ("documents", "citations", "resources", "pages")
    ] == before


def test_the_id_of_a_cited_url_is_the_hash_of_it_as_cited(shelf: Shelf) -> None:
    """Different spellings are different Resources of one Page."""
    spelled = ["HTTPS://Example.org:443/a", URL, f"{URL}#part"]
    shelf.add(*spelled)
    assert {row[0] for row in shelf.rows("SELECT id FROM resources")} == {resource_id(url) for url in spelled}
    assert shelf.rows("SELECT url FROM pages") == [(URL,)]


def test_a_stable_id_is_made_once_and_has_the_promised_form(shelf: Shelf) -> None:
    shelf.add(URL)
    stable = shelf.one("SELECT stable_id FROM resources")
    assert re.fullmatch(r"sid_[0-9A-Za-z]{10}", stable)
    shelf.read("a.md", URL)
    assert shelf.one("SELECT stable_id FROM resources") == stable


def test_a_record_keeps_its_ids(shelf: Shelf) -> None:
    shelf.read("data/records.yaml", records=(RECORD,), format="records")
    row = ("0123456789abcdef", "sid_AbCdEf0123", "A curated title", 55.0)
    assert shelf.rows("SELECT id, stable_id, title, importance FROM resources") == [row]


def test_a_record_gives_its_ids_to_what_was_cited_before(shelf: Shelf) -> None:
    """One Resource, whichever file was read first; its citations follow it."""
    shelf.read("wiki/llama.md", URL)
    shelf.read("data/records.yaml", records=(RECORD,), format="records")
    assert shelf.rows("SELECT id, stable_id FROM resources") == [(RECORD.id, RECORD.stable_id)]
    assert shelf.rows("SELECT resource_id FROM citations") == [(RECORD.id,)]
    shelf.read("wiki/gpt.md", URL)
    assert shelf.one("SELECT count(*) FROM resources") == 1


def test_a_duplicate_stable_id_is_reported_and_not_assigned(shelf: Shelf) -> None:
    twin = replace(RECORD, id="fedcba9876543210", url=OTHER, line=7)
    added = shelf.read("data/records.yaml", records=(RECORD, twin), format="records")
    (complaint,) = added.skipped
    assert (complaint.path, complaint.line) == ("data/records.yaml", 7)
    assert "belongs to the resource 0123456789abcdef" in complaint.reason
    assert shelf.one("SELECT count(DISTINCT stable_id) FROM resources") == 2


def test_a_repaired_url_keeps_its_ids_and_gets_a_new_page(shelf: Shelf) -> None:
    shelf.read("r.yaml", records=(RECORD,), format="records")
    shelf.read("r.yaml", records=(replace(RECORD, url=OTHER),), format="records")
    rows = shelf.rows("SELECT r.id, r.stable_id, r.url, p.url FROM resources r JOIN pages p ON p.id = r.page_id")
    assert rows == [(RECORD.id, RECORD.stable_id, OTHER, OTHER)]


def test_a_document_that_still_contains_a_repaired_url_cites_that_url(shelf: Shelf) -> None:
    """Its computed id is the record's, which is another URL's now: its own is computed from the URL and a line feed."""
    record = replace(RECORD, id=resource_id(URL))
    shelf.read("r.yaml", records=(record,), format="records")
    shelf.read("r.yaml", records=(replace(record, url=OTHER),), format="records")
    shelf.read("wiki/late.md", URL)
    own = resource_id(URL + "\n")
    assert set(shelf.rows("SELECT id, url FROM resources")) == {(record.id, OTHER), (own, URL)}
    assert shelf.rows("SELECT resource_id FROM citations") == [(own,)]


def test_precedence_when_two_files_describe_one_resource(shelf: Shelf) -> None:
    """A curated record's over a bibliography's, whichever was read last; a field that is not said says nothing."""
    bib = ResourceRecord(url=URL, title="From the bibliography", authors=("A. Author",))
    curated = ResourceRecord(url=URL, title="From the records")
    shelf.read("refs.bib", records=(bib,), format="bibtex")
    shelf.read("r.yaml", records=(curated,), format="records")
    shelf.read("again.bib", records=(bib,), format="bibtex")
    card = cards.card(shelf.cache, resource_id(URL))
    assert (card.title, card.authors) == ("From the records", ("A. Author",))
    assert card.sources["title"] == "records:r.yaml"
    assert card.sources["authors"] == "bibtex:again.bib"


def test_cited_by_of_a_record_joins_the_document_of_that_name(shelf: Shelf) -> None:
    """Whether the page was read before the record or after it, it is one Document."""
    record = replace(RECORD, cited_by=("llama", "gpt"))
    shelf.read("wiki/llama.md", URL)
    shelf.read("r.yaml", records=(record,), format="records")
    shelf.read("wiki/gpt.md")
    assert shelf.rows("SELECT path, name FROM documents ORDER BY name") == [
        ("wiki/gpt.md", "gpt"),
        ("wiki/llama.md", "llama"),
        ("r.yaml", "r"),
    ]
    card = cards.card(shelf.cache, RECORD.id)
    assert [(cited.document, cited.line) for cited in card.cited_by] == [("wiki/gpt.md", None), ("wiki/llama.md", 1)]
    assert card.cited_by_count == 2


def test_a_citation_that_is_gone_from_the_file_is_gone(shelf: Shelf) -> None:
    """Its Resource stays: what was kept of it is kept."""
    shelf.read("a.md", URL, OTHER)
    kept = shelf.one("SELECT id FROM citations WHERE resource_id = ?", resource_id(URL))
    added = shelf.read("a.md", URL)
    assert added.removed_citations == 1
    assert shelf.rows("SELECT id, resource_id FROM citations") == [(kept, resource_id(URL))]
    assert shelf.one("SELECT count(*) FROM resources") == 2


def test_a_citation_named_by_a_record_is_removed_with_the_record_only(shelf: Shelf) -> None:
    """Reading the citing page again does not remove what another file says about it."""
    shelf.read("r.yaml", records=(replace(RECORD, cited_by=("llama",)),), format="records")
    shelf.read("llama.md")
    shelf.read("llama.md", OTHER)
    assert cards.card(shelf.cache, RECORD.id).cited_by_count == 1
    shelf.read("r.yaml", records=(RECORD,), format="records")
    assert cards.card(shelf.cache, RECORD.id).cited_by_count == 0


def test_an_id_that_no_record_defines_is_reported_with_its_location(shelf: Shelf) -> None:
    added = shelf.read("wiki/a.md", Citation(resource_id=RECORD.id, line=12))
    reason = f"no record defines the Resource ID {RECORD.id}"
    assert added.skipped == [Skipped(path="wiki/a.md", line=12, reason=reason)]
    assert shelf.one("SELECT resource_id FROM citations") is None
    shelf.read("r.yaml", records=(RECORD,), format="records")
    assert shelf.one("SELECT resource_id FROM citations") == RECORD.id


@pytest.mark.parametrize("url", ["https://user:secret@example.org/a", "https://secret@example.org/a"])
def test_credentials_are_never_stored(shelf: Shelf, url: str) -> None:
    shelf.read("a.md", url, records=(ResourceRecord(url=url, title="t"),))
    assert shelf.rows("SELECT url, credentials_removed FROM resources") == [(URL, 1)]
    assert shelf.rows("SELECT url FROM pages") == [(URL,)]
    assert b"secret" not in b"".join(path.read_bytes() for path in shelf.path.parent.glob("cache.db*"))


def test_a_url_with_a_lone_surrogate_is_accepted_like_any_other(shelf: Shelf) -> None:
    """JSON can hold it, UTF-8 cannot."""
    url = "https://example.org/\ud800x"
    for _ in range(2):
        added = shelf.read(
            "a.md", Citation(url=url, claim="said \udfff so"), records=(ResourceRecord(url=url, title="\ud800"),)
        )
        assert added.citations == 1
    assert shelf.rows("SELECT id, title FROM resources") == [(resource_id(url), "?")]
    assert shelf.one("SELECT count(*) FROM pages") == 1


def test_a_url_that_cannot_be_requested_is_stored_with_its_reason(shelf: Shelf) -> None:
    shelf.add("http://example.org:99999/", "javascript:alert(1)", "not a url")
    assert shelf.rows("SELECT url, problem, unsafe FROM pages ORDER BY id") == [
        ("http://example.org:99999/", "not a valid URL: port 99999 is out of range", 0),
        ("javascript:alert(1)", "the scheme javascript: is never fetched", 1),
        ("not a url", "not an absolute URL", 0),
    ]


def test_an_unchanged_document_keeps_its_citations(shelf: Shelf) -> None:
    """And is counted, so that nothing is passed over in silence."""
    shelf.read("a.md", URL, OTHER)
    (path, digest) = next(iter(known_documents(shelf.cache).items()))
    document = Document(path=path, name="a", format="markdown", sha256=digest)
    added = ingest(shelf.cache, [ParsedSource(document=document, unchanged=True)], now=shelf.now)
    assert (added.documents, added.unchanged, added.citations, added.new_citations) == (1, 1, 2, 0)
    assert shelf.one("SELECT count(*) FROM citations") == 2


def test_a_document_with_complaints_is_reread_and_reported_again(shelf: Shelf) -> None:
    document = Document(path="a.md", name="a", format="markdown", sha256="x")
    complaint = Skipped(path="a.md", line=1, reason="odd")
    ingest(shelf.cache, [ParsedSource(document=document, skipped=(complaint,))], now=shelf.now)
    assert known_documents(shelf.cache) == {}


def test_a_failing_document_does_not_stop_the_others(shelf: Shelf) -> None:
    """One transaction per Document: what was read before a fault is kept."""

    def readings() -> Any:
        yield ParsedSource(document=Document(path="a.md", name="a", format="markdown"), citations=(Citation(url=URL),))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest(shelf.cache, readings(), now=shelf.now)
    assert shelf.one("SELECT count(*) FROM citations") == 1


def test_of_many_urls_in_a_document_each_has_its_resource_and_page(shelf: Shelf) -> None:
    """More than one query's worth, of which some are known, some twice there, and some spellings of one Page."""
    urls = [f"https://example.org/{at}" for at in range(1_300)]
    shelf.add(*urls[::7])
    added = shelf.read("many.md", *urls, *urls[::3], *(f"{url}#part" for url in urls[::5]))
    new_pages = len(urls) - len(urls[::7])
    assert (added.new_resources, added.new_pages) == (new_pages + len(urls[::5]), new_pages)
    sql = "SELECT t.resource_id, r.url, p.url FROM citations t JOIN resources r ON r.id = t.resource_id"
    rows = shelf.rows(f"{sql} JOIN pages p ON p.id = r.page_id")
    assert len(rows) == added.citations == len(urls) + len(urls[::3]) + len(urls[::5])
    assert all((id_, page) == (resource_id(url), url.partition("#")[0]) for id_, url, page in rows)
