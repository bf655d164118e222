"""What is no citing document, whatever its name: `no_document` tells it by its content.

Files that tools write for tools are full of URLs that nobody cites: the registry of each package, the sponsor of each
dependency. Our own exports and reports would cite what they report on. Only the start of a file is examined.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import PurePosixPath

from crawler.sources.parsing.source_text import HEAD_CHARS, SourceText

LOCK = "lock file"
MANIFEST = "package manifest"
REQUIREMENTS = "requirements file"
BUILD = "build script"
WORKFLOW = "workflow or service definition"
BILL = "software bill of materials"
SCHEMA = "schema or API description"
ROBOTS = "robots.txt"
TRAFFIC = "recorded traffic"
REPORT = "report of a link checker"
EXPORT = "export or output of citecache"
DATABASE = "database"

_JSON_KEYS: Sequence[tuple[frozenset[str], str]] = [
    (frozenset(keys.split()), reason)
    for keys, reason in (
        ("lockfileVersion", LOCK),  # npm, pnpm, Bun
        ("_readme content-hash", LOCK),  # Composer
        ("_meta default", LOCK),  # Pipenv
        ("pins version", LOCK),  # SwiftPM
        ("nodes root version", LOCK),  # Nix
        ("specifiers version", LOCK),  # Deno
        ("name dependencies", MANIFEST),
        ("name devDependencies", MANIFEST),
        ("name peerDependencies", MANIFEST),
        ("name version scripts", MANIFEST),
        ("name version main", MANIFEST),
        ("name version exports", MANIFEST),
        ("name version repository", MANIFEST),
        ("private scripts", MANIFEST),
        ("private dependencies", MANIFEST),
        ("private devDependencies", MANIFEST),
        ("private workspaces", MANIFEST),
        ("name require", MANIFEST),  # Composer
        ("name autoload", MANIFEST),
        ("require-dev", MANIFEST),
        ("compilerOptions", MANIFEST),  # TypeScript
        ("manifest_version name", MANIFEST),  # browser extensions
        ("start_url icons", MANIFEST),  # web applications
        ("url dir_info", MANIFEST),  # Python's direct_url.json (PEP 610)
        ("url vcs_info", MANIFEST),
        ("url archive_info", MANIFEST),
        ("bomFormat specVersion", BILL),  # CycloneDX
        ("spdxVersion SPDXID", BILL),
        ("version runs $schema", REPORT),  # SARIF
        ("openapi paths", SCHEMA),
        ("swagger paths", SCHEMA),
        ("stable_id verdict fetched_at", EXPORT),  # export jsonl, list --json, show --json
        ("new_documents unchanged_documents new_citations", EXPORT),  # add --json
        ("verdict_at last_good_at due_at evidence", EXPORT),  # why --json
        ("verdict cited_by_count snippet", EXPORT),  # search --json
        ("churn_only extractor_only changes", EXPORT),  # changes --json
        ("run state fetched verdicts", EXPORT),  # crawl --json
        ("words_added words_removed hunks", EXPORT),  # diff --json
        ("total error_map", REPORT),  # lychee, and our check --format json
        ("total fail_map", REPORT),
        ("successful fail_map", REPORT),
    )
]
"""Keys that an object has together, at the top of a JSON text or in the first item of its list."""

_YAML_KEYS: Sequence[tuple[frozenset[str], str]] = [
    (frozenset(keys.split()), reason)
    for keys, reason in (
        ("lockfileVersion", LOCK),  # pnpm
        ("__metadata", LOCK),  # Yarn from version 2 on
        ("packages sdks", LOCK),  # Dart
        ("on jobs", WORKFLOW),  # GitHub Actions
        ("runs inputs", WORKFLOW),
        ("openapi paths", SCHEMA),
        ("swagger paths", SCHEMA),
        ("channels dependencies", REQUIREMENTS),  # Conda
        ("name dependencies environment", MANIFEST),  # Dart
        ("apiVersion kind metadata", WORKFLOW),  # Kubernetes
    )
]

_NAMES = {
    "package-lock.json": LOCK, "npm-shrinkwrap.json": LOCK, "composer.lock": LOCK, "yarn.lock": LOCK,
    "pnpm-lock.yaml": LOCK, "cargo.lock": LOCK, "poetry.lock": LOCK, "uv.lock": LOCK, "pipfile.lock": LOCK,
    "gemfile.lock": LOCK, "package.json": MANIFEST, "composer.json": MANIFEST, "bower.json": MANIFEST,
    "tsconfig.json": MANIFEST, "jsconfig.json": MANIFEST,
}  # fmt: skip
"""Names that only one tool uses, and reserves."""

_STRING = re.compile(r'"(?:[^"\\]++|\\[\s\S])*+(?:"|\\?\Z)|[{}\[\]]')
"""A string, which may be cut at the end of the text, or a bracket."""
_YAML_KEY = re.compile(r"""^(?:"([^"\n]+)"|'([^'\n]+)'|([A-Za-z_$][\w.$-]*)):(?=\s|$)""", re.MULTILINE)
_SCHEMA = re.compile(r'"\$schema"\s*:\s*"https?:\\?/\\?/json-schema\.org\\?/')
_HAR = re.compile(r'\s*\{\s*"log"\s*:\s*\{\s*"(?:version|creator|pages|entries)"')
_BASELINE = re.compile(r'\s*\{\s*"version"\s*:\s*\d+\s*,\s*"problems"\s*:\s*\[\s*(?:\]|\{\s*"document")')
_COMPOSE = re.compile(r"^[ \t]+(?:image|build):(?=\s)", re.MULTILINE)
_LOCK_TEXT = re.compile(r"\[\[package\]\]\nname = |# yarn lockfile v\d|GEM\n  remote: ")
_CMAKE = re.compile(r"^[ \t]*cmake_minimum_required[ \t]*\(", re.IGNORECASE | re.MULTILINE)
_CALL = re.compile(r"[A-Za-z_]\w*[ \t]*\(")
_JUNIT = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<testsuites?\b[^>]*\bname=\"citecache\"")
_MARKDOWN = re.compile(r"# Cited resources\n\n## [^\n]*\n\n[^\n]*\n\n- Verdict: |\*\*citecache\*\*: ")
_CSV = re.compile(r"id,stable_id,url,[^\n]*\bverdict\b")
_FINDINGS = re.compile(r"\S[^\n]*?:\d+:\d+  \[[^\]\n]+\] \S+|::(?:error|warning|notice) file=[^\n]*::")
"""A line of `check --format text` or `github`, each of which begins with a place in another file."""
_SITE = re.compile(r"\s*<!doctype html>[^\0]{0,600}<meta name=\"?generator\"? content=\"?citecache\b", re.IGNORECASE)
_LYCHEE_CACHE = re.compile(r"[a-z][a-z0-9+.-]*:\S*?,(?:\d{3}|[A-Z][a-z]+(?:\(\w*\))?|\"[^\"]*\"),\d{9,11}")
_ROBOT = re.compile(
    r"(?:user-agent|disallow|allow|sitemap|crawl-delay|host|clean-param|content-signal)\s*:", re.IGNORECASE
)
_REQUIREMENT = re.compile(
    r"[A-Za-z0-9][\w.-]*+\s*+(?:\[[\w.,\s-]*+\])?\s*+(?:(?P<pinned>(?:\(?\s*(?:[=!<>~]=|[<>](?=\s*\d)|===).*)|@\s*\S+.*)|;.*)?",
)
_OPTION = re.compile(
    r"(?:-[rcief]\s|--?[a-z][a-z-]+(?:[\s=]|$)|(?:git|hg|svn|bzr)\+|(?:https?|file)://\S+\.(?:whl|zip))"
)
_REQUIREMENTS_NAME = re.compile(r"(?:require|constraint|(?:^|[-_.])(?:reqs|deps)\b)", re.IGNORECASE)


