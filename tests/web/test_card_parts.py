"""What cards are made of, without a server: timeline, whole text, difference, what would change a verdict."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from citecache.render.html import full_text as reading
from citecache.render.html.differences import shown_difference
from citecache.render.html.full_text import full_text
from citecache.render.html.timeline import SLOTS, Timeline, timeline
from citecache.render.outlook import MARKED, OUTLOOKS, outlook
from crawler.model import CaptureRecord, FetchPoint, Outcome, PageState, Verdict
from crawler.text.difference import compare
from crawler.text.markup_headings import headings_of
from pipelines.judge import counts

ALIVE = FetchPoint(
    started_at="2026-01-01T00:00:00Z",
    outcome=Outcome.RESPONSE,
    status=200,
    verdict=Verdict.ALIVE,
    effective_verdict=Verdict.ALIVE,
    good=True,
    changed=None,
    capture_id=1,
)
GONE = replace(ALIVE, status=404, verdict=Verdict.MISSING, effective_verdict=Verdict.MISSING, good=False)
STATE = PageState(
    id=1,
    url="https://example.org/",
    verdict=Verdict.MISSING,
    verdict_at=None,
    last_fetch_id=None,
    last_good_at=None,
    marked_at=None,
    marked_note=None,
    marked_by=None,
    marked_file=None,
    due_at=None,
)
COPY = CaptureRecord(
    id=9,
    page_id=1,
    source="archived",
    captured_at="2026-06-01T00:00:00Z",
    memento_datetime="2025-01-01T00:00:00Z",
    url="https://archive.example/",
    status=200,
    body_sha256="",
    content_type=None,
    media_type="text/html",
    charset=None,
    title=None,
    language=None,
    text_sha256=None,
    text_bytes=1,
    text_chars=1,
    no_text=None,
    doubt=None,
    coverage=None,
    page_starts=(),
    reservations=(),
    extractor="",
    extractor_version="",
    kept=True,
)


def drawn(*points: FetchPoint, copies: tuple[CaptureRecord, ...] = (), state: PageState = STATE) -> Timeline:
    found = timeline(points, copies, state)
    assert found is not None
    return found


def percent(value: str) -> float:
    assert re.fullmatch(r"\d+\.\d\d%", value)
    return float(value[:-1])


def test_places_follow_the_time() -> None:
    found = drawn(
        ALIVE, replace(ALIVE, started_at="2026-01-11T00:00:00Z"), replace(GONE, started_at="2026-01-21T00:00:00Z")
    )
    assert [percent(fetch.x) for fetch in found.fetches] == [3, 50, 97]
    assert [(band.tone, percent(band.x), percent(band.width)) for band in found.bands] == [("good", 3, 94)]
    assert [tick.label for tick in found.ticks if not tick.inner] == ["Jan 1, 2026", "Jan 21, 2026"]
    assert "3 fetches" in found.summary
    assert "from Jan 1, 2026 to Jan 21, 2026" in found.summary


def test_a_copy_from_elsewhere_stands_where_it_was_made() -> None:
    found = drawn(ALIVE, copies=(COPY,))
    assert [(text.copy, percent(text.x)) for text in found.texts] == [(True, 3), (False, 97)]
    assert found.texts[0].label == "Jan 1, 2025: an archive’s copy"


def test_one_moment_is_in_the_middle() -> None:
    found = drawn(ALIVE)
    assert [percent(mark.x) for mark in (*found.fetches, *found.texts, *found.ticks)] == [50, 50, 50]
    assert found.bands == ()


def test_nothing_is_drawn_of_nothing() -> None:
    assert timeline((), (), STATE) is None
    assert timeline([replace(ALIVE, started_at="soon")], (), STATE) is None


def test_many_fetches_are_a_bounded_drawing() -> None:
    """Ten years of daily fetches with all verdicts: every one is counted in a title, and no two marks touch."""
    points = [replace(ALIVE, started_at=_after(day), verdict=list(Verdict)[day % len(Verdict)]) for day in range(3_650)]
    found = drawn(*points)
    assert len(found.fetches) <= 3 * (SLOTS + 1)
    assert found.rows == 3
    assert len({(fetch.x, fetch.row) for fetch in found.fetches}) == len(found.fetches)
    told = [re.findall(r"(\d+) fetches|(HTTP)", fetch.label) for fetch in found.fetches]
    assert sum(int(number or 1) for one in told for number, _ in one) == len(points)
    assert sum(tick.inner for tick in found.ticks) <= 3


def _after(days: int) -> str:
    return (datetime(2016, 1, 1, tzinfo=UTC) + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


def test_a_persons_verdict_outweighs_later_fetches() -> None:
    marked = replace(STATE, verdict=Verdict.ALIVE, marked_at="2026-01-05T00:00:00Z")
    found = drawn(
        GONE,
        replace(GONE, started_at="2026-01-09T00:00:00Z"),
        replace(GONE, started_at="2026-01-11T00:00:00Z"),
        state=marked,
    )
    assert [band.tone for band in found.bands] == ["bad", "good"]
    assert percent(found.bands[0].width) < percent(found.bands[1].width)


def test_a_change_is_one_that_is_more_than_churn() -> None:
    points = [replace(ALIVE, started_at=f"2026-01-0{day}T00:00:00Z", changed=changed)
              for day, changed in ((1, None), (3, False), (5, True), (7, None))]  # fmt: skip
    found = drawn(*points)
    assert [text.label for text in found.texts] == ["Jan 1, 2026: first text", "Jan 5, 2026: the text changed"]
    assert "1 change of the text" in found.summary


# --- the whole text ------------------------------------------------------------------------------------------

TEXT = "Tides\n\nThe moon pulls.\n\n- high  tide\n- low tide\n\nMoons\n\nTwo of them."


def test_headings_are_numbered_and_lists_are_lists() -> None:
    found = full_text(TEXT, {"Tides", "Moons"})
    assert [(heading.number, heading.words) for heading in found.headings] == [(1, "Tides"), (2, "Moons")]
    assert [block.kind for block in found.blocks] == ["heading", "text", "list", "heading", "text"]


@pytest.mark.parametrize(
    ("query", "places"),
    [("", 0), ("TIDE", 3), ("high tide", 1), ("  high \n tide ", 1), ("pulls", 1), (".*", 0), ("(", 0), ("\x00", 0)],
)
def test_words_are_found_as_they_are(query: str, places: int) -> None:
    """Whatever the case and the white space; nothing in a query has a meaning of its own."""
    found = full_text(TEXT, {"Tides"}, query=query)
    marked = [run for block in found.blocks for line in block.lines for run in line if run.place]
    assert found.found == len(marked) == len(found.listed) == places
    assert [run.place for run in marked] == list(range(1, places + 1))


def test_marking_leaves_the_text_as_it_is() -> None:
    def whole(query: str) -> str:
        return "".join(
            run.words for block in full_text(TEXT, query=query).blocks for line in block.lines for run in line
        )

    assert whole("tide") == whole("") == whole("o")


def test_a_long_text_comes_in_parts_that_are_found_in_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "PART_CHARS", 30)
    monkeypatch.setattr(reading, "BLOCK_CHARS", 0)
    parts = [full_text(TEXT, {"Moons"}, part=number, query="tide") for number in (1, 2, 3)]
    assert {part.parts for part in parts} == {3}
    assert [(one.place, one.part) for one in parts[0].listed] == [(1, 1), (2, 2), (3, 2)]
    assert parts[0].headings[0].part == 2
    assert [len(part.blocks) for part in parts] == [2, 2, 1]
    assert full_text(TEXT, part=99).part == 3
    assert full_text("").parts == 1


@pytest.mark.parametrize(
    "text", ["word " * 20, "x" * 100, "- one\n- two\n" * 9 + "- three", "a\n\n" * 40, "lines\n" * 20]
)
def test_no_part_is_longer_than_a_browser_shows_at_once(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the blocks: one line, many of them, long lists. Nothing of the text is lost."""
    monkeypatch.setattr(reading, "PART_CHARS", 30)
    monkeypatch.setattr(reading, "BLOCK_CHARS", 2)
    parts = [full_text(text, part=number) for number in range(1, full_text(text).parts + 1)]
    shown = [[run.words for block in one.blocks for line in block.lines for run in line] for one in parts]
    assert len(parts) > 2
    assert max(sum(map(len, runs)) for runs in shown) <= 30
    assert "".join("".join("".join(runs) for runs in shown).split()) == "".join(text.replace("- ", "").split())


