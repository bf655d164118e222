r"""Inline markup of AsciiDoc: URL and link macros, footnotes, cross references, attributes, bare URLs.

The rules are those of docs.asciidoctor.org/asciidoc ("Links", "Footnotes", "Reference Attributes", "Bibliography"):
a URL with `[text]` behind it is a macro, one without is a bare URL; `{name}` stands for an attribute's value.
"""

import re
from bisect import bisect_right
from collections import deque

from crawler.sources.parsing.bare_urls import absolute, find_urls
from crawler.sources.parsing.markup.markup_text import MarkupReader, Passage
from crawler.sources.parsing.source_text import SourceText

_SCHEME = r"(?:https?|ftp|irc)://"
_TOKEN = re.compile(
    rf"""(?P<escaped>\\(?={_SCHEME}|[a-z]+:[^\s:]|[{{<*_`\#\\\[\]]))
    |(?<![A-Za-z0-9+.-])(?P<url>{_SCHEME}[^\s\[\]<>]{{1,2000}}+)(?=\[)
    |(?P<pass>\+{{3}}|\+\+|(?<!\w)`\+(?=\S)|pass:[a-z,]*\[)
    |(?<!\w)(?P<macro>link|mailto|xref|image|icon|kbd|btn|menu|stem|latexmath|asciimath|anchor|footnote|footnoteref):
      (?P<target>\+\+(?:[^\n+]|\+(?!\+)){{1,2000}}\+\+|pass:[a-z]*+\[[^\[\]\n]{{1,2000}}+\]|[^\s\[\]:][^\s\[\]]{{0,2000}}+)?\[
    |<<(?P<reference>[^<>]{{1,300}}+)>>
    |(?P<anchor>\[\[\[?(?P<id>[^\[\],]{{1,200}})(?:,[^\[\]]{{0,300}})?\]\]\]?)
    |\{{(?P<attribute>\w[\w-]*)\}}
    |(?P<mark>\[[.\#%][^\[\]\n]{{0,100}}\](?=[\#*_`])
      |(?<!\w)[*_`\#]{{1,2}}(?=[^\s*_`\#])|(?<=[^\s*_`\#])[*_`\#]{{1,2}}(?!\w)|[ ]\+$)""",
    re.VERBOSE | re.MULTILINE,
)
_WEB = re.compile(_SCHEME, re.IGNORECASE)
_TARGET_REST = re.compile(r"[^\s\[\]<>]*")
_REFERENCE = re.compile(r"\{(\w[\w-]*)\}")
_NAMED = re.compile(r"\s*[\w-]+\s*=")
_LINK_ATTRIBUTE = re.compile(r"""\blink=(?:"([^"]*)"|'([^']*)'|([^,\]\s"']+))""")
_MARKS = re.compile(r"(?<!\w)[*_`#^]{1,2}(?=\S)|(?<=\S)[*_`#]{1,2}(?!\w)|\\(?=\])")
_PASS_ENDS = {"+++": "+++", "++": "++", "`+": "+`"}
_UNTEXT = {"stem", "latexmath", "asciimath", "icon", "anchor"}
MAX_VALUE_CHARS = 10_000
"""Of an attribute's value: values that repeat each other could otherwise grow without limit."""


def link_text(attributes: str) -> str:
    """The text in the brackets of a link macro: without its other attributes, such as `window=_blank`."""
    text = attributes.strip()
    if text.startswith('"') and (end := text.find('"', 1)) > 0:
        text = text[1:end]
    elif "=" in text:
        parts = text.split(",")
        named = next((at for at, part in enumerate(parts) if _NAMED.match(part)), len(parts))
        text = ",".join(parts[:named])
    return " ".join(_MARKS.sub("", text.strip().removesuffix("^")).split())


