"""Search: other forms of a word, beginnings, texts without spaces, titles first, archived copies; mistakes are told."""

from datetime import UTC, datetime

import pytest
from cache_shelf import Shelf

from crawler.cache.migrations import m010_search
from crawler.cache.read import full_text, health
from crawler.cache.read.mementos import wanted_of_resource
from crawler.cache.write.mementos import store_lookup
from crawler.model import ArchivedCopy, Capture, Metadata, Verdict
from crawler.model.archived_copy import KEPT, LookupResult
from crawler.model.errors import QueryError
from crawler.text.segments import segmented

URL = "https://example.org/"


def texts(shelf: Shelf, *found: str) -> None:
    """A page with each of these texts, at URL0, URL1, ..."""
    for number, text in enumerate(found):
        shelf.add(f"{URL}{number}")
        shelf.crawl(f"{URL}{number}", text)


def hits(shelf: Shelf, query: str) -> list[int]:
    """The numbers of the pages found, the best first."""
    return [int(hit.url.removeprefix(URL)) for hit in full_text.search(shelf.cache, query, limit=20)]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("bleach", "the bleaching of reefs"),
        ("bleaching", "they bleached"),
        ("cora*", "corals"),
        ("COR*", "Corals"),
        ("organisat*", "an organisation"),
        ("electio*", "the election"),
        ("happ*", "Happiness"),
        ("eclair", "Éclairs"),
        ("Éclair", "eclair"),
        ("écl*", "Eclairs"),
        ("cafés", "cafe"),
        ('"coral reef"', "the coral reefs"),
        ('"coral ree"*', "the coral reefs"),
        ("covid-19", "COVID 19"),
        ("C++", "in C"),
        ("модел*", "модели"),
        ("(coral)", "coral"),
        ("l'eau", "de l'eau"),
    ],
)
def test_other_forms_and_beginnings_are_found(shelf: Shelf, query: str, text: str) -> None:
    texts(shelf, text, "something else")
    assert hits(shelf, query) == [0]


@pytest.mark.parametrize(
    ("query", "text"),
    [("organisat*", "organised"), ("electio*", "electors"), ("coral reef", "coral"), ('"reef coral"', "coral reef")],
)
def test_what_is_not_there_is_not_found(shelf: Shelf, query: str, text: str) -> None:
    texts(shelf, text)
    assert hits(shelf, query) == []


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("珊瑚", "全球珊瑚礁正在白化。"),
        ("礁", "全球珊瑚礁正在白化。"),
        ("化", "全球珊瑚礁正在白化"),
        ("珊瑚礁正在", "全球珊瑚礁正在白化。"),
        ("珊瑚 白化", "全球珊瑚礁正在白化。"),
        ("珊*", "全球珊瑚礁正在白化。"),
        ("GPT", "关于GPT模型的文章"),
        ("模型", "关于GPT模型的文章"),
        ("GPT模型", "关于GPT模型的文章"),
        ("モデル", "言語モデルの漏洩"),
        ("ﾓﾃﾞﾙ", "言語モデルの漏洩"),
        ("모델", "언어모델은 유출되었다"),
        ("ปะการัง", "แนวปะการังฟอกขาว"),
        ("東京 olympics", "The Olympics of 東京 were late."),
    ],
)
def test_text_without_spaces_is_found_by_any_part(shelf: Shelf, query: str, text: str) -> None:
    texts(shelf, text, "別の話", "something else")
    assert hits(shelf, query) == [0]


def test_the_excerpt_of_a_text_without_spaces_marks_what_was_found(shelf: Shelf) -> None:
    texts(shelf, "前" * 200 + "全球珊瑚礁正在白化。" + "后" * 200)
    (hit,) = full_text.search(shelf.cache, "珊瑚", limit=5)
    assert hit.snippet is not None
    assert "全球[珊瑚]礁" in hit.snippet
    assert len(hit.snippet) < 200


def test_titles_count_more(shelf: Shelf) -> None:
    """Of texts in which the word stands more often."""
    texts(shelf, "tides and tides " * 3 + "and more " * 50, "about the sea " * 50)
    title = Metadata(title="On tides")
    shelf.crawl(f"{URL}1", "x", capture=Capture(media_type="text/html", text="about the sea " * 51, metadata=title))
    assert hits(shelf, "tides") == [1, 0]


