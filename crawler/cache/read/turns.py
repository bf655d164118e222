"""The hosts of a run take turns: the first due Page of each, then the second, and so on.

Then the polite pause at one host is filled with the others. A turn looks up the next Page of some hosts by an index;
nothing is sorted or loaded beforehand. In memory is one place for each host that has more, 24 bytes.
"""

import json
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from crawler.cache.database import CacheFile, utc

Values = dict[str, str | int]

NEVER_DUE = -1
"""In place of a moment: the Page is not due by itself. Such Pages are first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRange:
    """Pages that are due after a moment, up to another: names of values."""

    after: str
    until: str


class HostTurns:
    """The Pages that a condition selects: on `p` of pages, and `f`, its last Fetch.

    `ranges` are those of `due_at` in which they are, in order; none: it does not matter when they are due.
    """

    def __init__(self, cache: CacheFile, where: str, values: Values, ranges: Sequence[DueRange] = ()) -> None:
        self._cache = cache
        self._values = values
        self._undated = not ranges
        self._sql = _next_pages(where, ranges or (DueRange(after="''", until="'~'"),))

    def of(self, hosts: Iterable[int], *, at_once: int) -> Iterator[list[int]]:
        """Ids of Pages, in parts, from these rows of `hosts`; so many of them are looked at together."""
        first = [NEVER_DUE if self._undated else 0, 0]
        places = array("q")
        for some in _parts(hosts, at_once):
            turn = self._turn(array("q", [number for host in some for number in (host, *first)]))
            places.extend(turn)
            yield sorted(turn[2::3])
        while places:
            following = array("q")
            for start in range(0, len(places), 3 * at_once):
                turn = self._turn(places[start : start + 3 * at_once])
                following.extend(turn)
                yield sorted(turn[2::3])
            places = following

    def _turn(self, places: "array[int]") -> "array[int]":
        """The next Page of each host: its host, when it is due, its id. Hosts that have no more are left out."""
        given = [
            (places[at], None if places[at + 1] == NEVER_DUE else _moment(places[at + 1]), places[at + 2])
            for at in range(0, len(places), 3)
        ]
        found = array("q")
        for host, due_at, id_ in self._cache.db.execute(self._sql, self._values | {"places": json.dumps(given)}):
            found.extend((host, NEVER_DUE if due_at is None else _seconds(due_at), id_))
        return found


def _next_pages(where: str, ranges: Sequence[DueRange]) -> str:
    """The query for the next Page of each host: due at the same moment with a larger id, else at the next moment."""
    pages = "SELECT p.id FROM pages p LEFT JOIN fetches f ON f.id = p.last_fetch_id WHERE p.host = h.host"
    same = f"({pages} AND p.due_at IS w.value ->> 1 AND p.id > w.value ->> 2 AND {where} ORDER BY p.id LIMIT 1)"
    later = [
        f"({pages} AND p.due_at > max(coalesce(w.value ->> 1, ''), {one.after}) AND p.due_at <= {one.until}"
        f" AND {where} ORDER BY p.due_at, p.id LIMIT 1)"
        for one in ranges
    ]
    return (
        "SELECT h.id, q.due_at, q.id FROM json_each(:places) AS w JOIN hosts h ON h.id = w.value ->> 0"
        f" JOIN pages q ON q.id = coalesce({', '.join([same, *later])})"
    )


def _parts(numbers: Iterable[int], size: int) -> Iterator[list[int]]:
    part: list[int] = []
    for number in numbers:
        part.append(number)
        if len(part) == size:
            yield part
            part = []
    if part:
        yield part


def _seconds(moment: str) -> int:
    return int(datetime.fromisoformat(moment).timestamp())


def _moment(seconds: int) -> str:
    return utc(datetime.fromtimestamp(seconds, UTC))
