"""Results that a notebook shows as HTML: `_repr_html_`, as IPython asks for it. To the types of the same names they add
nothing but that.
"""

from dataclasses import dataclass
from typing import Self, SupportsIndex, overload

from citecache.render.findings import report
from citecache.render.worklist import items
from crawler import model
from crawler.model import SearchHit


@dataclass(frozen=True, slots=True, kw_only=True)
class Card(model.Card):
    """A Resource as it is shown and exported: the fields of `show --json`, then the others.

    `page_type` is article, documentation, forum, listing, collection, product, service, reference, paper, media or
    script-only. A notebook shows it as a card.

    >>> cache.card("https://example.org/llama").title
    'The leak'
    """

    def _repr_html_(self) -> str:
        from citecache.render.notebook import cards  # noqa: PLC0415 - for notebooks only

        return cards.card(self)


@dataclass(frozen=True, slots=True)
class Report(report.Report):
    """What `check` found, in the order of the documents. A notebook shows what calls for a look as a table.

    >>> report = cache.check()
    >>> [one.finding.url for one in report.judged if one.severity == "problem"]
    ['https://example.org/gone']
    """

    def _repr_html_(self) -> str:
        from citecache.render.notebook import tables  # noqa: PLC0415 - for notebooks only

        return tables.report(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worklist(items.Worklist):
    """What calls for a person, the most important first. A notebook shows it as a table.

    >>> cache.todo().counts
    {<Concern.MISSING: 'missing'>: 1}
    """

    @classmethod
    def of(cls, found: items.Worklist) -> Self:
        return cls(items=found.items, inconclusive=found.inconclusive)

    def _repr_html_(self) -> str:
        from citecache.render.notebook import tables  # noqa: PLC0415 - for notebooks only

        return tables.worklist(self)


class SearchHits(tuple[SearchHit, ...]):
    """What a search found, the best first: a tuple. A notebook shows it as a table.

    >>> len(cache.search("leak")[:1])
    1
    """

    __slots__ = ()

    @overload
    def __getitem__(self, key: SupportsIndex) -> SearchHit: ...
    @overload
    def __getitem__(self, key: slice) -> "SearchHits": ...
    def __getitem__(self, key: SupportsIndex | slice) -> "SearchHit | SearchHits":
        return SearchHits(super().__getitem__(key)) if isinstance(key, slice) else super().__getitem__(key)

    def _repr_html_(self) -> str:
        from citecache.render.notebook import tables  # noqa: PLC0415 - for notebooks only

        return tables.search_hits(self)
