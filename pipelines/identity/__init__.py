"""Is the retrieved page what was cited? Grades the Capture that a card shows, and gives the reasons. Pure.

    Card -> sides        what was cited (record, citations, URL) and what was retrieved (titles, authors,
                         identifiers, text)
              identifiers  DOI, arXiv, PMID, PMCID, ISBN, Handle
         -> signs        signs that support a match, and signs against it
         -> grade        full, partial, teaser, blocked, wrong_document (docs/identity.md)

The grade is computed from stored data whenever a card is read: better metadata, imported later, changes it without a
fetch.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from crawler.model import Card, Verdict
from crawler.model.capture import IMPORTED
from crawler.model.grade import Grade
from pipelines.identity import signs
from pipelines.identity.sides import Cited, Retrieved
from pipelines.preview import size

__all__ = ["Grade", "Identity", "grade"]

PAPER_BYTES = 8000
"""HTML with less text than this many bytes is the abstract of a paper, not the paper. Heuristic, not measured: an
abstract page has 1,000 to 4,000 bytes of text, a short paper 15,000."""

LITTLE_BYTES = 200
"""A page with less text than this many bytes cannot be told from another one: the extractor's "little text"."""

_PAPERS = frozenset(("DOI", "arXiv", "PMID", "PMC"))
_ESSENTIAL = ("other_title", "other_identifier")
"""Without one of these signs, the others prove nothing."""
_PAPER_TYPES = frozenset(("paper", "inproceedings", "conference", "article-journal", "paper-conference", "phdthesis"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A grade, None if nothing was retrieved that could be graded, and the reasons, for people to read.

    The reasons may contain untrusted text: titles and names.
    """

    grade: Grade | None = None
    reasons: tuple[str, ...] = ()


def grade(card: Card) -> Identity:
    """The grade of a card's Capture: the first that applies of none, blocked, wrong_document, teaser, partial, full."""
    if card.found is None:
        refused = card.verdict in (Verdict.BLOCKED, Verdict.RESTRICTED)
        return Identity(grade=Grade.BLOCKED, reasons=(_refusal(card),)) if refused else Identity()
    cited, retrieved = Cited(card), Retrieved(card, card.found)
    matches = {sign.__name__: reason for sign in signs.FOR if (reason := sign(cited, retrieved))}
    walled = card.verdict is Verdict.RESTRICTED and card.last_good_at is None and card.memento_datetime is None
    walled = walled and card.source != IMPORTED
    if walled and not matches and (not card.found.start or any(map(signs.has_refusal_title, retrieved.titles))):
        return Identity(grade=Grade.BLOCKED, reasons=(_refusal(card),))
    against = _against(cited, retrieved, matches)
    if _wrong(retrieved, matches, against):
        return Identity(grade=Grade.WRONG_DOCUMENT, reasons=tuple(against.values()))
    # A single sign proves nothing, but people should see it.
    doubts = tuple(against[name] for name in _ESSENTIAL if name in against)
    less = _less(cited, retrieved) or (card.doubt if doubts and _little(retrieved) else None)
    found = Grade.TEASER if walled else Grade.PARTIAL if less else Grade.FULL
    return Identity(grade=found, reasons=(*([less] if less else []), *matches.values(), *doubts))


def _refusal(card: Card) -> str:
    status = f"HTTP {card.http_status}, " if card.http_status else ""
    return f"{status}{card.verdict.value} whenever it was asked for"


def _against(cited: Cited, retrieved: Retrieved, matches: Mapping[str, str]) -> dict[str, str]:
    """The signs against a match, by name; none if a title matches.

    If an identifier matches, the page is what the URL or the DOI names; the cited title and authors may still be those
    of a different work.
    """
    if "title_matches" in matches:
        return {}
    found = {sign.__name__: reason for sign in signs.AGAINST if (reason := sign(cited, retrieved))}
    if "identifier_matches" in matches:
        found = {name: reason for name, reason in found.items() if name in ("other_title", "other_authors")}
    if "author_matches" in matches:
        found.pop("other_authors", None)
    return found


def _wrong(retrieved: Retrieved, matches: Mapping[str, str], against: Mapping[str, str]) -> bool:
    """Whether something else was retrieved: two signs, one of them essential; three if an author matches.

    Scripts may fill a page that has hardly any text: then only the title of an error or a login page counts.
    """
    if len(against) < 2 + ("author_matches" in matches) or not against.keys() & set(_ESSENTIAL):
        return False
    return not _little(retrieved) or any(map(signs.has_refusal_title, retrieved.titles))


def _little(retrieved: Retrieved) -> bool:
    return (retrieved.card.text_bytes or 0) < LITTLE_BYTES


def _less(cited: Cited, retrieved: Retrieved) -> str | None:
    """Why the Capture is less than what was cited; None if it is not."""
    card = retrieved.card
    media = card.media_type or ""
    readable = "html" in media or media == "application/pdf" or media.startswith("text/")
    if not card.text_bytes:
        return (card.no_text or "no text") if readable else None
    if card.doubt and ("text cut at" in card.doubt or "text of the first" in card.doubt):
        return card.doubt
    if media == "application/pdf" and _little(retrieved):
        return card.doubt or f"little text: {size(card.text_bytes)}"
    if "html" in media and card.text_bytes < PAPER_BYTES and _paper(cited, retrieved):
        return f"{size(card.text_bytes)} of text where a paper was cited: an abstract, or its landing page"
    return None


def _paper(cited: Cited, retrieved: Retrieved) -> bool:
    """Whether a paper was cited: by file name, identifier, type of the record, or the page's own identifiers."""
    path = cited.card.url.partition("?")[0].partition("#")[0].lower()
    return (
        path.endswith(".pdf")
        or any(scheme in _PAPERS for scheme, _ in cited.identifiers | retrieved.own_identifiers)
        or (cited.card.type or "") in _PAPER_TYPES
    )
