r"""LaTeX documents: `\href`, `\url`, bare URLs, footnotes, and citation keys with their bibliographies.

A scanner of our own: nothing is expanded, `\input` is not followed. A command that is not known is passed over, its
arguments are text. `\cite` and its relatives (natbib, BibLaTeX) cite what their keys' entries cite, in the
`thebibliography` of the document or in a bibliography that it names or that lies beside it.
"""

import re
from collections import deque
from collections.abc import Callable

from crawler.model import ParsedSource
from crawler.sources.parsing.bare_urls import absolute
from crawler.sources.parsing.footnotes import CitingLink
from crawler.sources.parsing.identifiers import arxiv_url, doi_url
from crawler.sources.parsing.latex import commands
from crawler.sources.parsing.latex.characters import ACCENTS, CHARS, LETTERS, SIGNS, accented
from crawler.sources.parsing.latex.source import mask
from crawler.sources.parsing.latex.urls import latex_links, latex_url
from crawler.sources.parsing.markup.markup_text import MarkupReader
from crawler.sources.parsing.prose import tidy
from crawler.sources.parsing.source_text import SourceText

_START = re.compile(r"\\(?:documentclass|begin\s*\{document\}|usepackage|chapter|section)\b")
_TOKEN = re.compile(r"\\(?P<command>[A-Za-z@]+)\*?|\\(?P<char>.)|[{}&~]|\n[ \t]*\n\s*|``|''|`|-{2,3}", re.DOTALL)
_SPACE = re.compile(r"[ \t]*\n?[ \t]*")
_OPTION = re.compile(r"\[(?:[^\[\]{}]|\{[^{}]{0,200}\}){0,300}+\]")
_ARGUMENT = re.compile(r"#\d")
_BIBLIOGRAPHY = re.compile(
    r"\\(?:bibliography|addbibresource|addglobalbib)\s*(?:\[[^\[\]]{0,200}\])?\s*\{([^{}]{0,2000})\}"
)
_BIBITEM = re.compile(r"\\bibitem\s*(?:\[(?:[^\[\]{}]|\{[^{}]{0,200}\}){0,300}+\]\s*)?\{([^{}]{1,200})\}")
_MARK = re.compile(r"~?\\(?:(?!cite(?:t|alt|author|title)|text|Text)[A-Za-z]{0,12}[cC]ite|footnote)")
"""What stands as a mark behind the words for which it cites: no white space belongs between."""


def sniff(source: SourceText) -> bool:
    return _START.search(source.head) is not None and source.head.lstrip()[:1] in ("\\", "%")


def read(source: SourceText) -> ParsedSource:
    reader = _LatexReader(source)
    reader.read()
    return reader.parsed("latex")


