"""Dates as pages write them -> ISO 8601: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. Pure."""

import re
from datetime import UTC, date, datetime, timedelta

EARLIEST = 1500
"""Years before are typing errors: what is cited on the web has been printed at the earliest."""

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *("jan january januar janvier enero", "feb february februar février febrero", "mar march märz mars marzo"),
            *("apr april avril abril", "may mai mayo", "jun june juni juin junio", "jul july juli juillet julio"),
            *(
                "aug august août agosto",
                "sep sept september septembre septiembre",
                "oct october oktober octobre octubre",
            ),
            *("nov november novembre noviembre", "dec december dezember décembre diciembre"),
        ),
        start=1,
    )
    for name in names.split()
}
"""English, German, French and Spanish names of the months."""

_ISO = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?=$|[T\s+Z])")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?=$|[T\s]|\d{6}$)")
_DAY_FIRST = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\.?\s+(?:de\s+)?([^\W\d_]{3,10})\.?,?\s+(?:de\s+)?(\d{4})\b")
_MONTH_FIRST = re.compile(r"\b([^\W\d_]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")
_MONTH_YEAR = re.compile(r"^([^\W\d_]{3,10})\.?,?\s+(\d{4})$")
_DOTTED = re.compile(r"^(\d{1,2})\.(\d{1,2})\.(\d{4})\b")  # the German form; with slashes it is ambiguous


def iso_date(text: str) -> str | None:
    """The date in a tag's value, None when there is none or it is ambiguous (`03/04/2023`) or impossible.

    >>> iso_date("Fri, 24 Feb 2023 10:00:00 GMT"), iso_date("2023/2"), iso_date("March 8th, 2023")
    ('2023-02-24', '2023-02', '2023-03-08')
    """
    text = text.strip()[:100]
    for pattern in (_ISO, _COMPACT):
        if match := pattern.match(text):
            return _checked(*match.groups())
    if match := _DAY_FIRST.search(text):
        return _checked(match[3], _month(match[2]), match[1])
    if match := _MONTH_FIRST.search(text):
        return _checked(match[3], _month(match[1]), match[2])
    if match := _MONTH_YEAR.match(text):
        return _checked(match[2], _month(match[1]), None)
    if match := _DOTTED.match(text):
        return _checked(match[3], match[2], match[1])
    return None


def _month(name: str) -> str:
    return str(MONTHS.get(name.lower(), 0))


def _checked(year: str, month: str | None, day: str | None) -> str | None:
    """The parts as ISO 8601, if that is a day of the calendar and not after tomorrow."""
    try:
        found = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    if found.year < EARLIEST or found > datetime.now(UTC).date() + timedelta(days=1):
        return None
    return found.isoformat()[: 10 if day else 7 if month else 4]
