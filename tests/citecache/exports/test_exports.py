"""Exports: jsonl, csv, markdown."""

import csv
import io
import json
import tracemalloc
from collections.abc import Iterator
from dataclasses import fields, replace

import pytest
from export_cards import ATTACK, EMPTY, HOSTILE, PLAIN
from given_cards import write
from markdown_it import MarkdownIt

from citecache.exports.formats import FORMATS
from citecache.exports.jsonl import card_json
from crawler.model import Card, Verdict

TEXTS = ("jsonl", "csv", "markdown")
"""Formats that are text and have the pages' texts."""


def in_bytes(format: str, *cards: Card, with_text: bool = True) -> bytes:
    out = io.BytesIO()
    assert write(format, cards, out, with_text=with_text) == len(cards)
    return out.getvalue()


def exported(format: str, *cards: Card, with_text: bool = True) -> str:
    return in_bytes(format, *cards, with_text=with_text).decode()


@pytest.mark.parametrize("format", [name for name in FORMATS if FORMATS[name].file and FORMATS[name].of_cards])
class TestEveryFormat:
    def test_is_the_same_bytes_twice(self, format: str) -> None:
        """Nothing of the export itself (time, version, order of a set) is in the file."""
        assert in_bytes(format, PLAIN, EMPTY, HOSTILE) == in_bytes(format, PLAIN, EMPTY, HOSTILE)

    def test_nothing_makes_an_empty_but_valid_file(self, format: str) -> None:
        assert isinstance(in_bytes(format), bytes)

    def test_memory_does_not_grow_with_the_number_of_cards(self, format: str) -> None:
        """300 cards of 24 KB of text are written in less than 2 MB."""

        class Sink(io.RawIOBase):
            def writable(self) -> bool:
                return True

            def write(self, data: object) -> int:
                return len(bytes(data))  # type: ignore[arg-type, call-overload, no-any-return]

        def many() -> Iterator[Card]:
            for number in range(300):
                yield replace(PLAIN, text=f"{number:05} " * 4000)

        in_bytes(format, PLAIN)  # what it imports is no card's
        tracemalloc.start()
        try:
            assert write(format, many(), Sink()) == 300  # type: ignore[arg-type]
            assert tracemalloc.get_traced_memory()[1] < 2_000_000
        finally:
            tracemalloc.stop()


@pytest.mark.parametrize("format", TEXTS)
class TestEveryText:
    def test_hostile_text_is_valid_utf_8_without_controls(self, format: str) -> None:
        """No NUL, no escape sequence, no C1 control, no bidirectional override reaches the reader's program."""
        text = exported(format, HOSTILE)
        allowed = "\n\r\t" if format == "csv" else "\n"
        assert not [
            c
            for c in text
            if (c < " " or "\x7f" <= c <= "\x9f" or c in "\u202e\u2028\u2029\ufeff") and c not in allowed
        ]

    def test_legal_text_is_never_shown(self, format: str) -> None:
        """451: the text is kept in the cache, and leaves it in no format."""
        text = exported(format, replace(PLAIN, verdict=Verdict.LEGAL, text="SECRET text", preview="SECRET text"))
        assert "SECRET" not in text
        assert "legal" in text

    def test_text_can_be_left_out(self, format: str) -> None:
        assert "Third one." in exported(format, PLAIN)
        assert "Third one." not in exported(format, PLAIN, with_text=False)


CONTRACT = """id, stable_id, url, title, type, importance, tags, summary, key_points, authors, published_date, cited_by,
verdict, http_status, final_url, redirects, fetched_at, content_type, media_type, text_bytes, preview, truncated, text,
language, description, sitename, extractor, extractor_version, body_sha256, coverage, doubt, page_type"""


def test_jsonl_has_the_contract_s_fields_in_its_order() -> None:
    """The contract first, then what else a card knows: every field, but `identity` for the two that it compares."""
    names = list(card_json(PLAIN))
    contract = CONTRACT.replace("\n", " ").split(", ")
    contract = [name.strip() for part in contract for name in part.split(",") if name.strip()]
    assert names[: len(contract)] == contract
    assert set(names) == {field.name for field in fields(Card)} - {"cited_as", "found"} | {"identity"}
    by = "document, title, type, quality, line, column, label, link_text, claim, quotes"
    assert ", ".join(card_json(PLAIN)["cited_by"][0]) == by


