"""Arguments of the command line -> ParsedSources: `read_all`."""

import gc
import gzip
import hashlib
import io
import os
import re
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import BinaryIO

from crawler.model import Document, Ignored, ParsedSource, Skipped
from crawler.model.errors import SourceError
from crawler.sources.budget import Budget, within_budget
from crawler.sources.exclusions import no_document
from crawler.sources.files import NAMED_ONLY, UNSUPPORTED, Finder, FoundFile, why
from crawler.sources.long_files import PIECE, LongFile, kept
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.source_text import MAX_BYTES, SourceText
from crawler.sources.quote_places import placed
from crawler.sources.registry import format_of, suffix_of
from crawler.text.file_names import document_name, shown_path

NO_FORMAT = "no format reads this"
"""How the reason begins for which a named file of an unknown type is refused."""

_PACKED_TEXT = 8  # times its size is a list of URLs that gzip has packed, about
_TOO_LARGE = f"larger than {MAX_BYTES // 1024 // 1024} MiB"
_URL = re.compile(r"(?:https?:|[A-Za-z][A-Za-z0-9+.-]+://)", re.IGNORECASE)


def read_all(
    arguments: Sequence[str],
    *,
    stdin: BinaryIO | None = None,
    known: Mapping[str, str] | None = None,
    no_ignore: bool = False,
    shown: Callable[[str], str] = shown_path,
) -> Iterator[ParsedSource]:
    """One ParsedSource per document, in the order of the arguments; one more for what concerns an argument itself.

    An argument is a file, a folder, a pattern (`docs/**/*.md`), a URL, or `-` for standard input. A ParsedSource
    without a document holds URLs given as arguments, files that do not exist, and counts of ignored files. A file that
    two arguments name is read once. `shown` gives a Document's path from one by which it was found. `known` maps paths
    of documents to the SHA-256 they had when they were last read: if it is still the same, the ParsedSource is
    `unchanged` and nothing is parsed. `no_ignore`: a folder's hidden, vendored and git-ignored files are read, too.
    Never raises for what it finds.
    """
    seen: set[str] = set()
    before = known or {}
    for argument in arguments:
        if argument == "-":
            yield from _read_stream(stdin or sys.stdin.buffer, before)
        elif _URL.match(argument) and not os.path.exists(argument):  # noqa: PTH110 - a str of any bytes, as given
            yield _read_url(argument)
        else:
            yield from _read_files(Finder(no_ignore=no_ignore, shown=shown), argument, seen, before)


def _read_url(url: str) -> ParsedSource:
    collector = Collector("", 0)
    collector.cite(url)
    reading = collector.parsed(None)
    return ParsedSource(
        document=None,
        citations=reading.citations,
        skipped=tuple(
            Skipped(path=found.url or "", line=None, reason=found.reason, url=found.url) for found in reading.skipped
        ),
    )


def _read_files(finder: Finder, argument: str, seen: set[str], known: Mapping[str, str]) -> Iterator[ParsedSource]:
    for file in finder.find(argument):
        path = finder.shown(file.path)
        if path in seen:
            finder.ignore(file.path, "file named twice")
            continue
        seen.add(path)
        yield from _read_file(path, file, known)
    if finder.skipped or finder.ignored:
        yield ParsedSource(document=None, skipped=tuple(finder.skipped), ignored=tuple(finder.ignored))


def _read_stream(stream: BinaryIO, known: Mapping[str, str]) -> Iterator[ParsedSource]:
    yield from _read_open("-", stream, known, FoundFile("-", named=True))


def _read_file(shown: str, found: FoundFile, known: Mapping[str, str]) -> Iterator[ParsedSource]:
    try:
        with open(found.path, "rb") as file:  # noqa: PTH123 - a str of any bytes, as given
            yield from _read_open(shown, file, known, found)
    except OSError as error:
        yield _refused(shown, why(error), fatal=found.named)


def _read_open(path: str, stream: BinaryIO, known: Mapping[str, str], found: FoundFile) -> Iterator[ParsedSource]:
    try:
        packed = path.lower().endswith(".gz")
        limit = PIECE // _PACKED_TEXT if packed else PIECE
        data = stream.read(limit + 1)
        if len(data) <= limit:
            yield _read_bytes(path, data, known, found)
            return
        with kept(stream, data) if path == "-" else stream as file:
            file.seek(0)
            yield from _read_long(path, LongFile(file, packed=packed), known, found)
    except OSError as error:
        yield _refused(path, why(error), fatal=found.named)
    except SourceError as error:
        yield _refused(path, str(error), fatal=found.named)
    except Exception as error:  # noqa: BLE001 - parsers may raise anything; one document must not stop the others
        yield _refused(path, f"cannot be read: {type(error).__name__}: {error}"[:300], fatal=found.named)


