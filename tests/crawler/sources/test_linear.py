"""Every reader takes linear time: each shape of each format, at a size and at four times that size.

Instructions would be counted where the machine lets us; a line tracer does not see what regular expressions cost.
"""

import contextlib
from collections.abc import Callable
from functools import partial

import pytest
from growth import MOST, growth
from shapes import Shape, shapes_of

from crawler.model.errors import SourceError
from crawler.sources.budget import within_budget
from crawler.sources.exclusions import no_document
from crawler.sources.parsing.source_text import SourceText
from crawler.sources.registry import FORMATS, format_of

SIZE = 5_000
"""Bytes; and FACTOR times as many: if those take a TRIFLE, a quadratic reader takes 150 seconds for a megabyte."""


def _source(shape: Shape, size: int) -> SourceText:
    return SourceText(f"a{shape.suffix}", "a", shape.make(size), "", None)


def _reading(shape: Shape, size: int) -> Callable[[], object]:
    source = _source(shape, size)

    def read() -> None:
        with contextlib.suppress(SourceError, RecursionError):  # refused: the time counts all the same
            if not no_document(source) and (format := format_of(source)):
                within_budget(format.read(source), source.path, len(source.data))

    return read


@pytest.mark.parametrize("format", sorted(format.name for format in FORMATS))
def test_a_format_is_read_in_linear_time(format: str) -> None:
    shapes = list(shapes_of(format))
    assert shapes, f"add shapes of {format} to shapes.py"
    slow = {shape.name: ratio for shape in shapes if (ratio := growth(partial(_reading, shape), SIZE)) > MOST}
    assert not slow


@pytest.mark.parametrize("format", sorted(format.name for format in FORMATS))
def test_the_shapes_of_a_format_are_read_by_it(format: str) -> None:
    """Else they would show nothing."""
    read = [found.name for shape in shapes_of(format) if (found := format_of(_source(shape, SIZE)))]
    assert read.count(format) >= len(read) / 2, read
