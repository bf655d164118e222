"""Our own JSON Lines: Resources with their ids and curated fields, and the texts. Bodies, fetches, evidence and
citations are not in it (docs/imports.md).
"""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from citecache.imports.found import FoundCopy, Problems, ResourceLine, date_problem, moment
from citecache.imports.own import RESOURCE_ID, STABLE_ID
from crawler.cache.bodies import sha256
from crawler.model import Capture, Hop, Metadata
from crawler.model.capture import IMPORTED
from crawler.net.urls import page_url
from crawler.sources.registry import FORMATS
from pipelines.preview import preview

MAX_LINE = 64 * 2**20
"""Bytes of one line: a card with its text."""

CURATED = ("title", "type", "importance", "tags", "authors", "published_date", "summary", "key_points")
_LISTS = frozenset(("tags", "authors", "key_points"))
_ALWAYS = frozenset(("importance", "tags", "summary", "key_points"))
"""Fields that a page never has."""


class BadLine(Exception):
    """A line that is no card; `str(error)` says why."""


def read(path: Path, problems: Problems, *, now: datetime) -> Iterator[tuple[ResourceLine, FoundCopy | None]]:
    """Each line's Resource, and its text as a copy if it has one."""
    with path.open("rb") as file:
        number = 0
        while line := file.readline(MAX_LINE):
            number += 1
            place = f"line {number:,}"
            if len(line) == MAX_LINE and not line.endswith(b"\n"):
                problems.add(str(path), place, f"over {MAX_LINE // 2**20} MB")
                while line and not line.endswith(b"\n"):
                    line = file.readline(MAX_LINE)
                continue
            if not line.strip():
                continue
            try:
                yield _line(line, path, place, now)
            except BadLine as error:
                problems.add(str(path), place, str(error))


def _line(line: bytes, path: Path, place: str, now: datetime) -> tuple[ResourceLine, FoundCopy | None]:
    try:
        card = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BadLine(f"no JSON: {error}") from error
    if not isinstance(card, dict):
        raise BadLine("no JSON object")
    resource = _resource(card)
    return resource, _copy(card, resource, path, place, now)


def _resource(card: dict[str, Any]) -> ResourceLine:
    id_, stable, url = card.get("id"), card.get("stable_id"), card.get("url")
    if not isinstance(url, str) or not url.strip():
        raise BadLine("no url")
    if not isinstance(id_, str) or not RESOURCE_ID.fullmatch(id_):
        raise BadLine("its id is not one of ours (16 hex digits): `citecache add` reads other records")
    known = stable if isinstance(stable, str) and STABLE_ID.fullmatch(stable) else None
    sources = card.get("sources") if isinstance(card.get("sources"), dict) else {}
    told = {name: str(origin) for name, origin in sources.items() if _is_told(origin)} if sources else {}
    fields: dict[str, object] = {}
    for name in CURATED:
        value = card.get(name)
        if (name in told or name in _ALWAYS) and _fits(name, value):
            fields[name] = json.dumps(value, ensure_ascii=False) if name in _LISTS else value
    kept = {name: origin for name, origin in told.items() if name in fields}
    return ResourceLine(id=id_, stable_id=known, url=url, fields=fields, sources=kept)


def _is_told(origin: object) -> bool:
    """Whether a field is from a citing document, not from the page."""
    return isinstance(origin, str) and origin.partition(":")[0] in _FORMATS and ":" in origin


_FORMATS = frozenset(one.name for one in FORMATS)


def _fits(name: str, value: object) -> bool:
    if name in _LISTS:
        return isinstance(value, list) and bool(value) and all(isinstance(one, str) for one in value)
    if name == "importance":
        return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e6
    return isinstance(value, str) and bool(value)


def _copy(card: dict[str, Any], resource: ResourceLine, path: Path, place: str, now: datetime) -> FoundCopy | None:
    get = _getter(card)
    text, digest, media = get("text", str), get("body_sha256", str), get("media_type", str)
    if text is None and digest is None:
        return None
    names = ("imported_at",) * (card.get("source") == IMPORTED) + ("captured_at", "last_good_at", "fetched_at")
    times = (get(name, str) for name in names)
    at = next((found for time in times if (found := moment(time))), None)
    at = moment(get("memento_datetime", str)) or at  # of an archived copy
    if at is None:
        raise BadLine("a text without a date: no captured_at, last_good_at or fetched_at")
    if problem := date_problem(at, now):
        raise BadLine(problem)
    if digest is None or len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        digest = sha256((text or "").encode("utf-8", "surrogatepass"))
    final = get("final_url", str) or resource.url
    redirects = tuple(
        Hop(url=hop["url"], status=hop["status"])
        for hop in get("redirects", list) or ()
        if isinstance(hop, dict) and isinstance(hop.get("url"), str) and isinstance(hop.get("status"), int)
    )
    return FoundCopy(
        url=page_url(resource.url).url,
        final_url=final,
        at=at,
        format="jsonl",
        file=path.name,
        place=place,
        status=get("http_status", int),
        headers=(("content-type", get("content_type", str) or media or "text/html"),),
        redirects=redirects,
        body_sha256=digest,
        capture=_capture(get, text, media or "text/html"),
    )


Getter = Callable[[str, type], Any]


def _getter(card: dict[str, Any]) -> Getter:
    def get(name: str, kind: type) -> Any:  # noqa: ANN401 - of that type, or None
        value = card.get(name)
        return value if isinstance(value, kind) and not isinstance(value, bool) else None

    return get


def _capture(get: Getter, text: str | None, media_type: str) -> Capture:
    sources = get("sources", dict) or {}
    own = {name: str(origin) for name, origin in sources.items() if not _is_told(origin) and origin != "link text"}

    def of_page(name: str, kind: type) -> Any:  # noqa: ANN401 - as above
        return get(name, kind) if name in own or name in ("description", "sitename", "language") else None

    authors = tuple(one for one in of_page("authors", list) or () if isinstance(one, str))
    metadata = Metadata(
        title=of_page("title", str),
        authors=authors,
        published_date=of_page("published_date", str),
        sitename=of_page("sitename", str),
        description=of_page("description", str),
        language=of_page("language", str),
        kind=None if _is_told(sources.get("type")) else get("type", str),
        sources=own,
    )
    coverage = get("coverage", float)
    reservations = tuple(one for one in get("reservations", list) or () if isinstance(one, str))
    return Capture(
        media_type=media_type,
        text=text,
        no_text=get("no_text", str) if text is None else None,
        coverage=coverage if coverage is not None and 0 <= coverage <= 1 else None,
        page_type=get("page_type", str),
        doubt=get("doubt", str),
        metadata=metadata,
        extractor=get("extractor", str) or "imported",
        extractor_version=get("extractor_version", str) or "",
        preview=preview(text)[0] if text else None,
        reservations=reservations,
    )
