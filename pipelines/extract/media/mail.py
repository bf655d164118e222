"""Mail (RFC 5322, MIME) and mailboxes (RFC 4155): sender, date and subject as metadata, the body as text.

Of several forms of a body the plain one; HTML where there is no other. Attachments are named, not read.
"""

import re
from collections import Counter
from email.errors import MessageError
from email.header import decode_header, make_header
from email.utils import parseaddr

from w3lib.encoding import html_to_unicode

from crawler.model import Capture, Metadata
from crawler.text.dates import find_date
from crawler.text.encoding import is_utf8
from crawler.text.tidy import one_line
from pipelines.extract.decode import to_text
from pipelines.extract.media.blocks import TextBlocks, captured
from pipelines.extract.media.markup import add_html
from pipelines.extract.media.mime import MimePart, read
from pipelines.extract.media.types import MediaBody
from pipelines.extract.metadata.names import clean_authors

MAX_PARTS = 200
"""Parts of a message that are looked at."""

MAX_ALL_PARTS = 5000
"""Parts of a mailbox that are looked at."""

MAX_MESSAGES = 2000
"""Messages of a mailbox that are read."""

MAX_GUESSES = 200
"""Texts of a mailbox whose charset is examined one by one: a guess takes 2 ms."""

MAX_SENDER = 500
"""Characters of a sender that are read, and of addresses: the library takes 4 us for each."""

_FROM_LINE = re.compile(rb"^From [^\r\n]{0,300}\r?\n(?=[A-Za-z][\w-]{0,60}:)", re.MULTILINE)


def capture(body: MediaBody) -> Capture:
    """The Capture of a message, or of a mailbox."""
    data = body.data.lstrip(b"\r\n")
    if body.media.startswith("multipart/") and (boundary := (body.content_type or "").partition(";")[2]):
        data = b"Content-Type: %s;%s\r\n\r\n" % (body.media.encode(), boundary.encode("latin-1", "replace")) + data
    reader = _MailReader()
    starts = [match.start() for match in _FROM_LINE.finditer(data)][: MAX_MESSAGES + 1] if data[:5] == b"From " else []
    if len(starts) < 2:
        message = read(data)
        reader.add(message)
        return captured(
            reader.blocks,
            media=body.media,
            metadata=_metadata(message),
            extractor="mail",
            doubt=reader.doubt(MAX_PARTS),
        )
    ends = [*starts[1:], len(data)]
    pairs = list(zip(starts, ends, strict=True))
    for start, end in pairs[:MAX_MESSAGES]:
        message = read(data[start:end])
        said = _metadata(message)
        reader.blocks.heading(said.title or "")
        reader.blocks.add(", ".join(part for part in (*said.authors, said.published_date) if part))
        reader.add(message)
    doubt = reader.doubt(MAX_ALL_PARTS)
    if len(pairs) > MAX_MESSAGES:
        doubt = f"text of the first {MAX_MESSAGES:,} messages only"
    return captured(reader.blocks, media=body.media, metadata=Metadata(), extractor="mail", doubt=doubt)


def _metadata(message: MimePart) -> Metadata:
    sender = _header(message, "From")[:MAX_SENDER]
    # Comments are read by recursion.
    name = parseaddr(sender)[0] if sender.count("(") < 10 else ""
    authors = clean_authors([name])
    title = one_line(_header(message, "Subject"))
    published = find_date(_header(message, "Date"))
    return Metadata.told(title=(title, "Subject"), authors=(authors, "From"), published_date=(published, "Date"))


def _header(message: MimePart, name: str) -> str:
    """A header's value, decoded (RFC 2047)."""
    return _decoded(str(message.headers.get(name) or "")[:5000])


def _decoded(value: str) -> str:
    try:
        return str(make_header(decode_header(value)))
    except (MessageError, ValueError, LookupError, UnicodeError):
        return value


class _MailReader:
    """Adds the texts of messages in their order."""

    def __init__(self) -> None:
        self.blocks = TextBlocks()
        self.left = MAX_ALL_PARTS
        self.cut = False
        self.guessed: Counter[str] = Counter()  # charsets of texts that are no UTF-8

    def doubt(self, parts: int) -> str | None:
        """What was left out."""
        return f"text of the first {parts:,} parts only" if self.cut else None

    def add(self, message: MimePart) -> None:
        """Add the texts of a message."""
        waiting = [message]
        for _ in range(min(MAX_PARTS, self.left)):
            if not waiting:
                return
            part = waiting.pop()
            self.left -= 1
            children = part.parts
            if children is not None:
                if part is not message and part.headers.get("Subject"):
                    self.blocks.heading(_header(part, "Subject"))
                waiting += reversed(_chosen(part, children))
            else:
                self._add_leaf(part, top=part is message)
        self.cut = self.cut or bool(waiting)

    def _add_leaf(self, part: MimePart, *, top: bool) -> None:
        name = part.headers.get_filename()
        if name or part.headers.get_content_disposition() == "attachment":
            self.blocks.add(f"[attachment: {one_line(_decoded(str(name or part.type)), 200)}]")
        elif part.type.startswith(("text/", "multipart/")):
            if not top and part.headers.get("Subject"):
                self.blocks.heading(_header(part, "Subject"))
            self._add_text(part)

    def _add_text(self, part: MimePart) -> None:
        text = self._text(part.decoded(), str(part.headers.get("Content-Type") or "text/plain"))
        if part.type == "text/html":
            add_html(text, self.blocks)
            return
        text = text.replace("\r\n", "\n")
        self.blocks.code(_unflowed(text) if part.headers.get_param("format") == "flowed" else text)

    def _text(self, body: bytes, content_type: str) -> str:
        """The characters of a text. Of many that are no UTF-8 the later ones have the charset of most."""
        plain = is_utf8(body)
        if not plain and self.guessed.total() >= MAX_GUESSES:
            usual = self.guessed.most_common(1)[0][0]
            _, text = html_to_unicode(content_type, body, auto_detect_fun=lambda _: usual)
            return to_text(text.encode("utf-8", "replace"), "text/plain; charset=utf-8")[1]
        charset, text = to_text(body, content_type)
        if not plain:
            self.guessed[charset] += 1
        return text


def _chosen(part: MimePart, children: list[MimePart]) -> list[MimePart]:
    """The children to read: of alternatives (RFC 2046 section 5.1.4) the plain one, else the last."""
    if part.type != "multipart/alternative":
        return children[:MAX_PARTS]
    plain = [child for child in children[:MAX_PARTS] if child.type == "text/plain" and child.body.strip()]
    return plain[:1] or children[-1:]


def _unflowed(text: str) -> str:
    """Lines that end with a space go on in the next one (RFC 3676 section 4.1), except before a signature."""
    parts: list[str] = []
    flows = True
    for line in text.split("\n"):
        if not flows or (parts and line.startswith(">")):
            parts.append("\n")
        parts.append(line)
        flows = line.endswith(" ") and line != "-- "
    return "".join(parts)
