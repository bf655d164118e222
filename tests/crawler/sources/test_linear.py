"""Every reader takes linear time: each shape of each format, at a size and at four times that size.

Measured is the ratio of two CPU times of one process, the least of several: a linear reader has 4, a quadratic one 16.
Instructions would be counted where the machine lets us; a line tracer does not see what regular expressions cost.
"""

import gc
import os
import time

import pytest
from shapes import Shape, shapes_of

from crawler.model.errors import SourceError
from crawler.sources.budget import within_budget
from crawler.sources.exclusions import no_document
from crawler.sources.parsing.source_text import SourceText
from crawler.sources.registry import FORMATS, format_of

SIZE, FACTOR = 5_000, 4
MOST = 9.0
"""Between 4 and 16, as a ratio."""

TRIFLE = 0.06
"""Seconds for FACTOR * SIZE bytes that are not looked into: of a quadratic reader, 150 seconds for a megabyte."""

TRIES = 4


def _seconds(source: SourceText) -> float:
    """CPU time, also of a process that the reader starts."""
    gc.disable()
    before = _cpu()
    try:
        if not no_document(source) and (format := format_of(source)):
            within_budget(format.read(source), source.path, len(source.data))
    except (SourceError, RecursionError):
        pass  # refused: the time counts all the same
    finally:
        after = _cpu()
        gc.enable()
    return after - before


def _cpu() -> float:
    times = os.times()
    return time.process_time() + times.children_user + times.children_system


def _source(shape: Shape, size: int) -> SourceText:
    return SourceText(f"a{shape.suffix}", "a", shape.make(size), "", None)


def _growth(shape: Shape) -> float:
    """How much longer a document takes that is FACTOR times as long."""
    large = _source(shape, SIZE * FACTOR)
    longer = _seconds(large)
    growth = 0.0
    for _ in range(TRIES):
        if longer <= TRIFLE:
            return 0.0
        growth = longer / max(_seconds(_source(shape, SIZE)), TRIFLE / FACTOR / FACTOR)
        if growth <= MOST:
            return growth
        longer = min(longer, _seconds(large))
    return growth


@pytest.mark.parametrize("format", sorted(format.name for format in FORMATS))
def test_a_format_is_read_in_linear_time(format: str) -> None:
    shapes = list(shapes_of(format))
    assert shapes, f"add shapes of {format} to shapes.py"
    slow = {shape.name: growth for shape in shapes if (growth := _growth(shape)) > MOST}
    assert not slow


@pytest.mark.parametrize("format", sorted(format.name for format in FORMATS))
def test_the_shapes_of_a_format_are_read_by_it(format: str) -> None:
    """Else they would show nothing."""
    read = [found.name for shape in shapes_of(format) if (found := format_of(_source(shape, SIZE)))]
    assert read.count(format) >= len(read) / 2, read
