"""JSON Feed: which URLs of its items are cited and where they stand, and JSON with long or broken strings in time."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from growth import assert_linear
from source_files import Read

from crawler.sources.reading import read_all

FEED: dict[str, Any] = {
    "version": "https://jsonfeed.org/version/1.1", "title": "Links", "home_page_url": "https://blog.example.org/",
    "items": [
        {"id": "https://example.org/one", "url": "https://example.org/one", "external_url": "https://example.org/about",
         "title": "Ponds", "tags": ["water"], "authors": [{"name": "Jane Doe", "url": "https://example.org/jane"}],
         "date_published": "2024-03-05T10:00:00Z", "image": "https://example.org/i.png", "summary": "On ponds.",
         "content_html": 'All "grew".\nSee <a href="https://example.org/in?a=1&amp;b=2">this</a>.',
         "content_text": "https://example.org/twice"},
        {"id": "https://example.org/id", "content_text": "As \u00e9 https://example.org/text, it holds."},
        {"id": "17", "title": "No link", "attachments": [{"url": "https://example.org/a.mp3"}]},
    ],
}  # fmt: skip


def test_json_feed(read: Read) -> None:
    text = json.dumps(FEED, indent=1)
    reading = read("feed.json", text)
    assert reading.document is not None
    assert (reading.document.format, reading.document.title) == ("json-feed", "Links")
    assert [(c.url, c.link_text, c.claim) for c in reading.citations] == [
        ("https://example.org/one", "Ponds", None),
        ("https://example.org/about", "Ponds", None),
        ("https://example.org/in?a=1&b=2", "this", "See this."),
        ("https://example.org/id", None, None),
        ("https://example.org/text", None, "As \u00e9 https://example.org/text, it holds."),
    ]
    assert reading.ignored_counts == {"link of a feed": 3, "media": 2, "entry without a URL": 1}
    lines = text.split("\n")
    written = [(c.line, c.column, (c.url or "").replace("&", "&amp;")) for c in reading.citations]
    for line, column, url in written:
        rest = lines[(line or 0) - 1][(column or 0) - 1 :]
        assert rest.startswith((url, '<a href=\\"' + url)), (line, column)
    record = reading.records[0]
    assert (record.url, record.title, record.tags, record.authors) == (
        "https://example.org/one", "Ponds", ("water",), ("Jane Doe",),
    )  # fmt: skip
    assert (record.published_date, record.summary) == ("2024-03-05", "On ponds.")


def test_a_feed_in_a_folder_is_counted(read: Read) -> None:
    read("docs/feed.json", json.dumps(FEED))
    assert [i.reason for r in read_all(["docs"]) for i in r.ignored] == ["json-feed, read only when it is named"]


@pytest.mark.parametrize(
    ("name", "start", "row", "end"),
    [
        ("a.ris", "TY  - JOUR\nTI  - x\nN1  - ", "see https://e.org/{} and ", "\nER  - \n"),
        ("a.csv", 'url,note\nhttps://e.org/a,"', 'see "" https://e.org/{}\n', '"\n'),
    ],
)
def test_time_grows_as_a_field_does(read: Read, name: str, start: str, row: str, end: str) -> None:
    def reading(rows: int) -> Callable[[], object]:
        return partial(read, name, start + "".join(row.format(at) for at in range(rows)) + end)

    assert_linear(reading, 4_000)


ROW = '<p class=\\"x\\">see https://e.org/\\n'  # as JSON has it


@pytest.mark.parametrize("end", ['"}]', "", "\\", "\\x"], ids=["whole", "cut", "cut in an escape", "damaged"])
@pytest.mark.parametrize("start", ['[{"url": "https://e.org/a", "note": "', '[{"created": "', '[{"itemType": "'])
def test_time_grows_as_a_string_does(read: Read, start: str, end: str) -> None:
    assert_linear(lambda rows: lambda: read("a.json", start + ROW * rows + end), 2_000)
