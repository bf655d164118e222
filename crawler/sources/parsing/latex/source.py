r"""A LaTeX text with what is no text of it masked: comments, verbatim material and the arguments of `\url` and `\href`.

What TeX reads with other category codes has to go first: a `%` in a URL begins no comment, a brace in a listing closes
no group. The masked text has the same length, so that offsets are those of the file.
"""

import re
from dataclasses import dataclass, field

from crawler.sources.parsing.latex.groups import group_ends

_CODE = (
    "verbatim|Verbatim|BVerbatim|LVerbatim|SaveVerbatim|lstlisting|minted|alltt|comment|filecontents|listing|"
    "pycode|pyconsole|sagesilent|sageblock|luacode|tikzpicture|asy|Sinput|Soutput|semiverbatim"
)
_SPECIAL = re.compile(
    rf"""\\(?P<url>url|nolinkurl|path|burl|href)(?![A-Za-z])\*?\s{{0,4}}(?:\[[^\]{{}}\n]{{0,200}}\]\s{{0,4}})?\{{
    |\\(?:verb\*?|lstinline(?:\[[^\]\n]{{0,200}}\])?|mintinline(?:\[[^\]\n]{{0,200}}\])?\{{[^{{}}\n]{{0,40}}\}})
      (?P<delimiter>[^A-Za-z0-9\s*\[])
    |\\begin\s*\{{(?P<environment>{_CODE})(?P<star>\*?)\}}
    |(?P<never>\\iffalse(?![A-Za-z]))
    |(?P<finish>\\end\s*\{{document\}})
    |\\.
    |(?P<comment>%[^\n]*\n?)""",
    re.VERBOSE | re.DOTALL,
)
_NOT_LINE_END = re.compile(r"[^\n]")
_LINE_END = re.compile(r"%?\n\s*")
_MAX_URL_CHARS = 5_000
_MAX_VERB_CHARS = 2_000


@dataclass(slots=True)
class LatexSource:
    r"""`text` is masked; `urls`: offset of a `\url` or `\href` -> the URL as written and the offset behind its group.

    `uncited`: (reason, start, end) of what was masked, apart from URLs.
    """

    text: str
    urls: dict[int, tuple[str, int]] = field(default_factory=dict)
    uncited: list[tuple[str, int, int]] = field(default_factory=list)
    partners: dict[int, int] = field(default_factory=dict)

    def closing(self, opening: int) -> int:
        """The offset of the brace that closes the group opened at an offset; -1 if there is none."""
        return self.partners.get(opening, -1)


def mask(text: str) -> LatexSource:
    """The masked text of a LaTeX file."""
    found = LatexSource("")
    pieces: list[str] = []
    done = at = 0
    ends: dict[int, int] | None = None  # of the groups, each searched for no more than once
    while match := _SPECIAL.search(text, at):
        at = match.end()
        if match["url"]:
            ends = group_ends(text) if ends is None else ends
            end = ends.get(match.end() - 1, -1)
            if not 0 <= end <= match.end() + _MAX_URL_CHARS:
                continue
            found.urls[match.start()] = _LINE_END.sub("", text[match.end() : end]).strip(), end + 1
            pieces += [text[done : match.end()], "x" * (end - match.end())]
            done = at = end
            continue
        span = _uncited(text, match)
        if span is not None:
            _, start, end = span
            found.uncited.append(span)
            comment = match["comment"] is not None  # it takes the line end with it: the paragraph goes on
            pieces += [text[done:start], " " * (end - start) if comment else _NOT_LINE_END.sub(" ", text[start:end])]
            done = at = end
    pieces.append(text[done:])
    found.text = "".join(pieces)
    found.partners.update(group_ends(found.text))
    return found


def _uncited(text: str, match: re.Match[str]) -> tuple[str, int, int] | None:
    """What a match begins that is no text: (reason, start, end)."""
    start, end = match.end(), -1
    if match["comment"] is not None:
        return "URL in a comment", match.start(), match.end()
    if match["finish"]:
        return "URL in a comment", start, len(text)
    if match["never"]:
        end = text.find("\\fi", start)
        return "URL in a comment", start, end if end >= 0 else len(text)
    if match["environment"]:
        name = match["environment"]
        end = text.find(f"\\end{{{name}{match['star']}}}", start)
        reason = "URL in a comment" if name == "comment" else "URL in code"
        return reason, start, end if end >= 0 else len(text)
    if match["delimiter"]:
        delimiter = "}" if match["delimiter"] == "{" else match["delimiter"]
        line_end = text.find("\n", start, start + _MAX_VERB_CHARS)
        end = text.find(delimiter, start, line_end if line_end >= 0 else start + _MAX_VERB_CHARS)
        return ("URL in code", match.start(), end + 1) if end >= 0 else None
    return None
