"""Which stage CPU time belongs to, and the table of stages, which adds up to what the whole crawl took.

A sample belongs to the innermost frame that a rule knows. A frame that no rule knows (lxml, re, json, sqlite_utils)
leaves it to its caller; a stack without any known frame is the crawl's own work: Scrapy, Twisted, TLS.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from linecache import getline
from pathlib import Path
from types import FrameType

ROOT = f"{Path(__file__).resolve().parent.parent.parent}/"

STAGES = {
    "start": "start, imports",
    "add": "reading the list of URLs",
    "fetch": "fetch: Scrapy, Twisted, TLS, middlewares",
    "wire": "wire between crawl and workers",
    "parse": "decode, parse",
    "metadata": "metadata",
    "facts": "page facts",
    "model": "walk, block model, choice",
    "trafilatura": "trafilatura",
    "render": "render",
    "embedded": "embedded text, fallback",
    "media": "PDF and other media types",
    "preview": "preview, reservations",
    "judge": "judge, with what it reads of the past",
    "store": "store: rows",
    "fts": "store: full-text index",
    "commit": "store: begin, commit, flush",
    "compression": "store: hash and compression of bodies",
    "command": "command line, progress, schedule",
    "other": "other: ends of processes, not sampled",
}
"""Every stage in the order of the table, with its title."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Frames of these files: all, those of some functions, or those at a line that contains a text."""

    stage: str
    paths: tuple[str, ...]  # each the start of a file's name, or its end
    functions: frozenset[str] = frozenset()
    line: str = ""

    def matches(self, file: str, function: str) -> bool:
        """Whether a function is meant, perhaps with some of its lines only."""
        name = _from_checkout(file)
        is_named = any(name.startswith(path) or name.endswith(path) for path in self.paths)
        return is_named and (not self.functions or function in self.functions)


def _rule(stage: str, paths: str, functions: str = "", line: str = "") -> Rule:
    return Rule(stage, tuple(paths.split()), frozenset(functions.split()), line)


IMPORTS = "<frozen importlib"
EXTRACT = "/pipelines/extract/"
WRITE = "/crawler/cache/write/"
RULES = (
    _rule("start", "/bench/speed/sampling/"),
    _rule("fts", WRITE, line="captures_fts"),
    _rule("compression", "/crawler/cache/bodies.py /crawler/net/zstd.py"),
    _rule("commit", "/crawler/cache/database.py", "write"),
    _rule("add", "/crawler/sources/ /citecache/usecases/add.py"),
    _rule("add", f"{WRITE}ingest.py {WRITE}resources.py {WRITE}documents.py {WRITE}record_ids.py {WRITE}creation.py"),
    _rule("store", WRITE),
    _rule("judge", "/crawler/cache/read/histories.py /pipelines/judge/ /pipelines/probes.py"),
    _rule("judge", "/pipelines/stages.py", "_judged _judged_safely"),
    _rule("store", "/pipelines/stages.py", "_bare"),
    _rule("preview", "/pipelines/complete.py /pipelines/preview.py /pipelines/reservations.py"),
    _rule("trafilatura", "/site-packages/trafilatura/ /site-packages/justext/ /site-packages/courlan/"),
    _rule("trafilatura", f"{EXTRACT}html/rejoin.py {EXTRACT}html/blocks.py"),
    _rule("trafilatura", f"{EXTRACT}html/engine.py", "_by_trafilatura"),
    _rule("render", f"{EXTRACT}html/render.py {EXTRACT}html/inline.py {EXTRACT}html/lead.py /crawler/text/tidy.py"),
    _rule("embedded", f"{EXTRACT}embedded/"),
    _rule("embedded", f"{EXTRACT}html/markup.py", "_plain_text _is_deep fragment"),
    _rule("parse", f"{EXTRACT}html/markup.py"),
    _rule("model", f"{EXTRACT}html/"),
    _rule("metadata", f"{EXTRACT}metadata/"),
    _rule("facts", f"{EXTRACT}facts/"),
    _rule("media", f"{EXTRACT}media/ {EXTRACT}pdf/"),
    _rule("wire", f"{EXTRACT}workers/"),
    _rule("wire", "/asyncio/unix_events.py /asyncio/base_subprocess.py /asyncio/subprocess.py /asyncio/streams.py"),
    _rule("parse", EXTRACT),
    _rule("fetch", "/crawler/middlewares/ /crawler/spiders/ /site-packages/scrapy/ /site-packages/twisted/"),
    _rule("command", "/citecache/ /crawler/cache/read/ /site-packages/rich/ /site-packages/click/"),
)


def _from_checkout(file: str) -> str:
    """A file from the checkout or from site-packages on: the place of either must not look like a rule's."""
    if "/site-packages/" in file:
        return "/site-packages/" + file.rpartition("/site-packages/")[2]
    return "/" + file.removeprefix(ROOT) if file.startswith(ROOT) else file


@cache
def _rules_of(file: str, function: str) -> tuple[Rule, ...]:
    """The rules that may apply to a function, up to the first that does not depend on the line."""
    rules: list[Rule] = []
    for rule in RULES:
        if rule.matches(file, function):
            rules.append(rule)
            if not rule.line:
                break
    return tuple(rules)


def _stage_at(frame: FrameType) -> str | None:
    code = frame.f_code
    for rule in _rules_of(code.co_filename, code.co_name):
        if not rule.line or rule.line in getline(code.co_filename, frame.f_lineno or 0):
            return rule.stage
    return None


def stage_of(frame: FrameType | None) -> str:
    """The stage that a stack belongs to, from its innermost frame. All that an import does belongs to the start."""
    found = None
    while frame is not None:
        if frame.f_code.co_filename.startswith(IMPORTS):
            return "start"
        if found is None:
            found = _stage_at(frame)
        frame = frame.f_back
    return found or "fetch"


def add_up(sampled: Iterable[Mapping[str, float]], whole: float) -> dict[str, float]:
    """CPU seconds per stage of all processes; what is missing to the whole is "other", so that the sum is the whole.

    Several clocks are involved: where the samples exceed the whole, all are reduced alike.
    """
    total = dict.fromkeys(STAGES, 0.0)
    for seconds in sampled:
        for stage, value in seconds.items():
            total[stage] += value
    known = sum(total.values())
    if known > whole > 0:
        total = {stage: value * whole / known for stage, value in total.items()}
    total["other"] += max(0.0, whole - known)
    return total
