"""One card as plain text, for `citecache show`: what a reader sees of a cited source, at any width."""

import textwrap
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from citecache.render.clean import inert, one_line
from citecache.render.listing import marked
from citecache.render.quotes import quote_place, quote_state
from citecache.render.withheld import shown
from crawler.model import Card, CitedBy, Verdict
from crawler.model.archive_save import DECLINED, FAILED, SAVING
from crawler.model.capture import IMPORTED
from pipelines.identity import Grade, grade
from pipelines.preview import size

if TYPE_CHECKING:
    from citecache.results import QuoteStanding

LEAST_WIDTH = 20
_SENTENCE_CHARS = 200
"""The one-line significance under the title: the summary's first sentence, up to this long."""


def render(
    card: Card,
    *,
    width: int = 80,
    whole_text: bool = False,
    preview: bool = True,
    quotes: "Sequence[QuoteStanding]" = (),
) -> str:
    """The card as lines of at most `width` columns, ended by a newline; no colours, no control characters.

    Long words (URLs) are never broken: a line that is one word may be wider. `whole_text` shows the text instead
    of its preview; without `preview` there is neither. Wide (CJK) characters count as one column each: width.py.
    """
    columns = max(width, LEAST_WIDTH)
    card = shown(card)
    blocks = [_head(card, columns), _metadata(card, columns), *_curated(card, columns), *_citations(card, columns)]
    blocks.append(_quotes(quotes, columns))
    text = (card.text if whole_text else card.preview) if preview else None
    blocks += [_content(card, columns, text), _identity(card, columns)]
    return "\n\n".join(block for block in blocks if block) + "\n"


def day(when: str | None) -> str:
    """An ISO 8601 time as people write a day; as given when it is none.

    >>> day("2026-04-09T08:00:00Z")
    'Apr 9, 2026'
    """
    if not when:
        return "never"
    try:
        moment = datetime.fromisoformat(when)
    except ValueError:
        return one_line(when)
    months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # not %b: the locale's
    return f"{months[moment.month - 1]} {moment.day}, {moment.year}"


