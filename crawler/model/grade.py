"""Grade: how much of what was cited a Capture is. docs/identity.md has the rules."""

from enum import StrEnum


class Grade(StrEnum):
    """How much of what was cited a Capture is."""

    FULL = "full"
    PARTIAL = "partial"
    TEASER = "teaser"
    BLOCKED = "blocked"
    WRONG_DOCUMENT = "wrong_document"


GRADES = tuple(grade.value for grade in Grade)
