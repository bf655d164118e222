"""Dates as people and pages write them -> ISO 8601: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.

Ambiguous forms such as `03/04/2023` are not parsed. `iso_date` parses a text that is a date as a whole; `find_date`
searches a text for a date on which a page can have been published.
"""

import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

EARLIEST = 1500
"""Earlier years are typing errors: nothing cited on the web is older than printing."""

_MONTH_TABLE = Path(__file__).with_name("months.toml")
MONTH_NAMES: dict[str, list[list[str]]] = {
    language: [names.split() for names in months]
    for language, months in tomllib.loads(_MONTH_TABLE.read_text(encoding="utf-8")).items()
}
"""The names of the twelve months in lower case, by language (ISO 639), from CLDR."""

MONTHS = {
    name: number for months in MONTH_NAMES.values() for number, names in enumerate(months, start=1) for name in names
}
"""The number of each month by its names in all languages; no name is ambiguous."""

_ISO = re.compile(r"(?P<year>\d{4})(?:[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?)?(?=$|[T\s+Z])")
_COMPACT = re.compile(r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?=$|[T\s]|\d{6}$)")
_DAY_FIRST = re.compile(
    r"\b(?P<day>\d{1,2})(?:st|nd|rd|th)?\.?\s+(?:de\s+)?(?P<name>[^\W\d_]{3,12})\.?,?\s+(?:de\s+)?(?P<year>\d{4})\b"
)
_MONTH_FIRST = re.compile(r"\b(?P<name>[^\W\d_]{3,12})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})\b")
_MONTH_YEAR = re.compile(r"^(?P<name>[^\W\d_]{3,12})\.?,?\s+(?P<year>\d{4})$")
_DOTTED = re.compile(r"^(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})\b")
"""The form used in German and other languages; with slashes it would be ambiguous."""

_ACCESSED = re.compile(
    r"\b(?:accessed|retrieved|visited|viewed|last checked|abgerufen|aufgerufen|besucht|zugriff|consultée?|consultado"
    r"|consultato|visitato|acess(?:ado|o)|geraadpleegd|bezocht|hämtad|besökt|dostęp|дата обращения)\b"
    r"\s{0,3}(?:on|am|le|el|il|em|op|den|dne)?\s{0,3}:?\s{0,3}"
    r"(\d{4}([-/.])\d\d?\2\d\d?(?!\d)|[^\W\d_]{3,12}\.?\s{1,3}\d{1,2}(?:st|nd|rd|th)?,?\s{1,3}\d{4}\b"
    r"|\d{1,2}(?:st|nd|rd|th)?\.?[\s-]{1,3}(?:de\s{1,3})?[^\W\d_]{3,12}\.?,?[\s-]{1,3}(?:de\s{1,3})?\d{4}\b"
    r"|\d{1,2}\.\d{1,2}\.\d{4}\b)",
    re.IGNORECASE,
)
"""What references say before the date of access, in ten languages."""

_HYPHENS = re.compile(r"(?<=\w)-(?=[^\W\d_])|(?<=[^\W\d_])-(?=\d)")
"""As in 2-May-2021, the form that Wikipedia's citation tool writes."""


def iso_date(text: str) -> str | None:
    """The date that a text consists of, in any year; None for anything else. Text after an ISO date is ignored.

    >>> iso_date("March 3, 2024"), iso_date("2024-3"), iso_date("2024-03-05T10:00:00Z"), iso_date("soon")
    ('2024-03-03', '2024-03', '2024-03-05', None)
    """
    text = " ".join(text.split())
    for match in _matches(text):
        # "2024.3" is more likely a version than a month.
        whole = match.re is _ISO or match[0] == text
        if whole and not (match.re is _ISO and "." in match[0]):
            return _iso(match)
    return None


def find_date(text: str) -> str | None:
    """The first date in a metadata value; None if there is none, or if it is before `EARLIEST` or after tomorrow (UTC).

    >>> find_date("Fri, 24 Feb 2023 10:00:00 GMT"), find_date("2023/2"), find_date("March 8th, 2023")
    ('2023-02-24', '2023-02', '2023-03-08')
    """
    found = next((_iso(match) for match in _matches(text.strip()[:100])), None)
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    return found if found and f"{EARLIEST}" <= found <= tomorrow.isoformat() else None


def _matches(text: str) -> Iterator[re.Match[str]]:
    """The dates in a text, the least ambiguous form first."""
    anchored = (pattern.match(text) for pattern in (_ISO, _COMPACT))
    within = (pattern.search(text) for pattern in (_DAY_FIRST, _MONTH_FIRST, _MONTH_YEAR, _DOTTED))
    return (match for matches in (anchored, within) for match in matches if match)


def _iso(match: re.Match[str]) -> str | None:
    """The parts of a match as ISO 8601; None if there is no such day."""
    parts = match.groupdict()
    day = parts.get("day")
    month = parts.get("month") or (MONTHS.get(parts["name"].lower(), 0) if "name" in parts else None)
    try:
        found = date(int(parts["year"]), 1 if month is None else int(month), int(day or 1))
    except ValueError:
        return None
    return found.isoformat()[: 10 if day else 4 if month is None else 7]


def iso_time(text: str) -> str | None:
    """A time in UTC with `Z`; None for anything else. Without an offset it is treated as UTC, as in YAML 1.1.

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
    except OverflowError:  # year 1 or 9999, moved out of range by the offset
        return None


def accessed(text: str) -> str | None:
    """The access date in a reference, in ISO 8601 if it can be parsed.

    >>> accessed("T. Accessed March 3, 2024."), accessed("[Online; accessed 2-May-2021]"), accessed("Zugriff: 2.5.2021")
    ('2024-03-03', '2021-05-02', '2021-05-02')
    """
    match = _ACCESSED.search(text)
    if match and match[2]:
        return iso_date(match[1].replace(match[2], "-")) or match[1]
    return iso_date(_HYPHENS.sub(" ", match[1])) or match[1] if match else None
