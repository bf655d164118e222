"""Footnotes: marks in the text, definitions elsewhere, and the Citations that come of both: `Notes`.

A footnote cites where its mark stands, once for each mark and each link in its definition. A definition that no
mark uses cites at its own links. A mark without a definition cites nothing and is counted.
"""

from dataclasses import dataclass, field

from crawler.sources.dates import accessed
from crawler.sources.gather import Gathering
from crawler.sources.prose import Prose, Spot


@dataclass(slots=True)
class CitingLink:
    """One link: exactly one of `url` and `resource_id`."""

    spot: Spot
    url: str | None = None
    resource_id: str | None = None

    def cite(
        self, gathering: Gathering, at: Spot | None = None, label: str | None = None, date: str | None = None
    ) -> None:
        """Cites this link at its own place, or at a footnote's mark."""
        fields = (at or self.spot).fields() | {"link_text": self.spot.text, "label": label, "accessed": date}
        if self.resource_id is not None:
            gathering.cite_resource(self.resource_id, **fields)
        else:
            gathering.link(self.url or "", **fields)


@dataclass(slots=True)
class Note:
    """One footnote definition, or one inline footnote (`label` None)."""

    label: str | None
    line: int
    links: list[CitingLink] = field(default_factory=list)
    prose: list[Prose] = field(default_factory=list)
    used: bool = False

    @property
    def accessed(self) -> str | None:
        return accessed(" ".join(prose.text for prose in self.prose))


class Notes:
    """All footnotes of one Document. Labels are matched without regard to case, as GFM does."""

    def __init__(self) -> None:
        self.notes: dict[str, Note] = {}
        self.doubles: list[Note] = []
        self.marks: list[tuple[str, Spot]] = []
        self.inline: list[tuple[Note, Spot]] = []

    def define(self, label: str, line: int) -> Note:
        note = Note(label, line)
        if label.casefold() in self.notes:
            self.doubles.append(note)
        else:
            self.notes[label.casefold()] = note
        return note

    def cite(self, gathering: Gathering) -> None:
        undefined: list[tuple[str, Spot]] = []
        for label, spot in self.marks:
            note = self.notes.get(label.casefold())
            if note is None:
                undefined.append((label, spot))
            else:
                note.used = True
                self._at_mark(gathering, note, spot)
        for note, spot in self.inline:
            self._at_mark(gathering, note, spot)
        for note in [*self.notes.values(), *self.doubles]:
            if not note.used:
                _unused(gathering, note)
        for note in self.doubles:
            gathering.skip(note.line, f"footnote [^{note.label}] is defined before: the first definition counts")
        if undefined:
            label, spot = undefined[0]
            gathering.passed["footnote mark without a definition"] += len(undefined)
            more = f", and {len(undefined) - 1:,} more" if len(undefined) > 1 else ""
            gathering.skip(spot.line, f"footnote [^{label}] has no definition{more}")

    def _at_mark(self, gathering: Gathering, note: Note, spot: Spot) -> None:
        if not note.links:
            gathering.passed["footnote without a link"] += 1
        date = note.accessed if note.links else None
        for link in note.links:
            link.cite(gathering, at=spot, label=note.label, date=date)


def _unused(gathering: Gathering, note: Note) -> None:
    gathering.passed["footnote that no mark uses"] += 1
    for link in note.links:
        link.cite(gathering, label=note.label, date=note.accessed)
