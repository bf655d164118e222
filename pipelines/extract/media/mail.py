"""Mail (RFC 5322, MIME) and mailboxes (RFC 4155): sender, date and subject as metadata, the body as text.

Of several forms of a body the plain one; HTML where there is no other. Attachments are named, not read.
"""

import re
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr

from crawler.model import Capture, Metadata
from crawler.model.errors import SourceError
from crawler.text.dates import find_date
from crawler.text.tidy import one_line
from pipelines.extract.decode import to_text
from pipelines.extract.media.blocks import TextBlocks, captured
from pipelines.extract.media.markup import add_html
from pipelines.extract.media.types import MediaBody
from pipelines.extract.metadata.names import clean_authors

MAX_PARTS = 200
"""Parts of a message that are looked at."""

MAX_NESTED = 50
"""Parts with parts of their own: each line is compared with the boundaries of all that are open."""

MAX_MESSAGES = 2000
"""Messages of a mailbox that are read."""

_FROM_LINE = re.compile(rb"^From [^\r\n]{0,300}\r?\n(?=[A-Za-z][\w-]{0,60}:)", re.MULTILINE)


def capture(body: MediaBody) -> Capture:
    """The Capture of a message, or of a mailbox."""
    blocks = TextBlocks()
    data = body.data.lstrip(b"\r\n")
    if body.media.startswith("multipart/") and (boundary := (body.content_type or "").partition(";")[2]):
        data = b"Content-Type: %s;%s\r\n\r\n" % (body.media.encode(), boundary.encode("latin-1", "replace")) + data
    starts = [match.start() for match in _FROM_LINE.finditer(data)][: MAX_MESSAGES + 1] if data[:5] == b"From " else []
    if len(starts) < 2:
        message = _message(data)
        _add(message, blocks)
        return captured(blocks, media=body.media, metadata=_metadata(message), extractor="mail")
    ends = [*starts[1:], len(data)]
    pairs = list(zip(starts, ends, strict=True))
    for start, end in pairs[:MAX_MESSAGES]:
        message = _message(data[start:end])
        said = _metadata(message)
        blocks.heading(said.title or "")
        blocks.add(", ".join(part for part in (*said.authors, said.published_date) if part))
        _add(message, blocks)
    doubt = f"text of the first {MAX_MESSAGES:,} messages only" if len(pairs) > MAX_MESSAGES else None
    return captured(blocks, media=body.media, metadata=Metadata(), extractor="mail", doubt=doubt)


def _message(data: bytes) -> Message:
    if data.count(b"boundary=") > MAX_NESTED:
        raise SourceError(f"a message of more than {MAX_NESTED} parts with parts of their own")
    return message_from_bytes(data, policy=policy.compat32)


def _metadata(message: Message) -> Metadata:
    sender = _header(message, "From")
    # Comments are read by recursion.
    name = parseaddr(sender)[0] if sender.count("(") < 10 else ""
    authors = clean_authors([name])
    title = one_line(_header(message, "Subject"))
    published = find_date(_header(message, "Date"))
    return Metadata.told(title=(title, "Subject"), authors=(authors, "From"), published_date=(published, "Date"))


def _header(message: Message, name: str) -> str:
    """A header's value on one line, decoded (RFC 2047)."""
    value = " ".join(str(message.get(name) or "")[:5000].split())
    try:
        return str(make_header(decode_header(value)))
    except (MessageError, ValueError, LookupError, UnicodeError):
        return value


def _add(message: Message, blocks: TextBlocks) -> None:
    """Add the texts of a message in their order."""
    waiting = [message]
    for _ in range(MAX_PARTS):
        if not waiting:
            return
        part = waiting.pop()
        name = part.get_filename()
        children = part.get_payload()
        if isinstance(children, list):
            if part is not message and isinstance(part.get("Subject"), str):
                blocks.heading(_header(part, "Subject"))
            waiting += reversed(_chosen(part, [child for child in children if isinstance(child, Message)]))
        elif name or part.get_content_disposition() == "attachment":
            blocks.add(f"[attachment: {one_line(str(name or part.get_content_type()), 200)}]")
        elif part.get_content_maintype() == "text":
            _add_text(part, blocks)


def _chosen(part: Message, children: list[Message]) -> list[Message]:
    """The children to read: of alternatives (RFC 2046 section 5.1.4) the plain one, else the last."""
    if part.get_content_subtype() != "alternative":
        return children
    plain = [
        child for child in children if child.get_content_type() == "text/plain" and str(child.get_payload()).strip()
    ]
    return plain[:1] or children[-1:]


def _add_text(part: Message, blocks: TextBlocks) -> None:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return
    _, text = to_text(payload, str(part.get("Content-Type") or "text/plain"))
    if part.get_content_subtype() == "html":
        add_html(text, blocks)
        return
    text = text.replace("\r\n", "\n")
    blocks.code(_unflowed(text) if part.get_param("format") == "flowed" else text)


def _unflowed(text: str) -> str:
    """Lines that end with a space go on in the next one (RFC 3676 section 4.1), except before a signature."""
    lines: list[str] = []
    flows = False
    for line in text.split("\n"):
        if flows and not line.startswith(">"):
            lines[-1] += line
        else:
            lines.append(line)
        flows = line.endswith(" ") and line != "-- "
    return "\n".join(lines)
