r"""LaTeX: the text that is set, without preamble, comments and commands; formulas as they are, between `$`.

A command whose meaning is not known is left out and its arguments stay: what an author defines is nearly always
formatting of words that are its argument.
"""

import re

from crawler.sources.parsing.latex.characters import ACCENTS, LETTERS, accented
from crawler.sources.parsing.latex.groups import group_ends
from pipelines.extract.media.blocks import TextBlocks

_TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z@]+)\*?|\\(?P<sign>.)|(?P<comment>%[^\n]*(?:\n[ \t]*)?)|(?P<display>\$\$)|(?P<math>\$)"
    r"|(?P<blank>\n[ \t]*\n\s*)|(?P<quote>``|''|---?|[`~{}&])",
    re.DOTALL,
)
_DISPLAY = frozenset("equation align gather multline eqnarray displaymath math alignat flalign dmath".split())
_CODE = frozenset("verbatim Verbatim lstlisting minted alltt BVerbatim LVerbatim code semiverbatim".split())
_NEVER = frozenset("comment tikzpicture filecontents asy CCSXML pgfpicture picture".split())
_LISTS = {"itemize": "-", "enumerate": "1.", "description": "-", "compactitem": "-", "compactenum": "1."}
_TABLES = frozenset("tabular tabularx longtable array tabulary supertabular".split())
_HEADINGS = {
    "part": 1,
    "chapter": 1,
    "section": 2,
    "subsection": 3,
    "subsubsection": 4,
    "paragraph": 5,
    "frametitle": 2,
}
_NOTES = frozenset(("footnote", "footnotetext", "endnote"))
_MARKS = frozenset(
    """
    cite citep citet citealp citeauthor citeyear parencite textcite autocite footcite ref eqref autoref cref Cref
    pageref
    """.split()
)
_DROPPED = {
    "label": 1, "includegraphics": 1, "vspace": 1, "hspace": 1, "input": 1, "include": 1, "usepackage": 1, "index": 1,
    "bibliography": 1, "bibliographystyle": 1, "documentclass": 1, "thispagestyle": 1, "pagestyle": 1, "title": 1,
    "author": 1, "date": 1, "newcommand": 2, "renewcommand": 2, "providecommand": 2, "def": 1, "setlength": 2,
    "setcounter": 2, "addtocounter": 2, "newtheorem": 2, "hypersetup": 1, "color": 1, "textcolor": 1, "graphicspath": 1,
    "markboth": 2, "markright": 1, "cline": 1, "cmidrule": 1, "rule": 2, "thanks": 1, "email": 1, "institute": 1,
    "affiliation": 1, "address": 1, "hyphenation": 1, "newenvironment": 3, "colorbox": 1, "addbibresource": 1,
    "phantom": 1, "vphantom": 1, "hphantom": 1, "todo": 1, "captionsetup": 1, "href": 1, "multicolumn": 2,
}  # fmt: skip
"""Commands that set nothing themselves, and how many arguments go with them."""

_SIGNS = {"``": "“", "''": "”", "`": "‘", "--": "–", "---": "—", "-": "-", "~": "\u00a0", "{": "", "}": ""}
_LITERAL = frozenset("%$&#_{}")
_DOLLAR = re.compile(r"[^$\\]*(?:\\.[^$\\]*)*\$", re.DOTALL)
_CELL = "\x1f"


_ENVIRONMENT = re.compile(r"\s{0,9}\{([A-Za-z*@]{1,40})\}")
_OPTION = re.compile(r"\s{0,9}\[[^\[\]]{0,500}\]")


