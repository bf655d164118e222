r"""RTF (Rich Text Format specification 1.9.1, Microsoft 2008): paragraphs, rows of tables, lists, notes, title, author.

A file is groups in braces, control words (`\par`), symbols (`\'e9`) and text. What stands in a destination that is no
text (fonts, styles, pictures, headers and footers of pages) is left out, and so is hidden and deleted text.
"""

import re
from dataclasses import dataclass, replace

from crawler.model import Capture
from crawler.text.tidy import one_line
from pipelines.extract.media.blocks import TextBlocks, captured, folded, raised
from pipelines.extract.media.properties import of_office
from pipelines.extract.media.types import MediaBody

_TOKEN = re.compile(
    rb"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})?[ ]?|\\'(?P<hex>[0-9A-Fa-f]{2})|\\(?P<symbol>[^A-Za-z'])"
    rb"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)",
    re.DOTALL,
)
_SKIPPED = frozenset(
    b"""
    fonttbl colortbl stylesheet pict object objdata header headerl headerr headerf footer footerl footerr footerf
    fldinst datafield listtable listoverridetable rsidtbl themedata colorschememapping latentstyles xmlnstbl generator
    filetbl revtbl ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn annotation atnid atnauthor atntime atnref atnparent
    pnseclvl bkmkstart bkmkend nonshppict shprslt sp mmathPr wgrffmtfilter template operator comment doccomm company
    manager category subject keywords passwordhash private xe tc rxe txe do
    """.split()
)
_INFO = {b"title": "title", b"author": "author"}
_CHARS = {
    b"tab": "\t", b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”",
    b"bullet": "•", b"line": "\n", b"emspace": " ", b"enspace": " ", b"qmspace": " ", b"zwj": "\u200d",
    b"zwnj": "\u200c", b"page": "\n", b"lbr": "\n",
}  # fmt: skip
_SYMBOLS = {b"~": "\u00a0", b"_": "\u2011", b"\\": "\\", b"{": "{", b"}": "}", b"\n": "\n", b"\r": "\n"}
_CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "big5", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 255: "cp437",
}  # fmt: skip
"""Codecs by the numbers of Windows' character sets, which fonts name."""

MAX_DEPTH = 10_000
"""Groups within each other; a file of prose has a dozen."""


@dataclass(frozen=True, slots=True)
class _State:
    """What braces save and restore."""

    skip: bool = False
    into: str = ""  # "title", "author", "note", "marker", "created": where text goes that is none of the body
    codec: str = ""
    unicode_skip: int = 1
    hidden: bool = False
    raised: bool = False
    fonts: bool = False  # the table of fonts, of which only the charsets are read


def capture(body: MediaBody) -> Capture:
    """The Capture of an RTF file."""
    reader = RtfReader()
    blocks = reader.read(body.data)
    title = one_line("".join(reader.found["title"]))
    metadata = of_office(title, one_line("".join(reader.found["author"])), reader.created(), "RTF")
    return captured(blocks, media=body.media, metadata=metadata, extractor="rtf", charset=reader.codec)


