"""Arguments of the command line -> ParsedSources: `read_all`."""

import hashlib
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO

from crawler.model import Document, ParsedSource, Skipped
from crawler.model.errors import SourceError
from crawler.sources.files import Finder, document_name, printable, shown_path, why
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.source_text import MAX_BYTES, SourceText, decode
from crawler.sources.registry import format_of

_URL = re.compile(r"(?:https?:|[A-Za-z][A-Za-z0-9+.-]+://)", re.IGNORECASE)


def read_all(
    arguments: Sequence[str], *, stdin: BinaryIO | None = None, known: Mapping[str, str] | None = None
) -> Iterator[ParsedSource]:
    """One ParsedSource per document, in the order of the arguments; one more for what concerns an argument itself.

    An argument is a file, a folder, a pattern (`docs/**/*.md`), a URL, or `-` for standard input. A ParsedSource
    without a document holds URLs given as arguments, files that do not exist, and counts of ignored files. A file that
    two arguments name is read once. `known` maps paths of documents to the SHA-256 they had when they were last read:
    if it is still the same, the ParsedSource is `unchanged` and nothing is parsed. Never raises for what it finds.
    """
    seen: set[str] = set()
    before = known or {}
    for argument in arguments:
        if argument == "-":
            yield _read_stream(stdin or sys.stdin.buffer, before)
        elif _URL.match(argument) and not os.path.exists(argument):  # noqa: PTH110 - a str of any bytes, as given
            yield _read_url(argument)
        else:
            yield from _read_files(argument, seen, before)


def _read_url(url: str) -> ParsedSource:
    collector = Collector("")
    collector.cite(url)
    reading = collector.parsed(None)
    return ParsedSource(
        document=None,
        citations=reading.citations,
        skipped=tuple(
            Skipped(path=found.url or "", line=None, reason=found.reason, url=found.url) for found in reading.skipped
        ),
    )


def _read_files(argument: str, seen: set[str], known: Mapping[str, str]) -> Iterator[ParsedSource]:
    finder = Finder()
    for path in finder.find(argument):
        absolute = os.path.abspath(path)  # noqa: PTH100 - two names of one file are two documents
        if absolute in seen:
            finder.ignored["file named twice"] += 1
            continue
        seen.add(absolute)
        yield _read_file(path, known)
    if finder.skipped or finder.ignored:
        yield ParsedSource(document=None, skipped=tuple(finder.skipped), ignored=dict(sorted(finder.ignored.items())))


def _read_stream(stream: BinaryIO, known: Mapping[str, str]) -> ParsedSource:
    try:
        return _read_bytes("-", stream.read(MAX_BYTES + 1), known)
    except OSError as error:
        return _refused("-", why(error))


def _read_file(path: str, known: Mapping[str, str]) -> ParsedSource:
    shown = printable(shown_path(path))
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - a str of any bytes, as given
            return _read_bytes(shown, file.read(MAX_BYTES + 1), known)
    except OSError as error:
        return _refused(shown, why(error))


def _refused(path: str, reason: str) -> ParsedSource:
    return ParsedSource(document=None, skipped=(Skipped(path=path, line=None, reason=reason),))


def _read_bytes(path: str, data: bytes, known: Mapping[str, str]) -> ParsedSource:
    if len(data) > MAX_BYTES:
        return _refused(path, f"larger than {MAX_BYTES // 1024 // 1024} MiB")
    name, digest = document_name(path), hashlib.sha256(data).hexdigest()
    if known.get(path) == digest:
        return ParsedSource(document=Document(path=path, name=name, format="", sha256=digest), unchanged=True)
    try:
        source = SourceText(path, name, decode(data), digest)
        return format_of(source).read(source)
    except SourceError as error:
        return _refused(path, str(error))
    except RecursionError:
        return _refused(path, "nested too deeply")
    except Exception as error:  # noqa: BLE001 - parsers may raise anything; one document must not stop the others
        return _refused(path, f"cannot be read: {type(error).__name__}: {error}"[:300])