def _wrap(text: str, columns: int, first: str = "", rest: str | None = None) -> str:
    """One line of text, wrapped to a width, with an indent."""
    return textwrap.fill(
        one_line(text),
        width=columns,
        initial_indent=first,
        subsequent_indent=first if rest is None else rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _paragraphs(text: str, columns: int, indent: str = "") -> str:
    """A text with its blank lines and line ends, each line wrapped."""
    return "\n".join(_wrap(line, columns, indent) if line.strip() else "" for line in inert(text).split("\n"))


def _head(card: Card, columns: int) -> str:
    lines = [_wrap(card.title or card.url, columns)]
    about = kind_line(card)
    lines += [_wrap(about, columns)] if about else []
    if card.title:
        lines.append(_wrap(card.url, columns))
    lines += [_wrap(f"formerly {url}", columns) for url in card.former_urls]
    brief = significance(card)
    return "\n".join([*lines, *([_wrap(brief, columns)] if brief else [])])


def kind_line(card: Card) -> str:
    """`web · The Post · 2026-04-01`."""
    return " · ".join(part for part in (kind_of(card), card.sitename, card.published_date) if part)


def significance(card: Card) -> str:
    """Why it matters, in one line."""
    return first_sentence(card.summary or card.description or "")


def kind_of(card: Card) -> str:
    """What sort of thing was fetched, in a word."""
    media = card.media_type or ""
    if media == "application/pdf":
        return "pdf"
    return "web" if not media or "html" in media else one_line(media)


def first_sentence(text: str) -> str:
    line = one_line(text)
    for position, character in enumerate(line[:_SENTENCE_CHARS]):
        if character in ".!?。！？" and (character in "。！？" or line[position + 1 : position + 2] in ("", " ")):
            return line[: position + 1]
    return textwrap.shorten(line, _SENTENCE_CHARS, placeholder=" ...") if line else ""


def _metadata(card: Card, columns: int) -> str:
    lines = [_wrap(f"{name}: {value}", columns, "  ", "    ") for name, value in metadata(card)]
    return "\n".join(["Metadata", *lines]) if lines else ""


def metadata(card: Card) -> Iterator[tuple[str, str]]:
    """The metadata there is, by name."""
    importance = "" if card.importance is None else f"{card.importance:g}/100"
    facts = (
        ("Importance", importance),
        ("Type", card.type or ""),
        ("Tags", ", ".join(card.tags)),
        ("Authors", ", ".join(card.authors)),
        ("Language", card.language or ""),
    )
    yield from ((name, value) for name, value in facts if value)


def _curated(card: Card, columns: int) -> Iterator[str]:
    if card.summary:
        yield "Summary\n" + _paragraphs(card.summary, columns, "  ")
    if card.key_points:
        yield "\n".join(["Key points", *(_wrap(point, columns, "  - ", "    ") for point in card.key_points)])


def _citations(card: Card, columns: int) -> Iterator[str]:
    """The documents that cite it, each with the places in it."""
    if not card.cited_by:
        return
    by_document = places_by_document(card)
    pages = "page" if len(by_document) == 1 else "pages"
    lines = [f"Cited by {len(by_document)} {pages}"]
    for places in by_document.values():
        lines.append(_wrap(document_line(places[0]), columns, "  ", "    "))
        lines += [_wrap(place(by), columns, "    ", "      ") for by in places if by.line is not None]
    yield "\n".join(lines)


def _quotes(quotes: "Sequence[QuoteStanding]", columns: int) -> str:
    """What documents quote from it, and whether it stands there."""
    found = (f"{quote_place(one)}  [{quote_state(one)}] {marked(one.quote)}" for one in quotes)
    lines = [_wrap(line, columns, "  ", "    ") for line in found]
    return "\n".join(["Quotes", *lines]) if lines else ""


def places_by_document(card: Card) -> dict[str, list[CitedBy]]:
    """Document -> the places in it that cite."""
    found: dict[str, list[CitedBy]] = {}
    for by in card.cited_by:
        found.setdefault(by.document, []).append(by)
    return found


def document_line(by: CitedBy) -> str:
    """A citing document: its title, or else its path; its type and quality."""
    quality = "" if by.quality is None else f"quality {by.quality:.1f}"
    about = ", ".join(part for part in (by.type or "", quality) if part)
    return f"{by.title or by.document}" + (f" ({about})" if about else "")


def place(by: CitedBy) -> str:
    """Where an editor jumps to, and what stands there."""
    where = f"{by.document}:{by.line}" + (f":{by.column}" if by.column else "")
    label = f" {by.mark}" if by.mark else ""
    words = f" {by.claim or by.link_text or ''}".rstrip()
    return f"{where}{label}{words}"


def _content(card: Card, columns: int, text: str | None) -> str:
    lines = ["Cached content preview" if text else "Cached content", _wrap(fetched(card), columns, "  ")]
    if card.final_url and card.final_url != card.url:
        lines.append(_wrap(f"Answered by {card.final_url}", columns, "  ", "    "))
    lines += [_wrap(line, columns, "  ", "    ") for line in whose(card, text)]
    lines += [_wrap(f"{name}: {value}", columns, "  ", "    ") for name, value in doubts(card, text) if value]
    lines += [_wrap(line, columns, "  ", "    ") for line in graded(card)]
    return "\n".join(lines) + ("\n\n" + _paragraphs(text, columns) if text else "")


def fetched(card: Card) -> str:
    """`HTTP 200 · Fetched Apr 9, 2026 · 15 KB`."""
    facts = [f"HTTP {card.http_status}" if card.http_status else "", _verdict(card), f"Fetched {day(card.fetched_at)}"]
    if card.text_bytes is not None and card.verdict is not Verdict.LEGAL:
        facts.append(size(card.text_bytes))
    return " · ".join(fact for fact in facts if fact)


def text_date(card: Card) -> str | None:
    """When what the card shows stood at its address: for an archive's or an imported copy, when that was made."""
    if card.source == IMPORTED:
        return card.imported_at or card.captured_at
    return card.memento_datetime or card.last_good_at or card.fetched_at


def whose(card: Card, text: str | None) -> Iterator[str]:
    """Who set the verdict, and where and when the text is from."""
    if card.marked_at:
        note = f": {card.marked_note}" if card.marked_note else ""
        yield f"Marked {_name(card.verdict)} by a person, {day(card.marked_at)}{note}"
    if card.archived_url:
        yield f"Archived copy of {day(card.archived_at)}: {card.archived_url}"
    if card.saved_url:
        yield f"Saved in an archive{f', {day(card.saved_at)}' if card.saved_at else ''}: {card.saved_url}"
    if asked := save_request(card):
        yield asked
    if card.imported_at and card.source != IMPORTED:
        yield f"Imported copy of {day(card.imported_at)}: older than the text of the last fetch"
    if text and card.source == IMPORTED:
        yield f"The text below is of an imported copy, of {day(card.imported_at)}"
    elif text and card.memento_datetime:
        yield f"The text below is the archive's, of {day(card.memento_datetime)}"
    elif text and card.last_good_at and day(card.last_good_at) != day(card.fetched_at):
        yield f"The text below is from {day(card.last_good_at)}"


SAVE_WORDS = {SAVING: "has not finished", DECLINED: "declined", FAILED: "could not"}
"""What came of a request to capture a page, where that is no copy."""


def save_request(card: Card) -> str | None:
    """What came of the newest request to capture the page, if that gave no copy."""
    words = SAVE_WORDS.get(card.save_outcome or "")
    detail = f": {card.save_detail}" if card.save_detail else ""
    return f"An archive was asked to save it, {day(card.save_asked_at)}, and {words}{detail}" if words else None


def _verdict(card: Card) -> str:
    """The verdict where it is more than "alive"."""
    return "" if card.verdict is Verdict.ALIVE else _name(card.verdict)


def _name(verdict: Verdict) -> str:
    return verdict.replace("_", "-")


def doubts(card: Card, text: str | None) -> Iterator[tuple[str, str]]:
    yield "Error", card.error or ""
    yield "Doubt", card.doubt or ""
    yield "Reserved by the page", ", ".join(card.reservations)
    if card.verdict is Verdict.LEGAL:
        yield "No text", "withheld for legal reasons"
    elif not text and card.text:
        yield "No preview", "the page asks for no excerpts (--text prints the whole)"
    elif not text:
        yield "No text", card.no_text or ("not fetched yet" if card.fetched_at is None else "none was stored")


def graded(card: Card) -> Iterator[str]:
    """Whether the Capture is what was cited; nothing where it seems so and nothing could be compared."""
    identity = grade(card)
    reasons = "; ".join(identity.reasons)
    if identity.grade is Grade.FULL:
        yield from [f"Identity: full ({reasons})"] if reasons else []
    elif identity.grade is not None:
        yield f"Identity: {identity.grade}: {reasons}".removesuffix(": ")


def _identity(card: Card, columns: int) -> str:
    resource, stable = f"Resource ID `{one_line(card.id)}`", f"Stable ID `{one_line(card.stable_id)}`"
    line = f"{resource} | {stable}"
    return line if len(line) <= columns else f"{_wrap(resource, columns)}\n{_wrap(stable, columns)}"
