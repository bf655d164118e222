"""Finds the text of a page among the data of its scripts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import islice
from urllib.parse import unquote, urlsplit

from pipelines.extract.elements import Elements
from pipelines.extract.embedded import names, payloads
from pipelines.extract.embedded.candidates import Candidate, Path, Sought, Walk
from pipelines.extract.embedded.payloads import PageScript
from pipelines.extract.embedded.prose import paragraphs, words_of
from pipelines.extract.metadata.names import fold

POOR_CHARS = 1000
"""A visible text with fewer characters may be what stands around the content that a script fills in."""

LEAST_CHARS = 200
"""Prose that embedded text must have, as a good Capture (`GOOD_CHARS` of the judge)."""

RATIO = 2.0
"""How many times the visible text it must have."""

MAX_CANDIDATES = 50_000

_ATTRIBUTES = (
    "data-preloaded",
    "data-page",
    "data-react-props",
    "data-props",
    "data-initial-state",
    "data-state",
    "props",
)
DESCRIPTIONS = {
    "ytInitialPlayerResponse": ("videoDetails", "shortDescription"),
    "__UNIVERSAL_DATA_FOR_REHYDRATION__": (
        "__DEFAULT_SCOPE__",
        "webapp.video-detail",
        "itemInfo",
        "itemStruct",
        "desc",
    ),
}
"""Where a page's whole text is a description, of any length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """The text of a page that stands only in its scripts."""

    html: str  # a fragment, to be rendered like a page
    kind: str  # where it was found: "__NEXT_DATA__", "self.__next_f", "JSON-LD", ...
    chars: int  # of prose
    certain: bool  # a body of the object that has the page's title or address, or what a known site writes
    cut: bool = False  # the data are too large to be read whole


def worth_a_look(visible: str, scripts: Sequence[PageScript]) -> bool:
    """Whether the scripts may hold more of the page than it shows. Cheap: no script is read."""
    if len(visible) >= POOR_CHARS:
        return False
    return sum(len(script.text) for script in scripts) > payloads.LEAST_CHARS


def scripts_of(elements: Elements) -> list[PageScript]:
    """The scripts of a page, and its attributes that hold data."""
    found = [
        PageScript(
            type=(element.get("type") or "").partition(";")[0].strip().lower(),
            id=element.get("id") or "",
            text=element.text or "",
        )
        for element in elements.tagged("script")[:2000]
        if element.text
    ]
    for name in _ATTRIBUTES:
        values = (element.get(name) or "" for element in islice(elements.root.iterfind(f".//*[@{name}]"), 100))
        found += [
            PageScript(type="attribute", id=name, text=text) for text in values if text.lstrip()[:1] in ("{", "[")
        ]
    return found


def find(scripts: Iterable[PageScript], *, titles: Iterable[str] = (), url: str = "") -> Embedded | None:
    """The text of a page among its scripts, None if there is none. `titles` are the page's own, in any spelling."""
    walk = Walk(Sought(titles=frozenset(filter(None, map(fold, titles))), slug=_slug(url)))
    found: list[Candidate] = []
    for payload in payloads.read(scripts):
        if path := DESCRIPTIONS.get(payload.kind):
            if text := _at(payload.value, path):
                return _described(payload.kind, text)
            continue
        found += islice(walk.of(payload), MAX_CANDIDATES)
    if not found:
        return None
    best = max(found, key=lambda candidate: candidate.score)
    members = _group(best, [candidate for candidate in found if candidate.kind == best.kind])
    chars = sum(member.chars for member in members)
    certain = best.matched is not None and best.weight >= 1
    if best.weight < 0.4 and best.matched is None:
        return None
    return Embedded(html=_joined(members), kind=best.kind, chars=chars, certain=certain, cut=walk.exhausted)


def _at(value: object, path: Path) -> str:
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, str) else ""


def _described(kind: str, text: str) -> Embedded:
    return Embedded(html=paragraphs(text), kind=kind, chars=len(text), certain=True)


def _slug(url: str) -> str:
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        return ""
    return path.rstrip("/").rpartition("/")[2].lower().removesuffix(".html")


def _group(best: Candidate, found: Sequence[Candidate]) -> list[Candidate]:
    """The best candidate with what belongs to it: the other entries of the lists that it stands in, up to the object
    that has the page's title; and other texts of the same object.
    """
    top = len(best.path) - 1
    floor = best.matched if best.matched is not None else 0
    for index in range(len(best.path) - 1, floor - 1, -1):
        if isinstance(best.path[index], int) or names.plain(str(best.path[index])) in names.ANSWERS:
            top = index
    prefix = best.path[: max(top, 0)]
    shape = _shape(best.path)
    members = []
    for candidate in found:
        alike = _shape(candidate.path) == shape
        within = candidate.path[: len(prefix)] == prefix
        name = names.plain(str(candidate.path[-1]))
        if (
            candidate is best
            or (within and (alike or candidate.weight >= min(best.weight, 1.0)))
            or (name in names.LEADS | names.LISTS and _is_above(candidate, best))
        ):
            members.append(candidate)
    return _distinct(members, best)


def _is_above(candidate: Candidate, best: Candidate) -> bool:
    """Whether a text is one of an object that the best text stands in."""
    return best.path[: len(candidate.path) - 1] == candidate.path[:-1] and candidate.matched == best.matched


def _shape(path: Path) -> Path:
    return tuple("[]" if isinstance(key, int) else key for key in path)


def _distinct(members: Sequence[Candidate], best: Candidate) -> list[Candidate]:
    """Without texts that begin as the best one or an earlier one, or stand in the best one; in the page's order."""
    whole = fold(words_of(best.html))
    starts = {whole[:100]}
    kept: list[Candidate] = []
    for member in members:
        start = fold(words_of(member.html[:2000]))[:100]
        if member is best or (start not in starts and start not in whole):
            kept.append(member)
            starts.add(start)
    return kept


def _joined(members: Sequence[Candidate]) -> str:
    """One fragment; the title of each entry of a list stands before its text."""
    parts: list[str] = []
    listed = len({member.heading for member in members}) > 1
    last = ""
    for member in members:
        if listed and member.heading and member.heading != last and any(isinstance(key, int) for key in member.path):
            parts.append(f"<h2>{escape(member.heading, quote=False)}</h2>")
        last = member.heading
        parts.append(member.html)
    return "\n".join(parts)
