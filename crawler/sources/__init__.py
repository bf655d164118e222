"""Citing documents -> Readings. One reader per format, chosen by suffix or by looks. Floor 2.

    read_all                  what the command line calls: arguments -> Readings
    ├── files                 arguments -> paths (folders, patterns)
    ├── decode                bytes -> text
    ├── kinds                 path and text -> reader
    │   ├── markdown          Markdown, MDX     <- frontmatter, mdx, inline, notes, places
    │   ├── html              HTML, bookmarks   <- tags
    │   ├── yamlrecords       YAML              <- yamlnodes ┐
    │   ├── jsonrecords       JSON, JSONL       <- jsonwalk  ┴ records, entries
    │   │   └── csl           CSL-JSON
    │   ├── bibtex, tables, urllists
    └── gather                what every reader collects into; which link is a citation
        prose, sentences      a block's text; the sentence a place stands in (the claim)
        dates                 dates as people write them

A reader is a function `Source -> Reading`; it never raises for what a document holds. What it does not take stands
in `Reading.skipped` (one line for a person) or is counted in `Reading.passed`.
"""

import hashlib
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO

from crawler.model import Document, Reading, Skipped
from crawler.model.errors import SourceError
from crawler.sources.decode import MAX_BYTES, Source, decode
from crawler.sources.files import Finder, document_name, printable, shown_path, why
from crawler.sources.gather import Gathering
from crawler.sources.kinds import reader_for

__all__ = ["read_all"]

_URL = re.compile(r"(?:https?:|[A-Za-z][A-Za-z0-9+.-]+://)", re.IGNORECASE)


def read_all(
    arguments: Sequence[str], *, stdin: BinaryIO | None = None, known: Mapping[str, str] | None = None
) -> Iterator[Reading]:
    """One Reading a document, in the order of the arguments; one more for what an argument itself tells.

    An argument is a file, a folder, a pattern (`docs/**/*.md`), a URL, or `-` for standard input. A Reading
    without a document holds URLs given as arguments, files not there, and counts of files passed over. A file that
    two arguments name is read once. `known` maps paths of documents to the SHA-256 of what was read of them before:
    where it still holds, the Reading is `unchanged` and nothing is parsed. Never raises for what it finds.
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


def _read_url(url: str) -> Reading:
    gathering = Gathering("")
    gathering.cite(url)
    reading = gathering.reading(None)
    return Reading(
        document=None,
        citations=reading.citations,
        skipped=tuple(
            Skipped(path=found.url or "", line=None, reason=found.reason, url=found.url) for found in reading.skipped
        ),
    )


def _read_files(argument: str, seen: set[str], known: Mapping[str, str]) -> Iterator[Reading]:
    finder = Finder()
    for path in finder.find(argument):
        absolute = os.path.abspath(path)  # noqa: PTH100 - two names of one file are two documents
        if absolute in seen:
            finder.passed["file named twice"] += 1
            continue
        seen.add(absolute)
        yield _read_file(path, known)
    if finder.skipped or finder.passed:
        yield Reading(document=None, skipped=tuple(finder.skipped), passed=dict(sorted(finder.passed.items())))


def _read_stream(stream: BinaryIO, known: Mapping[str, str]) -> Reading:
    try:
        return _read_bytes("-", stream.read(MAX_BYTES + 1), known)
    except OSError as error:
        return _refused("-", why(error))


def _read_file(path: str, known: Mapping[str, str]) -> Reading:
    shown = printable(shown_path(path))
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - a str of any bytes, as given
            return _read_bytes(shown, file.read(MAX_BYTES + 1), known)
    except OSError as error:
        return _refused(shown, why(error))


def _refused(path: str, reason: str) -> Reading:
    return Reading(document=None, skipped=(Skipped(path=path, line=None, reason=reason),))


def _read_bytes(path: str, data: bytes, known: Mapping[str, str]) -> Reading:
    if len(data) > MAX_BYTES:
        return _refused(path, f"larger than {MAX_BYTES // 1024 // 1024} MiB")
    name, digest = document_name(path), hashlib.sha256(data).hexdigest()
    if known.get(path) == digest:
        return Reading(document=Document(path=path, name=name, format="", sha256=digest), unchanged=True)
    try:
        source = Source(path, name, decode(data), digest)
        return reader_for(path, source.text)(source)
    except SourceError as error:
        return _refused(path, str(error))
    except RecursionError:
        return _refused(path, "nested too deeply")
    except Exception as error:  # noqa: BLE001 - five parsers of others stand behind; no document may cost the others
        return _refused(path, f"cannot be read: {type(error).__name__}: {error}"[:300])
