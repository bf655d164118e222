"""MDX -> Markdown of the same length: JSX and JavaScript are masked, so that all offsets stay valid.

* `{/* comments */}`, `<!-- comments -->`, `import` and `export` statements become spaces;
* a tag within text becomes TAG and FILL characters, which Markdown treats as letters, so emphasis around it works;
* a line of nothing but tags becomes spaces, so that the Markdown between such lines is parsed as blocks; a line with a
  tag that cites (a link's target, or a Resource ID) keeps its TAG and FILL characters.

Code fences and code spans are left alone. Source of the rules: mdxjs.com/docs/what-is-mdx.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from crawler.sources.parsing.html.link_attributes import cited_resource, link_targets
from crawler.sources.parsing.html.tags import MAX_TAG, Tag, scan_tag
from crawler.sources.parsing.prose import FILL, TAG

MAX_FAILED = 200
"""After so many unclosed `<tag`s no more tags are looked for: each may cost MAX_TAG characters."""

_TOKEN = re.compile(
    r"^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})"
    r"|^(?P<esm>(?:import|export)\b)"
    r"|(?P<escape>\\.)"
    r"|(?P<ticks>`+)"
    r"|(?P<comment>\{/\*|<!--)"
    r"|(?P<autolink><[A-Za-z][A-Za-z0-9+.-]{1,31}:/[^<>\s]*>)"
    r"|(?P<tag><(?=[A-Za-z/>]))",
    re.MULTILINE,
)
_ESM = re.compile(
    r"import\s*(?:['\"{*]|[\w$]+\s*(?:,|from\s*['\"]))|export\s*(?:\{|\*|(?:default|const|let|var|function|async|class)\b)"
)
_BLANK = re.compile(r"\n[ \t]*(?=\n|\Z)")
_WORD = re.compile(r"[^\n]")
_TAG_LINE = re.compile(rf"^[ \t]*[{TAG}{FILL}][{TAG}{FILL} \t]*$", re.MULTILINE)


@dataclass(slots=True)
class MaskedText:
    """`text` is as long as the source. `tags`, `comments` and `code`: what was masked, by offset."""

    text: str
    tags: dict[int, Tag] = field(default_factory=dict)
    comments: list[tuple[int, str]] = field(default_factory=list)
    code: list[tuple[int, str]] = field(default_factory=list)  # `import` and `export` statements
    gave_up_at: int | None = None


def cites(tag: Tag) -> bool:
    return not tag.closing and (cited_resource(tag) is not None or bool(link_targets(tag)))


class _Masker:
    def __init__(self, text: str) -> None:
        self.text = text
        self.out: list[str] = []
        self.done = 0  # up to where `out` holds the text
        self.masked = MaskedText(text)
        self.failed = 0
        self.paragraph_end = -1
        self.unclosed: set[str] = set()  # comment ends that occur no more from here on

    def run(self) -> MaskedText:
        pos = 0
        while match := _TOKEN.search(self.text, pos):
            kind = match.lastgroup or ""
            step = getattr(self, f"_{kind}", None)
            pos = step(match) if step else match.end()
        self._keep(len(self.text))
        self.masked.text = _TAG_LINE.sub(self._tag_line, "".join(self.out))
        return self.masked

    def _keep(self, until: int) -> None:
        self.out.append(self.text[self.done : until])
        self.done = until

    def _blank(self, start: int, end: int) -> int:
        self._keep(start)
        self.out.append(_WORD.sub(" ", self.text[start:end]))
        self.done = end
        return end

    def _paragraph_end(self, pos: int) -> int:
        if pos >= self.paragraph_end:
            blank = _BLANK.search(self.text, pos)
            self.paragraph_end = blank.start() if blank else len(self.text)
        return self.paragraph_end

    def _fence(self, match: re.Match[str]) -> int:
        fence = match["fence"]
        close = re.compile(rf"^[ \t>]*{re.escape(fence[0])}{{{len(fence)},}}[ \t]*$", re.MULTILINE)
        end = close.search(self.text, match.end())
        return end.end() if end else len(self.text)

    def _esm(self, match: re.Match[str]) -> int:
        start = match.start()
        if not _ESM.match(self.text, start):
            return match.end()
        end = self._paragraph_end(start)
        while self._unbalanced(start, end) and end < len(self.text) and end - start < MAX_TAG:
            end = self._paragraph_end(end + 1)
        self.masked.code.append((start, self.text[start:end]))
        return self._blank(start, end)

    def _unbalanced(self, start: int, end: int) -> bool:
        piece = self.text[start:end]
        return piece.count("{") > piece.count("}") or piece.count("`") % 2 == 1

    def _ticks(self, match: re.Match[str]) -> int:
        ticks = match["ticks"]
        close = re.compile(rf"(?<!`){ticks}(?!`)").search(self.text, match.end(), self._paragraph_end(match.start()))
        return close.end() if close else match.end()

    def _comment(self, match: re.Match[str]) -> int:
        close = "*/}" if match["comment"] == "{/*" else "-->"
        end = -1 if close in self.unclosed else self.text.find(close, match.end())
        if end < 0:
            self.unclosed.add(close)
            return match.end()
        self.masked.comments.append((match.start(), self.text[match.start() : end]))
        return self._blank(match.start(), end + len(close))

    def _tag(self, match: re.Match[str]) -> int:
        if self.failed >= MAX_FAILED:
            return match.end()
        tag = scan_tag(self.text, match.start())
        if tag is None:
            self.failed += 1
            if self.failed == MAX_FAILED:
                self.masked.gave_up_at = match.start()
            return match.end()
        self._keep(tag.start)
        self.out.append(TAG + _WORD.sub(FILL, self.text[tag.start + 1 : tag.end]))
        self.done = tag.end
        self.masked.tags[tag.start] = tag
        return tag.end

    def _tag_line(self, match: re.Match[str]) -> str:
        start, end = match.span()
        return match[0] if self._cites_within(start, end) else " " * (end - start)

    def _cites_within(self, start: int, end: int) -> bool:
        if not hasattr(self, "_citing"):
            self._citing = sorted(at for at, tag in self.masked.tags.items() if cites(tag))
        place = bisect_right(self._citing, end)
        if place == 0:
            return False
        last = self.masked.tags[self._citing[place - 1]]
        return last.end > start


def mask(text: str) -> MaskedText:
    """Masks an MDX text, which must contain none of our private characters (see `without_private`)."""
    return _Masker(text).run()
