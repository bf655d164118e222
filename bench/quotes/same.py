"""Edits that leave the words as they are: what a typist, a typesetter or an editor may do to a quotation.

Each takes a passage and gives the edited one, or None where it has nothing to edit.
"""

import random
import re
import unicodedata
from collections.abc import Callable

from bench.quotes.drawing import PageText, Passage, plain
from bench.quotes.swaps import DENIALS

Typing = Callable[[str, random.Random], str]


def exact(passage: Passage, _: random.Random) -> str | None:
    return passage.text


def _plain_quotes(text: str, _: random.Random) -> str:
    return text.translate(str.maketrans("“”„«»‘’", '"""""\'\''))


def _curly_quotes(text: str, _: random.Random) -> str:
    text = re.sub(r"(?<=\w)'(?=\w)", "’", text)
    return re.sub(r'"([^"]*)"', r"“\1”", text)


def _guillemets(text: str, _: random.Random) -> str:
    return re.sub(r'["“„]([^"“”„]*)["”“]', "«\u00a0\\1\u00a0»", text)


def _dashes(text: str, chance: random.Random) -> str:
    spaced = chance.choice((" – ", " — ", "—", " -- ", " - "))
    text = re.sub(r"(?<=[^\W\d]) ?[–—] ?(?=[^\W\d])|(?<=[^\W\d]) - (?=[^\W\d])", spaced, text)
    return re.sub(r"(?<=\d)[-–](?=\d)", chance.choice("-–"), text)


def _ligatures(text: str, _: random.Random) -> str:
    for letters, one in (("ffi", "ﬃ"), ("ffl", "ﬄ"), ("ff", "ﬀ"), ("fi", "ﬁ"), ("fl", "ﬂ")):
        text = text.replace(letters, one)
    return text


def _spaces(text: str, chance: random.Random) -> str:
    return re.sub(r" ", lambda _: chance.choice((" ", " ", "\u00a0", "  ", "\u2009", "\u202f")), text)


def _soft_hyphens(text: str, chance: random.Random) -> str:
    return _within_words(text, chance, "\u00ad")


def _zero_width(text: str, chance: random.Random) -> str:
    return _within_words(text, chance, "\u200b")


def _within_words(text: str, chance: random.Random, mark: str) -> str:
    def split(match: re.Match[str]) -> str:
        at = chance.randint(2, len(match[0]) - 2)
        return match[0][:at] + mark + match[0][at:]

    return re.sub(r"[^\W\d_]{6,}", split, text)


def _decomposed(text: str, _: random.Random) -> str:
    return unicodedata.normalize("NFD", text)


def _first_letter(text: str, _: random.Random) -> str:
    return text[0].swapcase() + text[1:] if re.match(r"[^\W\d_](?![A-ZÄÖÜ])", text) else text


TYPING: tuple[Typing, ...] = (
    _plain_quotes,
    _curly_quotes,
    _guillemets,
    _dashes,
    _ligatures,
    _spaces,
    _soft_hyphens,
    _zero_width,
    _decomposed,
    _first_letter,
)


def retyped(passage: Passage, chance: random.Random) -> str | None:
    edited = type_again(passage.text, chance)
    return edited if edited != passage.text else None


def type_again(text: str, chance: random.Random) -> str:
    """Typed by another hand: up to three habits, in their order."""
    for number in sorted(chance.sample(range(len(TYPING)), 3)):
        text = TYPING[number](text, chance)
    return text


def line_broken(passage: Passage, chance: random.Random) -> str | None:
    edited = in_lines(passage.text, chance)
    return edited if "\n" in edited else None


def in_lines(text: str, chance: random.Random) -> str:
    """Set in narrow lines, long words hyphenated at their ends."""
    words = text.split(" ")
    hyphen, indent = chance.choice(("-", "-", "\u2010", "\u00ad")), chance.choice(("", "", "  "))
    lines, width = [""], chance.randint(12, 40)
    for word in words:
        if len(lines[-1]) + len(word) <= width:
            lines[-1] = f"{lines[-1]} {word}".strip()
        elif re.fullmatch(r"[^\W\d_]{7,}[.,]?", word) and lines[-1]:
            at = chance.randint(3, len(word) - 4)
            lines[-1] += f" {word[:at]}{hyphen}"
            lines.append(word[at:])
        else:
            lines.append(word)
    return f"\n{indent}".join(line for line in lines if line)


