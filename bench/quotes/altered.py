"""Edits that change what is said: another number or unit, a denial more or less, another word, another name.

Each takes a passage and gives the altered one, or None where it has nothing to alter. Whether what comes out happens
to stand in the text is for the caller to see.
"""

import random
import re
from collections.abc import Callable, Sequence

from bench.quotes.drawing import PageText, Passage
from bench.quotes.swaps import ADDED, COUNTED, EXCHANGED, TAKEN, UNITS, language, pairs

Alteration = Callable[[list[str], random.Random, str], list[str] | None]

_WORD = re.compile(r"^(\W*)(.*?)(\W*)$", re.DOTALL)
_NAME = re.compile(r"[A-ZÄÖÜÉ][a-zäöüßéèñ]{2,}")


def _exchange(word: str, other: str) -> str:
    """Another word with the punctuation, and the capital, of this one."""
    before, core, after = _parts(word)
    if core[:1].isupper() and not core[1:2].isupper():
        other = other[:1].upper() + other[1:]
    return before + other + after


def _parts(word: str) -> tuple[str, str, str]:
    match = _WORD.match(word)
    return (match[1], match[2], match[3]) if match else ("", word, "")


def _replace(words: list[str], at: int, word: str) -> list[str] | None:
    """Another word in this place; None where the line ends within it, so that it is two."""
    return None if "\n" in words[at] else [*words[:at], word, *words[at + 1 :]]


def _written(words: list[str] | None) -> str | None:
    return None if words is None else " ".join(words)


def _by_table(words: list[str], chance: random.Random, table: str) -> list[str] | None:
    """A word of the table exchanged."""
    known = pairs(table)
    places = [at for at, word in enumerate(words) if _parts(word)[1].lower() in known]
    if not places:
        return None
    at = chance.choice(places)
    return _replace(words, at, _exchange(words[at], chance.choice(known[_parts(words[at])[1].lower()])))


def _digit(words: list[str], chance: random.Random, _: str) -> list[str] | None:
    """One digit another."""
    places = [at for at, word in enumerate(words) if re.search(r"\d", word)]
    if not places:
        return None
    at = chance.choice(places)
    digits = [match.start() for match in re.finditer(r"\d", words[at])]
    here = chance.choice(digits)
    other = chance.choice([digit for digit in "123456789" if digit != words[at][here]])
    return _replace(words, at, words[at][:here] + other + words[at][here + 1 :])


def _magnitude(words: list[str], chance: random.Random, _: str) -> list[str] | None:
    """A digit more or less, or a decimal point elsewhere."""
    places = [at for at, word in enumerate(words) if re.fullmatch(r"\W*\d{2,}(\.\d+)?\W*", word)]
    if not places:
        return None
    at = chance.choice(places)
    before, core, after = _parts(words[at])
    edits = [core[:-1], core[1:], core + chance.choice("123456789")]
    if not re.fullmatch(r"\d{4}|.*\.\d{3}", core):  # where a point may group digits, these are the same number
        edits += [core.replace(".", ""), f"{core[0]}.{core[1:]}"]
    fair = [edit for edit in edits if edit != core and re.fullmatch(r"[1-9]\d*(\.\d+)?", edit)]
    return _replace(words, at, before + chance.choice(fair) + after) if fair else None


def _in_words(words: list[str], chance: random.Random, name: str) -> list[str] | None:
    return _by_table(words, chance, COUNTED.get(name, ""))


def _unit(words: list[str], chance: random.Random, _: str) -> list[str] | None:
    """Another unit or currency."""
    known = pairs(UNITS)
    places = [
        at
        for at, word in enumerate(words)
        if (at and re.search(r"\d", words[at - 1]) and _parts(word)[1] in known) or re.search(r"[$€£]\d|\d%", word)
    ]
    if not places:
        return None
    at = chance.choice(places)
    if (core := _parts(words[at])[1]) in known:
        return _replace(words, at, _exchange(words[at], chance.choice(known[core])))
    return _replace(words, at, words[at].translate(str.maketrans("$€£%", "€$€‰")))


