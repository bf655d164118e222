"""The answer of a language model, and whether its passage stands in the text. What does not is refused."""

import json
import re
from dataclasses import dataclass
from typing import Any

from citecache.results import ClaimVerdict
from pipelines.quotes import Quotation, ReadText
from pipelines.quotes.located import verbatim

MOST_ANSWER_CHARS = 50_000
"""Characters of an answer that are read, reasoning before it included."""

LEAST_WORDS, MOST_CHARS = 3, 2_000
"""Words that a passage has to have, so that it says something, and characters that it may have, so that it is a place
of the text and not the text. Heuristic, not measured."""

NEEDS_PASSAGE = frozenset((ClaimVerdict.SUPPORTED, ClaimVerdict.PARTLY))

MALFORMED = "it was not a JSON object with a verdict and a passage"

_REASONING = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)
"""How models write down what they think, where a server leaves it in the answer."""


@dataclass(frozen=True, slots=True)
class PlacedAnswer:
    """A verdict, and the passage that it rests on: `text[start:end]`. None: it rests on none."""

    verdict: ClaimVerdict
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class RefusedAnswer:
    """Why an answer does not count. `malformed`: it cannot even be read."""

    reason: str
    malformed: bool = False


def placed_answer(raw: str, text: str) -> PlacedAnswer | RefusedAnswer:
    """Read an answer about a text.

    >>> placed_answer('{"verdict": "supported", "passage": "It rained all day"}', "Later, it rained all day.")
    PlacedAnswer(verdict=<ClaimVerdict.SUPPORTED: 'supported'>, start=7, end=24)
    >>> placed_answer('{"verdict": "supported", "passage": "It snowed all day"}', "Later, it rained all day.").reason
    'its passage does not stand in the text word for word'
    """
    found = _object(raw)
    verdict, passage = found.get("verdict"), found.get("passage") or ""
    if verdict not in list(ClaimVerdict) or not isinstance(passage, str):
        return RefusedAnswer(MALFORMED, malformed=True)
    verdict = ClaimVerdict(verdict)
    if verdict is ClaimVerdict.UNVERIFIABLE:  # whatever the passage, nothing rests on it
        return PlacedAnswer(verdict)
    if not passage.strip():
        return RefusedAnswer("it named no passage") if verdict in NEEDS_PASSAGE else PlacedAnswer(verdict)
    place = _place(passage.strip(), text)
    return place if isinstance(place, RefusedAnswer) else PlacedAnswer(verdict, *place)


def _object(raw: str) -> dict[str, Any]:
    """The JSON object of an answer, also between other words; empty: there is none."""
    text = _REASONING.sub("", raw[:MOST_ANSWER_CHARS])
    try:
        found = json.loads(text[text.find("{") : text.rfind("}") + 1])
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _place(passage: str, text: str) -> tuple[int, int] | RefusedAnswer:
    if len(passage) > MOST_CHARS:
        return RefusedAnswer(f"its passage is longer than {MOST_CHARS:,} characters")
    quotation = Quotation(passage)
    if len(quotation.words) < LEAST_WORDS:
        return RefusedAnswer(f"its passage has fewer than {LEAST_WORDS} words")
    if (start := text.find(passage)) >= 0:
        return start, start + len(passage)
    located = verbatim(quotation, ReadText(text)) if len(quotation.parts) == 1 else None  # an omission is an edit
    if located is None or not located.verbatim or located.start is None or located.end is None:
        return RefusedAnswer("its passage does not stand in the text word for word")
    return located.start, located.end
