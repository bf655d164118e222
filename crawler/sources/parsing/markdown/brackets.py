"""Links and emphasis within a Markdown block: the stack of open brackets, and the delimiters that are paired.

The algorithm is that of CommonMark's appendix "A parsing strategy". `Brackets` collects the `Inline` pieces of a block,
and changes those in a pair of brackets when it closes; delimiters are paired by markdown-it's own function.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace, normalizeReference
from markdown_it.helpers import parseLinkDestination, parseLinkTitle
from markdown_it.rules_inline.balance_pairs import processDelimiters
from markdown_it.rules_inline.state_inline import Delimiter

MAX_LABEL = 999
"""Characters of a reference's label (CommonMark, section 4.7)."""

KEY = re.compile(r"@(?:\{([^{}\s]+)\}|(\w(?:\w|[:.#$%&+?<>~/-](?=\w))*))")
"""A citation key (pandoc.org/MANUAL.html#citation-syntax)."""

_PLAIN_LINK = re.compile(r"\[([^\[\]\\`*_~<&\n@{%]*)\]\((https?://[^\s()<>\\&]+)\)")
_PLAIN_TAIL = re.compile(r"\((https?://[^\s()<>\\&]+)(?:[ \t]+\"[^\"\\&]*\")?\)")
_REFERENCE = re.compile(rf"\[((?:[^\[\]\\]|\\.){{0,{MAX_LABEL}}})\]", re.DOTALL)
_MARK = re.compile(r"\[\^([^\s\[\]]+)\](?!\()")
_WIKI = re.compile(r"!?\[\[([^\[\]\n^@][^\[\]\n]*)\]\](?![(\[])")

References = Mapping[str, Mapping[str, Any]]


@dataclass(slots=True)
class Inline:
    """A piece of a block. `text` is its text, its target (`link`, `url`, `image`), its label or its key."""

    kind: str
    pos: int
    text: str = ""
    label: str = ""  # as it is written: the text of a link of kind `plain`, a `url`, a `key`


@dataclass(slots=True)
class _Opener:
    kind: str  # "[", "![" or "^["
    pos: int  # of the label
    piece: int
    delimiters: int  # how many there were before it
    nested: bool = False  # there is another bracket within


