"""A page in PDFium's own order: for the rest of a long file, at a fraction of the cost of its layout."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from crawler.text.tidy import tidy

_HYPHEN = re.compile("(?<=[^\\W\\d_])[\ufffe\x02\u2010-]\n(?=[a-zß-öø-ÿ])")
_SIGN = re.compile("[\ufffe\x02]\n?")
_NUMBER = re.compile(r"\W{0,9}\d{1,4}\W{0,9}")
_CONTROL = re.compile("[\\x00-\\x01\\x03-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f]")


class SimplePage(NamedTuple):
    """A page's text as PDFium orders it."""

    text: str
    characters: int  # not blank
    controls: int
    running: int  # characters of page numbers left out


def read_simply(textpage: Any) -> SimplePage:  # noqa: ANN401 - pypdfium2 has no types
    """The text of a page, lines joined to paragraphs."""
    raw: str = textpage.get_text_bounded(errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    controls = len(_CONTROL.findall(raw))
    whole = _SIGN.sub("-", _HYPHEN.sub("", raw))
    lines = [line.strip() for line in whole.split("\n")]
    running = 0
    while lines and (not lines[-1] or _NUMBER.fullmatch(lines[-1])):
        running += len("".join(lines.pop().split()))
    characters = sum(len(part) for part in whole.split())
    return SimplePage(tidy("\n\n".join(_paragraphs(lines))), characters, controls, running)


def _paragraphs(lines: list[str]) -> Iterator[str]:
    """A line that is much shorter than the page's long ones and ends a sentence ends a paragraph."""
    lengths = sorted(len(line) for line in lines if line)
    full = lengths[len(lengths) * 3 // 4] if lengths else 0
    current: list[str] = []
    for line in lines:
        if line:
            current.append(line)
        ends = len(line) < 0.75 * full and line.endswith((".", "!", "?", ":", "”", '"'))
        if current and (not line or ends or len(line) < 0.4 * full):
            yield " ".join(current)
            current = []
    if current:
        yield " ".join(current)
