"""A set looked up: what came out for each quotation, and the tables of it."""

import random
import statistics
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.quotes.made import KINDS, MadeQuote
from pipelines.quotes import Quotation, ReadText, locate

RIGHT = 0.98
"""The share of right statuses that is asked for."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A quotation of the set and the answer that it got."""

    item: MadeQuote
    status: str
    start: int | None
    end: int | None
    similarity: float
    differences: tuple[str, ...]

    @property
    def right(self) -> bool:
        return self.status == self.item.status

    @property
    def exact(self) -> bool:
        """Whether the offsets are those of the passage."""
        return (self.start, self.end) == (self.item.start, self.item.end)

    @property
    def believed(self) -> bool:
        """Whether altered or foreign words were called verbatim."""
        return self.status == "verbatim" != self.item.status

    @property
    def named(self) -> bool:
        """Whether a difference is of the kind that was made."""
        return any(one.partition(":")[0] == self.item.kind for one in self.differences)


def look_up(items: Sequence[MadeQuote]) -> Iterator[Looked]:
    """The answers, each text read once."""
    read: dict[str, ReadText] = {}
    for item in items:
        text = read.setdefault(item.text, ReadText(item.text))
        found = locate(Quotation(item.quote), text)
        status = "verbatim" if found.verbatim else "absent" if found.start is None else "altered"
        told = tuple(map(str, found.differences))
        yield Looked(item, status, found.start, found.end, found.similarity, told)


def table(answers: Sequence[Looked]) -> str:
    """Statuses, offsets and similarities by kind."""
    lines = [f"{'':14}{'quotes':>7}{'verbatim':>10}{'altered':>9}{'absent':>8}{'right':>9}{'offsets':>9}  similarity"]
    for kind in (*KINDS, "all"):
        of_kind = [one for one in answers if kind in (one.item.kind, "all")]
        if not of_kind:
            continue
        counts = Counter(one.status for one in of_kind)
        right = [one for one in of_kind if one.right]
        placed = [one for one in right if one.item.start is not None]
        offsets = f"{sum(one.exact for one in placed) / len(placed):.2%}" if placed else ""
        ranked = sorted(one.similarity for one in of_kind)
        marks = ", ".join(f"{ranked[int(part * (len(ranked) - 1))]:.2f}" for part in (0.05, 0.5, 0.95))
        lines.append(
            f"{kind:14}{len(of_kind):7}{counts['verbatim']:10}{counts['altered']:9}{counts['absent']:8}"
            f"{len(right) / len(of_kind):9.2%}{offsets:>9}  {marks}"
        )
    return "\n".join(lines)


def mistakes(answers: Sequence[Looked], most: int) -> Iterator[str]:
    """What is wrong, the worst first: what was believed, then statuses, then offsets."""
    wrong = [one for one in answers if not one.right or (one.item.start is not None and not one.exact)]
    for one in sorted(wrong, key=lambda one: (not one.believed, one.right))[:most]:
        item = one.item
        yield f"\n{item.kind}, {item.status}: {one.status} ({one.similarity:.2f}) {item.url}\n  quote {item.quote!r}"
        yield f"  text  {item.text[item.start : item.end]!r}" if item.start is not None else "  text  (none)"
        yield f"  found {item.text[one.start : one.end]!r}" if one.start is not None else "  found (none)"
        yield f"  {'; '.join(one.differences)}"


def speed(items: Sequence[MadeQuote], megabytes: int) -> str:
    """The CPU time that one text of that size takes: to be read, and then to be searched for quotations of the set."""
    chance = random.Random(0)
    blocks = sorted({block for item in items for block in item.text.split("\n\n")})
    parts: list[str] = []
    size = 0
    while size < megabytes * 1_000_000:
        parts.append(" ".join(chance.sample(block := chance.choice(blocks).split(" "), len(block))))
        size += len(parts[-1]) + 2
    texts = list({item.text: None for item in items if item.status != "absent"})[:20]
    text = ReadText("\n\n".join([*parts[: len(parts) // 2], *texts, *parts[len(parts) // 2 :]]))
    began = time.process_time()
    for quote in ("words that nobody has written anywhere in this place", texts[0][:100]):
        locate(Quotation(quote), text)
    lines = [f"{len(text.text) / 1e6:.1f} million characters, read and indexed in {time.process_time() - began:.1f} s"]
    for kind in KINDS:
        taken = []
        for item in [one for one in items if one.kind == kind and (one.text in texts or one.status == "absent")][:20]:
            began = time.process_time()
            locate(Quotation(item.quote), text)
            taken.append((time.process_time() - began) * 1000)
        if taken:
            lines.append(
                f"{kind:14} {statistics.median(taken):7.1f} ms (median)  {max(taken):7.1f} ms (most) of CPU time"
            )
    return "\n".join(lines)
