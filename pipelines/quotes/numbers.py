"""Numbers as they are compared: "1,000", "1 000", "1'000" and "1000" are one, and so are "8,6" and "8.6".

Which signs group digits is in Unicode's CLDR (https://cldr.unicode.org, "Number Symbols"): a comma, a space or an
apostrophe; in the languages of `BY_POINTS` a point. "1.000" alone may be either: the language of the text decides.
"""

import re
import unicodedata
from collections.abc import Callable, Collection

BY_POINTS = frozenset("ca da de el es eu gl hr hu id is it nb nl pt ro sl sr tr vi".split())
"""Languages that group the digits of a number by points, or did until recently."""

PERCENT = "percent"
"""How `%` is compared. In the skeleton it is "per cent", too, of which a quotation may have the first word only."""

PERCENTS = frozenset(
    "%|pct|prozent|pour cent|por ciento|por cien|por cento|per cento|procent|prosent|prosenttia|процент|процента"
    "|процентов|procento|procenta|százalék|yüzde|\u066a".split("|")
)
"""What is written for it, as it is compared."""

PERCENT_ENDS = frozenset(word.rpartition(" ")[2] for word in PERCENTS if " " in word)

KINDS = frozenset(("grouped", "spaced", "pointed", "decimal", "number", "raised"))
"""The groups of the pattern."""

_FIRST = r"(?<![\d.,])(?!0)\d{1,3}"
_GROUPED = rf"(?P<grouped>{_FIRST}(?:(?:[,\uff0c]\d{{2}})*[,\uff0c]\d{{3}})+(?:\.\d+)?(?!,?\d))"  # India: 1,00,000
_SPACED = rf"(?P<spaced>{_FIRST}(?:(?:[ \u00a0\u2009\u202f'\u2019]|\r?\n[ \t]*)\d{{3}})+(?:[.,]\d+)?(?!\d))"
_POINTED = rf"(?P<pointed>{_FIRST}(?:(?:\.\d{{3}})+,\d+|(?:\.\d{{3}}){{2,}})(?!\.?\d))"
_BY_POINTS = rf"(?P<pointed>{_FIRST}(?:\.\d{{3}})+(?:,\d+)?(?!\.?\d))"
_OTHERS = (
    r"(?P<raised>\^[-+\u2212]?\d+|(?<=\d)[\u207a\u207b]?[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]+)"
    r"|(?P<decimal>(?<![\d.,])\d+[,\u066b]\d+(?![.,]?\d))|(?P<number>\d+(?:[.:/\uff0e\uff1a\uff0f]\d+)*)"
)
_AMBIGUOUS = re.compile(r"\d\.\d{3}(?!\d)")
_DECIMALS = re.compile(r"[.,](\d+)$")
_NO_DIGITS = re.compile(r"\D+")


def pattern(*, by_points: bool) -> str:
    """Alternatives of a regular expression, each a group of `KINDS`."""
    return "|".join((_BY_POINTS, _SPACED, _OTHERS) if by_points else (_GROUPED, _SPACED, _POINTED, _OTHERS))


def key(raw: str, kind: str) -> str:
    """A number that one of the groups has matched, as it is compared.

    >>> key("1.000,50", "pointed"), key("12 000", "spaced"), key("8,6", "decimal"), key("⁶", "raised")
    ('1000.50', '12000', '8.6', '^6')
    """
    plain = raw if raw.isascii() else "".join(_plain_digit(char) for char in unicodedata.normalize("NFKC", raw))
    if kind == "raised":
        return "^" + plain.lstrip("^+").replace("\u2212", "-")
    if kind == "decimal":
        return plain.replace(",", ".")
    if kind == "number":
        return plain
    separator = {"grouped": ".", "pointed": ","}.get(kind)
    whole, _, decimals = plain.partition(separator) if separator else _last_sign(plain)
    whole = _NO_DIGITS.sub("", whole)
    return f"{whole}.{decimals}" if decimals else whole


def _last_sign(plain: str) -> tuple[str, str, str]:
    found = _DECIMALS.search(plain)
    return (plain[: found.start()], ".", found[1]) if found else (plain, "", "")


def _plain_digit(char: str) -> str:
    """The digits of any script as those of ASCII (Unicode's property Numeric_Type=Decimal)."""
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    return "," if char == "\u066b" else char


def grouped_by_points(text: str, languages: Callable[[], Collection[str]]) -> bool:
    """Whether a point groups the digits of the text's numbers; its languages are asked for only if that matters."""
    return _AMBIGUOUS.search(text) is not None and not BY_POINTS.isdisjoint(languages())
