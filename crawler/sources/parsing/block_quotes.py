"""Block quotes and lists of a document, for readers that tell where they open and close."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from crawler.sources.parsing.prose import Prose
from crawler.text.sentences import MARK

_BESIDE = 4
"""Blocks before and after that are remembered: readers begin some that stay empty."""


@dataclass(slots=True)
class BlockQuote:
    """A quotation set off from the text: its paragraphs, and the blocks around it, which may say whose it is."""

    preceding: tuple[Prose, ...]
    paragraphs: list[Prose] = field(default_factory=list)
    following: list[Prose] = field(default_factory=list)

    @property
    def all(self) -> Iterator[Prose]:
        """Its blocks and those around it."""
        return chain(self.preceding, self.paragraphs, self.following)

    @property
    def before(self) -> Prose | None:
        return _first(reversed(self.preceding))

    @property
    def after(self) -> Prose | None:
        return _first(self.following)


def _first(blocks: Iterable[Prose]) -> Prose | None:
    return next((prose for prose in blocks if prose.words), None)


class BlockQuotes:
    """The block quotes of a document, in their order; of nested ones, the outermost."""

    def __init__(self) -> None:
        self.found: list[BlockQuote] = []
        self._depth = 0
        self.items: list[tuple[Prose, Prose]] = []  # blocks of lists, each with the lead-in of its list
        self._lists: list[Prose | None] = []  # the lead-ins of the open lists
        self._last: deque[Prose] = deque(maxlen=_BESIDE)

    @property
    def is_open(self) -> bool:
        return self._depth > 0

    def open(self) -> None:
        if not self.is_open:
            self.found.append(BlockQuote(tuple(self._last)))
        self._depth += 1

    def close(self) -> None:
        self._depth = max(self._depth - 1, 0)

    def step(self, levels: int) -> None:
        """Opens (1) or closes (-1) one."""
        (self.open if levels > 0 else self.close)()

    def step_list(self, levels: int) -> None:
        """Opens (1) or closes (-1) a list."""
        if levels > 0:
            lead = _first(reversed(self._last))
            leads_in = lead is not None and lead.text.rstrip(f" \n{MARK}").endswith((":", "："))
            self._lists.append(lead if leads_in else None)
        else:
            del self._lists[-1:]

    def begin(self, prose: Prose) -> None:
        """A block of text begins."""
        if self._lists and (lead := self._lists[-1]):
            self.items.append((lead, prose))
        if self.is_open:
            self.found[-1].paragraphs.append(prose)
        elif self.found and len(self.found[-1].following) < _BESIDE:
            self.found[-1].following.append(prose)
        self._last.append(prose)