def no_document(source: SourceText) -> str | None:
    """What a source is, if it is no citing document; None if it may be one."""
    if source.data.startswith(b"SQLite format 3\0"):
        return DATABASE
    if not source.is_text:
        return None
    name = PurePosixPath(source.path).name.lower()
    head = source.head
    if head.lstrip()[:1] in ("{", "["):
        return _NAMES.get(name) or _json(head)
    if source.suffix in (".yaml", ".yml"):
        return _NAMES.get(name) or _yaml(head)
    if source.suffix in (".txt", ".in", ".lock", ""):
        return _NAMES.get(name) or _plain(name, head)
    return _output(head)


def _json(head: str) -> str | None:
    if _SCHEMA.search(head):
        return SCHEMA
    if _HAR.match(head):
        return TRAFFIC
    if _BASELINE.match(head):
        return EXPORT
    return _by_keys(frozenset(_json_keys(head)), _JSON_KEYS)


def _by_keys(keys: frozenset[str], table: Sequence[tuple[frozenset[str], str]]) -> str | None:
    return next((reason for wanted, reason in table if wanted <= keys), None)


def _json_keys(head: str) -> Iterator[str]:
    """The keys of the first object, as far as the start of the text reaches."""
    depth, wanted = 0, 0
    for match in _STRING.finditer(head):
        sign = match[0][0]
        if sign in "{[":
            depth += 1
            wanted = wanted or (depth if sign == "{" else 0)
        elif sign in "}]":
            if depth == wanted:
                return
            depth -= 1
        elif depth == wanted and head[match.end() : match.end() + 8].lstrip().startswith(":"):
            yield match[0][1:-1]


def _yaml(head: str) -> str | None:
    keys = frozenset(match[1] or match[2] or match[3] for match in _YAML_KEY.finditer(head))
    if "services" in keys and _COMPOSE.search(head):
        return WORKFLOW
    return _by_keys(keys, _YAML_KEYS)


def _plain(name: str, head: str) -> str | None:
    lines = [line.strip() for line in head.split("\n")]
    told = [line for line in lines if line and not line.startswith("#")]
    if _LOCK_TEXT.search(head):
        return LOCK
    if name == "cmakelists.txt" or (told and _CALL.match(told[0]) and _CMAKE.search(head)):
        return BUILD
    if not told:
        return None
    if len(head) >= HEAD_CHARS:
        told.pop()  # it may be cut
    if all(_ROBOT.match(line) for line in told) and any(line.lower().startswith("user-agent") for line in told):
        return ROBOTS
    if told and all(_LYCHEE_CACHE.fullmatch(line) for line in islice(told, 20)):
        return REPORT
    return REQUIREMENTS if _is_requirements(name, told) else _output(head)


def _is_requirements(name: str, lines: list[str]) -> bool:
    """PEP 508 and pip's "Requirements File Format": all lines are requirements, and one cannot be anything else."""
    sure = bool(_REQUIREMENTS_NAME.search(name))
    for written in lines:
        line = written.partition(" #")[0].rstrip(" \\")
        if _OPTION.match(line):
            sure = sure or not line.startswith("http")
        elif match := _REQUIREMENT.fullmatch(line):
            sure = sure or match["pinned"] is not None
        else:
            return False
    return sure


def _output(head: str) -> str | None:
    """Files of our own that are neither JSON nor YAML."""
    ours = (_JUNIT, _MARKDOWN, _CSV, _SITE, _FINDINGS)
    return EXPORT if any(pattern.match(head) for pattern in ours) else None
