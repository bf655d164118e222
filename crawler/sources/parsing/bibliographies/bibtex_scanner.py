r"""BibTeX's syntax -> entries whose fields know where each of their characters stands: `scan`.

The grammar is that of btparse (metacpan.org, "bt_language") and of biber: an entry ends with its brace or
parenthesis, braces count whether or not a backslash stands before them, `%` begins a comment outside of values. An
own scanner, since bibtexparser gives no columns, and loses entries whose brace stands on the next line or in which a
backslash stands before a closing brace; the tests compare both on what bibtexparser reads.

What is broken costs what follows it in its entry: the entry keeps the fields before the fault.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

_ENTRY = re.compile(r"(?<![\w@.\\])@\s{0,100}([A-Za-z][\w-]{0,60})\s{0,100}([{(])")
_NEXT_ENTRY = re.compile(r"\n[ \t]{0,3}@[A-Za-z]+\s{0,100}[{(]")
_KEY = re.compile(r"[^,={}\"\n]++(?=[,}\n])|[^,={}\"\s]++")
_NO_KEY = re.compile(r"\s*[A-Za-z][^\s={},\"]*\s*=")
_GAP = re.compile(r"(?:[\s,]|%[^\n]*(?:\n|\Z))+")
_SPACE = re.compile(r"(?:\s|%[^\n]*\n)*")
_NAME = re.compile(r"[^\s={}()\",#%@]+")
_SIMPLE = re.compile(r"([^\s={}()\",#%@]++)\s*+=\s*+\{([^{}]*+)\}\s*+(?=[,}])")  # most fields: no need to go slowly
_WORD = re.compile(r"[^\s={}()\",#%@]+")
_BRACE = re.compile(r"[{}]|\n(?=[ \t]{0,3}@[A-Za-z])")
_ESCAPED = re.compile(r"\\.|[{}]|\n(?=[ \t]{0,3}@[A-Za-z])", re.DOTALL)
_QUOTE = re.compile(r"[{}\"]|\n(?=[ \t]{0,3}@[A-Za-z])")

_EXPANSION = 10
"""How many times the file's length all its macros may expand to; then their names are kept. Heuristic."""


class BadBibtex(Exception):
    """The text is not BibTeX from `offset` on."""

    def __init__(self, reason: str, offset: int) -> None:
        super().__init__(reason)
        self.offset = offset


@dataclass(slots=True)
class BibtexValue:
    """A field's value: the text without its delimiters, its macros expanded."""

    name: str
    text: str
    starts: list[int] = field(default_factory=list)  # of each piece in the text
    offsets: list[int] = field(default_factory=list)  # of each piece in the file
    macros: list[bool] = field(default_factory=list)  # whether each piece is a macro's text, which stands elsewhere

    def place(self, at: int) -> int:
        """The offset in the file of a character of the text; that of its macro's name for a macro's text."""
        piece = max(bisect_right(self.starts, at) - 1, 0)
        return self.offsets[piece] + (0 if self.macros[piece] else at - self.starts[piece])


@dataclass(slots=True)
class BibtexBlock:
    """An entry; `kind` in small letters. `fault` is why, and where, it could not be read to its end."""

    kind: str
    start: int
    key: str = ""
    fields: list[BibtexValue] = field(default_factory=list)
    fault: tuple[str, int] | None = None
    end: int = 0
    comments: list[tuple[int, int]] = field(default_factory=list)  # where its own comments begin and end

    def get(self, name: str) -> str:
        """The text of the first field of that name; "" if there is none."""
        return next((value.text for value in self.fields if value.name == name), "")

    @property
    def duplicates(self) -> list[str]:
        """The names of the fields that stand here more than once."""
        counts = Counter(value.name for value in self.fields)
        return sorted(name for name, count in counts.items() if count > 1)


def scan(text: str) -> Iterator[BibtexBlock]:
    """All blocks in order: entries; comments and what stands between entries as blocks of the kind "comment"."""
    scanner = _BibtexScanner(text)
    at = 0
    for match in _ENTRY.finditer(text):
        if match.start() < at or _commented(text, match.start()):
            continue
        if match.start() > at:
            yield BibtexBlock("comment", at, end=match.start())
        block = scanner.block(match)
        at = block.end
        yield block
    if at < len(text):
        yield BibtexBlock("comment", at, end=len(text))


def _commented(text: str, at: int) -> bool:
    """Whether a `%` stands before an entry on its line."""
    near = max(0, at - 500)
    return "%" in text[max(text.rfind("\n", near, at) + 1, near) : at]


