"""Cases of a test as files, one case per file: a head in TOML, then exactly what a server sent.

    <!--
    name = "cloudflare, 403"
    status = 403
    -->
    <!DOCTYPE html><html>...

The head is an HTML comment, so the file opens in a browser; the comment and the file's last line end are no part of
the body. Keys and types are those of the dataclass that the cases are loaded into. A key that is left out has the
default of its field, or is None where that may be.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import StrEnum
from pathlib import Path
from types import UnionType
from typing import ClassVar, Protocol, TypeVar, get_args, get_origin, get_type_hints

START, END = "<!--", "\n-->\n"


class Dataclass(Protocol):
    __dataclass_fields__: ClassVar[dict[str, Field[object]]]


T = TypeVar("T", bound=Dataclass)


class CaseError(Exception):
    """A file that is no case; the message names the file and the key."""


def read(path: Path) -> tuple[dict[str, object], str]:
    """The head and the body of a file."""
    text = path.read_bytes().decode("utf-8")
    head, end, body = text.removeprefix(START).partition(END)
    if not text.startswith(START) or not end:
        raise CaseError(f"{path.name}: does not begin with a head between <!-- and -->")
    try:
        return tomllib.loads(head), body.removesuffix("\n")
    except tomllib.TOMLDecodeError as error:
        raise CaseError(f"{path.name}: {error}") from error


def page(path: Path) -> str:
    """A page without a head: the file's text without its last line end."""
    return path.read_bytes().decode("utf-8").removesuffix("\n")


def sentences(path: Path) -> tuple[str, ...]:
    """The lines of a text file."""
    return tuple(path.read_text(encoding="utf-8").splitlines())


def default_name(path: Path) -> str:
    """What a case is called that has no `name`: `a-page.html` is "a page"."""
    return path.stem.replace("-", " ")


def build(wanted: type[T], values: Mapping[str, object], path: Path) -> T:
    """The dataclass with these values; CaseError for unknown and missing keys, and for values of another type."""
    hints = get_type_hints(wanted)
    if unknown := sorted(set(values) - set(hints)):
        raise CaseError(f"{path.name}: unknown key {unknown[0]!r}")
    given = {name: _typed(value, hints[name], path, name) for name, value in values.items()}
    for field in fields(wanted):
        if field.name not in given and field.default is MISSING and field.default_factory is MISSING:
            if not (isinstance(hints[field.name], UnionType) and type(None) in get_args(hints[field.name])):
                raise CaseError(f"{path.name}: no {field.name!r}")
            given[field.name] = None
    return wanted(**given)


def record(wanted: type[T], path: Path) -> T:
    """The dataclass of a TOML file."""
    return build(wanted, tomllib.loads(path.read_text(encoding="utf-8")), path)


def files(folder: Path, suffix: str = ".html") -> Iterator[Path]:
    """The files of a folder and its subfolders, in the order of their paths."""
    yield from sorted(folder.rglob(f"*{suffix}"))


def _typed(value: object, hint: object, path: Path, key: str) -> object:
    """The value as the field has it, lists as tuples and tables as dataclasses; CaseError where it is another type."""
    if isinstance(hint, UnionType):
        if value is None:
            return None
        hint = next(one for one in get_args(hint) if one is not type(None))
    origin, kinds = get_origin(hint), get_args(hint)
    if origin is tuple and isinstance(value, list | tuple):
        kinds = kinds[:1] * len(value) if kinds[-1] is Ellipsis else kinds
        if len(kinds) == len(value):
            return tuple(_typed(one, kind, path, key) for one, kind in zip(value, kinds, strict=True))
    elif origin is Mapping and isinstance(value, dict):
        return {_typed(one, kinds[0], path, key): _typed(two, kinds[1], path, key) for one, two in value.items()}
    elif isinstance(hint, type) and is_dataclass(hint) and isinstance(value, dict):
        return build(hint, value, path)
    elif isinstance(hint, type) and issubclass(hint, StrEnum) and isinstance(value, str) and value in list(hint):
        return hint(value)
    elif isinstance(hint, type) and type(value) is hint:
        return value
    raise CaseError(f"{path.name}: {key} is no {getattr(hint, '__name__', hint)}: {value!r}")
