r"""The inline structure of a Markdown block in one pass: `parse_inline(...)` -> `Inline` pieces with their offsets.

Each special character has its step; brackets and emphasis are in brackets.py. markdown-it's inline parser
asks every rule at every character, looks ahead from every bracket, and gives up on links within 40 open brackets.
Beyond CommonMark it knows

* bare URLs (bare_urls.py), `~~strikethrough~~`, footnote marks `[^1]` and inline footnotes `^[text]`;
* citation keys: `[@key, p. 4]`, `@key`, `{cite}`+"`key`", `\cite{key}` (pandoc, MyST, LaTeX), and `\url`, `\href`;
* `[[wiki links]]`, `%%comments%%` (Obsidian), `{: attribute=lists}` (kramdown), tags masked by jsx.py.

A URL is neither normalised nor rejected: as written, it is the identity of a Resource.
"""

import re
from collections.abc import Callable
from html.entities import html5

from markdown_it.common.html_re import HTML_TAG_RE
from markdown_it.common.utils import isMdAsciiPunct

from crawler.sources.parsing.bare_urls import absolute, url_end, url_starts
from crawler.sources.parsing.latex.urls import latex_url
from crawler.sources.parsing.markdown.brackets import KEY, Brackets, Inline, References
from crawler.sources.parsing.prose import FILL, TAG
from crawler.text.digits import unescape

_SPECIAL = re.compile(rf"[\\`*_~\[\]<&\n@{{{TAG}]|!\[|\^\[|%%")
_WRAPPED = re.compile(r"<((?:https?|ftp)://[^<>\x00-\x20]++(?:[ \t]*+\n[ \t]*+[^<>\x00-\x20]++){1,4})>", re.IGNORECASE)
"""A URL in angle brackets that was wrapped over lines (RFC 3986, appendix C); no autolink of CommonMark."""
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^<>\x00-\x20]*)>")
_EMAIL = re.compile(r"<([A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*)>")
_RFC_PREFIX = re.compile(r"URL:(?=[a-z]+:)", re.IGNORECASE)  # RFC 3986, appendix C
_ENTITY = re.compile(r"&(?:#[xX][0-9A-Fa-f]{1,6}|#[0-9]{1,7}|(?P<name>[A-Za-z][A-Za-z0-9]{1,31}));")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_MASKED = re.compile(rf"{TAG}(?:{FILL}|\s*\n\s*{FILL})*")
_ROLE = re.compile(r"\{cite(?::\w+)?\}`([^`\n]+)`")
_ATTRIBUTES = re.compile(r"\{(?::[^{}\n]*|[ \t]*(?:[.#][\w-]|[\w-]+=)[^{}\n]*)\}")
_LATEX_GROUP = r"\{((?:[^{}\s]|\{[^{}\s]*\})*)\}"
_LATEX = re.compile(
    rf"\\(?:(?:url|path){_LATEX_GROUP}|href{_LATEX_GROUP}\{{([^{{}}]*)\}}"
    r"|[cC]ite\w*\*?(?:\[[^\[\]\n]*\]){0,2}\{([^{}\n]+)\})"
)
_CALLOUT = re.compile(r"\[![A-Za-z][\w-]*\][+-]?[ \t]*")  # > [!note] (GitHub, GitLab, Obsidian)
_TASK = re.compile(r"\[[ xX]\][ \t]+")  # - [x] done (GFM, section 5.3)
_PROPERTY = re.compile(r"[\w-]+::[ \t]")  # key:: value (Logseq, Dataview)
_OPENERS = {"<!--": "-->", "<![CDATA[": "]]>", "<?": "?>", "<": ">"}


def parse_inline(text: str, references: References, *, html: bool = True) -> list[Inline]:
    """The pieces of a block; `references` are the link definitions by normalised label."""
    if not _SPECIAL.search(text) and "://" not in text and "www." not in text.lower():
        return [Inline("text", 0, text)]
    return _InlineParser(text, references, html=html).parse()


