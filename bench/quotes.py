"""How well quotations are told apart: words of recorded texts, altered on purpose, and words of other texts.

    python bench/quotes.py TEXTS.json

TEXTS.json is a list of objects with `source_url` and `source_text`. The threshold `CLOSE` rests on what this prints.
"""

import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from crawler.text import sentences
from pipelines.quotes import Quotation, ReadText, locate

Edit = Callable[[list[str], random.Random], list[str] | None]

EACH = 3
"""Quotations of each text and kind."""


def exact(words: list[str], _: random.Random) -> list[str] | None:
    return words


def omission(words: list[str], _: random.Random) -> list[str] | None:
    at = len(words) // 3
    return [*words[:at], "...", *words[at + 4 :]] if len(words) >= 12 else None


def number(words: list[str], chance: random.Random) -> list[str] | None:
    places = [at for at, word in enumerate(words) if re.search(r"\d", word) and "&" not in word]
    if not places:
        return None
    at = chance.choice(places)
    other = re.sub(r"\d", lambda digit: str((int(digit[0]) + 1) % 10), words[at], count=1)
    return [*words[:at], other, *words[at + 1 :]]


def negation(words: list[str], chance: random.Random) -> list[str] | None:
    places = [at for at, word in enumerate(words) if word in ("is", "was", "are", "were", "will", "has", "did")]
    return None if not places else [*words[: (at := chance.choice(places) + 1)], "not", *words[at:]]


def word(words: list[str], chance: random.Random) -> list[str] | None:
    at = chance.randrange(len(words))
    return [*words[:at], "zebra", *words[at + 1 :]]


def third(words: list[str], chance: random.Random) -> list[str] | None:
    places = set(chance.sample(range(len(words)), max(1, len(words) // 3)))
    return ["zebra" if at in places else one for at, one in enumerate(words)]


KINDS: tuple[tuple[str, Edit, int, bool], ...] = (
    ("as it stands", exact, 40, False),
    ("with an omission", omission, 40, False),
    ("another number", number, 40, False),
    ("another number, 6 words", number, 6, False),
    ("a negation more", negation, 40, False),
    ("another word", word, 40, False),
    ("another word, 6 words", word, 6, False),
    ("another word, 4 words", word, 4, False),
    ("a third of other words", third, 40, False),
    ("of another text", exact, 40, True),
    ("of another text, 6 words", exact, 6, True),
    ("of another text, 4 words", exact, 4, True),
)
"""Name, edit, most words, and whether the words are looked up in another text."""


def main() -> None:
    rows = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    texts = sorted({row["source_url"]: row["source_text"] for row in rows if row["source_text"]}.values())
    spans = [[text[a:b].split() for a, b in sentences.spans(text)] for text in texts]
    quotable = [[words for words in own if 5 <= len(words) <= 40] for own in spans]
    read = [ReadText(text) for text in texts]
    began = time.perf_counter()
    size = sum(len(text.text) for text in read if text.bounds)
    print(f"{len(texts)} texts, {size:,} characters, read at {size / (time.perf_counter() - began) / 1e6:.1f} MB/s\n")
    print(f"{'quotation':26} {'verbatim':>8} {'altered':>8} {'absent':>8}   similarity 5 %, 50 %, 95 %")
    for name, edit, most, foreign in KINDS:
        chance = random.Random(name)
        found: Counter[str] = Counter()
        similarities = []
        for own in range(len(texts)):
            for _ in range(EACH):
                source = chance.randrange(len(texts)) if foreign else own
                if not quotable[source] or (foreign and source == own):
                    continue
                words = edit(chance.choice(quotable[source])[:most], chance)
                if words is None:
                    continue
                one = locate(Quotation(" ".join(words)), read[own])
                found["verbatim" if one.verbatim else "altered" if one.start is not None else "absent"] += 1
                similarities.append(one.similarity)
        ranked = sorted(similarities) or [0.0]
        marks = ", ".join(f"{ranked[int(part * (len(ranked) - 1))]:.2f}" for part in (0.05, 0.5, 0.95))
        print(f"{name:26} {found['verbatim']:8} {found['altered']:8} {found['absent']:8}   {marks}")


if __name__ == "__main__":
    main()