class _BibtexScanner:
    """Reads the blocks of a text; `macros` are those defined so far."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.macros: dict[str, str] = {}
        self.braces = _BRACE
        self.budget = _EXPANSION * len(text) + 100_000

    def block(self, match: re.Match[str]) -> BibtexBlock:
        """The block that begins at a match of `_ENTRY`; read again if BibTeX's way of counting braces fails."""
        block = self._read(match)
        if block.fault and "\\" in self.text[block.start : block.end]:
            self.braces = _ESCAPED
            other = self._read(match)
            self.braces = _BRACE
            if other.fault is None:
                block = other
        if block.kind == "string":
            self.macros.update((value.name, value.text) for value in block.fields)
        return block

    def _read(self, match: re.Match[str]) -> BibtexBlock:
        block = BibtexBlock(match[1].lower(), match.start())
        closing = "}" if match[2] == "{" else ")"
        at = match.end()
        try:
            if block.kind == "comment":
                block.end = self._group_end(at) if closing == "}" else self._line_end(at)
            elif block.kind == "preamble":
                block.end = self._close(self._value(at, block, "preamble"), closing)
            else:
                at = at if block.kind == "string" else self._key(at, block)
                block.end = self._fields(at, block, closing)
        except BadBibtex as error:
            block.fault = str(error), error.offset
            block.end = self._recover(max(error.offset, match.end()), block)
        return block

    def _line_end(self, at: int) -> int:
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end

    def _recover(self, at: int, block: BibtexBlock) -> int:
        """Where the next entry begins after a fault."""
        following = _NEXT_ENTRY.search(self.text, max(at - 1, block.start))
        return following.start() + 1 if following else len(self.text)

    def _key(self, at: int, block: BibtexBlock) -> int:
        if _NO_KEY.match(self.text, at):
            return at
        match = _KEY.match(self.text, self._space(at))
        if match is None:
            return at
        block.key = match[0].strip()
        return match.end()

    def _fields(self, at: int, block: BibtexBlock, closing: str) -> int:
        text = self.text
        while True:
            if gap := _GAP.match(text, at):
                at = gap.end()
                if "%" in gap[0]:
                    block.comments.append(gap.span())
            if text.startswith(closing, at):
                return at + 1
            if simple := _SIMPLE.match(text, at):
                block.fields.append(BibtexValue(simple[1].lower(), simple[2], [0], [simple.start(2)], [False]))
                at = simple.end()
                continue
            name = _NAME.match(text, at)
            if name is None:
                if at >= len(text) or text[at] == "@":
                    raise BadBibtex("the entry does not end before the next one", at)
                at += 1  # a stray quote, brace or number sign
                block.fault = block.fault or (f"an unexpected {text[at - 1]}", at - 1)
                continue
            equals = self._space(name.end())
            if not text.startswith("=", equals):
                block.fault = block.fault or (f"{name[0][:40]} is no field: a = is missing", name.start())
                at = name.end()
                continue
            at = self._value(equals + 1, block, name[0].lower())

    def _space(self, at: int) -> int:
        match = _SPACE.match(self.text, at)
        return match.end() if match else at

    def _close(self, at: int, closing: str) -> int:
        at = self._space(at)
        if not self.text.startswith(closing, at):
            raise BadBibtex(f"a {closing} is missing", at)
        return at + 1

    def _value(self, at: int, block: BibtexBlock, name: str) -> int:
        """Reads a value, its pieces joined by `#`, and adds it to the block."""
        pieces: list[tuple[str, int, bool]] = []
        while True:
            at = self._space(at)
            piece, at = self._piece(at)
            pieces.append(piece)
            following = self._space(at)
            if not self.text.startswith("#", following):
                break
            at = following + 1
        value = BibtexValue(name, "".join(text for text, _, _ in pieces))
        size = 0
        for text, offset, macro in pieces:
            value.starts.append(size)
            value.offsets.append(offset)
            value.macros.append(macro)
            size += len(text)
        block.fields.append(value)
        return at

    def _piece(self, at: int) -> tuple[tuple[str, int, bool], int]:
        text = self.text
        if text.startswith("{", at):
            end = self._group_end(at + 1)
            return (text[at + 1 : end - 1], at + 1, False), end
        if text.startswith('"', at):
            end = self._quote_end(at + 1)
            return (text[at + 1 : end - 1], at + 1, False), end
        word = _WORD.match(text, at)
        if word is None:
            raise BadBibtex("a field's value is missing", at)
        expanded = self.macros.get(word[0].lower())
        self.budget -= len(expanded or "")
        expanded = None if self.budget < 0 else expanded
        return (expanded if expanded is not None else word[0], at, expanded is not None), word.end()

    def _group_end(self, at: int) -> int:
        """The offset behind the brace that closes a group opened before `at`."""
        depth = 1
        for match in self.braces.finditer(self.text, at):
            if match[0] == "{":
                depth += 1
            elif match[0] == "}":
                depth -= 1
                if not depth:
                    return match.end()
            elif match[0] == "\n" and _NEXT_ENTRY.match(self.text, match.start()):
                break
        raise BadBibtex("a brace is never closed", at)

    def _quote_end(self, at: int) -> int:
        depth = 0
        for match in _QUOTE.finditer(self.text, at):
            if match[0] == '"' and depth <= 0:
                return match.end()
            if match[0] == "\n":
                if _NEXT_ENTRY.match(self.text, match.start()):
                    break
            elif match[0] != '"':
                depth += 1 if match[0] == "{" else -1
        raise BadBibtex("a quote is never closed", at)
