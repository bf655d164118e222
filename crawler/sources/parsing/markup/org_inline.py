"""Inline markup of Org: links, footnotes, citations of Org and of org-ref, verbatim text, bare URLs.

The rules are those of "Org Syntax" (orgmode.org/worg/org-syntax.html), section "Objects", and of org-ref's manual.
"""

import re
from collections import deque

from crawler.sources.parsing.bare_urls import absolute, find_urls
from crawler.sources.parsing.identifiers import doi_url
from crawler.sources.parsing.markup.markup_text import MarkupReader, Passage
from crawler.sources.parsing.source_text import SourceText

# The text of a link is not possessive: Python before 3.11.5 mismatches a possessive group with a lookahead (gh-106052).
_TOKEN = re.compile(
    r"""\[\[(?P<target>(?:[^\[\]\\]|\\.){1,2000}+)\](?:\[(?P<text>(?:[^\[\]]|\[(?!\[)|\](?!\])){1,2000})\])?\]
    |\[cite(?P<style>/[\w/-]{1,40}+)?:(?P<citation>[^\[\]]{1,2000}+)\]
    |(?<![\w:/])(?P<ref>[A-Za-z]{0,12}[cC]ite[A-Za-z]{0,12}):(?P<keys>&?[\w.:+/-]*\w(?:[,;]&?[\w.:+/-]*\w)*)
    |\[fn:(?P<label>[\w-]{0,100}+)(?P<inline>:)?
    |(?P<code>(?:(?<=[\s('"{-])|^)[=~](?=\S))
    |(?P<source>\bsrc_\w{1,30}+(?:\[[^\[\]\n]{0,200}+\])?\{[^{}\n]{0,500}+\})
    |(?:(?<=[\s('"{-])|^)[*/_](?=[^\s*/_])|(?<=[^\s*/_])[*/_](?=$|[\s.,;:!?'")}-])|\\\\$""",
    re.VERBOSE | re.MULTILINE,
)
_CODE_END = {sign: re.compile(rf"(?<=\S){sign}(?=$|[\s\-.,;:!?'\")}}\[\]])", re.MULTILINE) for sign in "=~"}
_MAX_CODE_CHARS = 500
_WEB = re.compile(r"(?:https?|ftp)://", re.IGNORECASE)
_TYPE = re.compile(r"([A-Za-z][\w+-]*):(?!:)")
_KEY = re.compile(r"@([^\s;,\[\]@]+)")
_FILE_TYPES = frozenset("file attachment docview".split())
_CITE_TYPE = re.compile(r"[A-Za-z]*[cC]ite[A-Za-z]*")
_TEXTUAL = re.compile(r"/(?:t|text|a|author)(?:/|$)|citet|textcite|citeauthor", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([\\\[\]])")
_MARKS = re.compile(r"(?:(?<=[\s('\"-])|^)[*/_=~](?=\S)|(?<=\S)[*/_=~](?=$|[\s.,;:!?'\")-])")


class OrgInline(MarkupReader):
    """Reads blocks of inline markup; `abbreviations` are those of `#+LINK:`, in small letters."""

    def __init__(self, source: SourceText) -> None:
        super().__init__(source)
        self.abbreviations: dict[str, str] = {}

    def inline(self, passage: Passage) -> None:
        """Reads one block's text into the current Prose."""
        text, urls = passage.text, deque(find_urls(passage.text, www=True))
        closing = _brackets(text) if "[fn:" in text else {}
        notes: list[int] = []  # where the open footnotes end
        pos, searched, match = 0, -1, None
        while True:
            limit = notes[-1] if notes else len(text)
            if limit != searched or (match is not None and match.start() < pos):  # not again behind each bare URL
                match, searched = _TOKEN.search(text, pos, limit), limit
            while urls and urls[0][0] < pos:
                urls.popleft()
            if urls and urls[0][0] < limit and (match is None or urls[0][0] <= match.start()):
                start, end = urls.popleft()
                self.prose.add(text[pos:start])
                self.link(passage.offset(start), absolute(text[start : min(end, limit)]))
                pos = min(end, limit)
            elif match is not None:
                words = text[pos : match.start()]
                self.prose.add(words.rstrip() if _is_mark(match) else words)
                pos = self._token(passage, match, closing, notes)
            elif notes:
                self.prose.add(text[pos:limit])
                self.end_note()
                pos = notes.pop() + 1
            else:
                self.prose.add(text[pos:])
                return

    def _token(self, passage: Passage, match: re.Match[str], closing: dict[int, int], notes: list[int]) -> int:
        offset = passage.offset(match.start())
        if match["target"]:
            self.link_to(_ESCAPE.sub(r"\1", match["target"]), offset, match["text"])
        elif match["citation"]:
            for key in _KEY.findall(match["citation"]):
                self.cite_key(offset, key, f"[@{key}]" if _TEXTUAL.match(match["style"] or "") else "")
        elif match["ref"]:
            self._keys_of(match["ref"], match["keys"], offset)
        elif match["label"] is not None:
            return self._note(passage, match, closing, notes)
        elif match["code"]:
            return self._code(passage, match)
        elif match["source"]:
            self.prose.add(match["source"])
            self.ignore_urls("URL in code", offset, passage.offset(match.end() - 1))
        return match.end()

    def _note(self, passage: Passage, match: re.Match[str], closing: dict[int, int], notes: list[int]) -> int:
        """`[fn:label]`, `[fn:label: text]` or `[fn:: text]`."""
        end, offset = closing.get(match.start(), -1), passage.offset(match.start())
        if end < 0 or (notes and end > notes[-1]) or not (match["inline"] or (match["label"] and end == match.end())):
            self.prose.add(match[0])
            return match.end()
        if match["inline"]:
            self.begin_note(offset, match["label"] or None)
            notes.append(end)
            return match.end()
        self.mark(offset, match["label"])
        return end + 1

    def _code(self, passage: Passage, match: re.Match[str]) -> int:
        text = passage.text
        end = _CODE_END[match["code"]].search(text, match.end(), match.end() + _MAX_CODE_CHARS)
        if end is None:
            self.prose.add(match[0])
            return match.end()
        self.prose.add_code(text[match.end() : end.start()])
        self.ignore_urls("URL in code", passage.offset(match.end()), passage.offset(end.start()))
        return end.end()

    def link_to(self, target: str, offset: int, text: str | None) -> None:
        """A link in brackets: to the web, by an abbreviation, to an entry, or to something of one's own."""
        shown = " ".join(_MARKS.sub("", text).split()) if text else None
        kind = _TYPE.match(target)
        name = kind[1] if kind else ""
        rest = target[kind.end() :] if kind else ""
        if kind and name.lower() in self.abbreviations:
            self.link(offset, _expanded(self.abbreviations[name.lower()], rest), shown)
        elif _WEB.match(target) or name.lower() == "mailto":
            self.link(offset, target, shown)
        elif name == "doi" and (url := doi_url(rest)):
            self.link(offset, url, shown or target)
        elif _CITE_TYPE.fullmatch(name):
            self._keys_of(name, rest, offset)
        else:
            self.prose.add(shown or target)
            relative = name in _FILE_TYPES or target.startswith((".", "/", "~"))
            self.ignore("relative link" if relative else "cross-reference", offset, target)

    def _keys_of(self, name: str, keys: str, offset: int) -> None:
        """The keys of org-ref's `cite:a,b`, or of its version 3, `cite:see &a page 4;&b`."""
        found = re.findall(r"&([^\s;,&]+)", keys) if "&" in keys else [key.strip() for key in keys.split(",")]
        for key in found:
            if key:
                self.cite_key(offset, key, f"[@{key}]" if _TEXTUAL.match(name) else "")


def _is_mark(match: re.Match[str]) -> bool:
    """Whether a token stands behind the words for which it cites, as a footnote's mark does."""
    if match["label"] is not None:
        return True
    name = match["style"] or match["ref"] or ""
    if match["target"] and (kind := _TYPE.match(match["target"])) and _CITE_TYPE.fullmatch(kind[1]):
        name = kind[1]
    return bool(match["citation"] or _CITE_TYPE.fullmatch(name)) and not _TEXTUAL.match(name)


def _expanded(pattern: str, tag: str) -> str:
    """The URL of an abbreviated link ("Link Abbreviations" of the manual): `%s` is where the tag goes."""
    for place in ("%s", "%h"):
        if place in pattern:
            return pattern.replace(place, tag)
    return pattern + tag


def _brackets(text: str) -> dict[int, int]:
    """The closing bracket of each opening one."""
    found: dict[int, int] = {}
    waiting: list[int] = []
    for match in re.finditer(r"[\[\]]", text):
        if match[0] == "[":
            waiting.append(match.start())
        elif waiting:
            found[waiting.pop()] = match.start()
    return found
