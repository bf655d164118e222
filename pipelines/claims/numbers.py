"""The numbers of a text with their places, and whether one stands for another: "about 300,000" for "298,432".

Read are digits in groups or not, with a decimal point or comma, multipliers ("93 million", "93.1m", "9300万"),
written-out numbers, percentages and other units, decades, and days of a month. Words are in numbers.toml. Left out are
numbers that are part of a name ("A380", "COVID-19"), ordinals, and "one", which is rarely a number.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from crawler.text.dates import MONTHS
from crawler.text.scripts import HANGUL, UNSPACED
from pipelines.claims.numerals import (
    HAN_DIGITS,
    HAN_UNITS,
    MOST_DIGITS,
    Reading,
    digits_value,
    factors,
    han_value,
    numerals,
    times_value,
    units,
    words_value,
)

MOST_OFF = 0.05
"""How far, at most, a round whole number is from what it stands for, as a share of it. Heuristic, not measured."""

ABOUT_OFF = 0.1
"""The same after "about", "more than", "nearly". Heuristic, not measured."""

DATE, DECADE, PERCENT = "date", "decade", "percent"


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a text. `readings` are its possible values: 1,200 and 1.2 for "1.200".

    The value of a date is its month times 100 plus its day, that of a decade its first year.
    """

    start: int
    end: int
    text: str
    readings: tuple[Reading, ...]
    unit: str | None = None
    approximate: bool = False  # after "about" or the like
    counts: bool = False  # a word follows that may be what is counted


def _one_of(names: Iterable[str]) -> str:
    return "|".join(re.escape(name).replace(r"\ ", r"\s") for name in sorted(names, key=len, reverse=True))


_GAP = "[ \u00a0\u2009\u202f-]"
_LETTER = rf"[^\W\d_{UNSPACED}{HANGUL}]"
_DIGITS = (
    r"\d{1,3}(?:[,\u00a0\u2009\u202f'’]\d{3})+(?:\.\d+)?(?!\d)|\d{1,3}(?: \d{3})+(?![\d.,]\d|\d)"
    r"|\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?(?!\d)|\d{1,3}\.\d{3},\d+(?!\d)|\d+(?:[.,]\d+)?"
)
_ABOUT = re.compile(
    r"(?:\b(?:about|around|approximately|approx\.?|roughly|nearly|almost|some|circa|ca?\.|over|(?:more|less|fewer) than"
    r"|at (?:least|most)|up to|under|below|above|an estimated|estimated at|close to|exceed(?:s|ed|ing)?|as many as"
    r"|etwa|rund|ungefähr|knapp|fast|über|mehr als|weniger als|mindestens|environ|près de|plus de|presque"
    r"|unos|unas|cerca de|casi|más de|circa|quase|mais de|ongeveer|bijna|ruim|meer dan|около|почти|более)\s+"
    r"(?:the\s)?|[~≈∼]\s?|[约約近超過约]|およそ)(?:an?\s)?(?:[$£€¥₹]|US\$)?\Z",
    re.IGNORECASE,
)
_YEAR_BEFORE = re.compile(r"([12]\d)\d\d[-\u2010-\u2013/]\Z")
_COUNTED = re.compile(rf" ?{_LETTER}")
_BEFORE = 24
"""Characters before a number in which `_ABOUT` is sought."""

_DAY = re.compile(
    r"(?<!\d)(?P<first>\d{1,2})(?:"
    r"(?:st|nd|rd|th|er|[.º])?(?:\s|\sde\s|\sof\s)(?P<name>[^\W\d_]{3,12})(?![^\W\d_])"
    r"|\s?[月월]\s?(?P<day>\d{1,2})\s?[日號号일]"
    r"|(?P<gap>[./-])(?P<second>\d{1,2})(?:(?=(?P<year>(?P=gap)(?:\d\d){1,2}(?!\d)))|(?![\d/-]))"
    r"|(?:st|nd|rd|th)?(?![\d:.,]\d|\d))"
)
_MONTH_BEFORE = re.compile(r"(?<![^\W\d_])(?P<name>[^\W\d_]{3,12})\.?\s(?:the\s)?\Z")
_YEAR_BEFORE_DAY = re.compile(r"\d{4}-\Z")


@cache
def _pattern(languages: frozenset[str]) -> re.Pattern[str]:
    multiplier = rf"(?:{_GAP}?(?:{_one_of(factors('multipliers'))})(?!{_LETTER}))"
    attached = f"(?P<attached>[{''.join(factors('attached'))}])(?!{_LETTER})"
    unit = rf"(?:{_GAP}?(?P<unit>{_one_of(units())})(?!{_LETTER}))"
    numeral = rf"(?:{_one_of([*numerals(languages), *factors('multipliers')])})(?!{_LETTER})"
    han = f"[{''.join(HAN_DIGITS)}{''.join(HAN_UNITS)}]{{2,}}"
    return re.compile(
        rf"(?<!{_LETTER})(?<!{_LETTER}-)(?<![\d.,])(?P<sign>(?:US|CA|AU|NZ|HK|[AC])?[$£€¥₹]\s?)?(?:"
        rf"(?P<digits>{_DIGITS})(?P<ordinal>st|nd|rd|th|er)?(?P<decade>s\b)?"
        rf"(?:{attached}|(?P<times>{multiplier}{{1,2}})(?P<rest>\d{{1,4}}[万萬만](?!\d))?)?"
        rf"|(?P<words>(?:half )?(?:an? )?{numeral}(?:{_GAP}(?:and )?{numeral}){{0,7}})"
        rf"|(?P<han>{han}))"
        rf"{unit}?",
        re.IGNORECASE,
    )


