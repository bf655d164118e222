"""Markdown: one readable file, a section per card. Page text is escaped so that it cannot forge anything.

What a stranger's page says is data: a title cannot open a heading, a link, an image, an HTML tag or a code
fence of its own. Every ASCII punctuation character that CommonMark gives a meaning is escaped by a backslash
(CommonMark 0.31, section 2.4), and a line of text cannot begin a block.
"""

from collections.abc import Iterator
from typing import BinaryIO

from citecache.exports.selection import CardSelection
from citecache.render.card import text_date
from citecache.render.markdown_text import escape, link, paragraphs
from crawler.model import Card, CitedBy


def write(selection: CardSelection, out: BinaryIO) -> None:
    """Write a heading and a section per card."""
    out.write(b"# Cited resources\n")
    out.writelines(
        ("\n" + "\n\n".join(section(card, selection.with_text)) + "\n").encode()
        for card in selection.cards(readable=True)
    )


def section(card: Card, with_text: bool) -> Iterator[str]:
    """The blocks of one card in a file of many: its text is quoted."""
    yield f"## {escape(card.title or card.url)}"
    yield link(card.url)
    yield "\n".join(f"- {name}: {value}" for name, value in _facts(card) if value)
    yield from _notes(card, "###")
    yield from _text(card, "###", with_text, quoted=True)


def reading(card: Card, with_text: bool) -> Iterator[str]:
    """The blocks of one card in a file of its own, whose front matter has the facts."""
    yield f"# {escape(card.title or card.url)}"
    yield link(card.url)
    yield from _notes(card, "##")
    yield from _text(card, "##", with_text, quoted=False)


def _notes(card: Card, mark: str) -> Iterator[str]:
    if card.summary:
        yield f"{mark} Summary"
        yield from paragraphs(card.summary)
    if card.key_points:
        yield f"{mark} Key points"
        yield "\n".join(f"- {escape(point)}" for point in card.key_points)
    if card.cited_by:
        yield f"{mark} Cited by"
        yield "\n".join(f"- {_citation(by)}" for by in card.cited_by)


def _text(card: Card, mark: str, with_text: bool, *, quoted: bool) -> Iterator[str]:
    """The text, with the date it is from."""
    if not with_text:
        return
    if text := card.text or card.preview:
        yield f"{mark} Text, as of {escape(text_date(card) or 'an unknown date')}"
        yield "\n>\n".join(map(_quoted, paragraphs(text))) if quoted else "\n\n".join(paragraphs(text))
    elif card.no_text or card.reservations:
        yield f"({escape(card.no_text or 'text left out: the page reserves it: ' + ', '.join(card.reservations))})"


def _quoted(paragraph: str) -> str:
    """A paragraph in a block quote: nothing in it can end the card it stands in."""
    return "\n".join(f"> {line}" for line in paragraph.split("\n"))


def _facts(card: Card) -> Iterator[tuple[str, str]]:
    status = f", HTTP {card.http_status}" if card.http_status else ""
    yield "Verdict", f"{card.verdict}{status}"
    yield "Fetched", escape(card.fetched_at or "never")
    if card.final_url and card.final_url != card.url:
        yield "Answered by", link(card.final_url)
    yield "Type", escape(card.type or "")
    yield "Importance", "" if card.importance is None else f"{card.importance:g}/100"
    yield "Tags", escape(", ".join(card.tags))
    yield "Authors", escape(", ".join(card.authors))
    yield "Published", escape(card.published_date or "")
    yield "Error", escape(card.error or "")
    yield "Doubt", escape(card.doubt or "")
    yield "IDs", f"{escape(card.id)}, {escape(card.stable_id)}"


def _citation(by: CitedBy) -> str:
    place = f"{by.document}:{by.line}" if by.line else by.document
    kind = "key" if by.mark and by.mark.startswith("[@") else "footnote"
    label = f", {kind} {escape(by.label)}" if by.label else ""
    title = f", {escape(by.title)}" if by.title else ""
    return f"{escape(place)}{title}{label}"
