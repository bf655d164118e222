"""A text beside the other texts of its host: its home page, the lengths that are usual there, the one most like it."""

from datetime import timedelta
from typing import Any

import pytest
from cache_shelf import Shelf

from crawler.cache.read.neighbours import Neighbours, neighbours
from crawler.model import Capture
from crawler.text.similarity import likeness

SITE = "https://example.org"
HOME = (
    "The Ferry is a paper of the lower river. It has news of locks and weirs, the tide tables, and letters of keepers."
)
STORY = (
    "The keeper of the upper lock measured the water every morning and wrote the figure into the green book for years."
)


def beside(shelf: Shelf, url: str, text: str, **fields: Any) -> Neighbours:
    """What a Fetch of a Page with that text would be compared with."""
    shelf.add(url)
    return neighbours(shelf.cache.db, shelf.fetch(url, text, **fields))


def have(shelf: Shelf, url: str, text: str, **fields: Any) -> None:
    shelf.add(url)
    shelf.crawl(url, text, **fields)


def test_a_text_alone_on_its_host_is_compared_with_nothing(shelf: Shelf) -> None:
    have(shelf, "https://other.example/", HOME)
    assert beside(shelf, f"{SITE}/a", STORY) == Neighbours()


def test_a_text_is_compared_with_the_home_page_that_we_have(shelf: Shelf) -> None:
    have(shelf, f"{SITE}/", HOME)
    assert beside(shelf, f"{SITE}/a", HOME).home_likeness == 1
    assert beside(shelf, f"{SITE}/b", STORY).home_likeness == 0
    assert beside(shelf, f"{SITE}/c", f"{HOME} {STORY}").home_likeness == likeness(HOME, f"{HOME} {STORY}")
    assert beside(shelf, f"{SITE}/d", "Short.").home_likeness is None
    assert beside(shelf, f"{SITE}/", HOME).home_likeness is None  # the home page itself
    assert beside(shelf, f"{SITE}/e", STORY, final_url=f"{SITE}/index.html").home_likeness == 1  # it answered itself
    shelf.now += timedelta(days=91)
    assert beside(shelf, f"{SITE}/a", HOME).home_likeness is None


def test_the_usual_length_of_a_host_takes_three_other_good_texts(shelf: Shelf) -> None:
    for name, repeated in (("a", 1), ("b", 2), ("c", 9)):
        assert beside(shelf, f"{SITE}/{name}", STORY).host_chars is None
        have(shelf, f"{SITE}/{name}", STORY * repeated)
    assert beside(shelf, f"{SITE}/d", STORY).host_chars == 2 * len(STORY)
    have(shelf, f"{SITE}/b", "Gone.", status=404)
    assert beside(shelf, f"{SITE}/a", STORY).host_chars is None  # there are only two others


def test_lengths_are_weighed_by_script(shelf: Shelf) -> None:
    for name in "abc":
        have(shelf, f"{SITE}/{name}", "渡轮早上七点出发" * 5)
    assert beside(shelf, f"{SITE}/d", STORY).host_chars == 120


def test_the_likest_is_the_newest_answer_of_another_page_whatever_its_status(shelf: Shelf) -> None:
    have(shelf, f"{SITE}/a", STORY)
    have(shelf, f"{SITE}/gone", HOME, status=404)
    found = beside(shelf, f"{SITE}/b", HOME + " And more.")
    assert (found.likest_url, found.likest_status) == (f"{SITE}/gone", 404)
    assert found.likest == likeness(HOME, HOME + " And more.")
    assert beside(shelf, f"{SITE}/b", HOME).likest == 1
    assert beside(shelf, f"{SITE}/b", HOME * 3).likest is None  # more than twice as long as any
    have(shelf, f"{SITE}/gone", STORY)
    assert beside(shelf, f"{SITE}/b", HOME).likest == 0
    shelf.now += timedelta(days=31)
    assert beside(shelf, f"{SITE}/b", HOME).likest is None


def test_the_work_on_a_large_host_is_bounded(shelf: Shelf) -> None:
    """Only the newest are looked at."""
    have(shelf, f"{SITE}/first", HOME)
    for number in range(70):
        have(shelf, f"{SITE}/{number}", f"{STORY} {number}")
    assert beside(shelf, f"{SITE}/new", HOME).likest == 0
    plan = shelf.rows("EXPLAIN QUERY PLAN SELECT id FROM pages WHERE host = '' ORDER BY last_fetch_id DESC LIMIT 9")
    assert all("TEMP B-TREE" not in row[-1] for row in plan)


@pytest.mark.parametrize("text", [None, ""])
def test_an_answer_without_text_is_compared_with_nothing(shelf: Shelf, text: str | None) -> None:
    have(shelf, f"{SITE}/", HOME)
    capture = Capture(media_type="text/html", text=text)
    assert beside(shelf, f"{SITE}/a", "x", capture=capture) == Neighbours()
