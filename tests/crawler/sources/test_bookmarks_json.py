"""What browsers and services export as JSON: URLs with titles, tags, notes, days and highlights, at their places."""

import json
from functools import partial
from typing import Any

import pytest
from growth import assert_linear
from source_files import Read

URL = "https://e.org/a"
SEEN = "2020-09-26"
SECONDS = 1601113583  # of that day

EXPORTS: dict[str, Any] = {
    "chromium": {"roots": {"bar": {"name": "Water", "type": "folder", "children": [
        {"date_added": "13245587183000000", "id": "5", "guid": "g", "name": "Pond", "type": "url", "url": URL}]}}},
    "firefox": {"guid": "root________", "title": "", "children": [{"title": "Water", "children": [
        {"title": "Pond", "dateAdded": SECONDS * 1_000_000, "uri": URL, "tags": "big,small", "type": "text/x-moz-place",
         "iconUri": "https://e.org/i.ico"}]}]},
    "pinboard": [{"href": URL, "description": "Pond", "extended": "Note", "time": f"{SEEN}T08:38:53Z",
                  "tags": "big small"}],
    "linkding": {"next": "https://ld.e.org/api?p=2", "results": [
        {"id": 1, "url": URL, "title": "Pond", "description": "Note", "notes": "", "tag_names": ["big", "small"],
         "favicon_url": "https://ld.e.org/f.png", "date_added": f"{SEEN}T09:46:23Z"}]},
    "linkwarden": {"name": "me", "collections": [{"name": "Water", "links": [
        {"id": 1, "name": "Pond", "type": "url", "description": "Note", "url": URL, "createdAt": f"{SEEN}T00:00:00Z",
         "tags": [{"id": 1, "name": "big"}, {"id": 2, "name": "small"}], "textContent": "See https://e.org/other"}]}]},
    "karakeep": {"bookmarks": [{"createdAt": SECONDS, "title": "Pond", "tags": ["big", "small"], "note": "Note",
                                "content": {"type": "link", "url": URL}}]},
    "raindrop": {"items": [{"_id": 7, "link": URL, "title": "Pond", "excerpt": "", "note": "Note",
                            "tags": ["big", "small"],
                            "created": f"{SEEN}T00:00:00.000Z", "cover": "https://e.org/c.png",
                            "highlights": [{"text": "Ponds are small.", "note": ""}]}]},
    "reader": {"results": [{"id": "01x", "url": "https://read.readwise.io/read/1", "source_url": URL, "title": "Pond",
                            "tags": {"big": {}, "small": {}}, "notes": "Note", "saved_at": f"{SEEN}T00:00:00+00:00"}]},
    "readwise": {"results": [{"user_book_id": 1, "title": "Pond", "source_url": URL, "book_tags": [{"name": "big"}],
                              "highlights": [{"text": "Ponds are small.", "highlighted_at": SEEN}]}]},
    "pocket": {"list": {"1": {"item_id": "1", "given_url": URL, "resolved_url": "https://e.org/b", "excerpt": "Note",
                              "resolved_title": "Pond", "time_added": str(SECONDS),
                              "tags": {"big": {"tag": "big"}, "small": {"tag": "small"}}}}},
    "instapaper": [{"type": "user"}, {"type": "bookmark", "bookmark_id": 1, "url": URL, "title": "Pond",
                                      "description": "Note", "time": SECONDS}],
    "wallabag": [{"id": 1, "url": URL, "title": "Pond", "tags": ["big", "small"], "content": "<a href='https://e.org/c'>",
                  "created_at": f"{SEEN}T00:00:00+00:00", "annotations": [{"text": "N", "quote": "Ponds are small."}]}],
    "shaarli": [{"id": 1, "url": URL, "shorturl": "https://s.e.org/x", "title": "Pond", "description": "Note",
                 "tags": ["big", "small"], "created": f"{SEEN}T00:00:00+00:00"}],
    "omnivore": [{"id": "x", "title": "Pond", "description": "Note", "url": URL, "labels": ["big", "small"],
                  "savedAt": f"{SEEN}T00:00:00Z", "publishedAt": "2019-01-02"}],
    "hypothesis": [{"uri": URL, "text": "Note", "tags": ["big"], "created": f"{SEEN}T00:00:00Z",
                    "target": [{"source": URL, "selector": [{"type": "x"}, {"exact": "Ponds are small."}]}]}],
}  # fmt: skip
WITHOUT_TITLE = ("hypothesis",)


