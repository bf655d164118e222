"""Every date in a line of running text, with its place: "Received 3 May 2021, published 2024年3月5日".

Numeric dates such as `03/05/2024` are read only if one number is above 12, or if the order is given.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from crawler.text.dates import EARLIEST, MONTHS

MAX_TEXT = 1000
"""Characters of a text that are searched: the lines that tell a page's date are short."""

MAX_DATES = 20

BUDDHIST_OFFSET = 543
"""Years between the Thai solar calendar and the Gregorian one."""

_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
"""The Gregorian year before an era's first: Japan's eras, and the Minguo calendar of Taiwan."""

_UNIX = re.compile(r"1\d{9}(?:\d{3})?(?:\.\d{1,9})?")
"""Seconds or milliseconds since 1970, from 2001 to 2033. No other common form has these lengths and begins with 1."""

_NAME = r"(?P<name>[^\W\d_]{3,14})"
_YEAR = r"(?P<year>[12]\d{3})(?!\d)"
_DAY = r"(?P<day>\d{1,2})"
_GAP = r"[\s.,-]{1,3}"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<![\d.]){_YEAR}(?P<sep>[-/.])\s?(?P<month>\d{{1,2}})(?P=sep)\s?{_DAY}(?!\d)",
        rf"(?P<era>令和|平成|昭和|民國|民国)\s?(?P<count>\d{{1,3}}|元)\s?年\s?(?P<month>\d{{1,2}})\s?月\s?{_DAY}\s?日",
        rf"(?<!\d){_YEAR}\s?[年년]\s?(?P<month>\d{{1,2}})\s?[月월](?:\s?{_DAY}(?!\d)\s?[日日号號일])?",
        rf"(?<!\d){_DAY}\s{{1,3}}tháng\s{{1,3}}(?P<month>\d{{1,2}})(?:\s{{1,3}}năm|,)?\s{{1,3}}{_YEAR}",
        rf"(?<![\d.]){_DAY}(?:st|nd|rd|th|er|º|ª)?{_GAP}(?:of\s|den\s)?(?:de\s|d['’])?{_NAME}{_GAP}(?:de[l]?\s|of\s)?{_YEAR}",
        rf"\b{_NAME}{_GAP}(?:the\s)?{_DAY}(?:st|nd|rd|th)?,?\s{{1,3}}{_YEAR}",
        rf"\b{_NAME}\s{{1,2}}{_DAY}\s\d\d:\d\d(?::\d\d)?\s(?:[A-Z]{{3,5}}\s|[+-]\d{{4}}\s)?{_YEAR}",  # asctime
        rf"(?<!\d){_YEAR}(?:\.|-?ko|\sm\.|\.?\sgada)?{_GAP}{_NAME}{_GAP}{_DAY}(?!\d)",
        rf"(?<!\d){_YEAR}\.?\sgada\s{_DAY}\.\s{_NAME}",
        rf"(?<![\d/.-])(?P<first>\d{{1,2}})(?P<sep>[./-])(?P<second>\d{{1,2}})(?P=sep){_YEAR}(?![/-])",
        r"(?<![\w/.-])(?P<first>\d{1,2})(?P<sep>/)(?P<second>\d{1,2})/(?P<short>\d\d)(?![\w/-]|\.\d)",
        r"(?<![\w/.-])(?P<first>\d\d)(?P<sep>\.)(?P<second>\d\d)\.(?P<short>\d\d)(?![\w/-]|\.\d)",
    )
)
_MONTH_YEAR = re.compile(rf"^{_NAME}\.?,?\s(?:de\s)?{_YEAR}$")


@dataclass(frozen=True, slots=True)
class DateInText:
    """A date in ISO 8601, and its place in the text."""

    start: int
    end: int
    iso: str


