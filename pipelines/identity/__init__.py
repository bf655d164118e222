"""Is what came back the thing that was cited? A grade for the Capture that a card shows, with its reasons. Pure.

    Card -> sides        what was cited (record, citations, URL), what came (titles, authors, identifiers, text)
              identifiers  DOI, arXiv, PMID, PMCID, ISBN, Handle
         -> signs        what speaks for it, what against it
         -> grade        full, partial, teaser, blocked, wrong_document (docs/identity.md)

Computed whenever a card is shown, from what is stored: better metadata, imported later, give another grade without
another fetch.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from crawler.model import Card, Verdict
from pipelines.identity import signs
from pipelines.identity.sides import Came, Cited
from pipelines.preview import size

__all__ = ["Grade", "Identity", "grade"]

PAPER_BYTES = 8000
"""Bytes of text under which HTML is the abstract of a paper, not the paper. Heuristic, not measured: an abstract
with its page's other words has 1,000 to 4,000, a short paper 15,000."""

LITTLE_BYTES = 200
"""Bytes of text under which a page cannot be distinguished from another: the extractor's "little text"."""

_PAPERS = frozenset(("DOI", "arXiv", "PMID", "PMC"))
_PROPER = ("other_title", "other_identifier")
"""The signs without which the others prove nothing: what was cited, by its name or number, is not what came."""
_PAPER_TYPES = frozenset(("paper", "inproceedings", "conference", "article-journal", "paper-conference", "phdthesis"))


class Grade(StrEnum):
    """What a Capture is, beside the thing that was cited."""

    FULL = "full"
    PARTIAL = "partial"
    TEASER = "teaser"
    BLOCKED = "blocked"
    WRONG_DOCUMENT = "wrong_document"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A grade, None where nothing came back that could be graded, and what it stands on, for a person.

    The reasons may contain untrusted text: titles and names.
    """

    grade: Grade | None = None
    reasons: tuple[str, ...] = ()


def grade(card: Card) -> Identity:
    """The grade of what a card shows. The first that applies: none, blocked, wrong_document, teaser, partial, full."""
    if card.found is None:
        turned_away = card.verdict in (Verdict.BLOCKED, Verdict.RESTRICTED)
        return Identity(grade=Grade.BLOCKED, reasons=(_never_let_in(card),)) if turned_away else Identity()
    cited, came = Cited(card), Came(card, card.found)
    matches = {sign.__name__: reason for sign in signs.FOR if (reason := sign(cited, came))}
    walled = card.verdict is Verdict.RESTRICTED and card.last_good_at is None and card.memento_datetime is None
    if walled and not matches and (not card.found.start or any(map(signs.turned_away, came.titles))):
        return Identity(grade=Grade.BLOCKED, reasons=(_never_let_in(card),))
    against = _against(cited, came, matches)
    if _wrong(came, matches, against):
        return Identity(grade=Grade.WRONG_DOCUMENT, reasons=tuple(against.values()))
    # One sign alone proves nothing; a person should see it all the same.
    doubts = tuple(against[name] for name in _PROPER if name in against)
    less = _less(cited, came) or (card.doubt if doubts and _little(came) else None)
    found = Grade.TEASER if walled else Grade.PARTIAL if less else Grade.FULL
    return Identity(grade=found, reasons=(*([less] if less else []), *matches.values(), *doubts))


def _never_let_in(card: Card) -> str:
    status = f"HTTP {card.http_status}, " if card.http_status else ""
    return f"{status}{card.verdict.value} whenever it was asked for"


def _against(cited: Cited, came: Came, matches: Mapping[str, str]) -> dict[str, str]:
    """The signs against it, by name; none where a title matches.

    Where an identifier matches, the page is what the URL or the DOI names. What else was cited, its title and authors,
    may still be another work's.
    """
    if "title_matches" in matches:
        return {}
    found = {sign.__name__: reason for sign in signs.AGAINST if (reason := sign(cited, came))}
    if "identifier_matches" in matches:
        found = {name: reason for name, reason in found.items() if name in ("other_title", "other_authors")}
    if "author_matches" in matches:
        found.pop("other_authors", None)
    return found


def _wrong(came: Came, matches: Mapping[str, str], against: Mapping[str, str]) -> bool:
    """Whether what came is something else: two signs, one of them proper; three where an author is right.

    A page of next to no text may be filled by script: only an error's or a login's title speaks against it, then.
    """
    if len(against) < 2 + ("author_matches" in matches) or not against.keys() & set(_PROPER):
        return False
    return not _little(came) or any(map(signs.turned_away, came.titles))


def _little(came: Came) -> bool:
    return (came.card.text_bytes or 0) < LITTLE_BYTES


def _less(cited: Cited, came: Came) -> str | None:
    """Why it is less than what was cited; None when it is not."""
    card = came.card
    media = card.media_type or ""
    readable = "html" in media or media == "application/pdf" or media.startswith("text/")
    if not card.text_bytes:
        return (card.no_text or "no text") if readable else None
    if card.doubt and ("text cut at" in card.doubt or "text of the first" in card.doubt):
        return card.doubt
    if media == "application/pdf" and _little(came):
        return card.doubt or f"little text: {size(card.text_bytes)}"
    if "html" in media and card.text_bytes < PAPER_BYTES and _paper(cited, came):
        return f"{size(card.text_bytes)} of text where a paper was cited: an abstract, or its landing page"
    return None


def _paper(cited: Cited, came: Came) -> bool:
    """Whether a paper was cited: by its file, its identifier, its record, or by what its page says."""
    path = cited.card.url.partition("?")[0].partition("#")[0].lower()
    return (
        path.endswith(".pdf")
        or any(scheme in _PAPERS for scheme, _ in cited.identifiers | came.own_identifiers)
        or (cited.card.type or "") in _PAPER_TYPES
    )
