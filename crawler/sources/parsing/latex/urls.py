r"""URLs in LaTeX: `\url{...}`, `\href{...}{...}` and bare ones, without the escapes that LaTeX needs and URLs have not.

The escapes are those of LaTeX2e (lshort, section 2.4, "The Not So Short Introduction") and what reference managers
write for them: `\_`, `{\_}`, `\%`, `\~{}`, `{~}`, `{\textasciitilde}`, `$\sim$`, `\string~`, `\-`.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

from crawler.sources.parsing.bare_urls import absolute, find_urls
from crawler.sources.parsing.latex.groups import group_ends

_WORDS = {
    "textasciitilde": "~", "sim": "~", "textunderscore": "_", "textbackslash": "\\", "textasciicircum": "^",
    "textpercent": "%", "textdollar": "$", "textbar": "|", "textless": "<", "textgreater": ">", "textendash": "–",
    "slash": "/", "linebreak": "", "allowbreak": "", "nobreak": "", "hskip0pt": "", "penalty0": "", "relax": "",
    "textquotesingle": "'", "lbrace": "{", "rbrace": "}", "string": "", "protect": "",
}  # fmt: skip
_MACROS = "|".join(sorted(_WORDS, key=len, reverse=True))
_ESCAPE = re.compile(
    r"\$\\(?:sim|tilde)\$|\$_\$|\$\{?\\mathtt\{\\sim\}\}?\$"
    r"|\{\\raise\.[0-9]{1,3}ex\\hbox\{\$\\scriptstyle\\(?:mathtt\{)?\\?sim\}?\$\}\}"
    r"|\\symbol\{126\}|\\char`?\\?~|\\discretionary\{[^{}]{0,9}\}\{[^{}]{0,9}\}\{[^{}]{0,9}\}"
    r"|\{\\~\{\}\}|\\~\{ ?\}|\{\\~\}|\\~"
    rf"|\{{\\(?P<braced>{_MACROS})(?: |\{{\}})?\}}|\\(?P<word>{_MACROS})(?:\{{\}}|(?![A-Za-z0-9]) ?)"
    r"|\{\\(?P<grouped>[_%&#$^-])\}|\{(?P<lone>[~_%&#:/.?=+-])\}"
    r"|\\(?P<escaped>[_%&#$^{}/,-])"
)
"""Each alternative begins with its own character and is of bounded length."""

_COMMAND = re.compile(
    r"\\(?:url|href|path|nolinkurl|burl|burlalt)(?![A-Za-z])\*?\s{0,4}(?:\[[^\]{}\n]{0,200}\]\s{0,4})?\{"
)
_WRAP = re.compile(r"[ \t]*+\n\s*+")  # TeX's \url drops it
_HIDDEN = re.compile(r"[\\\ufffc]")


def latex_url(text: str) -> str:
    r"""A URL as it is meant, from how LaTeX writes it.

    >>> latex_url(r"https://e.org/{\textasciitilde}me/a\_b{\%}20c"), latex_url(r"https://e.org/$\sim$me\#x\&y\~{}z")
    ('https://e.org/~me/a_b%20c', 'https://e.org/~me#x&y~z')
    """
    return _ESCAPE.sub(_plain, text) if "\\" in text or "{" in text or "$" in text else text


def _plain(match: re.Match[str]) -> str:
    word = match["braced"] or match["word"]
    if word is not None:
        return _WORDS[word]
    char = match["grouped"] or match["lone"] or match["escaped"]
    if char is not None:
        return "" if (match["escaped"] and char in "-/,") or match["grouped"] == "-" else char
    if match[0] == "$_$":
        return "_"
    return "" if match[0].startswith("\\disc") else "~"


class PlainLatex:
    """A text without the escapes, and where each of its characters stands in the text."""

    def __init__(self, text: str) -> None:
        pieces: list[str] = []
        self._plain, self._written = [0], [0]
        size = at = 0
        for match in _ESCAPE.finditer(text) if "\\" in text or "{" in text or "$" in text else ():
            plain = _plain(match)
            pieces += (text[at : match.start()], plain)
            size += match.start() - at
            for chars in (0, len(plain)):
                self._plain.append(size + chars)
                self._written.append(match.end() if chars or not plain else match.start())
            size, at = size + len(plain), match.end()
        self.text = "".join((*pieces, text[at:]))

    def written(self, offset: int) -> int:
        """The offset in the text of an offset in the plain text."""
        at = bisect_right(self._plain, offset) - 1
        return self._written[at] + offset - self._plain[at]


def latex_links(text: str) -> Iterator[tuple[int, int, str]]:
    r"""Start, end and URL of each `\url{}`, `\href{}{}` and bare URL, in order.

    >>> [url for _, _, url in latex_links(r"See \href{https://e.org/a\_b}{the text}, https://e.org/{\%}c.")]
    ['https://e.org/a_b', 'https://e.org/%c']
    """
    at = 0
    ends: dict[int, int] | None = None
    for match in _COMMAND.finditer(text):
        ends = group_ends(text) if ends is None else ends
        end = ends.get(match.end() - 1, -1)
        if match.start() < at or end < 0:
            continue
        yield from _bare(text, at, match.start())
        inner = text[match.end() : end]
        lead = len(inner) - len(inner.lstrip())
        if url := latex_url(" ".join(_WRAP.sub("", inner).split())):
            yield match.end() + lead, match.end() + len(inner.rstrip()), url
        at = end + 1
    yield from _bare(text, at, len(text))


def _bare(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    plain = PlainLatex(text[start:end])
    shown = _HIDDEN.sub(" ", plain.text)  # what is left of LaTeX ends a URL
    for first, last in find_urls(shown, www=True):
        yield start + plain.written(first), start + plain.written(last), absolute(shown[first:last])
