"""Every text in the data of a page, with its path and how likely it is the page's own."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from crawler.text.digits import load_json
from pipelines.extract.embedded import flight, names, rich_text
from pipelines.extract.embedded.payloads import Payload
from pipelines.extract.embedded.prose import as_html, prose_chars, words_of
from pipelines.extract.metadata.names import fold

MAX_NODES = 200_000
MAX_DEPTH = 60
MAX_TEXT = 2_000_000
"""Characters of one text."""

MATCH = 20.0
"""How much more likely the text of an object is the page's, whose title or address is the page's. Heuristic."""

Key = str | int
Path = tuple[Key, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A text among the data of a page."""

    kind: str
    path: Path
    html: str
    chars: int  # of prose
    weight: float
    matched: int | None = None  # length of the path of the object that has the page's title or address
    heading: str = ""  # the title of the object that it belongs to

    @property
    def score(self) -> float:
        return self.chars * self.weight * (MATCH if self.matched is not None else 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What the page is, by its own head and address."""

    titles: frozenset[str]  # folded
    slug: str = ""  # the last part of the address


@dataclass(slots=True)
class _Node:
    value: Any
    path: Path
    weight: float
    matched: int | None
    heading: str
    nested: int  # values in strings that were opened on the way


class Walk:
    """One walk over the values of a page, of `MAX_NODES` nodes at most."""

    def __init__(self, sought: Sought) -> None:
        self._sought = sought
        self._left = MAX_NODES
        self._seen: set[int] = set()

    @property
    def exhausted(self) -> bool:
        """Whether `MAX_NODES` were not enough."""
        return self._left <= 0

    def of(self, payload: Payload) -> Iterator[Candidate]:
        """The candidates of a value, in its order."""
        if payload.kind == "self.__next_f":
            yield from self._flight(payload)
            return
        root = payload.value
        stack = [_Node(root, (), 0.3, None, "", 0)]
        while stack and self._left > 0:
            self._left -= 1
            place = stack.pop()
            if len(place.path) > MAX_DEPTH:
                continue
            value = place.value
            if isinstance(value, str):
                if opened := self._opened(value, place):
                    stack.append(opened)
                elif found := _candidate(payload.kind, place, value):
                    yield found
            elif isinstance(value, (dict, list)) and id(value) not in self._seen:
                self._seen.add(id(value))
                if isinstance(value, list):
                    value = _resolved(value, root)
                    if found := _of_list(payload.kind, place, value):
                        yield found
                        continue
                    stack.extend(reversed(list(self._items(value, place))))
                else:
                    stack.extend(reversed(list(self._members(value, place))))

    def _opened(self, value: str, place: _Node) -> _Node | None:
        """JSON within a string, as Discourse and SvelteKit have it."""
        if len(value) < 100 or value[0] not in "{[" or place.nested > 2 or len(value) > MAX_TEXT * 4:
            return None
        try:
            inner = load_json(value, strict=False)
        except (ValueError, RecursionError):
            return None
        if not isinstance(inner, (dict, list)):
            return None
        return _Node(inner, place.path, place.weight, place.matched, place.heading, place.nested + 1)

    def _members(self, value: dict[str, Any], place: _Node) -> Iterator[_Node]:
        heading = next(
            (text for key in names.TITLES if isinstance(text := value.get(key), str) and 2 < len(text) < 200), ""
        )
        is_page = self._is_page(value, heading)
        matched = len(place.path) if is_page else place.matched
        heading = "" if is_page else heading or place.heading
        for key, entry in value.items():
            if not isinstance(entry, (str, dict, list)) or not entry:
                continue
            name = names.plain(key)
            if names.is_other(name):
                continue
            weight = names.weight(name)
            if weight == 0.3 and not isinstance(entry, str):
                weight = place.weight if place.weight >= 1 else 0.3
            yield _Node(entry, (*place.path, key), weight, matched, heading, place.nested)

    def _is_page(self, value: dict[str, Any], heading: str) -> bool:
        if heading and fold(heading) in self._sought.titles:
            return True
        slug = self._sought.slug
        if len(slug) < 4:
            return False
        given = (str(value.get(key)) for key in names.SLUGS if isinstance(value.get(key), (str, int)))
        return any(text.rstrip("/").rpartition("/")[2].lower() == slug for text in given if len(text) < 500)

    def _items(self, value: list[Any], place: _Node) -> Iterator[_Node]:
        for index, entry in enumerate(value):
            if isinstance(entry, (str, dict, list)) and entry:
                yield _Node(entry, (*place.path, index), place.weight, place.matched, place.heading, place.nested)

    def _flight(self, payload: Payload) -> Iterator[Candidate]:
        """The elements of React's stream, and the properties of its components."""
        page = flight.FlightPage(payload.value)
        html = page.html()
        total = prose_of(html)
        for tag in ("article", "main"):
            inner = [entry for name, entry in page.main if name == tag]
            if inner and sum(map(prose_of, inner)) * 2 > total:
                html = "".join(inner)
                break
        if chars := prose_of(html):
            yield Candidate(kind=payload.kind, path=("rows",), html=html, chars=chars, weight=1.0)
        for index, props in enumerate(page.props):
            filled = {key: page.resolved(entry) if isinstance(entry, str) else entry for key, entry in props.items()}
            yield from self._props(filled, index)

    def _props(self, props: dict[str, Any], index: int) -> Iterator[Candidate]:
        for found in self.of(Payload(kind="self.__next_f props", value=props)):
            yield Candidate(
                kind="self.__next_f",
                path=("props", str(index), *found.path),
                html=found.html,
                chars=found.chars,
                weight=found.weight,
                matched=None if found.matched is None else found.matched + 2,
                heading=found.heading,
            )


def prose_of(html: str) -> int:
    """The prose of HTML, block by block."""
    parts = html.replace("</p>", "\n").replace("</li>", "\n").replace("<br>", "\n").replace("</div>", "\n").split("\n")
    return sum(map(prose_chars, parts))


def _resolved(value: list[Any], root: Any) -> list[Any]:  # noqa: ANN401
    """A list with what its references stand for: Apollo's cache keeps each object once, under its id."""
    if not isinstance(root, dict) or not value or not isinstance(value[0], dict) or "__ref" not in value[0]:
        return value
    return [
        root.get(entry["__ref"], entry) if isinstance(entry, dict) and "__ref" in entry else entry for entry in value
    ]


def _blocks(value: list[Any]) -> str:
    """The HTML of a list of blocks or of paragraphs, "" if it is neither."""
    if rich_text.is_blocks(value):
        return rich_text.render(value)
    texts = [entry for entry in value if isinstance(entry, str)]
    if len(texts) > 1 and len(texts) == len(value) and sum(bool(prose_chars(text)) for text in texts) * 2 > len(texts):
        return "".join(map(as_html, texts))
    return ""


def _of_list(kind: str, place: _Node, value: list[Any]) -> Candidate | None:
    """The candidate that a whole list is: blocks, paragraphs, or short texts under a key that says so."""
    html = _blocks(value)
    chars = prose_of(html)
    if not html and place.path and names.plain(str(place.path[-1])) in names.LISTS:
        texts = [words_of(entry) for entry in value if isinstance(entry, str)]
        html = f"<ul>{''.join(f'<li>{escape(text)}</li>' for text in texts)}</ul>" if texts else ""
        chars = sum(map(len, texts))
    return _at(place, kind, html, chars, max(place.weight, 1.0))


def _candidate(kind: str, place: _Node, value: str) -> Candidate | None:
    if len(value) < 15 or len(value) > MAX_TEXT:
        return None
    html = as_html(value) if len(value) >= 40 else value
    return _at(place, kind, html, prose_of(html) or prose_chars(words_of(value)), place.weight)


def _at(place: _Node, kind: str, html: str, chars: int, weight: float) -> Candidate | None:
    if not chars:
        return None
    return Candidate(
        kind=kind,
        path=place.path,
        html=html,
        chars=chars,
        weight=weight,
        matched=place.matched,
        heading=place.heading,
    )