class AsciiDocInline(MarkupReader):
    """Reads blocks of inline markup; `attributes` are those defined so far."""

    def __init__(self, source: SourceText) -> None:
        super().__init__(source)
        self.attributes: dict[str, str] = {}
        self.attribute_urls: dict[str, tuple[str, int]] = {}  # attributes that are URLs and not used yet
        self.bibliography: set[str] = set()
        self._urls: deque[tuple[int, int]] = deque()
        self._brackets = _MacroBrackets("")

    def inline(self, passage: Passage) -> None:
        """Reads one block's text into the current Prose."""
        self._urls = deque(find_urls(passage.text, www=True))
        self._brackets = _MacroBrackets(passage.text)
        self._read(passage, 0, len(passage.text))

    def _read(self, passage: Passage, pos: int, limit: int) -> None:
        text, urls = passage.text, self._urls
        match = _TOKEN.search(text, pos, limit)
        while pos < limit:
            if match is not None and match.start() < pos:
                match = _TOKEN.search(text, pos, limit)
            while urls and urls[0][0] < pos:
                urls.popleft()
            if urls and urls[0][0] < limit and (match is None or urls[0][0] < match.start()):
                start, end = urls.popleft()
                end = min(end, limit)
                self.prose.add(text[pos:start])
                self.link(passage.offset(start), absolute(self.resolved(text[start:end])))
                pos = end
            elif match is None:
                break
            else:
                self.prose.add(text[pos : match.start()])
                pos = self._token(passage, match, limit)
        self.prose.add(text[pos:limit])

    def _token(self, passage: Passage, match: re.Match[str], limit: int) -> int:
        offset, text = passage.offset(match.start()), passage.text
        if match["escaped"]:
            return self._escaped(passage, match)
        if match["url"]:
            end = self._brackets.next(match.end(), limit)
            if end < 0:
                return self._bare(passage, match.start(), match.end())
            self.link(offset, self.resolved(match["url"]), link_text(self.resolved(text[match.end() + 1 : end])))
            return end + 1
        if match["pass"]:
            return self._passthrough(passage, match, limit)
        if match["macro"]:
            return self._macro(passage, match, limit)
        if match["reference"]:
            self._reference(match["reference"], offset)
        elif match["attribute"]:
            return self._attribute(passage, match, limit)
        return match.end()

    def _bare(self, passage: Passage, start: int, end: int) -> int:
        found = next(find_urls(passage.text[start:end]), None)
        if found is None:
            self.prose.add(passage.text[start:end])
            return end
        self.link(passage.offset(start), self.resolved(passage.text[start : start + found[1]]))
        return start + found[1]

    def _escaped(self, passage: Passage, match: re.Match[str]) -> int:
        r"""A backslash keeps what follows from being a macro: `\https://e.org` is no link."""
        end = match.end()
        if _WEB.match(passage.text, end):
            rest = _TARGET_REST.match(passage.text, end)
            end = rest.end() if rest else end
            self.prose.add(passage.text[match.end() : end])
            self.ignore("escaped URL", passage.offset(match.end()), passage.text[match.end() : end])
            return end
        self.prose.add(passage.text[end : end + 1])
        return end + 1

    def _passthrough(self, passage: Passage, match: re.Match[str], limit: int) -> int:
        closing = _PASS_ENDS.get(match["pass"], "]")
        end = passage.text.find(closing, match.end(), limit)
        if end < 0:
            self.prose.add(match[0])
            return match.end()
        self.prose.add(passage.text[match.end() : end])
        self.ignore_urls("URL in code", passage.offset(match.end()), passage.offset(end))
        return end + len(closing)

    def _macro(self, passage: Passage, match: re.Match[str], limit: int) -> int:
        name, text = match["macro"], passage.text
        opening, offset = match.end() - 1, passage.offset(match.start())
        footnote = name.startswith("footnote")
        end = self._brackets.partner(opening, limit) if footnote else self._brackets.next(opening, limit)
        if end < 0:
            self.prose.add(match[0])
            return match.end()
        target, content = self.resolved(_bare_target(match["target"] or "")), text[opening + 1 : end]
        if footnote:
            self._footnote(passage, name, target, (offset, opening + 1, end))
        elif name in ("link", "mailto"):
            self.link(offset, f"mailto:{target}" if name == "mailto" else target, link_text(self.resolved(content)))
        elif name == "xref":
            self.prose.add(link_text(content))
            self.ignore("cross-reference", offset, target)
        elif name == "image":
            self.image(offset, target, content)
        elif name not in _UNTEXT:
            self.prose.add(content)
        return end + 1

    def image(self, offset: int, target: str, content: str) -> None:
        """An image: it cites what its `link` attribute names."""
        self.ignore("image", offset, target)
        if match := _LINK_ATTRIBUTE.search(content):
            alt = "" if _NAMED.match(content) else link_text(content)
            self.link(offset, self.resolved(match[1] or match[2] or match[3] or ""), alt)

    def _footnote(self, passage: Passage, name: str, target: str, place: tuple[int, int, int]) -> None:
        offset, start, end = place
        if name == "footnoteref":  # of old: footnoteref:[id,text]
            target, comma, _ = passage.text[start:end].partition(",")
            start = start + len(target) + 1 if comma else end
        if start >= end and target:
            self.mark(offset, target)
            return
        self.begin_note(offset, target or None)
        self._read(passage, start, end)
        self.end_note()

    def _reference(self, content: str, offset: int) -> None:
        target, _, text = content.partition(",")
        if target.strip().casefold() in self.bibliography:
            self.mark(offset, target.strip())
        else:
            self.prose.add(text.strip() or target)
            self.ignore("cross-reference", offset, target)

    def _attribute(self, passage: Passage, match: re.Match[str], limit: int) -> int:
        value = self.resolved(match[0])
        if not _WEB.match(value):
            self.prose.add(value)
            return match.end()
        offset, text = passage.offset(match.start()), passage.text
        rest = _TARGET_REST.match(text, match.end(), limit)
        end = rest.end() if rest else match.end()
        if text.startswith("[", end) and (closing := self._brackets.next(end, limit)) >= 0:
            self.link(offset, value + self.resolved(text[match.end() : end]), link_text(text[end + 1 : closing]))
            return closing + 1
        found = next(find_urls("https://e.org/x" + text[match.end() : end]), (0, 0))[1] - len("https://e.org/x")
        end = match.end() + max(found, 0)
        self.link(offset, value + self.resolved(text[match.end() : end]))
        return end

    def resolved(self, text: str) -> str:
        """A text with the values of the attributes that are known in place of `{name}`."""
        return _REFERENCE.sub(self._value, text) if "{" in text else text

    def _value(self, match: re.Match[str]) -> str:
        self.attribute_urls.pop(match[1].lower(), None)
        return self.attributes.get(match[1].lower(), match[0])

    def set_attribute(self, name: str, value: str, offset: int) -> None:
        """An attribute entry, `:name: value`."""
        name = name.lower()
        self.attributes[name] = self.resolved(value)[:MAX_VALUE_CHARS]
        if _WEB.match(self.attributes[name]):
            self.attribute_urls[name] = self.attributes[name], offset


