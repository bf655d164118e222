"""The card as plain text."""

from dataclasses import replace

import pytest
from export_cards import EMPTY, HOSTILE, PLAIN

from citecache.render.card import render
from crawler.model import Card, CitedAs, CitedBy, ShownCapture, Verdict

MODEL = """\
Meta’s powerful AI language model has leaked online
web · The Verge · 2023-03-08
https://www.theverge.com/2023/3/8/23629362/meta-ai-language-model-llama-leak-online-misuse
A model leaked.

Metadata
  Importance: 55/100
  Type: news article
  Tags: news, models
  Authors: A. Writer
  Language: en

Summary
  A model leaked. What follows is argued about.

Key points
  - It leaked within a week.
  - Nobody agrees on the harm.

Cited by 2 pages
  LLaMA (model, quality 65.0)
    docs/llama.md:41:7 [^3]
    docs/llama.md:90:1 [^3]
  open-weights (concept, quality 60.0)

Cached content preview
  HTTP 200 · Fetched Apr 9, 2026 · 15 KB

First paragraph.

Second one.

... (truncated, 15 KB total)

Resource ID `d2f67176f1bc7b5b` | Stable ID `sid_oFtI6n9JCu`
"""


def test_a_card_is_rendered_as_the_model_card_has_it() -> None:
    """Every part of the published card, in its order."""
    assert render(PLAIN, width=80) == MODEL


def test_one_citing_page_is_singular() -> None:
    assert "Cited by 1 page\n" in render(replace(PLAIN, cited_by=(CitedBy(document="a.md", line=1),)))


def test_unknown_fields_are_not_shown() -> None:
    """A Resource that was never fetched has no empty headings."""
    shown = render(EMPTY)
    assert "Metadata" not in shown
    assert "Summary" not in shown
    assert "Cited by" not in shown
    assert "Fetched never" in shown
    assert "No text: not fetched yet" in shown


@pytest.mark.parametrize("width", [20, 40, 80, 200])
@pytest.mark.parametrize("card", [PLAIN, EMPTY, HOSTILE], ids=["plain", "empty", "hostile"])
def test_lines_keep_to_the_width(card: Card, width: int) -> None:
    """Only a single word that is longer than the line may stick out."""
    for line in render(card, width=width).splitlines():  # type: ignore[operator]
        assert len(line) <= width or len(line.split()) <= 2 or "ID `" in line or width < 40, line


def test_no_control_character_reaches_the_terminal() -> None:
    """Escape sequences, C1 controls, bidirectional overrides and surrogates are gone; newlines stay."""
    shown = render(HOSTILE)
    bad = [
        c
        for c in shown
        if c != "\n" and (c < " " or "\x7f" <= c <= "\x9f" or c in "\u202e\u2066\u2028" or "\ud800" <= c <= "\udfff")
    ]
    assert not bad


def test_doubt_is_shown_where_there_is_doubt() -> None:
    assert "Doubt: little text: 85 characters" in render(replace(PLAIN, doubt="little text: 85 characters"))
    assert "Doubt" not in render(PLAIN)


def test_text_older_than_the_last_fetch_says_so() -> None:
    """A page that is gone shows its last good text with its own date."""
    gone = replace(PLAIN, verdict=Verdict.MISSING, http_status=404, fetched_at="2026-05-01T00:00:00Z")
    shown = render(gone)
    assert "HTTP 404 · missing · Fetched May 1, 2026" in shown
    assert "The text below is from Apr 9, 2026" in shown


def test_legal_text_is_withheld() -> None:
    shown = render(replace(PLAIN, verdict=Verdict.LEGAL), whole_text=True)
    assert "First paragraph" not in shown
    assert "withheld for legal reasons" in shown


def test_the_whole_text_on_request() -> None:
    shown = render(PLAIN, whole_text=True)
    assert "Third one." in shown
    assert "truncated" not in shown


SEEN = ShownCapture(
    url=PLAIN.url, title="Meta’s powerful AI language model has leaked online — what happens now?", start="First."
)


def test_a_capture_that_is_what_was_cited_says_what_matched() -> None:
    shown = render(
        replace(PLAIN, cited_as=CitedAs(title="Meta’s powerful AI language model has leaked online"), found=SEEN)
    )
    assert "\n  Identity: full (title matches)\n" in shown


def test_with_nothing_to_compare_nothing_is_printed() -> None:
    assert "Identity" not in render(replace(PLAIN, found=SEEN))


def test_replacement_content_is_quoted_and_escaped() -> None:
    """Page text is untrusted: a title may contain escape sequences and direction marks."""
    found = ShownCapture(
        url=PLAIN.url, title="Log in \x1b[2J\u202e\n now", start="Members only, with a name and a password. " * 9
    )
    shown = render(
        replace(PLAIN, cited_as=CitedAs(title="Attention to the tides of estuaries"), found=found), width=200
    )
    assert (
        "Identity: wrong_document: cited “Attention to the tides of estuaries”, the page is “Log in [2J now”" in shown
    )
    assert not {"\x1b", "\u202e"} & set(shown)