def _read_long(path: str, file: LongFile, known: Mapping[str, str], found: FoundFile) -> Iterator[ParsedSource]:
    """In pieces, if its format can be read so; else as a whole."""
    name = document_name(path)
    if known.get(path) == file.sha256:
        yield ParsedSource(document=Document(path=path, name=name, format="", sha256=file.sha256), unchanged=True)
        return
    head = SourceText(path, name, file.head(), file.sha256, None if path == "-" else found.path)
    format = None if no_document(head) else format_of(head)
    size = file.length() if format is not None and format.long else None
    if format is None or size is None or (format.named_only and not found.named):
        file.raw.seek(0)
        yield _read_bytes(path, file.raw.read(MAX_BYTES + 1), known, found)
        return
    budget, parts = Budget(path, size), format.read_pieces(head, file.pieces())
    while True:
        with _no_collection():
            part = next(parts, None)
            if part is None:
                return
            part = budget.within(part)
        if not part.more and file.has_changed:
            changed = Skipped(path=path, line=None, reason="was written to while it was read: read again next time")
            part = replace(part, skipped=(*part.skipped, changed))
        yield part


def read_document(path: str, data: bytes, file: str) -> ParsedSource:
    """What these bytes cite, as the content of a file: `path` as it is shown, `file` as the system opens it, for what
    lies beside it. Never raises for what a document contains.
    """
    return _read_bytes(path, data, {}, FoundFile(file, named=True))


def _refused(path: str, reason: str, *, fatal: bool = False) -> ParsedSource:
    return ParsedSource(document=None, skipped=(Skipped(path=path, line=None, reason=reason, fatal=fatal),))


def _read_bytes(path: str, data: bytes, known: Mapping[str, str], file: FoundFile) -> ParsedSource:
    if len(data) > MAX_BYTES:
        return _refused(path, _TOO_LARGE, fatal=file.named)
    name, digest = document_name(path), hashlib.sha256(data).hexdigest()
    if known.get(path) == digest:
        return ParsedSource(document=Document(path=path, name=name, format="", sha256=digest), unchanged=True)
    try:
        content = _decompressed(data) if path.lower().endswith(".gz") else data
        source = SourceText(path, name, content, digest, None if path == "-" else file.path)
        with _no_collection():
            return _read_source(source, named=file.named)
    except SourceError as error:
        return _refused(path, str(error), fatal=file.named)
    except RecursionError:
        return _refused(path, "nested too deeply", fatal=file.named)
    except Exception as error:  # noqa: BLE001 - parsers may raise anything; one document must not stop the others
        return _refused(path, f"cannot be read: {type(error).__name__}: {error}"[:300], fatal=file.named)


@contextmanager
def _no_collection() -> Iterator[None]:
    """No search for garbage cycles while one document is read: it looks at all tokens again and again, and frees few.

    What is garbage is freed after the document.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _read_source(source: SourceText, *, named: bool) -> ParsedSource:
    if reason := no_document(source):
        return ParsedSource(document=None, ignored=(Ignored(path=source.path, reason=reason),))
    format = format_of(source)
    if format is None:
        kind = suffix_of(source.path)
        if named:
            return _refused(source.path, f"{NO_FORMAT} {kind} file", fatal=True)
        ignored = Ignored(path=source.path, reason=f"{UNSUPPORTED} {kind}")
        return ParsedSource(document=None, ignored=(ignored,))
    if format.named_only and not named:
        ignored = Ignored(path=source.path, reason=f"{format.name}, {NAMED_ONLY}")
        return ParsedSource(document=None, ignored=(ignored,))
    found = within_budget(format.read(source), source.path, source.size)
    if format.binary:
        return found
    found = replace(found, citations=tuple(placed(found.citations, source.text)))
    if not source.decoded.issues:
        return found
    issues = [Skipped(path=source.path, line=line, reason=reason) for line, reason in source.decoded.issues]
    return replace(found, skipped=(*issues, *found.skipped))


def _decompressed(data: bytes) -> bytes:
    """The content of a gzip file, which may have several members (RFC 1952, section 2.2)."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            content = file.read(MAX_BYTES + 1)
    except EOFError:
        raise SourceError("a damaged gzip file: its end is missing") from None
    except (OSError, zlib.error) as error:
        raise SourceError(f"not a gzip file, or a damaged one: {error}") from error
    if len(content) > MAX_BYTES:
        raise SourceError(_TOO_LARGE)
    return content