def _bare_target(target: str) -> str:
    if target.startswith("++"):
        return target[2:-2]
    return target[target.index("[") + 1 : -1] if target.startswith("pass:") else target


class _MacroBrackets:
    r"""The brackets of a text: one behind a backslash closes nothing."""

    def __init__(self, text: str) -> None:
        self._closing = [match.start() for match in re.finditer(r"(?<!\\)\]", text)]
        self._partners: dict[int, int] = {}
        waiting: list[int] = []
        for match in re.finditer(r"\\\]|[\[\]]", text):
            at = match.start()
            if match[0] == "[":
                waiting.append(at)
            elif match[0] == "]" and waiting:
                self._partners[waiting.pop()] = at
            elif waiting and text[waiting[-1] - 1 : waiting[-1]] in ("", " ", "\n", "("):
                waiting.pop()  # `[1\]` in a link's text

    def next(self, opening: int, limit: int) -> int:
        """The first closing bracket behind an offset; -1 if there is none before `limit`."""
        at = bisect_right(self._closing, opening)
        return self._closing[at] if at < len(self._closing) and self._closing[at] < limit else -1

    def partner(self, opening: int, limit: int) -> int:
        """The bracket that closes the one at an offset; -1 if there is none before `limit`."""
        at = self._partners.get(opening, -1)
        return at if at < limit else -1
