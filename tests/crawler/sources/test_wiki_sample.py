"""A sample of a real wiki, if it is beside the checkout: every footnote that an earlier check recorded is found.

The sample's `citation-archive/` holds, for each footnote, the URL and (cut at 300 characters) the Markdown that cites
it. Three kinds of its rows have no counterpart, for reasons of the sample: pages whose definitions were taken out
after the check, numbers given to another source since, and URLs that the checker cut at a bracket.
"""

import re
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from crawler.model import Citation, ParsedSource
from crawler.sources.reading import read_all

SAMPLE = Path(__file__).resolve().parents[3].parent / "shared" / "wiki-sample"

pytestmark = pytest.mark.skipif(not SAMPLE.is_dir(), reason="no wiki sample beside the checkout")


class Row(NamedTuple):
    """One recorded footnote whose URL stands in its page's text."""

    page: str
    label: str
    url: str
    context: str
    defined: bool  # the page defines this label with this URL


def plain(markdown: str) -> str:
    """Page text without markup, by rules of this test's own; table bars and white space do not count."""
    text = re.sub(r"\[\^[^\]]*\]|</?[A-Za-z][^>]*>|\\(?=\$)", "", markdown)
    text = re.sub(r"\[([^\[\]]*)\]\((?:[^()]|\([^()]*\))*\)", r"\1", text)
    return " ".join(unescape(re.sub(r"[*`|]", " ", text)).split()).replace(" ", "")


@pytest.fixture(scope="module")
def pages() -> dict[str, tuple[str, ParsedSource]]:
    readings = [reading for reading in read_all([str(SAMPLE / "content-2026-02")]) if reading.document]
    return {r.document.name: (Path(r.document.path).read_text("utf-8"), r) for r in readings if r.document}


@pytest.fixture(scope="module")
def rows(pages: dict[str, tuple[str, ParsedSource]]) -> list[Row]:
    found = []
    for name, (text, _) in pages.items():
        archive: Any = yaml.safe_load((SAMPLE / "citation-archive" / f"{name}.yaml").read_text())
        for entry in archive["citations"]:
            label, url = str(entry["footnote"]), entry["url"]
            definition = re.search(rf"^\[\^{re.escape(label)}\]:.*$", text, re.MULTILINE)
            if url in text:
                defined = bool(definition and url in definition[0])
                found.append(Row(name, label, url, entry["claimContext"] or "", defined))
    return found


def cited(pages: dict[str, tuple[str, ParsedSource]], row: Row) -> list[Citation]:
    """The Citations of a row; the checker cut URLs at `(`, so a beginning will do."""
    return [c for c in pages[row.page][1].citations if c.label == row.label and (c.url or "").startswith(row.url)]


def test_the_sample_is_the_expected_one(rows: list[Row]) -> None:
    assert len(rows) == 484
    assert sum(row.defined for row in rows) >= 440


def test_every_recorded_footnote_that_the_page_defines_is_found_with_its_label_and_claim(
    pages: dict[str, tuple[str, ParsedSource]], rows: list[Row]
) -> None:
    texts = {name: plain(text) for name, (text, _) in pages.items()}
    for row in rows:
        if row.defined:
            found = cited(pages, row)
            assert found, row
            for citation in found:
                assert citation.claim, row
                assert plain(citation.claim) in texts[row.page], citation


def test_every_recorded_url_is_found_even_where_its_definition_is_gone(
    pages: dict[str, tuple[str, ParsedSource]], rows: list[Row]
) -> None:
    for row in rows:
        assert any((c.url or "").startswith(row.url) for c in pages[row.page][1].citations), row


def test_claims_are_part_of_the_recorded_context(pages: dict[str, tuple[str, ParsedSource]], rows: list[Row]) -> None:
    """The recorded context is the paragraph's first 300 characters: the claim is in it, or in its paragraph."""
    agreed = defined = 0
    for row in rows:
        if not row.defined:
            continue
        defined += 1
        text = plain(pages[row.page][0])
        context = re.sub(r"<[^>]*$", "", re.sub(r"^\s*(?:[-*+]|\d+\.)\s+", "", row.context))
        begins = text.find(plain(context)[:60])
        for citation in cited(pages, row):
            at = text.find(plain(citation.claim or ""), max(begins, 0))
            if begins >= 0 and at - begins < 2000:
                agreed += 1
                break
    assert agreed / defined > 0.95


def test_every_claim_is_in_its_page_and_every_position_is_a_link_or_mark(
    pages: dict[str, tuple[str, ParsedSource]],
) -> None:
    for text, reading in pages.values():
        lines, whole = text.split("\n"), plain(text)
        for citation in reading.citations:
            assert citation.claim
            assert plain(citation.claim) in whole, citation
            rest = lines[citation.line - 1][citation.column - 1 :]
            assert rest.startswith((f"[^{citation.label}]", "[", "<R ", "https:")), citation
        assert not [skipped for skipped in reading.skipped if "has no definition" not in skipped.reason]


def test_resource_elements_are_all_found(pages: dict[str, tuple[str, ParsedSource]]) -> None:
    for text, reading in pages.values():
        written = re.findall(r'<R id="([0-9a-f]{16})"', text)
        assert sorted(written) == sorted(c.resource_id for c in reading.citations if c.resource_id)


def test_footnotes_defined_elsewhere_are_counted_not_dropped() -> None:
    """In `content/` the definitions were moved to a database: each mark is counted, each page says so once."""
    for reading in read_all([str(SAMPLE / "content")]):
        assert reading.document is not None
        text = Path(reading.document.path).read_text("utf-8")
        marks = len(re.findall(r"(?m)\[\^[^\]\s]+\](?!:)|(?<!^)\[\^[^\]\s]+\]:", text))
        assert reading.ignored_counts.get("footnote mark without a definition", 0) <= marks
        if "[^rc-" in text and "]: " not in text:
            assert reading.ignored_counts["footnote mark without a definition"] == marks
            assert any("has no definition" in skipped.reason for skipped in reading.skipped)


def test_all_resource_records_are_read() -> None:
    (reading,) = read_all([str(SAMPLE / "resources.yaml")])
    assert len(reading.records) == 200
    assert reading.skipped == ()
    assert sum(bool(record.cited_by) for record in reading.records) == 175
    assert all(re.fullmatch(r"[0-9a-f]{16}", record.id or "") for record in reading.records)


def test_an_earlier_check_is_read_as_citations() -> None:
    (reading,) = read_all([str(SAMPLE / "citation-archive" / "gpai.yaml")])
    assert len(reading.citations) > 50
    assert reading.citations[0].label == "1"
