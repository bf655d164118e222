r"""Inline markup of reStructuredText: references, roles, footnote marks, substitutions, bare URLs.

The rules are those of "reStructuredText Markup Specification", section "Inline Markup" (docutils.sourceforge.io).
`RstInline` is the part of the reader that reads one block; references are resolved at the end, when all targets are
known.
"""

import re
from collections import deque
from dataclasses import dataclass, field

from crawler.sources.parsing.bare_urls import absolute, find_urls
from crawler.sources.parsing.footnotes import CitingLink, Footnote
from crawler.sources.parsing.markup.markup_text import MarkupReader, Passage
from crawler.sources.parsing.prose import CitationSite
from crawler.sources.parsing.source_text import SourceText

_TOKEN = re.compile(
    r"""(?P<literal>``)
    |(?P<tick>(?::(?P<before>[A-Za-z][\w.+:-]{0,60}):|_)?`)
    |(?P<note>\[(?P<label>\#[\w.-]*|\*|[\w.-]+)\]_(?!\w))
    |\|(?P<sub>[^|\s](?:[^|\n]{0,100}[^|\s])?)\|(?:__?(?!\w))?
    |(?<![\w./@:+~-])(?P<name>[A-Za-z0-9]+(?:[-_.:+][A-Za-z0-9]+)*)(?P<anonymous>__?)(?!\w)
    |\\(?P<escaped>.|\n)
    |(?P<emphasis>(?<![\w*])\*{1,2}(?=[^\s*])|(?<=[^\s*])\*{1,2}(?!\w))""",
    re.VERBOSE,
)
_AFTER = re.compile(r"`(?::(?P<after>[A-Za-z][\w.+:-]{0,60}):|(?P<reference>__?)(?!\w))?")
_EMBEDDED = re.compile(r"\A(?P<text>.*?)(?:(?:\A|(?<=\s))<(?P<target>[^<>]+)>)\s*\Z", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:\s|(.))")
_ESCAPED_REST = re.compile(r"(?:\\[_*|`][\w/%&=?.#~+-]*[\w/])*")
r"""What follows a URL behind `\_`, a backslash that keeps markup from being read."""
_LABELS = re.compile(r"^[ \t]*\.\.\s+\[(#[\w.-]*|\*|\d+)\](?:\s|$)", re.MULTILINE)
_SYMBOLS = "*†‡§¶#♠♥♦♣"
_WEB = re.compile(r"(?:https?|ftp)://", re.IGNORECASE)
_CODE_ROLES = frozenset("code literal command samp file kbd math makevar regexp envvar program option".split())
_URL_ROLES = frozenset("rfc pep pypi cve issue pr pull gh user commit doi arxiv wikipedia".split())
_DOCUMENT_ROLES = frozenset("doc ref numref any term download".split())
_MAX_TICKS = 20
"""Back quotes that are tried as the end of one interpreted text: all but the first follow white space."""


def unescaped(text: str) -> str:
    r"""A text without backslashes: `\_` is `_`, and a backslash before white space is nothing."""
    return _ESCAPE.sub(lambda match: match[1] or "", text)


