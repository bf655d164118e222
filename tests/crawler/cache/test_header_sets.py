"""Headers of Fetches: what a host sends each time is stored once, and all of it is read back, by us and by SQL."""

from dataclasses import replace
from pathlib import Path

import pytest
from cache_shelf import Damage, Shelf
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from citecache.exports.selection import CardSelection
from citecache.exports.warc import archive as warc
from citecache.usecases.merge import merge
from crawler.cache import CacheFile
from crawler.cache.header_sets import headers_of
from crawler.cache.read.due import due_pages
from crawler.cache.read.fetches import fetch_records
from crawler.cache.read.uncited import uncited_resources
from crawler.cache.write.header_sets import pack_headers
from crawler.cache.write.pruning import prune_resources
from crawler.model import CardFilter, Outcome, Selection, Verdict
from crawler.model.errors import CacheDamaged

ONE, TWO, ELSEWHERE = "https://example.org/1", "https://example.org/2", "https://example.net/1"
CONSTANT = (("server", "nginx"), ("content-security-policy", "default-src 'self'; " + "img-src *; " * 40))
NOT_MODIFIED = ("date", "day 5"), CONSTANT[1], ("etag", '"1"')

Headers = tuple[tuple[str, str], ...]


def sent(date: str) -> Headers:
    return ("date", date), *CONSTANT, ("etag", '"1"')


def read_back(shelf: Shelf, url: str) -> list[Headers]:
    """The headers of each Fetch of a page, the oldest first."""
    return [fetch.headers for fetch in reversed(fetch_records(shelf.cache, shelf.id(url)))]


def by_sql(shelf: Shelf, url: str) -> list[Headers]:
    """The same from the view."""
    fetches = shelf.rows("SELECT f.id FROM fetches f JOIN pages p ON p.id = f.page_id WHERE p.url = ? ORDER BY 1", url)
    lines = "SELECT name, value FROM fetch_headers WHERE fetch_id = ? ORDER BY place"
    return [tuple(shelf.rows(lines, id_)) for (id_,) in fetches]


def as_before(shelf: Shelf) -> None:
    """Have the file as earlier versions wrote it: whole lists."""
    with shelf.cache.write() as db:
        lines = "SELECT json_group_array(json_array(name, value)) FROM fetch_headers WHERE fetch_id = fetches.id"
        db.execute(f"UPDATE fetches SET headers = ({lines})")
        db.execute("UPDATE fetches SET header_set = NULL")
        db.execute("DELETE FROM header_sets")


@pytest.fixture
def checked(shelf: Shelf) -> Shelf:
    """Two pages of a host and one of another; the first was checked three times more."""
    shelf.add(ONE, TWO, ELSEWHERE)
    for at, url in enumerate((ONE, TWO, ELSEWHERE, ONE, ONE)):
        shelf.crawl(url, "the text", headers=sent(f"day {at}"))
    shelf.crawl(ONE, outcome=Outcome.NOT_MODIFIED, status=304, headers=NOT_MODIFIED)
    return shelf


def test_what_a_host_sends_each_time_is_stored_once(checked: Shelf) -> None:
    hosts = checked.rows("SELECT host, count(*) FROM header_sets GROUP BY host")
    assert hosts == [("example.net", 1), ("example.org", 1)]
    stored = [row[0] for row in checked.rows("SELECT headers FROM fetches ORDER BY id")]
    assert stored == ["{}", '{"0":"day 1"}', "{}", '{"0":"day 3"}', '{"0":"day 4"}', '{"0":"day 5","1":null}']


def test_headers_most_of_which_differ_are_stored_whole(shelf: Shelf) -> None:
    shelf.add(ONE)
    for at in range(3):
        shelf.crawl(ONE, "the text", headers=(("etag", f"a tag that is never the same {at}"),))
    assert shelf.rows("SELECT headers, header_set IS NULL FROM fetches")[1:] == [
        (f'[["etag", "a tag that is never the same {at}"]]', 1) for at in (1, 2)
    ]