def numbers(text: str, languages: frozenset[str] = frozenset()) -> list[Number]:
    """The numbers of a text, in order. `languages`: those that it may be in, besides English.

    >>> [(one.text, one.readings[0].value, one.unit) for one in numbers("Some 93.1 million, twenty-five %, 3 May")]
    [('93.1 million', 93100000.0, None), ('twenty-five %', 25.0, 'percent'), ('3 May', 503.0, 'date')]
    """
    days = list(_days(text))
    taken = {at for day in days for at in range(day.start, day.end)}
    found = [
        number
        for match in _pattern(languages).finditer(text)
        if match.start() not in taken and match.end() - 1 not in taken
        for number in _read(match, text, languages)
    ]
    return sorted([*days, *found], key=lambda one: one.start)


def _days(text: str) -> Iterator[Number]:
    """Days of a month. In numbers alone, the order is not known."""
    for match in _DAY.finditer(text):
        start, first = match.start(), int(match["first"])
        if month := MONTHS.get((match["name"] or "").lower()):
            pairs = [(month, first)]
        elif match["day"]:
            pairs = [(first, int(match["day"]))]
        elif match["gap"] and (match["year"] or _YEAR_BEFORE_DAY.match(text, max(0, start - 5), start)):
            pairs = [(first, int(match["second"])), (int(match["second"]), first)]
        elif (before := _MONTH_BEFORE.search(text, max(0, start - 20), start)) and before["name"].lower() in MONTHS:
            start, pairs = before.start(), [(MONTHS[before["name"].lower()], first)]
        else:
            continue
        readings = [Reading(float(month * 100 + day), 1.0) for month, day in pairs if month <= 12 and 1 <= day <= 31]
        if readings:
            yield Number(start, match.end(), text[start : match.end()], tuple(readings), DATE)


def _read(match: re.Match[str], text: str, languages: frozenset[str]) -> Iterator[Number]:
    part = match.groupdict()
    if part["ordinal"]:
        return
    start, end = match.span()
    unit = units()[_spaced(part["unit"])] if part["unit"] else None
    if part["sign"]:
        unit = units()[part["sign"].strip()[-1]]
    if part["decade"]:
        if not (len(part["digits"]) == 4 and part["digits"][3] == "0"):
            return
        readings, unit = [Reading(float(part["digits"]), 10.0)], DECADE
    elif part["digits"]:
        readings = _of_digits(match, text)
    else:
        readings = han_value(part["han"]) if part["han"] else words_value(part["words"], languages)
    if readings:
        about = _ABOUT.search(text, max(0, start - _BEFORE), start) is not None
        counts = unit is None and _COUNTED.match(text, end) is not None
        yield Number(start, end, match[0], tuple(readings), unit, about, counts)


def _spaced(words: str) -> str:
    return " ".join(words.lower().split())


def _of_digits(match: re.Match[str], text: str) -> list[Reading]:
    digits = match["digits"]
    if len(digits) > MOST_DIGITS:
        return []
    if len(digits) == 2 and (before := _YEAR_BEFORE.match(text, max(0, match.start() - 5), match.start())):
        return [Reading(float(before[1] + digits), 1.0)]  # the end of "2013-14"
    times = times_value(_spaced(match["times"])) if match["times"] else 1
    more = float(match["rest"][:-1]) * 10_000 if match["rest"] else 0.0  # 1億2000万
    readings = [
        Reading(value * times + more, step * times if not more else 10_000.0) for value, step in digits_value(digits)
    ]
    if match["attached"]:
        times = factors("attached")[match["attached"].lower()]
        readings += [Reading(value * times, step * times) for value, step in readings]
    return readings


def stands_for(claimed: Number, found: Number) -> bool:
    """Whether a number of a claim may be that of its source: equal, or rounded from it, and in the same unit.

    >>> def same(one, other): return stands_for(numbers(one)[0], numbers(other)[0])
    >>> same("about 300,000", "298,432"), same("93 million", "93.1m"), same("93.1m", "93 million"), same("5%", "5 men")
    (True, True, False, False)
    """
    if DECADE in (claimed.unit, found.unit):
        return _in_decade(claimed, found)
    if not _units_agree(claimed, found):
        return False
    pairs = ((one, other) for one in claimed.readings for other in found.readings)
    return any(_near(one, other, approximate=claimed.approximate) for one, other in pairs)


def _near(claimed: Reading, found: Reading, *, approximate: bool) -> bool:
    off = abs(claimed.value - found.value)
    if off <= 1e-9 * abs(found.value):
        return True
    if approximate and off <= ABOUT_OFF * abs(found.value):
        return True
    most = claimed.step / 2
    return found.step < claimed.step and off <= (most if claimed.step <= 1 else min(most, MOST_OFF * abs(found.value)))


def _in_decade(claimed: Number, found: Number) -> bool:
    one, other = claimed.readings[0].value, found.readings[0].value
    if claimed.unit == found.unit:
        return one == other
    return {claimed.unit, found.unit} == {DECADE, None} and claimed.unit == DECADE and one <= other < one + 10


def _units_agree(claimed: Number, found: Number) -> bool:
    one, other = claimed.unit, found.unit
    if one == other:
        return True
    if DATE in (one, other):
        return False
    if PERCENT in (one, other):  # tables have percentages without a sign
        return None in (one, other) and not (claimed.counts or found.counts)
    return None in (one, other)