class _LatexReader(MarkupReader):
    def __init__(self, source: SourceText) -> None:
        super().__init__(source)
        self.latex = mask(self.text)
        self.masked = self.latex.text
        self.groups: list[tuple[int, Callable[[], None]]] = []  # open groups: where each closes, what happens then
        self.bibitems: set[str] = set()
        self.defining = False
        self.handlers: dict[str, Callable[[str, int, int], int]] = {
            **dict.fromkeys((*commands.SKIPPED, *commands.SETTINGS, *commands.FILES), self._skip),
            **dict.fromkeys((*commands.NOTES, *commands.HEADINGS, *commands.QUOTING), self._group),
            **dict.fromkeys(("doi", "arxiv", "arXiv"), self._identifier),
            **dict.fromkeys(("begin", "end"), self._environment),
            "bibitem": self._bibitem,
        }

    def read(self) -> None:
        for reason, start, end in self.latex.uncited:
            self.ignore_urls(reason, start, end)
        self.bibitems = {key.strip().casefold() for key in _BIBITEM.findall(self.masked)}
        urls = deque(link for link in latex_links(self.masked) if "://" in link[2][:10])
        pos = 0
        match = _TOKEN.search(self.masked, pos)
        while True:
            if match is not None and match.start() < pos:
                match = _TOKEN.search(self.masked, pos)
            while urls and urls[0][0] < pos:
                urls.popleft()
            if urls and (match is None or urls[0][0] <= match.start()):
                start, end, url = urls.popleft()
                self.prose.add(self.masked[pos:start])
                self._link(start, url)
                pos = end
            elif match is None:
                break
            else:
                words = self.masked[pos : match.start()]
                self.prose.add(words.rstrip() if _MARK.match(self.masked, match.start()) else words)
                pos = self._token(match)
        self.prose.add(self.masked[pos:])
        self._define(None)
        names, line = [], None
        for found in _BIBLIOGRAPHY.finditer(self.masked):
            names += [name.strip() for name in found[1].split(",")]
            line = line or self.lines.place(found.start())[0]
        # A whole document that names no bibliography has none; a chapter is included by one that does.
        self.cite_entries(names, line, search="\\documentclass" not in self.masked)

    def _link(self, offset: int, url: str, text: str | None = None) -> None:
        if _ARGUMENT.search(url) or (url.startswith("\\") and "://" not in url):
            self.prose.add(text or "")
            self.ignore("link made by a macro", offset, url)
        else:
            self.link(offset, absolute(url) if url.startswith("www.") else url, text)

    def _token(self, match: re.Match[str]) -> int:
        written = match[0]
        if match["command"]:
            return self._command(match["command"], match.start(), match.end())
        if match["char"]:
            return self._char(match["char"], match.end())
        if written == "}":
            while self.groups and self.groups[-1][0] <= match.start():
                self.groups.pop()[1]()
        elif written.startswith("\n") or (written == "&" and self.row is not None):
            self.begin()
        elif written != "{" and not (written == "~" and _MARK.match(self.masked, match.end())):
            self.prose.add(SIGNS[written])
        return match.end()

    def _char(self, char: str, end: int) -> int:
        r"""A command of one character: an accent, an escaped character, or `\\`."""
        if char == "\\":
            if self.row is not None:
                self.row = []
                self.begin()
            else:
                self.prose.add(" ")
            option = _OPTION.match(self.masked, end)
            return option.end() if option else end
        if char in ACCENTS:
            return self._accent(char, end)
        self.prose.add(CHARS.get(char, char))
        return end

    def _accent(self, char: str, end: int) -> int:
        letter, after = accented(self.masked, char, end)
        self.prose.add(letter)
        return after

    def _command(self, name: str, start: int, end: int) -> int:
        if start in self.latex.urls:
            return self._url(name, start)
        if name in self.handlers:
            return self.handlers[name](name, start, end)
        if name in LETTERS:
            self.prose.add(LETTERS[name])
            return _SPACE.match(self.masked, end).end()  # type: ignore[union-attr]  # it matches nothing, too
        if name in ACCENTS and self.masked[end : end + 1] in ("{", " "):
            return self._accent(name, end)
        if commands.CITE.fullmatch(name) and name.lower() not in commands.NO_CITE:
            return self._cite(name, start, end)
        if name in commands.BREAKS:
            self.begin()
            return self._options(end)
        return self._options(end) if name == "hyperref" or self.masked.startswith("[", end) else end

    def _options(self, pos: int) -> int:
        """The offset behind the arguments in brackets at an offset; that offset if there are none."""
        while True:
            space = _SPACE.match(self.masked, pos)
            option = _OPTION.match(self.masked, space.end() if space else pos)
            if option is None:
                return pos
            pos = option.end()

    def _argument(self, pos: int) -> tuple[int, int] | None:
        """Start and end of the content of the group that begins at an offset, behind white space."""
        space = _SPACE.match(self.masked, pos)
        opening = space.end() if space else pos
        closing = self.latex.closing(opening)
        return (opening + 1, closing) if closing >= 0 else None

    def _skip(self, name: str, start: int, end: int) -> int:
        r"""Passes over a command and its arguments, which are no text."""
        pos = self._options(end)
        while argument := self._argument(pos):
            if name in commands.FILES:
                self.ignore(commands.FILES[name], start, self.text[argument[0] : argument[1]])
            pos = self._options(argument[1] + 1)
            if not self.masked.startswith("{", pos):
                break
        if name in commands.SETTINGS:
            self.ignore_urls("URL in code", end, pos)
        return pos

    def _url(self, name: str, start: int) -> int:
        written, end = self.latex.urls[start]
        url = latex_url(written)
        text = self._argument(end) if name == "href" else None
        if text is None:
            self._link(start, url)
            return end
        if _ARGUMENT.search(url):
            self.ignore("link made by a macro", start, url)
            return text[0]
        site = self.spot(start)
        self.add_link(CitingLink(site, url=url))
        self.groups.append((text[1], site.end_link))
        return text[0]

    def _identifier(self, name: str, start: int, end: int) -> int:
        argument = self._argument(end)
        written = self.text[argument[0] : argument[1]] if argument else ""
        url = (doi_url if name == "doi" else arxiv_url)(latex_url(written))
        if argument is None or url is None:
            return end
        self.link(start, url, written)
        return argument[1] + 1

    def _cite(self, name: str, start: int, end: int) -> int:
        r"""`\cite[see][p. 4]{a,b}`; `\cites` takes several groups of keys (BibLaTeX, section 3.9.3)."""
        textual, pos = commands.TEXTUAL.fullmatch(name), end
        while True:
            pos = self._options(pos)
            argument = self._argument(pos)
            if argument is None:
                return pos
            for part in re.finditer(r"[^\s,][^,]*", self.masked[argument[0] : argument[1]]):
                key = part[0].strip()
                if key == "*":
                    continue
                if key.casefold() in self.bibitems:
                    self.mark(start, f"@{key}")
                else:
                    self.cite_key(start, key, f"[@{key}]" if textual else "")
            pos = argument[1] + 1
            if not name.endswith("cites"):
                return pos

    def _bibitem(self, _name: str, start: int, end: int) -> int:
        argument = self._argument(self._options(end))
        if argument is None:
            return end
        self._define((start, f"@{self.masked[argument[0] : argument[1]].strip()}"))
        self.begin()
        return argument[1] + 1

    def _define(self, entry: tuple[int, str] | None) -> None:
        """Ends the entry of `thebibliography` that is open, and begins one."""
        if self.defining:
            self.end_definition()
        self.defining = entry is not None
        if entry is not None:
            self.define(*entry)

    def _group(self, name: str, start: int, end: int) -> int:
        """A command whose argument is a text of its own: a footnote, a heading."""
        argument = self._argument(self._options(end))
        if argument is None:
            return end
        if name in commands.NOTES:
            self.begin_note(start)
            self.groups.append((argument[1], self.end_note))
        elif name == "epigraph":
            self._epigraph(argument[1])
        elif name in commands.QUOTING:
            self.prose.add("“")
            self.groups.append((argument[1], lambda: self.prose.add("”")))
        else:
            self.begin()
            self.groups.append((argument[1], self._end_title if name == "title" else self.begin))
        return argument[0]

    def _epigraph(self, end: int) -> None:
        r"""`\epigraph{words}{source}` (package epigraph): a block quote and its line of attribution."""
        source = self._argument(end + 1)
        self.collector.block_quotes.open()
        self.begin()
        self.groups.append((source[1] if source else end, self._end_epigraph))
        if source:
            self.groups.append((end, lambda: self.prose.add("\n— ")))

    def _end_epigraph(self) -> None:
        self.collector.block_quotes.close()
        self.begin()

    def _end_title(self) -> None:
        self.title = self.title or tidy(self.prose.text) or None
        self.begin()

    def _environment(self, kind: str, _start: int, end: int) -> int:
        argument = self._argument(end)
        if argument is None:
            return end
        name = self.masked[argument[0] : argument[1]].strip().rstrip("*")
        pos = argument[1] + 1
        if kind == "begin":
            if name in commands.TABLES:
                while found := self._argument(pos := self._options(pos)):
                    pos = found[1] + 1
                self.row = []
            elif name == "thebibliography" and (found := self._argument(pos)):
                pos = found[1] + 1
            else:
                pos = self._options(pos)
        elif name in commands.TABLES:
            self.row = None
        elif name == "thebibliography":
            self._define(None)
        if name in commands.BLOCK_QUOTES:
            self.collector.block_quotes.step(1 if kind == "begin" else -1)
        self.begin()
        return pos
