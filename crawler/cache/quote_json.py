"""The column `citations.quotes`: a JSON array of objects with `text`, and `line` and `column` where they are known."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from crawler.model import Quote

QUOTED_CITATIONS = "citations t JOIN json_each(t.quotes) q"
"""In a query: Citations (`t`), once for each of their Quotes (`q`, whose `key` counts from 0)."""

QUOTE_TEXT = "json_extract(q.value, '$.text')"
QUOTE_LINE = "coalesce(json_extract(q.value, '$.line'), t.line)"
QUOTE_COLUMN = "coalesce(json_extract(q.value, '$.column'), t.column)"
"""Where no more is known: of the Citation."""

PLACES = range(1, 2**31)


def stored_quotes(quotes: Iterable[Quote], clean: Callable[[str], str]) -> str | None:
    """The column's value; `clean` takes from each text what must not be stored."""
    found = [
        {"text": clean(one.text), "line": one.line, "column": one.column} if one.line else {"text": clean(one.text)}
        for one in quotes
    ]
    return json.dumps(found, ensure_ascii=False) if found else None


def quoted_texts(stored: str | None) -> tuple[str, ...]:
    """The quoted words of a column's value, without their places."""
    return tuple(one["text"] for one in json.loads(stored)) if stored else ()


def are_stored_quotes(value: Any) -> bool:  # noqa: ANN401 - what JSON holds
    """Whether parsed JSON is what `stored_quotes` writes."""
    return isinstance(value, list) and all(
        isinstance(one["text"], str)
        and all(one.get(name) is None or one[name] in PLACES for name in ("line", "column"))
        for one in value
    )
