"""The form of a marks file: TOML, one `[[mark]]` table for each page, sorted by URL, so that Git merges it well.

    [[mark]]
    url = "https://example.org/talk"
    verdict = "alive"
    reason = "the slides are there, I checked"
    date = 2026-11-29
    by = "Jane Doe"

`url` and `verdict` are required.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from citecache.render.json_text import escaped
from crawler.cache import utc
from crawler.model import Mark, Verdict
from crawler.model.errors import Error
from crawler.net.urls import page_url
from crawler.text.dates import iso_date

HEAD = "# Verdicts that persons have given. Every run reads them; `citecache mark --write` writes them.\n"
MARKABLE = tuple(verdict for verdict in Verdict if verdict is not Verdict.UNCHECKED)
KEYS = ("url", "verdict", "reason", "date", "by")
_TABLE = re.compile(r"[ \t]*\[\[[ \t]*mark[ \t]*\]\]")


@dataclass(frozen=True, slots=True)
class MarkEntry:
    """A Mark, and the line of the file where its table begins."""

    line: int
    mark: Mark


def parsed(content: bytes, name: str) -> list[MarkEntry]:
    """The marks of a file, in its order. `name` is that of the file, for messages.

    Raises:
        Error: something is wrong in the file; the message has its line.
    """
    try:
        tables = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Error(f"{name}:{line}: it is not UTF-8: save it as UTF-8") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        where = f":{place[1]}:{place[2]}" if place else ""
        reason = str(error).partition(" (at ")[0] or "it is nested too deeply"
        raise Error(f"{name}{where}: this is not TOML: {reason}") from None
    lines = [at for at, line in enumerate(content.decode("utf-8-sig").split("\n"), 1) if _TABLE.match(line)]
    if unknown := [key for key in tables if key != "mark"]:
        raise Error(f"{name}: `{unknown[0]}` is not known: write one [[mark]] table for each page")
    found = tables.get("mark", [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise Error(f"{name}: write one [[mark]] table for each page")
    entries = [
        MarkEntry(line, _mark(table, f"{name}:{line}"))
        for table, line in zip(found, _numbered(lines, len(found)), strict=True)
    ]
    _require_each_once(entries, name)
    return entries


def _numbered(lines: list[int], count: int) -> list[int]:
    """The line of each table; that of the file's first where they cannot be told (an inline array)."""
    return lines if len(lines) == count else [1] * count


def _mark(table: dict[str, Any], where: str) -> Mark:
    if unknown := [key for key in table if key not in KEYS]:
        raise Error(f"{where}: `{unknown[0]}` is not known: a mark has {', '.join(KEYS)}")
    for key in ("url", "verdict"):
        if key not in table:
            raise Error(f"{where}: this mark has no `{key}`")
    for key in ("url", "verdict", "reason", "by"):
        if not isinstance(table.get(key, ""), str):
            raise Error(f"{where}: `{key}` is not a string: write it in quotes")
    if table["verdict"] not in MARKABLE:
        raise Error(f"{where}: there is no verdict {table['verdict']!r}: choose from {', '.join(MARKABLE)}")
    if not table["url"].strip():
        raise Error(f"{where}: `url` is empty")
    return Mark(
        url=table["url"].strip(),
        verdict=Verdict(table["verdict"]),
        reason=table.get("reason") or None,
        at=_moment(table.get("date"), where),
        by=table.get("by") or None,
    )


def _moment(value: object, where: str) -> str | None:
    if isinstance(value, str) and (found := iso_date(value)) and len(found) == len("2026-11-29"):
        value = date.fromisoformat(found)
    if value is None:
        return None
    if isinstance(value, datetime):
        return utc(value if value.tzinfo else value.replace(tzinfo=UTC))
    if isinstance(value, date):
        return utc(datetime.combine(value, time(), tzinfo=UTC))
    raise Error(f"{where}: `date` is not a date: write date = 2026-11-29")


def _require_each_once(entries: list[MarkEntry], name: str) -> None:
    first: dict[str, int] = {}
    for entry in entries:
        url = page_url(entry.mark.url).url
        if url in first:
            raise Error(f"{name}:{entry.line}: {entry.mark.url[:200]} is marked in line {first[url]} already")
        first[url] = entry.line


def written(marks: Iterable[Mark]) -> bytes:
    """The file that has these marks: the same bytes for the same marks, in whatever order they come."""
    tables = ["\n".join(_lines(mark)) for mark in sorted(marks, key=lambda mark: mark.url)]
    return "\n\n".join([HEAD.rstrip("\n"), *tables]).encode("utf-8") + b"\n"


def _lines(mark: Mark) -> Iterator[str]:
    yield "[[mark]]"
    yield f"url = {_string(mark.url)}"
    yield f"verdict = {_string(mark.verdict.value)}"
    if mark.reason:
        yield f"reason = {_string(mark.reason)}"
    if mark.at:
        yield f"date = {mark.at.removesuffix('T00:00:00Z')}"
    if mark.by:
        yield f"by = {_string(mark.by)}"


def _string(text: str) -> str:
    """A TOML basic string, whose escapes are those of JSON (toml.io/en/v1.0.0, String)."""
    return escaped(json.dumps(text.encode("utf-8", "replace").decode("utf-8"), ensure_ascii=False))
