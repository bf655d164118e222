"""Bibliographies in lines that begin with a tag (RIS, PubMed, Refer, Web of Science) -> records with places.

A line without a tag continues the value before it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from crawler.sources.parsing.bibliographies.bibliography import EntryField, field_at


@dataclass(slots=True)
class TaggedValue:
    """The value of one tag, in the lines of the file."""

    tag: str
    text: str
    line: int
    column: int


@dataclass(slots=True)
class TaggedRecord:
    """One record's values in order."""

    line: int
    values: list[TaggedValue] = field(default_factory=list)

    def all(self, *tags: str) -> list[str]:
        """The values of these tags, in the order of the file and in single lines."""
        return [" ".join(value.text.split()) for value in self.values if value.tag in tags and value.text.strip()]

    def first(self, *tags: str) -> str:
        """The first value of the first of these tags that has one; "" if none has."""
        return next((found[0] for tag in tags if (found := self.all(tag))), "")

    def fields(self, names: dict[str, str]) -> list[EntryField]:
        """The values of these tags as fields of these names."""
        return [
            field_at(names[value.tag], value.text, value.line, value.column)
            for value in self.values
            if value.tag in names and value.text.strip()
        ]


@dataclass(frozen=True, slots=True)
class TaggedSyntax:
    """`line` matches a line with its tag (group 1) and value (group 2); a tag of `starts` begins a record.

    Without `starts`, each tag begins one that stands first in the file or after an empty line.
    """

    line: re.Pattern[str]
    starts: frozenset[str] = frozenset()
    ends: frozenset[str] = frozenset()


def tagged_records(text: str, syntax: TaggedSyntax) -> Iterator[TaggedRecord]:
    """The records of a text; what stands before the first is left out, and so is what stands between two."""
    record: TaggedRecord | None = None
    parts: list[str] = []  # of the last value
    for number, line in enumerate(text.split("\n"), start=1):
        match = syntax.line.match(line)
        tag = match[1] if match else None
        ends = tag in syntax.ends or not (syntax.starts or line.strip())
        begins = tag in syntax.starts if syntax.starts else tag is not None and record is None
        if record is not None and (tag is not None or ends):
            _finish(record, parts)
        if record is not None and (begins or ends):
            yield record
            record = None
        if begins:
            record = TaggedRecord(number)
        if record is None:
            continue
        if match is None:
            parts.append(line)
        else:
            record.values.append(TaggedValue(match[1], "", number, match.start(2) + 1))
            parts.append(match[2])
    if record is not None:
        _finish(record, parts)
        yield record


def _finish(record: TaggedRecord, parts: list[str]) -> None:
    if record.values and parts:
        record.values[-1].text = "\n".join(parts)
    parts.clear()
