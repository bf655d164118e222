"""What is written as a citation is read as one, in every format; and nothing that is read can stop the reading."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from round_trip import PAIRS, WRITERS

from crawler.sources.reading import read_all
from crawler.sources.registry import FORMATS, known_suffixes


def test_every_format_has_a_writer() -> None:
    assert sorted(WRITERS) == sorted(format.name for format in FORMATS)


@pytest.mark.parametrize("name", WRITERS)
@given(pairs=PAIRS)
@settings(max_examples=25, deadline=None)
def test_what_is_written_is_read(name: str, pairs: list[tuple[str, str]]) -> None:
    file, data = WRITERS[name](pairs)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, file)
        path.write_bytes(data)
        (reading,) = read_all([str(path)])
    assert reading.document is not None, reading.skipped
    assert reading.document.format == name
    assert [citation.url for citation in reading.citations] == [url for url, _ in pairs]
    assert reading.skipped == ()


@pytest.mark.parametrize("suffix", sorted(known_suffixes()))
@given(data=st.binary(max_size=2_000))
@settings(max_examples=15, deadline=None)
def test_random_bytes_are_read_or_refused_in_one_line(suffix: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"a{suffix}")
        path.write_bytes(data)
        for reading in read_all([str(path)]):
            assert all("\n" not in skipped.reason and "Error:" not in skipped.reason for skipped in reading.skipped)


@pytest.mark.parametrize("name", WRITERS)
@given(noise=st.lists(st.tuples(st.integers(0, 10_000), st.binary(min_size=1, max_size=3)), min_size=1, max_size=4))
@settings(max_examples=15, deadline=None)
def test_a_damaged_document_never_stops_the_reading(name: str, noise: list[tuple[int, bytes]]) -> None:
    file, written = WRITERS[name]([("https://e.org/a?b=c", "One"), ("https://e.org/d", "Two")])
    data = bytearray(written)
    for at, piece in noise:
        place = at % (len(data) + 1)
        data[place : place + len(piece)] = piece
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, file)
        path.write_bytes(data)
        for reading in read_all([os.fspath(path)]):
            assert all("Error:" not in skipped.reason for skipped in reading.skipped), reading.skipped