def test_headings_beyond_what_is_listed_are_counted() -> None:
    found = full_text("a\n\n" * 400, {"a"})
    assert (len(found.headings), found.heading_count) == (300, 400)
    assert found.blocks[-1].number == 400


def test_headings_are_those_of_the_markup() -> None:
    assert headings_of("<h2>Costs &amp; <i>profits</i></h2>") == {"Costs & profits"}
    assert headings_of("<h1>open<h2>closed</h2><p>x</p></h1>") == {"closed"}
    assert headings_of("<h2></h2><header>no</header><h2>" + "long " * 100 + "</h2>") == frozenset()


# --- differences ---------------------------------------------------------------------------------------------


def test_a_difference_has_what_was_removed_and_added() -> None:
    found = shown_difference(compare("The board approved the plan.", "The board rejected the plan."))
    (place,) = found.places
    assert [(piece.kind, piece.words) for piece in place.pieces] == [
        ("same", "The board"),
        ("same", " "),
        ("removed", "approved"),
        ("added", "rejected"),
        ("same", " the plan."),
    ]
    assert found.changed


def test_churn_is_folded_and_can_be_shown() -> None:
    difference = compare("The mayor spoke.\n\n3 hours ago", "The mayor spoke.\n\n5 days ago")
    assert (shown_difference(difference).places, shown_difference(difference).churn) == ((), 1)
    assert len(shown_difference(difference, everything=True).places) == 1


def test_places_that_do_not_fit_are_counted() -> None:
    lines = [f"Line {number} says nothing new at all." for number in range(20)]
    difference = compare("\n\n".join(lines), "\n\n".join(line.replace("new", "old") for line in lines))
    found = shown_difference(difference, most=3)
    assert len(found.places) + found.more == len(difference.hunks)
    assert len(found.places) <= 3


# --- verdicts ------------------------------------------------------------------------------------------------


def test_every_verdict_says_what_would_change_it() -> None:
    assert set(OUTLOOKS) == set(Verdict)
    assert outlook(Verdict.DEAD, marked=True) == MARKED


def test_the_numbers_are_those_of_the_judge() -> None:
    for verdict in (Verdict.MISSING, Verdict.SOFT_404):
        words = outlook(verdict)
        assert "three checks, each 3 days or more" in words
        assert (counts.NOT_FOUND.needed, counts.APART.days) == (3, 3)
        assert f"spanning {counts.NOT_FOUND.spanning.days} days" in words
    assert f"span {counts.NO_HOST.spanning.days} days" in outlook(Verdict.MISSING)
    assert (counts.GONE.needed, counts.NO_HOST.needed) == (2, 3)