def shortened(passage: Passage, chance: random.Random) -> str | None:
    """With one or two omissions, none of which takes a denial away; perhaps with an ellipsis at the ends."""
    words = passage.words
    count = 2 if len(words) > 20 and chance.random() < 0.4 else 1
    mark = chance.choice(("...", "…", "[...]", "[…]", ". . .", "(...)"))
    kept: list[str] = []
    size = len(words) // (2 * count + 1)
    if size < 3:
        return None
    at = 0
    for _ in range(count):
        left_out = words[at + size : at + 2 * size]
        part = " ".join(words[at : at + size])
        if DENIALS & set(plain(" ".join(left_out))) or "n't" in " ".join(left_out).replace("’", "'"):
            return None
        kept += [part, mark]
        at += 2 * size
    kept.append(" ".join(words[at:]))
    if not all(_stands_once(part, passage.page) for part in kept[::2]):
        return None
    ends = chance.random()
    return (f"{mark} " if ends < 0.15 else "") + " ".join(kept) + (f" {mark}" if ends > 0.85 else "")


def _stands_once(part: str, page: PageText) -> bool:
    return bool(re.match(r"\w", part)) and len(plain(part)) > 1 and page.count(part) == 1


def bracketed(passage: Passage, chance: random.Random) -> str | None:
    if len(passage.words) < 4:
        return None
    return chance.choice((_letter, _replaced, _inserted, _sic, _ending))(passage, chance)


def _letter(passage: Passage, _: random.Random) -> str | None:
    text = passage.text
    return f"[{text[0].swapcase()}]{text[1:]}" if re.match(r"[^\W\d_][a-zäöü]", text) else None


def _replaced(passage: Passage, chance: random.Random) -> str | None:
    """Words replaced by what they stand for."""
    words = passage.words
    at, size = chance.randrange(2, max(3, len(words) - 4)), chance.randint(1, 2)
    before, gone, after = " ".join(words[:at]), " ".join(words[at : at + size]), " ".join(words[at + size :])
    fair = re.fullmatch(r"[^\W\d_]+( [^\W\d_]+)?", gone) and not DENIALS & set(plain(gone))
    if not fair or not (_stands_once(before, passage.page) and _stands_once(after, passage.page)):
        return None
    return f"{before} [{chance.choice(('the board', 'Smith', 'the company'))}] {after}"


def _inserted(passage: Passage, chance: random.Random) -> str | None:
    """An explanation between two words."""
    words = passage.words
    at = chance.randrange(2, max(3, len(words) - 2))
    if not re.search(r"[^\W\d_]$", words[at - 1]):
        return None
    return " ".join([*words[:at], chance.choice(("[the report]", "[i.e. last year]", "[Smith]")), *words[at:]])


def _sic(passage: Passage, chance: random.Random) -> str | None:
    words = passage.words
    at = chance.randrange(1, len(words))
    return " ".join([*words[:at], "[sic]", *words[at:]])


def _ending(passage: Passage, chance: random.Random) -> str | None:
    """Another ending of a word: `walk[ed]`."""
    words = passage.words
    places = [at for at, word in enumerate(words[1:-1], 1) if re.fullmatch(r"[a-z]{5,}(s|ed)", word)]
    if not places:
        return None
    at = chance.choice(places)
    stem = re.sub(r"(s|ed)$", "", words[at])
    return " ".join([*words[:at], f"{stem}[{chance.choice(('ing', 'ed', 's'))}]", *words[at + 1 :]])


def lower_cased(passage: Passage, chance: random.Random) -> str | None:
    """In small letters: the first, or all where no acronym would become another word."""
    text = passage.text
    if chance.random() < 0.5:
        return text[0].lower() + text[1:] if re.match(r"[^\W\d_](?![A-ZÄÖÜ])", text) and text[0].isupper() else None
    return text.lower() if text.lower() != text and not re.search(r"[A-ZÄÖÜ]{2}|\b[A-Z]\b", text) else None
