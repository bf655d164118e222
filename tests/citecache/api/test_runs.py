"""What fetches, and what extracts again; also where an event loop is running, as in a notebook."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from small_cache import DAY, GONE, GOOD, TEXT

import citecache

NOWHERE = "http://127.0.0.1:9/"
"""Nobody listens there, and crawls fetch nothing of loopback."""

PAGE = "<title>{}</title><article>" + "<p>The models of that time were kept in one place, and copied by hand.</p>" * 20


def test_refresh_fetches_only_what_is_due() -> None:
    with citecache.Cache() as cache:
        idle = cache.refresh(hosts="nowhere.example")
        assert (idle.state, idle.fetched, idle.run) == ("nothing due", 0, None)
        with pytest.raises(citecache.Error, match="no verdict 'fine'"):
            cache.refresh(verdict="fine")
        with pytest.raises(citecache.Error, match="at least 1"):
            cache.refresh(limit=0)


def test_an_archive_that_does_not_answer_is_inconclusive() -> None:
    with citecache.Cache() as cache:
        report = cache.archive(archive=NOWHERE, allow_address="127.0.0.0/8", settings={"RETRY_ENABLED": "False"})
        (lookup,) = report.lookups
        assert (lookup.url, lookup.verdict, lookup.outcome) == (GONE, citecache.Verdict.MISSING, "unavailable")
        assert (report.archive, lookup.archived_url) == (NOWHERE, None)
        assert cache.card(GONE).verdict is citecache.Verdict.MISSING
        with pytest.raises(citecache.NotFound, match="unknown"):
            cache.archive("https://example.org/unknown", archive=NOWHERE)


def test_an_archive_that_is_asked_to_capture_and_does_not_answer_is_inconclusive() -> None:
    template = f"{NOWHERE}save/{{url}}"
    with citecache.Cache() as cache:
        report = cache.save_to_archive(settings={"CITECACHE_ARCHIVE_SAVE": template})
        (save,) = report.saves
        assert (save.url, save.asked, save.outcome, save.saved_url) == (GOOD, True, "save_failed", None)
        assert (report.archive, report.left_out) == (template, {})
        assert cache.card(GOOD).save_outcome == "save_failed"
        assert cache.save_to_archive(GONE).left_out == {GONE: "it is missing"}
        with pytest.raises(citecache.NotFound, match="unknown"):
            cache.save_to_archive("https://example.org/unknown")


def test_a_saved_page_is_imported_with_its_own_date() -> None:
    Path("saved.html").write_text(PAGE.format("Models of that time"))
    with citecache.Cache() as cache:
        first = cache.import_files("saved.html", url=GONE, at=DAY)
        again = cache.import_files("saved.html", url=GONE, at=DAY)
        assert (first.files, first.imported, first.known, again.imported, again.known) == (1, 1, 0, 0, 1)
        card = cache.card(GONE)
        assert card.verdict is citecache.Verdict.MISSING
        assert "copied by hand" in (card.text or "")


def test_a_copy_from_a_file_counts_from_its_own_date_on() -> None:
    earlier, later = DAY - timedelta(days=900), DAY - timedelta(days=600)
    with citecache.Cache() as cache:
        for url in (GOOD, GONE):
            for at, title in ((later, "The later copy"), (earlier, "The earlier copy")):
                Path("saved.html").write_text(PAGE.format(title).replace("copied", f"{title} was copied"))
                cache.import_files("saved.html", url=url, at=at)
            with pytest.raises(citecache.NotFound, match="no text of"):
                cache.text(url, at=earlier - timedelta(seconds=1))
            assert "The earlier copy" in cache.text(url, at=earlier)
            assert "The earlier copy" in cache.text(url, at=later - timedelta(seconds=1))
            assert "The later copy" in cache.text(url, at=later)
        assert cache.text(GOOD, at=DAY) == cache.text(GOOD) == TEXT
        assert cache.text(GONE, at=DAY) == cache.text(GONE)


def test_what_cannot_be_imported_is_an_error_and_costs_itself() -> None:
    Path("saved.html").write_text(PAGE.format("Models of that time"))
    with citecache.Cache() as cache:
        with pytest.raises(citecache.Error, match="name a file"):
            cache.import_files()
        with pytest.raises(citecache.Error, match="name one file"):
            cache.import_files("saved.html", "other.html", url=GONE)
        with pytest.raises(citecache.Error, match="ftp"):
            cache.import_files("saved.html", url="ftp://example.org/")
        with pytest.raises(citecache.Error, match=r"absent\.html"):
            cache.import_files("absent.html", url=GONE)
        with pytest.raises(citecache.Error, match="future"):
            cache.import_files("saved.html", url=GONE, at=DAY.replace(year=2999))


def test_extraction_also_works_where_an_event_loop_runs() -> None:
    Path("saved.html").write_text(PAGE.format("Models of that time"))

    async def in_a_notebook(cache: citecache.Cache) -> None:
        assert cache.import_files("saved.html", url=GONE, at=DAY).imported == 1
        found = cache.reextract(dry_run=True)
        assert (found.captures, found.damaged, found.dry_run) == (1, 0, True)
        assert cache.diff(GOOD).before is None
        assert cache.changes(DAY).first_fetched == {"alive": 1, "missing": 1}
        assert cache.card(GOOD).title == "The leak"

    with citecache.Cache() as cache:
        asyncio.run(in_a_notebook(cache))


def test_reextract_is_refused_while_another_run_has_the_cache() -> None:
    from crawler.cache import run_lock  # noqa: PLC0415 - the only use of the inside here

    with citecache.Cache() as cache, run_lock(cache.path):
        for run in (cache.crawl, cache.prune):
            with pytest.raises(citecache.CacheBusy):
                run()
