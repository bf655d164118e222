"""What changed in a page's text: the last good text compared with an earlier one."""

from dataclasses import dataclass

from citecache.usecases import comparison
from crawler.cache import CacheFile
from crawler.cache.read import cards, resources
from crawler.model import Card, Verdict
from crawler.model.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDiff:
    """A card and the comparison of its Page's texts; None: there is no good text yet."""

    card: Card
    comparison: comparison.Comparison | None


def diff(cache: CacheFile, wanted: str, since: str | None = None) -> PageDiff:
    """Compare the last good text with the one that stood at `since` (UTC, ISO 8601 with Z), or with the newest
    earlier one that differs by more than churn.

    Raises:
        NotFound: nothing, or more than one thing, of that name; the text is withheld for legal reasons.
    """
    card = cards.card(cache, resources.find(cache, wanted))
    if card.verdict is Verdict.LEGAL:
        raise NotFound(f"the text of {card.url} is withheld for legal reasons (HTTP 451), and so are its changes")
    found = comparison.since(cache, card.id, since) if since else comparison.latest(cache, card.id)
    return PageDiff(card=card, comparison=found)
