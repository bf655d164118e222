"""Headers of Fetches, which differ in few values from those of the answers before them.

A header set is the whole list of one answer. A Fetch of the same host refers to it, and has only the
values that differ, and which are not there. Who reads by SQL finds all of them in the view `fetch_headers`.
"""

import json
from collections.abc import Sequence
from typing import Any

from crawler.model.errors import CacheDamaged

Header = tuple[str, str]

SET_OF_FETCH = "(SELECT headers FROM header_sets WHERE id = f.header_set) AS set_headers"
"""What `headers_of` needs beside `f.headers`."""

WORTH_A_SET = 0.7
"""Headers refer to a set only if that makes them smaller than this share. Heuristic, not measured."""


def headers_of(stored: str, of_set: str | None) -> tuple[Header, ...]:
    """The headers of a Fetch, as they were sent, from what is stored of it and of its set.

    >>> headers_of('{"1": "2"}', '[["server", "x"], ["age", "1"]]')
    (('server', 'x'), ('age', '2'))

    Raises:
        CacheDamaged: these do not belong together.
    """
    own = json.loads(stored)
    if isinstance(own, list) is not (of_set is None):
        raise CacheDamaged("the headers of a fetch and its header set do not match: restore a backup")
    if of_set is None:
        return tuple((name, value) for name, value in own)
    lines = ((name, own.get(str(place), value)) for place, (name, value) in enumerate(json.loads(of_set)))
    return tuple((name, value) for name, value in lines if value is not None)


def are_stored_headers(value: Any) -> bool:  # noqa: ANN401 - what JSON holds
    """Whether these are what a Fetch has: a list of pairs, or what differs from one.

    >>> are_stored_headers([["age", "1"]]), are_stored_headers({"0": None, "1": "x"}), are_stored_headers([["age"]])
    (True, True, False)
    """
    if isinstance(value, dict):
        return all(one is None or isinstance(one, str) for one in value.values())
    return isinstance(value, list) and all(
        isinstance(pair, list) and len(pair) == 2 and all(isinstance(one, str) for one in pair) for pair in value
    )


def difference(headers: Sequence[Sequence[str]], base: Sequence[Sequence[str]]) -> str | None:
    """What differs from a set, as it is stored: other values, and null for what is not there; None: there is more.

    >>> difference([["age", "2"]], [["via", "x"], ["age", "1"]]), difference([["age", "2"]], [["etag", "1"]])
    ('{"0":null,"1":"2"}', None)
    """
    changed: dict[str, str | None] = {}
    left = 0  # the first header that has not been found
    for place, (name, value) in enumerate(base):
        if left == len(headers) or headers[left][0] != name:
            changed[str(place)] = None
            continue
        if headers[left][1] != value:
            changed[str(place)] = headers[left][1]
        left += 1
    return json.dumps(changed, ensure_ascii=False, separators=(",", ":")) if left == len(headers) else None


def same_names(headers: Sequence[Sequence[str]], base: Sequence[Sequence[str]]) -> bool:
    """Whether two lists of name and value have the same names in the same order."""
    return [name for name, _ in headers] == [name for name, _ in base]