def dates_in(text: str, *, day_first: bool | None = None) -> list[DateInText]:
    """The dates in a text, in order of place. `day_first` is the order of numeric dates, None if unknown.

    >>> [found.iso for found in dates_in("Received: 16 Dec 2022, published 令和6年3月5日, seen 03/05/2024")]
    ['2022-12-16', '2024-03-05']
    """
    text = _latin_digits(text[:MAX_TEXT])
    found: list[DateInText] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            if iso := _iso(match, text, day_first=day_first):
                found.append(DateInText(match.start(), match.end(), iso))
                if len(found) == MAX_DATES:
                    return sorted(found, key=_start)
    return sorted(found, key=_start)


def find_written(text: str, *, day_first: bool | None = None) -> str | None:
    """The first date in a text, or the month and year or the Unix time that it consists of."""
    text = text.strip()
    if _UNIX.fullmatch(text):
        return _plausible(datetime.fromtimestamp(int(text[:10]), tz=UTC).date())
    if found := dates_in(text, day_first=day_first):
        return found[0].iso
    match = _MONTH_YEAR.match(text)
    return _iso(match, text, day_first=day_first) if match else None


def _start(found: DateInText) -> int:
    return found.start


def _latin_digits(text: str) -> str:
    """The text with full-width, Arabic and other decimal digits as 0 to 9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def _iso(match: re.Match[str], text: str, *, day_first: bool | None) -> str | None:
    parts = match.groupdict()
    day = int(parts["day"]) if parts.get("day") else None
    year = _year(parts, text)
    if parts.get("first"):
        numbers = _ordered(int(parts["first"]), int(parts["second"]), parts["sep"], day_first=day_first)
        if numbers is None:
            return None
        day, month = numbers
    else:
        month = int(parts["month"]) if parts.get("month") else MONTHS.get(parts["name"].lower(), 0)
    try:
        return _plausible(date(year, month, day or 1), whole=day is not None)
    except ValueError:
        return None


def _year(parts: dict[str, str], text: str) -> int:
    if era := parts.get("era"):
        count = parts["count"]
        return _ERAS[era] + (1 if count == "元" else int(count))  # 元: the era's first year
    if short := parts.get("short"):
        now = datetime.now(UTC).year
        return now - (now - int(short)) % 100  # the last year that ends so
    year = int(parts["year"])
    thai = year > datetime.now(UTC).year + 300 and any("\u0e00" <= char <= "\u0e7f" for char in text)
    return year - BUDDHIST_OFFSET if thai else year


def _ordered(first: int, second: int, separator: str, *, day_first: bool | None) -> tuple[int, int] | None:
    """`(day, month)`; None if either order makes a date and none is known. Dots are used where the day is first."""
    if first > 12 >= second or first == second or separator == "." or day_first is True:
        return first, second
    if second > 12 >= first or day_first is False:
        return second, first
    return None


def _plausible(day: date, *, whole: bool = True) -> str | None:
    """ISO 8601, without the day if it is not known; None before `EARLIEST` and after tomorrow (UTC)."""
    if day.year < EARLIEST or day > datetime.now(UTC).date() + timedelta(days=1):
        return None
    return day.isoformat() if whole else day.isoformat()[:7]


MONTH_FIRST_REGIONS = frozenset(("us", "ph", "fm", "mh", "pw", "pr"))
"""Where numeric dates begin with the month (CLDR 47, the short date pattern of each region)."""


def day_order(language: str | None, host: str = "") -> bool | None:
    """Whether the day comes first in numeric dates of a language tag; None for English without a region.

    The host's country decides if the tag names none.
    """
    primary, _, rest = (language or "").lower().replace("_", "-").partition("-")
    region = next((part for part in rest.split("-") if len(part) == 2), "")
    if not region and primary in ("en", ""):
        domain = host.rpartition(".")[2].lower()
        region = domain if domain in DAY_FIRST_DOMAINS else ""
    if region:
        return region not in MONTH_FIRST_REGIONS
    return None if primary in ("en", "") else True


DAY_FIRST_DOMAINS = frozenset(
    ("uk", "au", "nz", "ie", "in", "sg", "my", "hk", "de", "fr", "it", "es", "pt", "nl", "br")
)
"""Top-level domains of countries that write numeric dates with the day first, and whose sites rarely name a region."""