class TexReader:
    """Reads a text, or an argument of a command: then `depth` counts up."""

    def __init__(self, depth: int = 0) -> None:
        self.blocks = TextBlocks()
        self._depth = depth
        self._source = ""
        self._at = 0
        self._parts: list[str] = []
        self._lists: list[list[str | int]] = []  # [marker, items so far]
        self._marker: str | None = None  # of the item that begins
        self._tables = 0
        self._notes: list[str] = []
        self._count = 0
        self._endless: set[str] = set()  # what is not closed from here on
        self._partners: dict[int, int] = {}

    def read(self, source: str) -> str:
        self._source, self._partners = source, group_ends(source)
        while (match := _TOKEN.search(source, self._at)) is not None and not self.blocks.full:
            self._parts.append(source[self._at : match.start()].replace("\n", " "))
            self._at = match.end()
            if match["word"]:
                self._word(match["word"])
            elif match["sign"]:
                self._sign(match["sign"])
            elif match["blank"]:
                self._end_paragraph()
            elif match["math"] or match["display"]:
                self._math(match[0])
            elif match["quote"] == "&":
                self._parts.append(_CELL if self._tables else " ")
            elif match["quote"]:
                self._parts.append(_SIGNS.get(match["quote"], match["quote"]))
        self._parts.append(source[self._at :].replace("\n", " "))
        self._end_paragraph()
        return self.blocks.text()

    def _word(self, word: str) -> None:
        if word in ("begin", "end"):
            self._environment(word)
        elif word in _HEADINGS:
            self._end_paragraph()
            self.blocks.heading(self._read(self._argument()), _HEADINGS[word])
        elif word == "item":
            self._item()
        elif word in _NOTES:
            if text := self._read(self._argument()):
                self._count += 1
                self._parts.append(f"[{self._count}]")
                self._notes.append(f"[{self._count}] {text}")
        elif word in _MARKS:
            self._parts.append(f"[{self._argument()}]")
        elif word in _DROPPED:
            for _ in range(_DROPPED[word]):
                self._argument()
        elif word in (
            "par",
            "newpage",
            "clearpage",
            "caption",
            "centering",
            "maketitle",
            "hline",
            "bibitem",
            "url",
            "path",
            "nolinkurl",
        ):
            self._layout(word)
        else:
            self._letter(word)

    def _environment(self, word: str) -> None:
        if match := _ENVIRONMENT.match(self._source, self._at):
            self._at = match.end()
            (self._begin if word == "begin" else self._end)(match[1].rstrip("*"))

    def _letter(self, word: str) -> None:
        if word in LETTERS:
            self._parts.append(LETTERS[word])
            if self._source[self._at : self._at + 1] == " ":
                self._at += 1
        elif word in ACCENTS:
            shown, self._at = accented(self._source, word, self._at)
            self._parts.append(shown)
        elif word in ("newline", "linebreak", "tabularnewline"):
            self._sign("\\")
        elif word in ("quad", "qquad", "enspace", "hfill", "space"):
            self._parts.append(" ")
        elif match := _OPTION.match(self._source, self._at):
            self._at = match.end()

    def _layout(self, word: str) -> None:
        if word in ("url", "path", "nolinkurl"):
            self._parts.append(self._argument())
        elif word == "caption":
            self._end_paragraph()
            self.blocks.add(self._read(self._argument()))
        elif word == "bibitem":
            self._end_paragraph()
            self._marker = f"[{self._argument()}]"
        elif word in ("par", "newpage", "clearpage"):
            self._end_paragraph()

    def _sign(self, sign: str) -> None:
        if sign in _LITERAL:
            self._parts.append(sign)
        elif sign in ACCENTS and self._source[self._at : self._at + 1].strip():
            shown, self._at = accented(self._source, sign, self._at)
            self._parts.append(shown)
        elif sign in ("[", "("):
            self._math("\\" + sign)
        elif sign == "\\":
            if match := _OPTION.match(self._source, self._at):
                self._at = match.end()
            if self._tables:
                self._end_row()
            else:
                self._parts.append("\n")
        elif sign in " \n\t,;:~":
            self._parts.append(" ")

    def _math(self, opening: str) -> None:
        """A formula; a sign that nothing closes is text."""
        closing = {"\\[": "\\]", "\\(": "\\)"}.get(opening, opening)
        if opening == "$":
            match = None if "$" in self._endless else _DOLLAR.match(self._source, self._at)
            end = match.end() - 1 if match else -1
        else:
            end = -1 if closing in self._endless else self._source.find(closing, self._at)
        if end < 0:
            self._endless.add(closing)
            self._parts.append(opening)
            return
        self._parts.append(f"${' '.join(self._source[self._at : end].split())}$")
        self._at = end + len(closing)

    def _begin(self, name: str) -> None:
        if name in _CODE or name in _NEVER or name in _DISPLAY:
            self._raw(name)
            return
        if name in _LISTS or name in _TABLES or name in ("quote", "quotation", "abstract", "figure", "table", "center"):
            self._end_paragraph()
        if name in _LISTS:
            self._lists.append([_LISTS[name], 0])
        elif name in _TABLES or name in ("minipage", "thebibliography", "multicols", "tabular*"):
            self._tables += name in _TABLES
            for _ in range(2 if name in ("tabularx", "tabulary") else 1):
                self._argument()
        if match := _OPTION.match(self._source, self._at):
            self._at = match.end()

    def _end(self, name: str) -> None:
        if name in _TABLES and self._tables:
            self._end_row()
            self._tables -= 1
            self.blocks.end_group()
        elif name in _LISTS and self._lists:
            self._end_paragraph()
            self._lists.pop()
            if not self._lists:
                self.blocks.end_group()
        else:
            self._end_paragraph()

    def _raw(self, name: str) -> None:
        """An environment in which nothing is a command of text."""
        starred = self._source[self._at - 2] == "*"
        closing = f"\\end{{{name}*}}" if starred else f"\\end{{{name}}}"
        end = -1 if closing in self._endless else self._source.find(closing, self._at)
        if end < 0:
            self._endless.add(closing)
            return
        inside = self._source[self._at : end]
        self._at = end + len(closing)
        if name in _DISPLAY:
            self._parts.append(f"${' '.join(inside.split())}$")
        elif name in _CODE:
            self._end_paragraph()
            self.blocks.code(inside)

    def _item(self) -> None:
        self._end_paragraph()
        label = ""
        if match := _OPTION.match(self._source, self._at):
            self._at = match.end()
            label = self._read(match[0].strip()[1:-1])
        if self._lists:
            self._lists[-1][1] = count = int(self._lists[-1][1]) + 1
            self._marker = label or (f"{count}." if self._lists[-1][0] == "1." else "-")

    def _argument(self) -> str:
        """The next argument in braces, behind options; "" if there is none."""
        while match := _OPTION.match(self._source, self._at):
            self._at = match.end()
        start = self._at
        while self._source[start : start + 1].isspace() and start < self._at + 100:
            start += 1
        end = self._partners.get(start)
        if end is None:
            return ""
        self._at = end + 1
        return self._source[start + 1 : end]

    def _read(self, argument: str) -> str:
        return TexReader(self._depth + 1).read(argument) if self._depth < 4 else argument

    def _end_row(self) -> None:
        self.blocks.row("".join(self._parts).split(_CELL))
        self._parts.clear()

    def _end_paragraph(self) -> None:
        if self._tables:
            return
        text = "".join(self._parts).replace(_CELL, " ")
        self._parts.clear()
        if not text.strip():
            return
        if self._marker is not None:
            self.blocks.item(text, marker=self._marker, level=max(0, len(self._lists) - 1))
            self._marker = None
        elif self._lists:
            self.blocks.more(text)
        else:
            self.blocks.add(text)
        for note in self._notes:
            self.blocks.add(note)
        self._notes.clear()
