"""Dates as people write them -> ISO 8601. Only shapes that can be read in one way are read."""

import re
from datetime import UTC, datetime

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?![\d-])")
_FORMATS = ("%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%B %Y", "%b %Y", "%Y/%m/%d", "%d.%m.%Y")
_ACCESSED = re.compile(
    r"\b(?:last\s+)?(?:accessed|retrieved|visited)\b\s*(?:on|:)?\s*"
    r"(\d{4}-\d\d-\d\d|[A-Z][a-z]+\.?\s+\d{1,2},\s+\d{4}|\d{1,2}\s+[A-Z][a-z]+\.?\s+\d{4})",
    re.IGNORECASE,
)


def iso_date(text: str) -> str | None:
    """A year, a year-month or a date in ISO 8601, or None when the text is none of these.

    >>> iso_date("March 3, 2024"), iso_date("2024-3"), iso_date("2024-03-05T10:00:00Z"), iso_date("soon")
    ('2024-03-03', '2024-03', '2024-03-05', None)
    """
    text = " ".join(text.split()).replace(".,", ",")
    if match := _ISO.match(text):
        parts = [int(part) for part in match.groups() if part]
        if not text[match.end() :] or text[match.end()] in "T ":
            return _checked(parts)
    for pattern in _FORMATS:
        try:
            day = datetime.strptime(text, pattern).replace(tzinfo=UTC)
        except ValueError:
            continue
        return day.strftime("%Y-%m-%d" if "%d" in pattern else "%Y-%m")
    return None


def _checked(parts: list[int]) -> str | None:
    try:
        year, month, day, *_ = [*parts, 1, 1]
        datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None
    return "-".join(f"{part:0{4 if place == 0 else 2}d}" for place, part in enumerate(parts))


def iso_time(text: str) -> str | None:
    """A time in UTC with `Z`; without an offset it is taken for UTC, as YAML 1.1 does.

    >>> iso_time("2025-12-28 02:55:47")
    '2025-12-28T02:55:47Z'
    """
    try:
        when = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    when = when.replace(tzinfo=UTC) if when.tzinfo is None else when
    try:
        return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    except OverflowError:  # year 1 or 9999, shifted over the edge
        return None


def accessed(text: str) -> str | None:
    """The access date that a reference names ("accessed March 3, 2024"), in ISO 8601."""
    match = _ACCESSED.search(text)
    return iso_date(match[1]) or match[1] if match else None
