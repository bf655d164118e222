"""What a list of cards is asked for in the query of its address, and the addresses of lists like it."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from crawler.cache.read.card_index import DOUBTFUL, FACETS
from crawler.model import CardFilter, CardPlace, Verdict
from crawler.model.card_filter import SORTS
from crawler.model.errors import QueryError

RELEVANCE = "relevance"
"""The order of what a search finds, the best first."""

_VERDICTS = tuple(verdict.value for verdict in Verdict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedList:
    """A list of cards: what is searched for, the values of each facet, the order, where it begins."""

    query: str = ""
    values: tuple[tuple[str, str], ...] = ()  # (facet, value), in the order of FACETS
    sort: str = ""  # one of SORTS; "": by relevance what is searched for, else by URL
    after: CardPlace | None = None
    opened: str = ""  # the facet whose values are all shown

    @classmethod
    def of(cls, given: QueryParams) -> "AskedList":
        """What a query asks for. An empty value is none, as forms send them; unknown names are not looked at.

        Raises:
            QueryError: a value that cannot be.
        """
        sort = _one_of("sort", given.get("sort", ""), (*SORTS, RELEVANCE))
        asked = cls(
            query=" ".join(given.get("q", "").split()),
            values=tuple(_values(given)),
            sort="" if sort == RELEVANCE else sort,
            opened=_one_of("facet", given.get("facet", ""), FACETS),
        )
        return replace(asked, after=_place(given.get("after", ""), asked.order))

    def naming(self, document: Callable[[str], str]) -> "AskedList":
        """The same, with Documents by what they are called in the list."""
        named = ((facet, document(value) if facet == "document" else value) for facet, value in self.values)
        return replace(self, values=tuple(named))

    @property
    def order(self) -> str:
        """The order that is meant."""
        return self.sort or (RELEVANCE if self.query else "url")

    def chosen(self, facet: str) -> tuple[str, ...]:
        """The values of a facet."""
        return tuple(value for name, value in self.values if name == facet)

    @property
    def wanted(self) -> CardFilter:
        """The filter."""
        return CardFilter(
            verdicts=self.chosen("verdict"),
            hosts=self.chosen("host"),
            document=next(iter(self.chosen("document")), None),
            tags=self.chosen("tag"),
            types=self.chosen("type"),
            languages=self.chosen("language"),
            doubtful=bool(self.chosen("doubt")),
        )

    def toggled(self, facet: str, value: str) -> "AskedList":
        """The same with that value, or without it if it is there; from its beginning."""
        kept = [one for one in self.values if one != (facet, value)]
        if len(kept) == len(self.values):
            kept = [one for one in kept if one[0] != "document" or facet != "document"]  # there is one at most
            kept.append((facet, value))
        return replace(self, values=tuple(sorted(kept, key=lambda one: FACETS.index(one[0]))), after=None)

    def address(self, path: str = "/search") -> str:
        """Where it is."""
        given = [("q", self.query), *self.values, ("sort", self.sort), ("facet", self.opened)]
        if self.after is not None:
            given.append(("after", _packed(self.after, self.order)))
        query = urlencode([one for one in given if one[1]], errors="replace")
        return f"{path}?{query}" if query else path


def _values(given: QueryParams) -> Iterable[tuple[str, str]]:
    for facet in FACETS:
        values = [value for value in given.getlist(facet) if value]
        if facet == "verdict":
            values = [_one_of(facet, part.strip(), _VERDICTS) for value in values for part in value.split(",")]
        elif facet == "host":
            values = [value.lower() for value in values]
        elif facet == "doubt":
            values = [_one_of(facet, value, (DOUBTFUL,)) for value in values]
        elif facet == "document":
            values = values[-1:]
        yield from ((facet, value) for value in dict.fromkeys(values) if value)


def _one_of(name: str, value: str, known: Iterable[str]) -> str:
    if value and value not in known:
        raise QueryError(f"{name}: {value[:80]!r} is not one of {', '.join(known)}")
    return value


def _packed(place: CardPlace, order: str) -> str:
    words = json.dumps([order, place.key, place.url, place.id], separators=(",", ":"))
    return urlsafe_b64encode(words.encode()).decode().rstrip("=")


def _place(packed: str, order: str) -> CardPlace | None:
    """The place that `_packed` wrote.

    Raises:
        QueryError: it did not, or in another order.
    """
    if not packed:
        return None
    try:
        found = json.loads(urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    except (ValueError, RecursionError):
        found = None
    match found:
        case [str() as named, None | str() | float() | int() as key, str() as url, str() as id_] if named == order:
            return CardPlace(id=id_, url=url, key=_key(key, order))
    raise QueryError("after: no part of this list begins there; leave it out to begin with the first")


def _key(key: str | float | None, order: str) -> str | float | None:
    """What a card is sorted by, if it can be that of this order."""
    kinds: tuple[type, ...] = (str, type(None)) if order in ("host", "verdict", "fetched") else (int, float, type(None))
    if (order == "url" and key is not None) or not isinstance(key, kinds) or isinstance(key, bool):
        raise QueryError("after: no part of this list begins there; leave it out to begin with the first")
    return key
