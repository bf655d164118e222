"""A URL as it stands in a file: with the escapes of HTML, JSON, LaTeX or Markdown, or without any."""

import html
import json
import re

_ENTITIES = {"&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos"}
_LATEX = re.compile(r"([&%#_$^~{}])")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>|~])")


def pattern(url: str) -> str:
    """A regular expression for what may be written for a URL."""
    return "".join(map(_forms, url))


def _forms(char: str) -> str:
    """The forms of one character: itself, a character reference of HTML, an escape of JSON, behind a backslash."""
    if char.isascii() and char.isalnum():
        return char
    code, plain = ord(char), re.escape(char)
    names = "".join(f"{one};|" for one in (_ENTITIES.get(char),) if one)
    forms = [rf"&(?:{names}#0*{code};|#[xX]0*(?i:{code:x});)", rf"\\u(?i:{code:04x})", rf"\\?{plain}"]
    return f"(?:{'|'.join(forms)})"


def like(written: str, url: str, new: str) -> tuple[str, ...]:
    """What to write for a new URL in place of `written`, which stands for `url`: as that is written, as it is, as in
    HTML, JSON, LaTeX and Markdown.
    """
    escapes = _escapes(written, url)
    alike = "".join(escapes.get(char, char) for char in new)
    return (
        alike,
        new,
        html.escape(new),
        json.dumps(new)[1:-1],
        _LATEX.sub(r"\\\1", new),
        _MARKDOWN.sub(r"\\\1", new),
    )


def _escapes(written: str, url: str) -> dict[str, str]:
    """Character -> how it is written, where that is not as itself."""
    found: dict[str, str] = {}
    at = 0
    for char in url:
        if not (match := re.compile(_forms(char)).match(written, at)):
            return {}
        at = match.end()
        if match[0] != char:
            found[char] = match[0]
    if any(one.startswith("&") for one in found.values()):
        found |= {char: found.get(char, f"&{name};") for char, name in _ENTITIES.items() if char in "&<>"}
    return found