class Brackets:
    """The pieces of one block, the brackets that are open and the delimiters that have no partner yet."""

    def __init__(self, src: str, references: References) -> None:
        self.src, self.references = src, references
        self.pieces: list[Inline] = []
        self.openers: list[_Opener] = []
        self.dead = 0  # how many of the openers contain a link already, and cannot be links
        self.delimiters: list[Delimiter] = []

    def text(self, start: int, end: int) -> int:
        """Adds text as it is written; returns its end, as all steps do."""
        if start < end:
            self.pieces.append(Inline("text", start, self.src[start:end]))
        return end

    def open(self, at: int) -> int:
        """Step at `[`, `![` or `^[`."""
        src = self.src
        kind = "[" if src[at] == "[" else src[at : at + 2]
        if kind == "[":
            if plain := _PLAIN_LINK.match(src, at):
                self.pieces.append(Inline("plain", at, plain[2], plain[1]))
                self.dead = len(self.openers)
                return plain.end()
            if mark := _MARK.match(src, at):
                self.pieces.append(Inline("mark", at, mark[1]))
                return mark.end()
        elif kind == "![" and (mark := _MARK.match(src, at + 1)) and not src.startswith("(", mark.end()):
            return self.text(at, at + 1)  # "It is here![^1]" is no image (cmark-gfm, inlines.c)
        if kind != "^[" and (wiki := self._wiki(at)):
            self.pieces.append(Inline("wiki", at, wiki[1]))
            return wiki.end()
        if self.openers:
            self.openers[-1].nested = True
        self.openers.append(_Opener(kind, at + len(kind), len(self.pieces), len(self.delimiters)))
        return self.text(at, at + len(kind))

    def _wiki(self, at: int) -> re.Match[str] | None:
        wiki = _WIKI.match(self.src, at)
        return wiki if wiki and "://" not in wiki[1] and not self.defined(wiki[1]) else None

    def close(self, at: int) -> int:
        """Step at `]`."""
        if not self.openers:
            return self.text(at, at + 1)
        opener = self.openers.pop()
        alive = len(self.openers) >= self.dead
        self.dead = min(self.dead, len(self.openers))
        if opener.kind == "^[":
            self._enclose(opener, "note", "")
            return at + 1
        target = self._tail(opener, at) if alive or opener.kind == "![" else None
        if target is None:
            return self._citations(opener, at) if alive and opener.kind == "[" else self.text(at, at + 1)
        href, end = target
        if opener.kind == "![":
            self._replace(opener, [Inline("image", opener.pos - 2, href)])
        else:
            for piece in self.pieces[opener.piece :]:
                if piece.kind in ("url", "key"):
                    piece.kind, piece.text = "text", piece.label or piece.text
            self._enclose(opener, "link", href)
            self.dead = len(self.openers)
        return end

    def _enclose(self, opener: _Opener, kind: str, text: str) -> None:
        self.pair(opener.delimiters)
        self.pieces[opener.piece] = Inline(kind, opener.pos - len(opener.kind), text)
        self.pieces.append(Inline(f"{kind}_end", opener.pos))

    def _replace(self, opener: _Opener, pieces: list[Inline]) -> None:
        self.pieces[opener.piece :] = pieces
        del self.delimiters[opener.delimiters :]

    def _tail(self, opener: _Opener, at: int) -> tuple[str, int] | None:
        """The target of the link whose text ends at `at`, and where the link ends; None if it is no link."""
        src, pos = self.src, at + 1
        if src.startswith("(", pos):
            if plain := _PLAIN_TAIL.match(src, pos):
                return plain[1], plain.end()
            if found := _inline_tail(src, pos + 1):
                return found
        if not self.references:
            return None
        full = _REFERENCE.match(src, pos)
        if full and (full[1].startswith("^") or not full[1].strip()):
            full = full if not full[1] else None  # a footnote mark, or "[ ]", is no label
        label, end = (full[1], full.end()) if full else ("", pos)
        if not label:
            if opener.nested or at - opener.pos > MAX_LABEL:
                return None
            label = src[opener.pos : at]
        found_reference = self.references.get(normalizeReference(label))
        return (str(found_reference["href"]), end) if found_reference else None

    def defined(self, label: str) -> bool:
        """Whether a reference has a definition."""
        return bool(self.references) and normalizeReference(label) in self.references

    def _citations(self, opener: _Opener, at: int) -> int:
        """`[see @a, p. 4; -@b]`: every part holds a key."""
        inner = self.src[opener.pos : min(at, opener.pos + MAX_LABEL)]
        keys = [_first_key(part) for part in inner.split(";")] if "@" in inner else [None]
        if not all(keys):
            return self.text(at, at + 1)
        self.join(opener.piece)
        kept = [piece for piece in self.pieces[opener.piece :] if piece.kind not in ("text", "key", "newline")]
        self._replace(opener, [Inline("citation", opener.pos - 1, key) for key in keys if key] + kept)
        return at + 1

    def join(self, index: int) -> None:
        """Removes the space before a citation mark, which is no word of the text."""
        last = self.pieces[index - 1] if index else None
        if last is not None and last.kind == "text":
            last.text = last.text.rstrip(" ")
        elif last is not None and last.kind == "newline":
            last.kind = "text"

    def emphasis(self, at: int) -> int:
        """Step at `*` or `_`."""
        marker = self.src[at]
        end = _run_end(self.src, at)
        opens, closes = _flanking(self.src, at, end, anywhere=marker == "*")
        for pos in range(at, end):
            self._add_delimiter(pos, pos + 1, end - at, opens, closes)
        return end

    def strike(self, at: int) -> int:
        """Step at `~`; a single one is text."""
        end = _run_end(self.src, at)
        first = self.text(at, at + (end - at) % 2)
        opens, closes = _flanking(self.src, at, end, anywhere=True)
        for pos in range(first, end, 2):
            self._add_delimiter(pos, pos + 2, 0, opens, closes)
        return end

    def _add_delimiter(self, pos: int, end: int, length: int, opens: bool, closes: bool) -> None:
        index = len(self.pieces)
        self.text(pos, end)
        self.delimiters.append(Delimiter(ord(self.src[pos]), length, index, -1, opens, closes))

    def pair(self, first: int) -> None:
        """Removes the marks of emphasis from `first` on."""
        delimiters = self.delimiters[first:]
        del self.delimiters[first:]
        processDelimiters(None, delimiters)  # type: ignore[arg-type]  # it reads nothing from the state
        for opener in delimiters:
            if opener.end >= 0:
                self.pieces[opener.token].text = self.pieces[delimiters[opener.end].token].text = ""


def _run_end(src: str, at: int) -> int:
    end = at + 1
    while src.startswith(src[at], end):
        end += 1
    return end


def _flanking(src: str, start: int, end: int, *, anywhere: bool) -> tuple[bool, bool]:
    """Whether a run of delimiters can open and close emphasis (CommonMark, section 6.2)."""
    before = src[start - 1] if start else " "
    after = src[end] if end < len(src) else " "
    space_before, space_after = isWhiteSpace(ord(before)), isWhiteSpace(ord(after))
    mark_before = isMdAsciiPunct(ord(before)) or isPunctChar(before)
    mark_after = isMdAsciiPunct(ord(after)) or isPunctChar(after)
    left = not space_after and (not mark_after or space_before or mark_before)
    right = not space_before and (not mark_before or space_after or mark_after)
    return left and (anywhere or not right or mark_before), right and (anywhere or not left or mark_after)


def _inline_tail(src: str, pos: int) -> tuple[str, int] | None:
    """`destination "title")` from behind the opening bracket (CommonMark, section 6.3)."""
    pos, end = _skip_space(src, pos), len(src)
    destination = parseLinkDestination(src, pos, end)
    href = ""
    if destination.ok:
        href = destination.str
        pos = _skip_space(src, destination.pos)
        if pos > destination.pos and (title := parseLinkTitle(src, pos, end)).ok:
            pos = _skip_space(src, title.pos)
    return (href, pos + 1) if src.startswith(")", pos) else None


def _skip_space(src: str, pos: int) -> int:
    while pos < len(src) and src[pos] in " \t\n":
        pos += 1
    return pos


def _first_key(part: str) -> str | None:
    for match in KEY.finditer(part):
        if match.start() == 0 or not part[match.start() - 1].isalnum():
            return match[1] or match[2]
    return None
