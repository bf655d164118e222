"""The baseline of `check`: problems that are known already, and fail no build.

A JSON object with `version` and `problems`, a list of `{document, url, verdict}` in a stable order, one a line, so that
version control shows what changed. A problem is known by document and URL.
"""

import json
from pathlib import Path
from typing import Any

from citecache.exports.files import writing
from citecache.render.findings.report import Key, Report, Severity, key
from citecache.render.json_text import line
from crawler.model.errors import Error, NotFound

VERSION = 1


def read(path: Path) -> frozenset[Key]:
    """The problems that the file lists.

    Raises:
        NotFound: there is no such file.
        Error: it is not a baseline.
    """
    try:
        found: Any = json.loads(path.read_text(encoding="utf-8"))
        if found["version"] != VERSION:
            raise Error(f"{path} is a baseline of version {found['version']!r}, here {VERSION}: upgrade")
        return frozenset((str(entry["document"]), str(entry["url"])) for entry in found["problems"])
    except FileNotFoundError:
        raise NotFound(f"{path}: there is no such baseline") from None
    except OSError as error:
        raise Error(f"{path} cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Error(f"{path} is not a citecache baseline: write a new one with --write-baseline") from error


def write(path: Path, report: Report) -> int:
    """Write the problems of a report, known or new; gives their number."""
    problems = {key(one.finding): one.finding.verdict for one in report.of(Severity.PROBLEM, Severity.KNOWN)}
    rows = [
        line({"document": document, "url": url, "verdict": verdict.value})
        for (document, url), verdict in sorted(problems.items())
    ]
    body = "[\n    " + ",\n    ".join(rows) + "\n  ]" if rows else "[]"
    with writing(path) as out:
        out.write(f'{{\n  "version": {VERSION},\n  "problems": {body}\n}}\n'.encode())
    return len(rows)


def outlived(known: frozenset[Key], report: Report, *, present: set[str]) -> list[Key]:
    """Entries that match no problem any more, and could go.

    Excluded are entries of Documents that are `present` in the cache but were not checked this time, and of
    inconclusive pages, which may be as dead as before.
    """
    still = {key(one.finding) for one in report.of(Severity.PROBLEM, Severity.KNOWN, Severity.UNKNOWN)}
    checked = {one.finding.document or "" for one in report.judged}
    return sorted(entry for entry in known - still if entry[0] in checked or entry[0] not in present)
