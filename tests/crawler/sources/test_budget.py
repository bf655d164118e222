"""What a document has stored is bounded by its own size."""

import json
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from source_files import Read

from crawler.cache import CacheFile
from crawler.cache.read.cards import cards
from crawler.cache.read.documents import documents_at
from crawler.cache.write.documents import forget_documents
from crawler.cache.write.ingest import ingest
from crawler.sources.budget import FREE_CHARS
from crawler.sources.parsing.collector import FREE_CITATIONS
from crawler.sources.parsing.prose import MAX_CLAIM
from crawler.sources.reading import read_all

NOW = datetime(2026, 4, 1, 12, tzinfo=UTC)
WORDS = "word " * 2_000

SMALL = {
    "one line.md": " ".join(f"see [x](https://e.org/{n}) and" for n in range(4_000)),
    "one line.txt": " ".join(f"see https://e.org/{n} and" for n in range(4_000)),
    "block.html": "<p>" + " ".join(f"see <a href=https://e.org/{n}>x</a> and" for n in range(4_000)),
    "row.html": "<table><tr>" + "".join(f"<td><a href=https://e.org/{n}>xyz</a>" for n in range(4_000)),
    "row.md": "| a | b |\n|---|---|\n" + "| a |" + "".join(f" [x](https://e.org/{n}) " for n in range(4_000)) + "|\n",
    "item.md": "- " + "\n  ".join(f"see [x](https://e.org/{n}) and" for n in range(4_000)),
    "notes.md": "a"
    + "[^1]" * 4_000
    + "\n\n[^1]: "
    + " ".join(f"[{WORDS[:300]}](https://e.org/{n})" for n in range(100)),
    "notes.org": "a"
    + "[fn:1]" * 4_000
    + "\n\n[fn:1] "
    + " ".join(f"[[https://e.org/{n}][{WORDS[:300]}]]" for n in range(99)),
    "note.md": "a[^1] " * 20_000 + f"\n\n[^1]: [{WORDS[:1900]}](https://e.org/)\n",
    "urls.json": json.dumps([{"url": " ".join(f"https://e.org/{n}" for n in range(2_000)), "summary": WORDS}]),
    "cited.json": json.dumps([{"url": " ".join(f"https://e.org/{n}" for n in range(999)), "cited_by": WORDS.split()}]),
    "claims.json": json.dumps([{"url": f"https://e.org/{n}", "claimContext": "x" * 30_000} for n in range(9)]),
    "line.org": " ".join(f"see [[https://e.org/{n}][x]] and" for n in range(4_000)),
    "line.rst": " ".join(f"see `x <https://e.org/{n}>`__ and" for n in range(4_000)),
    "line.adoc": " ".join(f"see https://e.org/{n}[x] and" for n in range(4_000)),
    "line.wiki": " ".join(f"see [https://e.org/{n} x] and" for n in range(4_000)),
    "line.tex": " ".join(f"see \\href{{https://e.org/{n}}}{{x}} and" for n in range(4_000)),
}


def stored(path: Path) -> int:
    """Bytes of a cache in which this document alone is read."""
    with CacheFile.in_memory(path.parent) as cache:
        before = cache.db.execute("PRAGMA page_count").fetchone()[0]
        ingest(cache, read_all([str(path)]), now=NOW)
        pages = cache.db.execute("PRAGMA page_count").fetchone()[0] - before
        return int(pages * cache.db.execute("PRAGMA page_size").fetchone()[0])


@pytest.mark.parametrize("name", sorted(SMALL))
def test_a_small_document_stores_little(folder: Path, name: str) -> None:
    path = folder / name
    path.write_text(SMALL[name])
    assert stored(path) < 5_000_000 + 16 * path.stat().st_size


def test_texts_past_the_budget_are_left_out_and_it_is_said(read: Read) -> None:
    reading = read("a.md", SMALL["note.md"])
    assert sum(len(citation.link_text or "") for citation in reading.citations) <= FREE_CHARS
    assert len(reading.citations) == 20_000
    assert [skipped.reason for skipped in reading.skipped] == [
        "the texts beside its citations have over 1,000,000 characters: the rest of them is not kept"
    ]