def archived(shelf: Shelf, url: str, text: str) -> None:
    copy = ArchivedCopy(
        url=f"https://archive.example/2019/{url}",
        memento_datetime=datetime(2019, 3, 1, tzinfo=UTC),
        fetched_at=shelf.now,
        status=200,
        content_type="text/html",
        body=text.encode(),
        capture=Capture(media_type="text/html", text=text),
    )
    wanted = wanted_of_resource(shelf.cache, shelf.id(url), now=shelf.now)
    kept = LookupResult(outcome=KEPT, url=copy.url, memento_datetime=copy.memento_datetime, detail="")
    store_lookup(shelf.cache, wanted, [kept], copy, archive="https://archive.example/", now=shelf.now)


def test_an_archived_copy_is_found_and_said_to_be_one(shelf: Shelf) -> None:
    texts(shelf, "a live text")
    gone = f"{URL}1"
    shelf.add(gone)
    shelf.crawl(gone, verdict=Verdict.DEAD, status=404)
    archived(shelf, gone, "the zeppelin of old")
    archived(shelf, f"{URL}0", "a live text of old")
    (hit,) = full_text.search(shelf.cache, "zeppelin", limit=5)
    assert (hit.url, hit.archived_at, hit.last_good_at) == (gone, "2019-03-01T00:00:00Z", None)
    (live,) = full_text.search(shelf.cache, "live", limit=5)
    assert live.archived_at is None


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ('"coral reef', "a quotation mark is not closed"),
        ('"', "a quotation mark is not closed"),
        ("coral AND", "leave AND out"),
        ("AND", "leave AND out"),
        ("coral OR reef", "search once for each"),
        ("NOT coral", "NOT is not an operator"),
        ("NEAR(coral reef)", "NEAR is not an operator"),
        ("*", "at the end of a word"),
        ("co*ral", "at the end of a word"),
        ("*coral", "at the end of a word"),
        ("title:coral", "leave out title:"),
        ("text : coral", None),
        ("-", "no word to look for"),
        ("(((", "no word to look for"),
        ("", "no word to look for"),
        ("\ud800", "no word to look for"),
        ("\0", "no word to look for"),
        (" ".join(f"w{number}" for number in range(51)), "at most 50"),
        ("x" * 2_001, "at most 2,000"),
    ],
)
def test_mistakes_are_told_in_one_line(shelf: Shelf, query: str, told: str | None) -> None:
    texts(shelf, "coral")
    if told is None:
        assert hits(shelf, query) == []
        return
    with pytest.raises(QueryError, match=told) as error:
        hits(shelf, query)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "query",
    [
        "'; DROP TABLE pages", "a:b", "{title} x", "^coral", "coral + reef", "near/3", "coral " * 300, '""x', '"a""b"',
        "\\", "a\tb", "%", "\u202ecoral", "🐟 coral", "\u0301", "１２", "i*", "ss*", "a* b* c*", '"x y"*',
    ],
)  # fmt: skip
def test_no_query_reaches_the_index_as_syntax(shelf: Shelf, query: str) -> None:
    texts(shelf, "coral")
    try:
        hits(shelf, query)
    except QueryError as error:
        assert "\n" not in str(error)  # noqa: PT017 - either is right, a raw error of FTS5 is not


def test_the_index_of_segments_is_that_of_the_captures(shelf: Shelf) -> None:
    """Also where a Capture is removed, and only for text without spaces."""
    texts(shelf, "plain", "珊瑚")
    assert shelf.rows("SELECT rowid FROM segments_fts") == [(2,)]
    assert {check.state for check in health.examine(shelf.cache) if check.check == "search index"} == {"ok"}


def test_older_files_were_indexed_by_the_same_segments() -> None:
    """The migration has a copy of the code of its day, and the rows that it made are removed by that of today."""
    for text in ("plain", "GPT模型很大", "ﾓﾃﾞﾙ", "a", "", "ปะการัง x 모", "𠀀𠀁", None):
        assert m010_search.segmented(text) == segmented(text)
    of_hangul = [f"{one}{two}" for one in map(chr, range(0x1100, 0x1113)) for two in map(chr, range(0x1161, 0x1176))]
    for text in (*map(chr, range(0x40000)), *of_hangul):
        assert m010_search.segmented(text) == segmented(text), ascii(text)
