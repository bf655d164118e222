"""How much a text differs from the one before it is kept when it is stored, and goes when either text goes."""

import pytest
from cache_shelf import DAY, Shelf

from citecache.usecases.changes import ChangeList, changes_since
from crawler.cache import utc
from crawler.cache.policy import KeepPolicy
from crawler.cache.read.uncited import uncited_resources
from crawler.cache.write.differences import LONGEST
from crawler.cache.write.keeping import apply_policy
from crawler.cache.write.pruning import prune_resources
from crawler.model import Capture

URL, OTHER = "https://example.org/a", "https://example.org/b"
KEPT = "SELECT before_id, capture_id, cause, words_added, words_removed FROM differences ORDER BY 2, 1"


@pytest.fixture
def since(shelf: Shelf) -> str:
    """A moment before which two pages had a text; after it one has changed, of the other only a date."""
    shelf.add(URL, OTHER)
    shelf.crawl(URL, "The mayor spoke of the bridge.")
    shelf.crawl(OTHER, "The council met.\n\n3 hours ago")
    moment = utc(shelf.now + DAY)
    shelf.crawl(URL, "The mayor never spoke of the old bridge.")
    shelf.crawl(OTHER, "The council met.\n\n5 days ago")
    return moment


def compared_anew(shelf: Shelf, since: str) -> ChangeList:
    """What has changed, as it is told without what was kept."""
    with shelf.cache.write() as db:
        db.execute("DELETE FROM differences")
    return changes_since(shelf.cache, since)


def test_words_are_counted_when_a_text_is_stored(shelf: Shelf, since: str) -> None:
    assert shelf.rows(KEPT) == [(1, 3, "page", 2, 0), (2, 4, "page", 0, 0)]
    found = changes_since(shelf.cache, since)
    assert [(one.words_added, one.words_removed) for one in found.changes] == [(2, 0)]
    assert found.churn_only == 1
    assert found == compared_anew(shelf, since)


def test_what_is_kept_is_read_and_not_compared_again(shelf: Shelf, since: str) -> None:
    with shelf.cache.write() as db:
        db.execute("UPDATE differences SET words_added = 77")
    assert {one.words_added for one in changes_since(shelf.cache, since).changes} == {77}


def test_what_was_compared_for_a_list_is_kept_for_the_next_one(shelf: Shelf, since: str) -> None:
    """Of a file of an earlier version, or of texts with others between them."""
    shelf.crawl(URL, "The mayor wept.")
    assert (1, 5) not in {row[:2] for row in shelf.rows(KEPT)}
    first = changes_since(shelf.cache, since)
    assert (1, 5) in {row[:2] for row in shelf.rows(KEPT)}
    assert changes_since(shelf.cache, since) == first == compared_anew(shelf, since)


def test_numbers_of_another_way_to_compare_are_out_of_date(shelf: Shelf, since: str) -> None:
    right = changes_since(shelf.cache, since)
    with shelf.cache.write() as db:
        db.execute("UPDATE differences SET stamp = '0', words_added = 77")
    assert changes_since(shelf.cache, since) == right
    assert shelf.rows("SELECT DISTINCT stamp FROM differences") != [("0",)]


def test_a_file_that_cannot_be_written_says_the_same(shelf: Shelf, since: str) -> None:
    right = compared_anew(shelf, since)
    with shelf.cache.write() as db:
        db.execute("DELETE FROM differences")
    shelf.cache.read_only = "is read-only"
    assert changes_since(shelf.cache, since) == right
    assert shelf.rows(KEPT) == []


def test_texts_of_two_extractors_and_long_ones_wait_until_somebody_asks(shelf: Shelf) -> None:
    shelf.add(URL, OTHER)
    for version in ("1", "2"):
        capture = Capture(media_type="text/html", text=f"Text {version}.", extractor="plain", extractor_version=version)
        shelf.crawl(URL, status=200, body=version.encode(), capture=capture)
        shelf.crawl(OTHER, f"word {version} " * (LONGEST // 12))
    assert shelf.rows(KEPT) == []


def test_a_difference_goes_with_a_text_that_is_no_longer_kept(shelf: Shelf, since: str) -> None:
    shelf.crawl(URL, "The mayor wept.")
    assert [row[:2] for row in shelf.rows(KEPT)] == [(1, 3), (2, 4), (3, 5)]
    apply_policy(shelf.cache, KeepPolicy(versions=1), now=shelf.now)
    gone = {row[0] for row in shelf.rows("SELECT id FROM captures WHERE dropped_at IS NOT NULL")}
    assert gone == {1}
    assert [row[:2] for row in shelf.rows(KEPT)] == [(2, 4), (3, 5)]
    assert changes_since(shelf.cache, since).not_kept == 1


def test_a_difference_goes_with_its_page(shelf: Shelf, since: str) -> None:  # noqa: ARG001 - the pages with texts
    prune_resources(shelf.cache, [one for one in uncited_resources(shelf.cache) if one.url == URL])
    assert [row[:2] for row in shelf.rows(KEPT)] == [(2, 4)]


def test_only_numbers_are_kept(shelf: Shelf, since: str) -> None:  # noqa: ARG001 - likewise
    """So a page that asks for no excerpts, or is withheld, has none of its words in them."""
    values = {value for row in shelf.rows("SELECT * FROM differences") for value in row if isinstance(value, str)}
    assert values == {"1", "page"}