def test_jsonl_loses_nothing() -> None:
    """Hostile text survives the round trip exactly, surrogates included (a pair becomes its character)."""
    (line,) = exported("jsonl", HOSTILE).splitlines()
    said = json.loads(line)["title"]
    assert said.encode("utf-16", "surrogatepass") == ATTACK.encode("utf-16", "surrogatepass")


def test_jsonl_without_text_has_no_text_key() -> None:
    assert "text" not in card_json(PLAIN, with_text=False)
    assert card_json(replace(PLAIN, verdict=Verdict.LEGAL))["text"] is None


def test_json_has_no_nan() -> None:
    assert json.loads(exported("jsonl", replace(PLAIN, importance=float("nan"))))["importance"] is None


def test_csv_reads_back_as_one_record_per_card() -> None:
    """Newlines and quotes in cells do not make records; lists are joined; unknown is an empty cell."""
    rows = list(csv.DictReader(io.StringIO(exported("csv", PLAIN, EMPTY, HOSTILE), newline="")))
    assert len(rows) == 3
    assert rows[0]["tags"] == "news; models"
    assert rows[0]["cited_by"] == "docs/llama.md:41; docs/llama.md:90; open-weights"
    assert rows[0]["importance"] == "55"
    assert rows[1]["http_status"] == ""


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " =", "\n@", "＝", "\x00=", "\u202e+"])
def test_no_cell_is_a_formula(start: str) -> None:
    """Whatever a page's title starts with, the spreadsheet sees text: also after a character that is removed."""
    text = exported("csv", replace(PLAIN, title=f"{start}HYPERLINK(1)", tags=(f"{start}1",)))
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["title"].startswith("'")
    assert row["tags"].startswith("'")


def test_every_line_of_csv_ends_as_rfc_4180_says() -> None:
    assert exported("csv", PLAIN).endswith("\r\n")


def test_untrusted_text_is_escaped_in_markdown() -> None:
    """Parsed as CommonMark with every extension: the same structure as a card of plain words, and no HTML."""
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    seen: dict[str, int] = {}
    for token in parser.parse(exported("markdown", HOSTILE)):
        for piece in [token, *(token.children or ())]:
            seen[piece.type] = seen.get(piece.type, 0) + 1
    assert seen["heading_open"] == 6  # the file, the card, Summary, Key points, Cited by, Text
    assert not {"html_block", "html_inline", "image", "fence", "code_block", "code_inline", "hr", "table_open"} & set(
        seen
    )
    assert seen["link_open"] == 1  # the cited URL; the hostile final URL is no http URL


def test_markdown_shows_the_words_themselves() -> None:
    """Escaping is undone by a Markdown reader: nothing of the title is lost."""
    html = MarkdownIt("commonmark").render(exported("markdown", replace(PLAIN, title="# *A* [b](c) <i> 1. & \\")))
    assert "<h2># *A* [b](c) &lt;i&gt; 1. &amp; \\</h2>" in html


@pytest.mark.parametrize(
    "start", ["1. one", "1) one", "- item", "+ item", "# head", "> quote", "===", "---", "    code", "\tcode"]
)
def test_a_line_of_text_cannot_begin_a_block(start: str) -> None:
    tokens = MarkdownIt("commonmark").parse(
        exported("markdown", replace(PLAIN, text=f"words\n{start}\n\n{start}", summary=None))
    )
    kinds = [token.type for token in tokens]
    assert kinds.count("blockquote_open") == 1
    assert kinds.count("heading_open") == 5
    assert kinds.count("bullet_list_open") == 3
    assert "ordered_list_open" not in kinds
    assert "code_block" not in kinds


def test_markdown_says_from_when_its_text_is() -> None:
    assert "### Text, as of 2026-04-09T08:00:00Z" in exported("markdown", PLAIN)


def test_an_unknown_format_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        write("docx", [], io.BytesIO())
