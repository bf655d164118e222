"""A claim beside the text of its source, as a question to a language model. All words of strangers are fenced."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template
from typing import Any

from citecache.render.fence import NOTE, tagged
from citecache.results import ClaimVerdict

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {  # the passage first: it is sought before it is judged
        "passage": {"type": "string"},
        "verdict": {"type": "string", "enum": [one.value for one in ClaimVerdict]},
    },
    "required": ["passage", "verdict"],
    "additionalProperties": False,
}
"""The JSON Schema of an answer, for models that can be held to one."""

LEFT_OUT = "\n\n[...]\n\n"
"""Stands between two parts of a text, outside of the fences."""


@dataclass(frozen=True, slots=True)
class ModelQuestion:
    """What a model is sent: all of it."""

    system: str
    prompt: str


@cache
def _prompt(name: str) -> str:
    return (Path(__file__).parent / "prompts" / f"{name}.md").read_text(encoding="utf-8")


@cache
def prompt_version() -> str:
    """The version of the prompts: a digest of their words, which nobody can forget to raise."""
    words = "\0".join((*map(_prompt, ("judge", "question", "again")), NOTE))
    return hashlib.sha256(words.encode()).hexdigest()[:8]


def question(
    claim: str, title: str, parts: Sequence[str], *, boundary: str, refused: str | None = None
) -> ModelQuestion:
    """The question about a claim. `parts`: the text, or parts of it; `boundary`: a number drawn for this question;
    `refused`: why the last answer was.
    """
    whole = "The text of the page:" if len(parts) == 1 else "The text of the page, of which parts are left out ([...]):"
    prompt = Template(_prompt("question")).substitute(
        claim=tagged(claim, boundary),
        title=tagged(title, boundary),
        heading=whole,
        text=LEFT_OUT.join(tagged(part, boundary) for part in parts),
    )
    if refused is not None:
        prompt += Template(_prompt("again")).substitute(reason=refused)
    return ModelQuestion(Template(_prompt("judge")).substitute(note=NOTE.format(boundary=boundary)), prompt)