def footnote_numbers(text: str) -> dict[str, deque[str]]:
    """The numbers of the footnotes `[#]` and the symbols of `[*]` ("Auto-Numbered Footnotes")."""
    labels = _LABELS.findall(text)
    explicit = {label for label in labels if label.isdigit()}
    found: dict[str, deque[str]] = {"#": deque(), "*": deque()}
    number = 0
    for label in labels:
        if label == "*":
            count = len(found["*"])
            found["*"].append(_SYMBOLS[count % 10] * (count // 10 + 1))
        elif label.startswith("#"):
            number += 1
            while str(number) in explicit:
                number += 1
            if label == "#":
                found["#"].append(str(number))
    return found


def normalized(name: str) -> str:
    """A reference's name as it is compared ("Reference Names": case and white space do not matter)."""
    return " ".join(unescaped(name).split()).casefold()


def target_of(written: str) -> tuple[str, bool]:
    """What a target points to, and whether that is another target's name: `name_`.

    White space within a URL, as in one that is wrapped over lines, is none of its own.
    """
    if written.endswith("_") and not written.endswith("\\_") and not (_WEB.match(written) and "`" not in written):
        return normalized(written[:-1].strip("`")), True
    return unescaped("".join(written.split()) if "\\ " not in written else written), False


@dataclass(slots=True)
class RstTargets:
    """What references can point to, by normalised name: a URL, or another name."""

    urls: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    internal: set[str] = field(default_factory=set)
    anonymous: deque[tuple[str, bool]] = field(default_factory=deque)  # URL or name, and whether it is a name

    def resolve(self, name: str) -> str | None:
        """The URL that a name stands for; "" for a place in the document; None if nothing defines it."""
        for _ in range(20):
            if name in self.urls:
                return self.urls[name]
            if name not in self.aliases:
                break
            name = self.aliases[name]
        return "" if name in self.internal else None


class RstInline(MarkupReader):
    """Reads blocks of inline markup."""

    def __init__(self, source: SourceText) -> None:
        super().__init__(source)
        self.targets = RstTargets()
        self.auto_marks: dict[str, deque[str]] = {}  # the numbers of the marks [#], and the symbols of [*]
        self.defined: list[tuple[str, int]] = []  # the URLs of explicit targets, and their offsets
        self.substitutions: dict[str, Footnote] = {}
        self.substitutes: dict[str, str] = {}  # the plain text of each
        self._uses: list[tuple[str, CitationSite]] = []
        self._references: list[tuple[str | None, CitingLink, int]] = []  # None: anonymous

    def inline(self, passage: Passage) -> None:
        """Reads one block's text into the current Prose."""
        text = passage.text
        urls = deque(find_urls(text, www=True))
        pos = 0
        match = _TOKEN.search(text, pos)
        while True:
            if match is not None and match.start() < pos:
                match = _TOKEN.search(text, pos)
            while urls and urls[0][0] < pos:
                urls.popleft()
            if urls and (match is None or urls[0][0] <= match.start()):
                start, end = urls.popleft()
                self.prose.add(text[pos:start])
                end = _ESCAPED_REST.match(text, end).end()  # type: ignore[union-attr]  # it matches nothing, too
                self.link(passage.offset(start), absolute(unescaped(text[start:end])))
                pos = end
            elif match is None:
                self.prose.add(text[pos:])
                return
            else:
                words = text[pos : match.start()]
                self.prose.add(words.rstrip() if match["note"] else words)
                pos = self._token(passage, match)

    def _token(self, passage: Passage, match: re.Match[str]) -> int:
        offset = passage.offset(match.start())
        if match["literal"]:
            return self._literal(passage, match)
        if match["tick"]:
            return self._interpreted(passage, match)
        if match["note"]:
            self._mark(match["label"], offset)
        elif match["sub"]:
            self._use(normalized(match["sub"]), match[0], offset)
        elif match["name"]:
            name = None if match["anonymous"] == "__" else normalized(match["name"])
            self._reference(name, match["name"], offset)
        elif match["escaped"]:
            self.prose.add("" if match["escaped"].isspace() else match["escaped"])
        return match.end()

    def _literal(self, passage: Passage, match: re.Match[str]) -> int:
        end = passage.text.find("``", match.end())
        if end < 0:
            return match.end()
        self.prose.add_code(passage.text[match.end() : end])
        self.ignore_urls("URL in code", passage.offset(match.end()), passage.offset(end))
        return end + 2

    def _interpreted(self, passage: Passage, match: re.Match[str]) -> int:
        text, start = passage.text, match.end()
        end = start - 1
        for _ in range(_MAX_TICKS):
            end = text.find("`", end + 1)
            if end < 0 or (end > start and text[end - 1] not in " \t\n\\"):
                break
        after = _AFTER.match(text, end) if end > start and not text[start].isspace() else None
        if after is None or text[end - 1] in " \t\n\\":
            self.prose.add(match[0])
            return match.end()
        role = match["before"] or after["after"]
        content, offset = text[start:end], passage.offset(match.start())
        if after["reference"] and not role:
            self._phrase(content, offset, anonymous=after["reference"] == "__")
        else:
            self._role((role or "").rpartition(":")[2], content, offset, passage.offset(start), passage.offset(end))
        return after.end()

    def _phrase(self, content: str, offset: int, *, anonymous: bool) -> None:
        r"""`` `text`_ ``, `` `text <url>`_ `` or `` `text <name_>`_ ``."""
        embedded = _EMBEDDED.match(content)
        if embedded is None or not embedded["target"]:
            self._reference(None if anonymous else normalized(content), _words(content), offset)
            return
        name, text = normalized(embedded["text"] or embedded["target"]), _words(embedded["text"])
        target, is_name = target_of(embedded["target"])
        if not anonymous:
            (self.targets.aliases if is_name else self.targets.urls).setdefault(name, target)
        self.refer_to(embedded["target"], offset, text)

    def refer_to(self, written: str, offset: int, text: str) -> None:
        """Adds a link to what is written as a target: a URL or `name_`."""
        target, is_name = target_of(written)
        if is_name:
            self._reference(target, text or target, offset)
        else:
            self.link(offset, target, text or None)

    def _role(self, role: str, content: str, offset: int, start: int, end: int) -> None:
        embedded = _EMBEDDED.match(content)
        target = unescaped(embedded["target"] if embedded and embedded["target"] else content)
        if role not in _CODE_ROLES and role and _WEB.match(target):
            self.link(offset, target, _words(embedded["text"]) if embedded else None)
            return
        self.prose.add(_words(embedded["text"] if embedded and embedded["text"] else content))
        if role in _URL_ROLES:
            self.ignore("role that makes a link", offset, f":{role}:`{content}`")
        elif role in _DOCUMENT_ROLES:
            self.ignore("cross-reference", offset, content)
        else:
            self.ignore_urls("URL in code", start, end)

    def _mark(self, label: str, offset: int) -> None:
        numbers = self.auto_marks.get(label)
        label = numbers.popleft() if numbers else label
        self.mark(offset, label.lstrip("#") or label)

    def _use(self, name: str, written: str, offset: int) -> None:
        site = self.linked(offset, self.substitutes.get(name, written))
        self._uses.append((name, site))
        if written.endswith("_"):
            self._references.append((name, CitingLink(site), offset))

    def _reference(self, name: str | None, text: str, offset: int) -> None:
        link = CitingLink(self.linked(offset, text))
        self._references.append((name, link, offset))
        self.add_link(link)

    def resolve(self) -> None:
        """Gives every reference its URL, and every substitution its links; to be called once, before `parsed`."""
        for name, link, offset in self._references:
            if name is None:
                target, is_name = self.targets.anonymous.popleft() if self.targets.anonymous else ("", True)
                url = self.targets.resolve(target) if is_name else target
            else:
                url = self.targets.resolve(name)
            if url:
                link.url = url
            else:
                self.ignore("cross-reference" if url == "" else "reference without a target", offset, link.site.text)
        notes = [*self.notes.defined.values(), *self.notes.duplicates, *self.substitutions.values()]
        for links in (self.links, *(note.links for note in notes)):
            links[:] = [link for link in links if link.url is not None]
        self._resolve_substitutions()
        used = {link.url for links in (self.links, *(note.links for note in notes)) for link in links}
        for url, offset in self.defined:
            if url not in used:
                self.ignore("link definition that no link uses", offset, url)

    def _resolve_substitutions(self) -> None:
        for name, site in self._uses:
            note = self.substitutions.get(name)
            if note is not None:
                note.used = True
                for link in note.links:
                    link.cite(self.collector, at=site)
        for note in self.substitutions.values():
            if not note.used:
                for link in note.links:
                    link.cite(self.collector)


def _words(content: str) -> str:
    return " ".join(unescaped(content.replace("``", "")).split())