def test_citations_past_the_budget_are_left_out_and_it_is_said(read: Read) -> None:
    text = SMALL["notes.md"]
    reading = read("a.md", text)
    most = FREE_CITATIONS + len(text) // 4
    assert len(reading.citations) == most
    (complaint,) = [one.reason for one in reading.skipped if "citations, which is much" in one.reason]
    assert complaint.startswith(f"more than {most:,} citations")


def test_a_claim_from_a_record_is_bounded_too(read: Read) -> None:
    words = "word " * 1_000
    (citation,) = read("a.json", json.dumps([{"url": "https://e.org/", "claimContext": words}])).citations
    assert citation.claim is not None
    assert len(citation.claim) <= MAX_CLAIM
    assert citation.claim.endswith("word …")


def test_a_claim_is_stored_once_and_goes_with_its_last_citation(folder: Path) -> None:
    path = folder / "a.md"
    with CacheFile.in_memory(folder) as cache:
        for text in ("One [a](https://e.org/a) and [b](https://e.org/b).", "Two [a](https://e.org/a)."):
            path.write_text(text)
            ingest(cache, read_all(["a.md"]), now=NOW)
            assert cache.db.execute("SELECT count(*) FROM claims").fetchone()[0] == 1
        (card,) = [card for card in cards(cache) if card.cited_by]
        assert [by.claim for by in card.cited_by] == ["Two a."]
        forget_documents(cache, documents_at(cache, "a.md"))
        assert cache.db.execute("SELECT count(*) FROM claims").fetchone()[0] == 0


def test_a_file_that_unpacks_to_a_thousand_times_its_size_is_refused(folder: Path) -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document>" + " " * 40_000_000 + "</w:document>")
    (folder / "a.docx").write_bytes(packed.getvalue())
    (reading,) = read_all(["a.docx"])
    assert "too large when it is unpacked" in reading.skipped[0].reason


ALIASED = {
    "texts": "- &b\n  url: https://e.org/b\n  summary: &s '" + "x" * 50_000 + "'\n"
    + "".join(f"- {{url: https://e.org/{n}, summary: *s}}\n" for n in range(100)),
    "lists": "- url: https://e.org/b\n  cited_by: &s [" + ",".join(f"d{n}" for n in range(2_000)) + "]\n"
    + "".join(f"- {{url: https://e.org/{n}, cited_by: *s}}\n" for n in range(50)),
    "merged": "base: &s {" + ",".join(f"k{n}: v" for n in range(2_000)) + "}\nrecords:\n"
    + "".join(f"- {{url: https://e.org/{n}, <<: *s}}\n" for n in range(50)),
    "nested": "".join(f"- &a{n} {{url: https://e.org/{n}, x: [*a{n - 1}, *a{n - 1}]}}\n" for n in range(1, 40)).replace(
        "[*a0, *a0]", "y"),
    "pieces": "".join(
        f"- &a{n}\n  url: https://e.org/{n}\n  t: &s{n} [{'x,' * 150}]\n  more: [{f'*s{n},' * 150}]\n" for n in range(8)
    ) + "- [\n",
    "matter": "---\na: &s [" + "x," * 300 + "]\nb: [" + "*s," * 300 + "]\nsource: https://e.org/1\n---\n",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(ALIASED))
def test_aliases_have_one_budget_for_the_document(folder: Path, name: str) -> None:
    path = folder / ("a.md" if name == "matter" else "a.yaml")
    path.write_text(ALIASED[name])
    (reading,) = read_all([str(path)])
    complaints = [skipped.reason for skipped in reading.skipped if "aliases unfold to" in skipped.reason]
    assert len(complaints) == 1, reading.skipped
    assert "https://e.org/1" in {record.url for record in reading.records} | {c.url for c in reading.citations}
    assert stored(path) < 1_500_000 + 16 * path.stat().st_size


def test_aliases_within_the_budget_are_followed(read: Read) -> None:
    shared = "- &b\n  url: https://e.org/b\n  tags: &t [a, b]\n"
    reading = read("a.yaml", shared + "".join(f"- {{url: https://e.org/{n}, tags: *t}}\n" for n in range(2_000)))
    assert {record.tags for record in reading.records} == {("a", "b")}
    assert not reading.skipped
