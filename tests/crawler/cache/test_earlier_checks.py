"""What the judge is told of earlier checks: as far as a count can reach, and no further."""

from cache_shelf import Shelf

from crawler.cache.read.histories import history
from crawler.model import Outcome, Verdict

PAGE = "https://example.org/1"


def verdicts(shelf: Shelf) -> list[Verdict]:
    return [check.verdict for check in history(shelf.cache, shelf.item(PAGE).id).checks]


def test_earlier_checks_are_those_since_the_last_good_one(shelf: Shelf) -> None:
    shelf.add(PAGE)
    for _ in range(3):
        shelf.crawl(PAGE, "the text")
    assert verdicts(shelf) == [Verdict.ALIVE]
    shelf.crawl(PAGE, outcome=Outcome.NXDOMAIN, verdict=Verdict.MISSING)
    shelf.crawl(PAGE, outcome=Outcome.TIMEOUT, verdict=Verdict.UNREACHABLE)
    assert verdicts(shelf) == [Verdict.ALIVE, Verdict.MISSING, Verdict.UNREACHABLE]


def test_all_checks_of_a_page_count_that_never_was_good(shelf: Shelf) -> None:
    shelf.add(PAGE)
    for _ in range(3):
        shelf.crawl(PAGE, outcome=Outcome.NXDOMAIN, verdict=Verdict.MISSING)
    assert verdicts(shelf) == [Verdict.MISSING] * 3
