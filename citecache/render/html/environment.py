"""Jinja2, set up so that text of strangers is text: inert and escaped wherever a template prints it."""

import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from citecache.render.card import day, first_sentence, kind_of, save_request, text_date
from citecache.render.clean import one_line
from citecache.render.html.blocks import text_blocks
from citecache.render.html.safety import href, language, visible
from citecache.render.html.verdicts import QUOTE_TONES, SHAPES, SIGNS, word
from citecache.render.outlook import outlook
from citecache.render.tables import plural
from crawler.model import CaptureRecord, CitedBy, Verdict, document_key
from pipelines.preview import size

HERE = Path(__file__).parent
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\dZ)?", re.ASCII)
STYLE = HERE / "static" / "style.css"
SEARCH_SCRIPT = HERE / "static" / "search.js"


def environment() -> Environment:
    """The templates, with the filters that they use."""
    found = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=visible,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    found.filters |= {
        "blocks": text_blocks,
        "by_document": by_document,
        "capture_date": capture_date,
        "day": day,
        "first_sentence": first_sentence,
        "href": href,
        "iso": iso,
        "kind": kind_of,
        "language": language,
        "duration": duration,
        "document_key": document_key,
        "minute": minute,
        "one_line": one_line,
        "save_request": save_request,
        "second": second,
        "outlook": outlook,
        "plural": plural,
        "public_name": public_name,
        "size": size,
        "text_date": text_date,
        "verdict": Verdict,
        "word": word,
    }
    found.globals |= {"signs": SIGNS, "shapes": SHAPES, "quote_tones": QUOTE_TONES}
    return found


def iso(when: Any) -> str | None:  # noqa: ANN401 - whatever a card has
    """A moment or a day that `<time datetime>` can hold (WHATWG HTML, 4.5.14); None for all else."""
    if not isinstance(when, str) or not _MOMENT.fullmatch(when):
        return None
    try:
        datetime.fromisoformat(when)
    except ValueError:
        return None
    return when


def minute(when: str) -> str:
    """A moment to the minute, for where a day has several; as given when it is none.

    >>> minute("2026-04-09T08:05:00Z")
    'Apr 9, 2026, 08:05 UTC'
    """
    return f"{day(when)}, {when[11:16]} UTC" if iso(when) and len(when) > 10 else day(when)


def second(when: str) -> str:
    """A moment to the second, for where a minute has several.

    >>> second("2026-04-09T08:05:07Z")
    'Apr 9, 2026, 08:05:07 UTC'
    """
    return f"{day(when)}, {when[11:19]} UTC" if iso(when) and len(when) > 10 else day(when)


def capture_date(capture: CaptureRecord) -> str:
    """When a Capture was made: for an archive's copy, by the archive."""
    return capture.memento_datetime or capture.captured_at


def duration(seconds: int) -> str:
    """A length of time in its two largest units.

    >>> duration(42), duration(185), duration(7_260), duration(200_000)
    ('42 s', '3 min 5 s', '2 h 1 min', '2 d 7 h')
    """
    for (unit, length), (less, smaller) in (
        (("d", 86_400), ("h", 3_600)),
        (("h", 3_600), ("min", 60)),
        (("min", 60), ("s", 1)),
    ):
        if seconds >= length:
            rest = seconds % length // smaller
            return f"{seconds // length} {unit}" + (f" {rest} {less}" if rest else "")
    return f"{seconds} s"


def by_document(cited_by: Iterable[CitedBy]) -> list[list[CitedBy]]:
    """The places, those of one Document together, in the order of their first places."""
    found: dict[tuple[str | None, str], list[CitedBy]] = {}
    for by in cited_by:
        found.setdefault((by.stored_path, by.document), []).append(by)
    return list(found.values())


def public_name(path: str | None, name: str) -> str:
    """What a Document is called where anybody may read it: its path from where the database is, or its name.

    An absolute path says who keeps the cache, and where: of one, the folder and the file are shown.

    >>> public_name("docs/a.md", "a"), public_name("/home/me/wiki/a.md", "a"), public_name(None, "a")
    ('docs/a.md', '…/wiki/a.md', 'a')
    """
    if path is None:
        return name
    return "…/" + "/".join(path.rsplit("/", 2)[-2:]) if path.startswith("/") else path