class _InlineParser:
    def __init__(self, text: str, references: References, *, html: bool) -> None:
        self.src, self.html = text, html  # MDX has neither raw HTML nor Obsidian's comments
        self.brackets = Brackets(text, references)
        self.pieces = self.brackets.pieces
        self._text = self.brackets.text
        self.in_title = False  # of a callout: its first line
        self.in_anchor = 0  # raw <a> tags that are open
        self.last: dict[str, int] = {}  # where what closes a tag, a comment and so on occurs last
        self.runs: dict[int, list[int]] | None = None  # of backticks: their starts by length, the last first
        self.urls = iter(url_starts(text, www=True))
        self.next_url = next(self.urls, -1)

    def parse(self) -> list[Inline]:
        src, brackets, at = self.src, self.brackets, -1
        callout = _CALLOUT.match(src)
        begin = callout or (_TASK.match(src) if not self.brackets.defined(src[1:2]) else None)
        self.in_title, pos = callout is not None, begin.end() if begin else 0
        steps: dict[str, Callable[[int], int]] = {
            "\\": self._escape, "`": self._code, "*": brackets.emphasis, "_": brackets.emphasis, "~": brackets.strike,
            "[": brackets.open, "!": brackets.open, "^": brackets.open, "]": brackets.close, "<": self._angle,
            "&": self._entity, "\n": self._newline, "@": self._key, "%": self._percent, "{": self._brace,
            TAG: self._masked,
        }  # fmt: skip
        while pos < len(src):
            if at < pos:
                found = _SPECIAL.search(src, pos)
                at = found.start() if found else len(src)
            while -1 < self.next_url < pos:
                self.next_url = next(self.urls, -1)
            if -1 < self.next_url < at:
                self._text(pos, self.next_url)
                pos = self._bare(self.next_url)
                continue
            self._text(pos, at)
            pos = steps[src[at]](at) if at < len(src) else at
        brackets.pair(0)
        return [piece for piece in self.pieces if piece.text or piece.kind != "text"]

    def _bare(self, start: int) -> int:
        end = url_end(self.src, start, len(self.src), escapes=True)
        if self.src.endswith("==", start, end) and self.src.find("==", 0, start) >= 0:
            end -= 2  # ==highlighted== (Obsidian, pandoc)
        if self.in_anchor or end == start:
            return self._text(start, start + 1)
        written = _ESCAPED.sub(r"\1", self.src[start:end]).replace("&amp;", "&")
        self.pieces.append(Inline("url", start, absolute(written), written))
        return end

    def _escape(self, at: int) -> int:
        after = self.src[at + 1 : at + 2]
        if after == "\n":
            self.pieces.append(Inline("break", at))
            return _skip_blanks(self.src, at + 2)
        if after in ("u", "p", "h", "c", "C") and (latex := _LATEX.match(self.src, at)):
            return self._latex(latex)
        if isMdAsciiPunct(ord(after)) if after else False:
            self.pieces.append(Inline("text", at, after))
            return at + 2
        return self._text(at, at + 1)

    def _latex(self, match: re.Match[str]) -> int:
        url, href, text, keys = match.groups()
        if keys is not None:
            self._keys(match.start(), keys)
        elif href is not None:
            self.pieces.append(Inline("plain", match.start(2), latex_url(href), text))
        else:
            self.pieces.append(Inline("url", match.start(1), latex_url(url)))
        return match.end()

    def _keys(self, at: int, keys: str) -> None:
        self.brackets.join(len(self.pieces))
        self.pieces += [Inline("citation", at, key) for written in keys.split(",") if (key := written.strip())]

    def _code(self, at: int) -> int:
        src = self.src
        if self.runs is None:
            self.runs = {}
            for run in re.finditer("`+", src):
                self.runs.setdefault(len(run[0]), []).append(run.start())
            for starts in self.runs.values():
                starts.reverse()
        end = at
        while src.startswith("`", end):
            end += 1
        closing = self.runs.get(end - at, [])
        while closing and closing[-1] < end:
            closing.pop()
        if not closing:
            return self._text(at, end)
        close = closing[-1]
        content = src[end:close].replace("\n", " ")
        if content.startswith(" ") and content.endswith(" ") and content.strip():
            content = content[1:-1]
        self.pieces.append(Inline("code", at, content))
        return close + end - at

    def _angle(self, at: int) -> int:
        src = self.src
        if link := _AUTOLINK.match(src, at):
            self.pieces.append(Inline("url", at, _RFC_PREFIX.sub("", link[1]).replace("&amp;", "&")))
            return link.end()
        if wrapped := _WRAPPED.match(src, at):
            self.pieces.append(Inline("url", at, "".join(wrapped[1].split()).replace("&amp;", "&")))
            return wrapped.end()
        if tag := self._raw_html(at):
            lower = tag[0][:3].lower()
            self.in_anchor += lower in ("<a ", "<a>", "<a\n", "<a\t")
            self.in_anchor -= lower == "</a" and self.in_anchor > 0
            self.pieces.append(Inline("html", at, tag[0]))
            return tag.end()
        if email := _EMAIL.match(src, at):
            self.pieces.append(Inline("url", at, f"mailto:{email[1]}"))
            return email.end()
        return self._text(at, at + 1)

    def _raw_html(self, at: int) -> re.Match[str] | None:
        if not self.html:
            return None
        closing = next(end for start, end in _OPENERS.items() if self.src.startswith(start, at))
        if closing not in self.last:
            self.last[closing] = self.src.rfind(closing)
        return HTML_TAG_RE.match(self.src, at) if self.last[closing] > at else None

    def _entity(self, at: int) -> int:
        match = _ENTITY.match(self.src, at)
        if match is None or (match["name"] and match["name"] + ";" not in html5):
            return self._text(at, at + 1)
        self.pieces.append(Inline("text", at, unescape(match[0])))
        return match.end()

    def _newline(self, at: int) -> int:
        last = self.pieces[-1] if self.pieces else None
        hard = False
        if last is not None and last.kind == "text":
            hard = last.text.endswith("  ")
            last.text = last.text.rstrip(" ")
        follows = _skip_blanks(self.src, at + 1)
        hard = hard or self.in_title or _PROPERTY.match(self.src, follows) is not None
        self.in_title = False
        self.pieces.append(Inline("break" if hard else "newline", at))
        return follows

    def _key(self, at: int) -> int:
        key = None if at and (self.src[at - 1].isalnum() or self.src[at - 1] in "./@") else KEY.match(self.src, at)
        if key is None:
            return self._text(at, at + 1)
        self.pieces.append(Inline("key", at, key[1] or key[2], key[0]))
        return key.end()

    def _percent(self, at: int) -> int:
        if "%%" not in self.last:
            self.last["%%"] = self.src.rfind("%%")
        inside = at > 0 and self.src[at - 1].isalnum()  # a sum of per cent, or a modulo
        if self.last["%%"] < at + 2 or inside or not self.html:
            return self._text(at, at + 2)
        end = self.src.index("%%", at + 2)
        self.pieces.append(Inline("comment", at, self.src[at + 2 : end]))
        return end + 2

    def _brace(self, at: int) -> int:
        if role := _ROLE.match(self.src, at):
            self._keys(at, role[1])
            return role.end()
        written = _ATTRIBUTES.match(self.src, at)
        if written and "://" not in written[0] and (written[0][1] == ":" or self.src[max(at - 1, 0)] in ")]>*_`"):
            return written.end()
        return self._text(at, at + 1)

    def _masked(self, at: int) -> int:
        match = _MASKED.match(self.src, at)
        end = match.end() if match else at + 1
        self.pieces.append(Inline("masked", at))
        return end


def _skip_blanks(src: str, pos: int) -> int:
    while pos < len(src) and src[pos] in " \t":
        pos += 1
    return pos
