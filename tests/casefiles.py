"""Cases of a test as files, one case per file: a head in TOML, then exactly what a server sent.

    <!--
    name = "cloudflare, 403"
    status = 403
    -->
    <!DOCTYPE html><html>...

The head is an HTML comment, so the file opens in a browser; the comment and the file's last line end are no part of
the body. Keys and types are those of the dataclass that the cases are loaded into. A key that is left out has the
default of its field.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields
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
    """The dataclass with these values; CaseError for unknown and missing keys and for values of another type."""
    hints = get_type_hints(wanted)
    if unknown := sorted(set(values) - set(hints)):
        raise CaseError(f"{path.name}: unknown key {unknown[0]!r}")
    needed = [field.name for field in fields(wanted) if field.default is MISSING and field.default_factory is MISSING]
    if missing := [name for name in needed if name not in values]:
        raise CaseError(f"{path.name}: no {missing[0]!r}")
    return wanted(**{name: _typed(value, hints[name], f"{path.name}: {name}") for name, value in values.items()})


def files(folder: Path, suffix: str = ".html") -> Iterator[Path]:
    """The files of a folder and its subfolders, in the order of their paths."""
    yield from sorted(folder.rglob(f"*{suffix}"))


def _typed(value: object, hint: object, where: str) -> object:
    """The value, lists as tuples; CaseError where it is not of that type."""
    if isinstance(hint, UnionType):
        if value is None:
            return None
        hint = next(one for one in get_args(hint) if one is not type(None))
    if get_origin(hint) is tuple and isinstance(value, list | tuple):
        kinds = get_args(hint)
        kinds = kinds[:1] * len(value) if kinds[-1] is Ellipsis else kinds
        if len(kinds) == len(value):
            return tuple(_typed(one, kind, where) for one, kind in zip(value, kinds, strict=True))
    elif isinstance(hint, type) and type(value) is hint:
        return value
    raise CaseError(f"{where} is no {getattr(hint, '__name__', hint)}: {value!r}")