@pytest.mark.parametrize("service", EXPORTS)
@pytest.mark.parametrize("indent", [None, 1])
def test_a_saved_link_is_cited_once_with_all_that_is_said_of_it(read: Read, service: str, indent: int | None) -> None:
    text = json.dumps(EXPORTS[service], indent=indent)
    reading = read(f"{service}.json", text)
    (citation,), (record,) = reading.citations, reading.records
    assert reading.document.format == "bookmarks-json"
    assert reading.skipped == ()
    title = None if service in WITHOUT_TITLE else "Pond"
    assert (citation.url, citation.link_text, record.url, record.title) == (URL, title, URL, title)
    assert text.split("\n")[citation.line - 1].find(URL, citation.column - 1) == citation.column - 1
    assert citation.accessed == (None if service == "readwise" else SEEN)
    assert record.tags in (None, ("big",), ("big", "small"))
    assert (record.tags is None) == ('"big' not in text)
    assert record.summary == ("Note" if '"Note"' in text else None)
    assert [one.text for one in citation.quotes] == ["Ponds are small."] * ("Ponds are small." in text)
    assert record.id is None


@pytest.mark.parametrize("service", EXPORTS)
def test_every_other_url_is_counted_with_its_place(read: Read, service: str) -> None:
    text = json.dumps(EXPORTS[service])
    others = text.count("://") - 1
    ignored = read(f"{service}.json", text).ignored
    assert sum(one.count for one in ignored) == others
    assert all(one.line == 1 and one.column for one in ignored)


def test_escaped_slashes_do_not_hide_a_url_or_shift_its_place(read: Read) -> None:
    text = json.dumps(EXPORTS["pinboard"] * 2).replace("/", "\\/")
    reading = read("p.json", text)
    assert [(c.url, text.startswith("https", c.column - 1)) for c in reading.citations] == [(URL, True)] * 2


def test_folders_are_kept(read: Read) -> None:
    assert read("Bookmarks", json.dumps(EXPORTS["chromium"])).records[0].extra["folder"] == "Water"
    assert read("x.json", json.dumps(EXPORTS["linkwarden"])).records[0].extra["folder"] == "me/Water"


def test_each_highlight_is_a_citation_with_its_quote_and_its_place(read: Read) -> None:
    words = ("one", "two", "three")
    text = json.dumps([{"link": URL, "created": SEEN, "highlights": [{"text": word} for word in words]}])
    citations = read("r.json", text).citations
    assert [(c.url, *(one.text for one in c.quotes)) for c in citations] == [(URL, word) for word in words]
    assert [text[c.column - 1 :][:5] for c in citations] == ["https", 'two"}', "three"]


def test_addresses_within_the_browser_are_counted(read: Read) -> None:
    places = [
        {"title": "Most visited", "uri": "place:sort=8", "dateAdded": 1},
        {"title": "A", "uri": URL, "dateAdded": 1},
    ]
    reading = read("f.json", json.dumps({"children": places}))
    assert [c.url for c in reading.citations] == [URL]
    assert reading.ignored_counts == {"address within the browser": 1}


def test_records_and_citation_lists_of_our_own_are_no_bookmarks(read: Read) -> None:
    record = {"id": "0123456789abcdef", "url": URL, "title": "T", "created": SEEN}
    cited = {"footnote": "1", "url": URL, "time": SEEN}
    for item in (record, cited):
        assert read("r.json", json.dumps([item])).document.format == "records"


def test_thousands_of_saved_links_take_time_in_proportion(read: Read) -> None:
    def saved(count: int) -> str:
        return json.dumps([{**EXPORTS["pinboard"][0], "href": f"{URL}{at}"} for at in range(count)])

    assert len(read("p.json", saved(4_000)).citations) == 4_000
    assert_linear(lambda count: partial(read, "p.json", saved(count)), 4_000)
