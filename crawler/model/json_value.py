"""`JsonValue`: what JSON, and YAML reduced to JSON's types, can hold."""

from typing import TypeAlias

JsonValue: TypeAlias = "bool | int | float | str | list[JsonValue] | dict[str, JsonValue] | None"