def test_all_headers_are_read_back_and_a_view_has_them(checked: Shelf) -> None:
    assert read_back(checked, ONE) == [sent("day 0"), sent("day 3"), sent("day 4"), NOT_MODIFIED]
    assert read_back(checked, TWO) == [sent("day 1")]
    assert [by_sql(checked, url) for url in (ONE, TWO)] == [read_back(checked, url) for url in (ONE, TWO)]


def test_the_next_request_has_the_validators_of_the_last_answer(checked: Shelf) -> None:
    ((page,),) = due_pages(checked.cache, Selection(urls=(TWO,)), cutoff=10**9, now=checked.now)
    assert page.validators.etag == '"1"'


names = st.sampled_from(["date", "age", "etag", "x-é", 'x-"quoted"'])
words = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=8)
headers = st.lists(st.tuples(names, words), max_size=5).map(tuple)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers=st.lists(st.tuples(st.sampled_from([ONE, TWO, ELSEWHERE]), headers), min_size=1, max_size=8))
def test_any_headers_are_read_back(tmp_path: Path, answers: list[tuple[str, Headers]]) -> None:
    (tmp_path / "any.db").unlink(missing_ok=True)
    with CacheFile.open(tmp_path / "any.db", create=True) as cache:
        shelf = Shelf(tmp_path / "any.db", cache)
        shelf.add(ONE, TWO, ELSEWHERE)
        for url, one in answers:
            shelf.crawl(url, "the text", headers=one)
        for url in (ONE, TWO, ELSEWHERE):
            assert read_back(shelf, url) == [one for where, one in answers if where == url] == by_sql(shelf, url)
        before = [read_back(shelf, url) for url in (ONE, TWO, ELSEWHERE)]
        as_before(shelf)
        pack_headers(cache)
        assert [read_back(shelf, url) for url in (ONE, TWO, ELSEWHERE)] == before


def test_an_earlier_file_is_packed_and_gives_the_same_archive(checked: Shelf, tmp_path: Path) -> None:
    def archive(name: str) -> bytes:
        with (tmp_path / name).open("wb") as out:
            warc.write(CardSelection(checked.cache, CardFilter()), out)
        return (tmp_path / name).read_bytes()

    as_now = archive("now.warc.gz")
    as_before(checked)
    assert archive("before.warc.gz") == as_now
    assert pack_headers(checked.cache) > 1_000
    assert len(checked.rows("SELECT 1 FROM header_sets")) == 2
    assert archive("after.warc.gz") == as_now
    assert pack_headers(checked.cache) == 0


def test_another_cache_brings_its_headers(checked: Shelf, tmp_path: Path) -> None:
    with CacheFile.open(tmp_path / "mine.db", create=True) as cache:
        mine = replace(checked, path=tmp_path / "mine.db", cache=cache)
        mine.add(ONE, TWO, ELSEWHERE)
        merge(mine.path, checked.path, now=checked.now)
        assert read_back(mine, ONE) == read_back(checked, ONE)
        assert len(mine.rows("SELECT 1 FROM header_sets")) == 2


def test_headers_that_no_fetch_has_any_more_are_dropped(checked: Shelf) -> None:
    checked.read("a.md", ONE)
    prune_resources(checked.cache, [one for one in uncited_resources(checked.cache) if one.url == ELSEWHERE])
    assert checked.rows("SELECT DISTINCT host FROM header_sets") == [("example.org",)]
    assert read_back(checked, TWO) == [sent("day 1")]


@pytest.mark.parametrize("change", ["header_set = NULL", "headers = '[]'"])
def test_headers_without_their_set_are_damage(checked: Shelf, damage: Damage, change: str) -> None:
    damage(f"UPDATE fetches SET {change} WHERE id = 2")
    with pytest.raises(CacheDamaged, match="restore a backup"):
        read_back(checked, TWO)


def test_a_fetch_without_an_answer_has_no_headers(shelf: Shelf) -> None:
    shelf.add(ONE)
    shelf.crawl(ONE, verdict=Verdict.UNREACHABLE, outcome=Outcome.TIMEOUT, headers=())
    assert shelf.rows("SELECT headers, header_set FROM fetches") == [("[]", None)]
    assert headers_of("[]", None) == ()