class RtfReader:
    """Reads a file from its first token to its last."""

    def __init__(self) -> None:
        self.blocks = TextBlocks()
        self.found: dict[str, list[str]] = {"title": [], "author": [], "marker": [], "note": [], "created": []}
        self.codec = "cp1252"
        self._state = _State()
        self._stack: list[_State] = []
        self._bytes = bytearray()  # that are not decoded yet: a character may have two
        self._text: list[str] = []
        self._cells: list[str] = []
        self._in_table = False
        self._notes: list[str] = []
        self._count = 0
        self._level: int | None = None  # of the outline
        self._fonts: dict[int, str] = {}
        self._font = -1
        self._created: dict[bytes, int] = {}
        self._to_skip = 0  # characters that stand for one that was given in Unicode

    def read(self, data: bytes) -> TextBlocks:
        at = 0
        while (match := _TOKEN.search(data, at)) is not None and not self.blocks.full:
            at = match.end()
            kind = match.lastgroup
            if match["text"] is not None:
                self._raw(match["text"])
            elif match["hex"] is not None:
                self._raw(bytes.fromhex(match["hex"].decode("ascii")))
            elif kind == "brace":
                self._brace(match["brace"])
            elif match["symbol"] is not None:
                self._symbol(match["symbol"], data, at)
            else:
                number = int(match["number"]) if match["number"] else None
                if match["word"] == b"bin" and number:
                    at += max(0, number)
                else:
                    self._word(match["word"], number)
        self._end_paragraph()
        return self.blocks

    def created(self) -> str:
        """The date on which the document was created, or ""."""
        year, month, day = (self._created.get(part, 0) for part in (b"yr", b"mo", b"dy"))
        return f"{year:04}-{month:02}-{day:02}" if year and month and day else ""

    def _brace(self, brace: bytes) -> None:
        self._decode()
        if brace == b"{":
            if len(self._stack) < MAX_DEPTH:
                self._stack.append(self._state)
            return
        before = self._state
        self._state = self._stack.pop() if self._stack else _State()
        if before.into == "note" and self._state.into != "note":
            self._count += 1
            self._put(f"[{self._count}]")
            self._notes.append(f"[{self._count}] " + folded("".join(self.found["note"])))
            self.found["note"].clear()

    def _raw(self, raw: bytes) -> None:
        if self._to_skip:
            raw, self._to_skip = raw[self._to_skip :], max(0, self._to_skip - len(raw))
        if not self._state.skip:
            self._bytes += raw

    def _decode(self) -> None:
        if self._bytes:
            raw = bytes(self._bytes)
            self._bytes.clear()
            self._put(raw.decode(self._state.codec or self.codec, "replace"))

    def _put(self, text: str) -> None:
        state = self._state
        if state.skip or state.hidden:
            return
        target = self.found.get(state.into, self._text)
        if state.raised and target is self._text:
            text = raised(target[-1] if target else "", text)
        target.append(text)

    def _symbol(self, symbol: bytes, data: bytes, at: int) -> None:
        if symbol == b"*":  # a destination that readers may leave out: the known ones are named again
            word = _TOKEN.match(data, at)
            known = word is not None and word["word"] in (b"shptxt", b"shppict", b"footnote", b"pn")
            self._state = replace(self._state, skip=self._state.skip or not known)
        elif symbol in (b"\n", b"\r"):
            self._word(b"par", None)
        elif shown := _SYMBOLS.get(symbol):
            self._decode()
            self._put(shown)

    def _word(self, word: bytes, number: int | None) -> None:
        self._decode()
        self._to_skip = 0
        on = number != 0
        if word in _SKIPPED:
            self._state = replace(self._state, skip=True, fonts=word == b"fonttbl")
        elif self._state.skip:
            self._font_word(word, number)
        elif word == b"u" and number is not None:
            code = number % 0x10000 if number < 0x10000 else number
            self._unicode(code)
        elif word in _CHARS:
            self._put(_CHARS[word])
        elif word in (b"par", b"sect", b"row", b"nestrow", b"cell", b"nestcell", b"pard", b"intbl", b"trowd"):
            self._structure(word)
        elif word in (b"footnote", b"listtext", b"pntext"):
            self._state = replace(self._state, into="note" if word == b"footnote" else "marker")
        elif word in _INFO:
            self._state = replace(self._state, into=_INFO[word])
        elif word in (b"v", b"deleted"):
            self._state = replace(self._state, hidden=on)
        elif word in (b"super", b"nosupersub", b"plain", b"sub"):
            plain = word == b"plain"
            hidden = self._state.hidden and not plain
            self._state = replace(self._state, raised=word == b"super" and on, hidden=hidden)
        else:
            self._setting(word, number)

    def _setting(self, word: bytes, number: int | None) -> None:
        if word == b"f" and number is not None:
            self._state = replace(self._state, codec=self._fonts.get(number, ""))
        elif word == b"ansicpg" and number:
            self.codec = _codec(f"cp{number}") or self.codec
        elif word == b"mac":
            self.codec = "mac_roman"
        elif word == b"uc" and number is not None:
            self._state = replace(self._state, unicode_skip=max(0, min(number, 10)))
        elif word == b"outlinelevel" and number is not None:
            self._level = number + 1 if number < 9 else None
        elif word == b"creatim":
            self._state = replace(self._state, into="created")
        elif word in (b"yr", b"mo", b"dy") and self._state.into == "created" and number:
            self._created[word] = number

    def _font_word(self, word: bytes, number: int | None) -> None:
        """Read the charsets in the table of fonts."""
        if self._state.fonts and number is not None:
            if word == b"f":
                self._font = number
            elif word == b"fcharset" and (codec := _CHARSETS.get(number)) and len(self._fonts) < 10_000:
                self._fonts[self._font] = "" if number == 0 else codec

    def _unicode(self, code: int) -> None:
        """Add a UTF-16 code unit; those of a pair come one after the other."""
        target = self.found.get(self._state.into, self._text)
        if 0xDC00 <= code < 0xE000 and target and "\ud800" <= target[-1][-1:] < "\udc00":
            high = ord(target.pop())
            self._put(chr(0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)))
        elif code < 0x110000:
            self._put(chr(code))
        self._to_skip = self._state.unicode_skip

    def _structure(self, word: bytes) -> None:
        if self._state.into:
            self._put(" ")
        elif word in (b"cell", b"nestcell"):
            self._cells.append("".join(self._text))
            self._text.clear()
        elif word in (b"row", b"nestrow"):
            self.blocks.row(self._cells)
            self._cells.clear()
            self.blocks.notes(self._notes)
        elif word == b"intbl":
            self._in_table = True
        elif word == b"pard":
            self._in_table, self._level = False, None
        elif word in (b"par", b"sect"):
            if self._in_table:
                self._text.append(" ")
            else:
                self._end_paragraph()

    def _end_paragraph(self) -> None:
        self._decode()
        text = "".join(self._text)
        marker = folded("".join(self.found["marker"]))
        self._text.clear()
        self.found["marker"].clear()
        if self._cells:  # a table that breaks off
            self.blocks.row([*self._cells, text])
            self._cells.clear()
        elif marker:
            self.blocks.item(text, marker=marker if any(char.isalnum() for char in marker) else "-")
        elif self._level is not None:
            self.blocks.heading(text, self._level)
        else:
            self.blocks.add(text)
        self.blocks.notes(self._notes)


def _codec(name: str) -> str | None:
    """A codec of Python's that decodes text, or None."""
    name = {"cp10000": "mac_roman", "cp65001": "utf-8", "cp936": "gbk", "cp950": "big5"}.get(name, name)
    try:
        b"a".decode(name)  # of no bytes, an unknown codec is not missed
    except (LookupError, UnicodeError):
        return None
    return name
