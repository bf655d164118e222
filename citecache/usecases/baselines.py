"""The baseline of `check`: problems that are known already, and fail no build.

A JSON object with `version` and `problems`, a list of `{document, url, verdict}` in a stable order, one a line, so that
version control shows what changed. A problem is known by document and URL, of a quotation followed by
its words.

A document's path is relative to the folder of the baseline, and `paths` says so: it holds in every checkout and from
every working directory. Older files have no `paths`; theirs are relative to the working directory.
A document that has no file of its own (a record names it in `cited_by`) has `"file": false`.
"""

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Self

from citecache.exports.files import writing
from citecache.render.findings.severity import Judged, Key, Severity, is_of_quote, key, state_name
from citecache.render.json_text import line
from crawler.cache.places import STREAM, DocumentPlaces
from crawler.cache.scratch import Scratch
from crawler.model import Finding
from crawler.model.errors import Error, NotFound
from crawler.text.file_names import openable, printable

VERSION = 1
RELATIVE = "relative to this file"


def read(path: Path, places: DocumentPlaces) -> frozenset[Key]:
    """The problems that the file lists; documents as they are shown in the working directory.

    Raises:
        NotFound: there is no such file.
        Error: it is not a baseline.
    """
    try:
        found: Any = json.loads(path.read_text(encoding="utf-8"))
        if found["version"] != VERSION:
            raise Error(f"{path} is a baseline of version {found['version']!r}, here {VERSION}: upgrade")
        anchored = found.get("paths") == RELATIVE
        return frozenset(
            (_shown(entry, path, places) if anchored else str(entry["document"]), str(entry["url"]))
            for entry in found["problems"]
        )
    except FileNotFoundError:
        raise NotFound(f"{path}: there is no such baseline") from None
    except OSError as error:
        raise Error(f"{path} cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Error(f"{path} is not a citecache baseline: write a new one with --write-baseline") from error


def _shown(entry: Mapping[str, Any], baseline: Path, places: DocumentPlaces) -> str:
    document = str(entry["document"])
    if document in ("", STREAM) or entry.get("file") is False:
        return document
    return places.same(os.path.join(os.path.realpath(baseline.parent), openable(document)))  # noqa: PTH118 - any bytes


def _entry(finding: Finding, baseline: Path, places: DocumentPlaces) -> dict[str, str | bool]:
    document = finding.document or ""
    if document in ("", STREAM) or finding.file != document:
        return {"document": document} | ({"file": False} if document not in ("", STREAM) else {})
    absolute = places.absolute(places.stored(document))
    return {"document": printable(Path(os.path.relpath(absolute, os.path.realpath(baseline.parent))).as_posix())}


class NewBaseline:
    """The problems of a report, known or new, as they pass; then a file of them. A context manager."""

    def __init__(self, path: Path, places: DocumentPlaces) -> None:
        self._path = path
        self._places = places
        self._scratch = Scratch()

    def __call__(self, one: Judged) -> None:
        if one.severity in (Severity.PROBLEM, Severity.KNOWN):
            finding, (document, url) = one.finding, key(one.finding)
            entry = {**_entry(finding, self._path, self._places), "url": url, "verdict": state_name(finding)}
            self._scratch.add_entry(document, url, line(entry))

    def write(self) -> int:
        """Write the file, once all have passed; gives the number of problems."""
        count = 0
        with writing(self._path) as out:
            out.write(f'{{\n  "version": {VERSION}, "paths": "{RELATIVE}",\n  "problems": ['.encode())
            for count, row in enumerate(self._scratch.sorted_entries(), 1):
                out.write(f"{',' if count > 1 else ''}\n    {row}".encode())
            out.write(b"\n  ]\n}\n" if count else b"]\n}\n")
        return count

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._scratch.close()


class Outlived:
    """Which entries of a baseline match no problem any more, and could go: known once all findings have passed."""

    def __init__(self, known: frozenset[Key]) -> None:
        self._known = known
        self._documents = {document for document, _ in known}
        self._still = set[Key]()
        self._checked = set[str]()

    def __call__(self, one: Judged) -> None:
        document = one.finding.document or ""
        if document in self._documents:
            self._checked.add(document)
            if one.severity in (Severity.PROBLEM, Severity.KNOWN, Severity.UNKNOWN):
                self._still |= {key(one.finding)} & self._known

    def entries(self, names: Iterable[str], *, quotes: bool) -> list[Key]:
        """The entries, in order. `names`: what the Documents of the cache are called.

        Excluded are entries of Documents that the cache has but that were not checked this time, of quotations if
        those were not (`quotes`), and of inconclusive pages, which may be as dead as before.
        """
        present = self._documents.intersection(names)
        gone = [entry for entry in self._known - self._still if quotes or not is_of_quote(entry)]
        return sorted(entry for entry in gone if entry[0] in self._checked or entry[0] not in present)
