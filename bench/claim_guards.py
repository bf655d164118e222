"""Whether numbers and names that were altered on purpose are missed, and others are not: sentences of real texts.

    python bench/claim_guards.py TEXTS.json

TEXTS.json is a list of objects with `source_url` and `source_text`, or an object of texts by URL. Each sentence is
compared with the text from which it was taken, so whatever is missing was altered, or is a false alarm.
"""

import json
import random
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from pipelines.claims import ClaimSource, ComparedClaim, compare
from pipelines.claims.names import names
from pipelines.claims.numbers import DATE, Number, numbers

Edit = Callable[[str, random.Random], str | None]

EACH = 5
"""Sentences of each text and kind."""

OTHER_NAMES = ("Tordis Kvalheim", "Vardal", "Lumbreras", "QXZ")
"""Names that no text has."""


def as_it_stands(sentence: str, _: random.Random) -> str | None:
    return sentence if numbers(sentence) else None


def _whole(sentence: str) -> list[Number]:
    """Numbers without a sign or unit that are no dates, and no years."""
    return [one for one in numbers(sentence) if one.unit is None and re.fullmatch(r"[\d,]+", one.text)]


def _replaced(sentence: str, one: Number, text: str) -> str:
    return sentence[: one.start] + text + sentence[one.end :]


def retyped(sentence: str, chance: random.Random) -> str | None:
    """Written otherwise: "1,234" as "1234", "5" as "five", and the other way round."""
    words = dict(enumerate("zero one two three four five six seven eight nine ten eleven twelve".split()))
    found = [one for one in _whole(sentence) if not re.fullmatch(r"0.*|1|[12]\d{3}", one.text)]  # years have one form
    if not found:
        return None
    one = chance.choice(found)
    value = int(one.readings[0].value)
    return _replaced(sentence, one, words.get(value) or (str(value) if "," in one.text else f"{value:,}"))


def rounded(sentence: str, chance: random.Random) -> str | None:
    """A large number to two digits, after "about"."""
    found = [one for one in _whole(sentence) if one.readings[0].value >= 2_200]
    if not found:
        return None
    one = chance.choice(found)
    return _replaced(sentence, one, f"about {float(f'{one.readings[0].value:.1e}'):,.0f}")


def other_number(sentence: str, chance: random.Random) -> str | None:
    """A third more, which is no rounding."""
    found = [one for one in _whole(sentence) if one.readings[0].value >= 3]
    if not found:
        return None
    one = chance.choice(found)
    return _replaced(sentence, one, f"{round(one.readings[0].value * 1.37) + 1}")


def other_date(sentence: str, chance: random.Random) -> str | None:
    """Another day of the month."""
    found = [one for one in numbers(sentence) if one.unit == DATE and re.search(r"[A-Za-z]", one.text)]
    if not found:
        return None
    one = chance.choice(found)
    return _replaced(sentence, one, re.sub(r"\d+", lambda day: str((int(day[0]) + 9) % 28 + 1), one.text, count=1))


def other_name(sentence: str, chance: random.Random) -> str | None:
    found = names(sentence, ("en",))
    if not found:
        return None
    one = chance.choice(found)
    return sentence[: one.start] + chance.choice(OTHER_NAMES) + sentence[one.end :]


KINDS: tuple[tuple[str, Edit, str], ...] = (
    ("as it stands", as_it_stands, "number"),
    ("number retyped", retyped, "number"),
    ("number rounded", rounded, "number"),
    ("another number", other_number, "number"),
    ("another day", other_date, "number"),
    ("as it stands", lambda one, _: one if names(one, ("en",)) else None, "name"),
    ("another name", other_name, "name"),
)
"""Name, edit, and what is counted as missing."""


def missing(found: ComparedClaim, kind: str) -> Sequence[str]:
    return found.missing_numbers if kind == "number" else found.missing_names


def main() -> None:
    given = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    by_url = given if isinstance(given, dict) else {row["source_url"]: row["source_text"] for row in given}
    texts = sorted(filter(None, by_url.values()))
    sources = [ClaimSource(text) for text in texts]
    print(f"{len(texts)} texts\n\n{'sentence':16} {'guard':7} {'of them':>8} {'missing':>8}")
    for title, edit, kind in KINDS:
        chance = random.Random(title)
        total = alarms = 0
        for source in sources:
            spans = [source.text[a:b] for a, b in source.spans if 40 <= b - a <= 400]
            edited = [one for one in (edit(span, chance) for span in chance.sample(spans, len(spans))) if one][:EACH]
            found = [compare(one, source) for one in edited]
            total += len(found)
            alarms += sum(bool(missing(one, kind)) for one in found)
            if "-v" in sys.argv:
                print(
                    *(
                        f"{title}: {missing(one, kind)} | {text}"
                        for one, text in zip(found, edited, strict=True)
                        if bool(missing(one, kind)) != title.startswith("another")
                    ),
                    sep="\n",
                )
        print(f"{title:16} {kind:7} {total:8} {alarms:8}  {alarms / max(1, total):.1%}")


if __name__ == "__main__":
    main()
