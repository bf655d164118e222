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
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from citecache.exports.files import writing
from citecache.render.findings.report import Key, Report, Severity, is_of_quote, key, state_name
from citecache.render.json_text import line
from crawler.cache.places import STREAM, DocumentPlaces
from crawler.model import Finding
from crawler.model.errors import Error, NotFound
from crawler.sources.file_names import openable, printable

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


def write(path: Path, report: Report, places: DocumentPlaces) -> int:
    """Write the problems of a report, known or new; gives their number."""
    problems = {key(one.finding): one.finding for one in report.of(Severity.PROBLEM, Severity.KNOWN)}
    rows = sorted(
        line({**_entry(finding, path, places), "url": key(finding)[1], "verdict": state_name(finding)})
        for finding in problems.values()
    )
    body = "[\n    " + ",\n    ".join(rows) + "\n  ]" if rows else "[]"
    with writing(path) as out:
        out.write(f'{{\n  "version": {VERSION}, "paths": "{RELATIVE}",\n  "problems": {body}\n}}\n'.encode())
    return len(rows)


def outlived(known: frozenset[Key], report: Report, *, present: set[str], quotes: bool) -> list[Key]:
    """Entries that match no problem any more, and could go.

    Excluded are entries of Documents that are `present` in the cache but were not checked this time, of quotations if
    those were not (`quotes`), and of inconclusive pages, which may be as dead as before.
    """
    still = {key(one.finding) for one in report.of(Severity.PROBLEM, Severity.KNOWN, Severity.UNKNOWN)}
    checked = {one.finding.document or "" for one in report.judged}
    gone = [entry for entry in known - still if quotes or not is_of_quote(entry)]
    return sorted(entry for entry in gone if entry[0] in checked or entry[0] not in present)
