"""Markdown is read in time that grows as its size does: twice the text takes about twice the time."""

from collections.abc import Callable
from functools import partial
from math import isqrt

import pytest
from growth import assert_linear
from source_files import Read

LINK = "[source](https://h7.example.org/p/7)"


def lines(count: int) -> str:
    """One paragraph of lines with a link each."""
    return "".join(f"Line {at} says that {LINK} holds.\n" for at in range(count))


SHAPES: dict[str, tuple[int, Callable[[int], str]]] = {
    "lines of links": (1_000, lines),
    "links in one line": (1_000, lambda n: f"{LINK} " * n),
    "bare URLs": (1_000, lambda n: "https://e.org/a " * n),
    "a table": (1_000, lambda n: "a|b\n-|-\n" + f"x|{LINK}\n" * n),
    "a list": (1_000, lambda n: f"- {LINK}\n" * n),
    "footnotes": (1_000, lambda n: "".join(f"a[^{i}]\n\n[^{i}]: {LINK}\n\n" for i in range(n))),
    "one footnote": (2_000, lambda n: "a.[^1] " * n + f"\n\n[^1]: {LINK}"),
    "references": (1_000, lambda n: "[r7] " * n + "\n\n" + "".join(f"[r{i}]: https://e.org/{i}\n" for i in range(n))),
    "opening brackets": (10_000, lambda n: "[" * n),
    "images": (10_000, lambda n: "![" * n),
    "nested brackets": (5_000, lambda n: "[" * n + "]" * n),
    "unclosed links": (5_000, lambda n: "[a](" * n),
    "open links": (5_000, lambda n: "[ " * n + f"{LINK} " * n),
    "inline footnotes": (5_000, lambda n: "^[" * n),
    "angles": (10_000, lambda n: "<" * n + ">"),
    "tags": (5_000, lambda n: "<a " * n + ">"),
    "comments": (5_000, lambda n: "x<!--" * n),
    "stars": (5_000, lambda n: "*a " * n),
    "mixed stars": (5_000, lambda n: "*a **b_ " * n),
    "ticks": (5_000, lambda n: "`a ``" * n),
    "ticks of all lengths": (3_600, lambda n: "".join("`" * k + " " for k in range(isqrt(n)))),
    "keys": (5_000, lambda n: "[@a; " * n),
    "wiki links": (5_000, lambda n: "[[a" * n),
    "percent signs": (5_000, lambda n: "%%a\n" * n + "b"),
    "quotes": (1_000, lambda n: "> a\n" * n),
    "ladders of quotes": (10_000, lambda n: "".join(">" * k + " a\n" for k in range(isqrt(n)))),
    "ladders of items": (3_600, lambda n: "".join("  " * k + "- a\n" for k in range(isqrt(n)))),
    "directives without an end": (1_000, lambda n: "```{note}\n" * n),
    "admonitions": (1_000, lambda n: "!!! note\n    a\n" * n),
    "definitions": (1_000, lambda n: "a\n: b\n" * n),
    "rules": (2_000, lambda n: "---\n" * n),
    "front matter": (500, lambda n: "---\n" + "".join(f"k{i}: https://e.org/{i}\n" for i in range(n)) + "---\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", SHAPES)
def test_time_grows_as_the_text_does(read: Read, name: str) -> None:
    count, shape = SHAPES[name]
    assert read("a.md", shape(count)).document is not None
    assert_linear(lambda count: partial(read, "a.md", shape(count)), count)