def _exchanged(words: list[str], chance: random.Random, name: str) -> list[str] | None:
    return _by_table(words, chance, EXCHANGED.get(name, ""))


def _added(words: list[str], chance: random.Random, name: str) -> list[str] | None:
    verbs, denials = (part.split() for part in ADDED.get(name, ("", "")))
    places = [at for at, word in enumerate(words[:-1]) if word in verbs]
    if not places:
        return None
    at = chance.choice(places) + 1
    return [*words[:at], chance.choice(denials), *words[at:]]


def _taken(words: list[str], chance: random.Random, name: str) -> list[str] | None:
    places = [at for at, word in enumerate(words[1:-1], 1) if word in TAKEN.get(name, "").split()]
    return None if not places else words[: (at := chance.choice(places))] + words[at + 1 :]


NUMBERS: tuple[Alteration, ...] = (_digit, _digit, _magnitude, _in_words, _unit)
NEGATIONS: tuple[Alteration, ...] = (_exchanged, _added, _taken)


def _first_of(edits: Sequence[Alteration], passage: Passage, chance: random.Random) -> str | None:
    """The first of these edits, in some order, that finds something to alter."""
    name = language(passage.page.text)
    for edit in chance.sample(edits, len(edits)):
        if (found := edit(passage.words, chance, name)) is not None:
            return " ".join(found)
    return None


def number(passage: Passage, chance: random.Random, _: PageText) -> str | None:
    return _first_of(NUMBERS, passage, chance)


def negation(passage: Passage, chance: random.Random, _: PageText) -> str | None:
    return _first_of(NEGATIONS, passage, chance)


def word(passage: Passage, chance: random.Random, other: PageText) -> str | None:
    """A word replaced by one of another page, left out, put in, inflected, or exchanged with the next."""
    words = passage.words
    if len(words) < 5:
        return None
    inner = range(1, len(words) - 2)
    at = chance.choice(inner)
    plain = [word for word in other.text.split() if re.fullmatch(r"[^\W\d_]{4,}", word)]
    if not plain or not all(re.search(r"\w", one) for one in words[at : at + 2]):
        return None
    foreign = chance.choice(plain).lower()
    how = chance.choice(("replace", "replace", "leave out", "put in", "inflect", "exchange"))
    if how == "replace":
        at = chance.randrange(len(words))
        return (
            None
            if not re.search(r"[^\W\d_]", words[at])
            else _written(_replace(words, at, _exchange(words[at], foreign)))
        )
    if how == "leave out":
        return " ".join(words[:at] + words[at + 1 :])
    if how == "put in":
        return " ".join([*words[:at], foreign, *words[at:]])
    if how == "exchange":
        return " ".join([*words[:at], words[at + 1], words[at], *words[at + 2 :]])
    inflected = [i for i in inner if re.fullmatch(r"[a-z]{4,}(?:s|ed)", words[i])]
    if not inflected:
        return None
    i = chance.choice(inflected)
    return _written(_replace(words, i, re.sub(r"(s|ed)$", "ing", words[i])))


def name(passage: Passage, chance: random.Random, other: PageText) -> str | None:
    """A name replaced by one of another page; a name is written with a capital within a sentence."""
    words = passage.words
    places = [at for at in range(1, len(words)) if _is_name(words, at)]
    there = other.text.split()
    others = sorted({_core(there[at]) for at in range(1, len(there)) if _is_name(there, at)} - set(map(_core, words)))
    if not places or not others:
        return None
    at = chance.choice(places)
    return _written(_replace(words, at, words[at].replace(_core(words[at]), chance.choice(others))))


def _is_name(words: Sequence[str], at: int) -> bool:
    return bool(_NAME.fullmatch(_core(words[at]))) and bool(re.search(r"[a-z,]$", words[at - 1]))


def _core(word: str) -> str:
    """Without punctuation and the ending of a genitive."""
    return re.sub(r"['’]s$", "", _parts(word)[1])
