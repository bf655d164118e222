"""What the digits and words of one number are worth: "1,200", "93.1", "half a million", 三千五百万.

The words are in numbers.toml.
"""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

MOST_DIGITS = 15
"""Longer numbers are identifiers; a float tells numbers of 15 digits apart (IEEE 754)."""


class Reading(NamedTuple):
    """A value, and the place value of its last digit that counts: 1,000,000 for "93 million", 0.1 for "4.5"."""

    value: float
    step: float


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = tomllib.loads(Path(__file__).with_name("numbers.toml").read_text(encoding="utf-8"))
    return table


@cache
def factors(part: str) -> dict[str, int]:
    """Words that multiply what stands before them; `part`: "multipliers", or "attached" right after digits."""
    return {name.replace("_", " "): int(value) for value, names in _table()[part].items() for name in names.split()}


@cache
def units() -> dict[str, str]:
    """Units as they are written -> their names."""
    return {name.replace("_", " "): unit for unit, names in _table()["units"].items() for name in names.split()}


@cache
def numerals(languages: frozenset[str]) -> dict[str, int]:
    """Words of small numbers in these languages and in English."""
    table = _table()["numerals"]
    pairs = (pair.split("=") for name in sorted({*languages, "en"} & table.keys()) for pair in table[name].split())
    return {word: int(value) for word, value in pairs}


HAN_DIGITS = {char: number for number, char in enumerate("〇一二三四五六七八九")} | {"两": 2, "兩": 2, "零": 0}
HAN_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}


def digits_value(digits: str) -> list[Reading]:
    """The values of digits without a multiplier, the likeliest first."""
    if re.fullmatch(r"\d+[.,]\d+", digits) and not re.fullmatch(r"\d{1,3},\d{3}", digits):
        whole, decimals = re.split("[.,]", digits)
        readings = [Reading(float(f"{whole}.{decimals}"), 10.0 ** -len(decimals))]
        if len(decimals) == 3 and len(whole) <= 3:
            readings.append(_whole(whole + decimals))
        return readings
    if decimal := re.fullmatch(r"(\d{1,3}(?:[^\d.]\d{3})+)\.(\d+)|(\d{1,3}(?:\.\d{3})+),(\d+)", digits):
        whole, decimals = (re.sub(r"\D", "", part) for part in decimal.groups() if part)
        return [Reading(float(f"{whole}.{decimals}"), 10.0 ** -len(decimals))]
    return [_whole(re.sub(r"\D", "", digits))]


def _whole(digits: str) -> Reading:
    """A whole number: the zeros at the end of a large one may come from rounding."""
    zeros = len(digits) - len(digits.rstrip("0"))
    return Reading(float(digits), 10.0**zeros if len(digits) > 4 or zeros >= 3 else 1.0)


def times_value(words: str) -> int:
    """The product of multipliers: "hundred thousand"."""
    product, left = 1, words.replace("-", " ").strip()
    for name in sorted(factors("multipliers"), key=len, reverse=True):
        if name in left:
            product, left = product * factors("multipliers")[name], left.replace(name, " ", 1)
    return product


def words_value(words: str, languages: frozenset[str]) -> list[Reading]:
    """A written-out number. A multiplier needs a number before it: "a million", not "million" or "several dozen"."""
    times = factors("multipliers")
    known = times | numerals(languages)
    found = re.split(r"[\s-]+", words.lower())
    lead = 0.5 if found[0] == "half" else 1.0
    parts = [part for part in found if part in known]
    values = [float(known[part]) for part in parts]
    if parts[0] in times:
        if parts[0] == found[0]:
            return []
        values = [lead, *values]
    return [] if values == [1.0] else [_composed(values)]


def han_value(chars: str) -> list[Reading]:
    """A number in Chinese characters. It needs a digit and a unit: 千万 is mostly "by all means"."""
    if not (set(chars) & HAN_DIGITS.keys() and set(chars) & HAN_UNITS.keys()):
        return []
    return [_composed([float((HAN_DIGITS | HAN_UNITS)[char]) for char in chars])]


def _composed(values: list[float]) -> Reading:
    """The number that its parts make: a multiplier takes all smaller parts before it.

    >>> _composed([2, 1_000_000, 3, 100, 1000]).value, _composed([19, 80, 4]).value
    (2300000.0, 1984)
    """
    parts: list[float] = []
    for value in values:
        if parts and 10 <= parts[-1] < 100 and 10 <= value < 100:
            parts[-1] = parts[-1] * 100 + value  # "nineteen eighty"
        elif value >= 100 or value in _MULTIPLY:
            smaller = 0.0
            while parts and parts[-1] < value:
                smaller += parts.pop()
            parts.append((smaller or 1) * value)
        else:
            parts.append(value)
    return Reading(sum(parts), values[-1] if values[-1] >= 1000 else 1.0)


_MULTIPLY = (10, 12)
"""Smaller ones that multiply what stands before them: 三十, "two dozen"."""
