"""A binary document on standard input has no suffix: its content tells its format."""

import io

import pytest
from office_files import zipped
from round_trip import WRITERS

from crawler.sources.reading import read_all
from crawler.sources.registry import FORMATS

BINARY = [format.name for format in FORMATS if format.binary and format.name in WRITERS]


@pytest.mark.parametrize("name", BINARY)
def test_a_piped_document_is_recognised(name: str) -> None:
    _, data = WRITERS[name]([("https://example.org/a", "One")])
    (reading,) = read_all(["-"], stdin=io.BytesIO(data))
    assert reading.document is not None
    assert reading.document.format == name
    assert [citation.url for citation in reading.citations] == ["https://example.org/a"]


@pytest.mark.parametrize("data", [zipped({"a.txt": "x"}), b"PK\3\4\0\0", b"\x89PNG\r\n\x1a\n\0\0"])
def test_other_binary_data_is_refused(data: bytes) -> None:
    (reading,) = read_all(["-"], stdin=io.BytesIO(data))
    (skipped,) = reading.skipped
    assert (reading.document, skipped.fatal) == (None, True)
