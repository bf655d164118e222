"""The read and write sides return domain types: no row, no cursor, nothing untyped leaves the cache."""

import importlib
import inspect
import pkgutil
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any, get_args, get_type_hints

import pytest
from sqlite_utils import Database
from sqlite_utils.db import Queryable

from crawler.cache import read, write

UNTYPED = (Any, object, dict, list, tuple, sqlite3.Row, sqlite3.Cursor, sqlite3.Connection, Database, Queryable)
"""As a whole annotation or inside one. `dict` alone and `dict[str, Any]` are rows; `dict[str, Card]` is an index."""


def public(function: object, module: str) -> bool:
    return inspect.isfunction(function) and function.__module__ == module and not function.__name__.startswith("_")


def functions() -> Iterator[tuple[str, Callable[..., object]]]:
    """The public functions, methods and properties of both sides, by their full names."""
    for side in (read, write):
        for info in pkgutil.iter_modules(side.__path__, f"{side.__name__}."):
            for member in vars(importlib.import_module(info.name)).values():
                owned = inspect.isclass(member) and member.__module__ == info.name
                for found in vars(member).values() if owned and not member.__name__.startswith("_") else [member]:
                    function = getattr(found, "fget", None) or getattr(found, "__func__", found)
                    if public(function, info.name):
                        yield f"{info.name}.{function.__qualname__}", function


def parts(annotation: object) -> Iterator[object]:
    """An annotation and its type arguments, at every depth."""
    yield annotation
    for part in get_args(annotation):
        yield from parts(part)


FUNCTIONS = dict(functions())


def test_the_functions_of_both_sides_are_found() -> None:
    assert {"crawler.cache.read.cards.card", "crawler.cache.write.writer.Writer.record"} <= set(FUNCTIONS)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_public_function_returns_domain_types(name: str) -> None:
    returned = get_type_hints(FUNCTIONS[name])["return"]
    assert [part for part in parts(returned) if any(part is untyped for untyped in UNTYPED)] == []


def rows() -> list[dict[str, Any]]:
    return []


def test_a_row_would_be_found() -> None:
    assert Any in parts(get_type_hints(rows)["return"])
