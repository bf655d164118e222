"""Assessment: what was computed from stored data, and of what."""

from dataclasses import dataclass

from crawler.model.json_value import JsonValue


@dataclass(frozen=True, slots=True)
class Assessment:
    """A result, and the digest of everything that it was computed from: with another one it is out of date."""

    stamp: str
    result: JsonValue
