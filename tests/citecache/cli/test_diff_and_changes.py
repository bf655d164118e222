"""`citecache diff` and `citecache changes`: which changes are reported, and which are not."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from command_line import AsJson, Cite, Installed

from crawler.cache import CacheFile
from crawler.cache.read.due import due_pages
from crawler.cache.write import runs
from crawler.cache.write.fetches import store_fetches
from crawler.model import Capture, Fetch, Outcome, Selection, Verdict, resource_id

LLAMA, GONE, MINOR = "https://example.org/llama", "https://example.org/gone", "https://example.org/minor"
START = datetime.now(UTC).replace(microsecond=0) - timedelta(days=100)
PAGE = "<html><head><title>The roof</title></head><body><article><h1>The roof</h1>{}</article></body></html>"
STORY = (
    "The council met on Monday and agreed to spend 4,500 dollars on a new roof for the library.",
    "It was the third time that the members had spoken of it, and the mayor said that they had waited long enough.",
    "The work begins in June, and will take some weeks, during which the books are kept in the school across the road.",
    "Until then the rain will be caught in buckets, as it has been for the last two winters, said the librarian.",
)
TEXT = "\n\n".join(STORY)


def day(number: int) -> str:
    """That many days after the first crawl, as `--since` takes it."""
    return (START + timedelta(days=number)).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass
class Web:
    """A cache of pages that say what the test has them say, day by day."""

    path: Path

    def says(self, number: int, url: str, text: str | None = None, **fields: Any) -> None:
        """One run that fetches one page, on that day."""
        now = START + timedelta(days=number)
        with CacheFile.open(self.path) as cache:
            selection = Selection(urls=(url,))
            run = runs.begin(cache, selection, now=now)
            ((page,),) = due_pages(cache, selection, cutoff=run.cutoff, now=now)
            verdict = fields.pop("verdict", Verdict.ALIVE)
            known: dict[str, Any] = {
                "outcome": Outcome.RESPONSE,
                "verdict": verdict,
                "effective_verdict": verdict,
                "final_url": url,
            }
            if text is not None:
                version = fields.pop("version", "1")
                body = fields.pop("body", text)
                capture = Capture(media_type="text/html", text=text, extractor="plain", extractor_version=version)
                known |= {"status": 200, "body": body.encode(), "capture": capture}
                known["headers"] = (("content-type", "text/html; charset=utf-8"),)
            store_fetches(cache, [Fetch(page=page, started_at=now, elapsed=0, **known | fields)], run_id=run.id)
            runs.finish(cache, run, now=now)


@pytest.fixture
def web(folder: Path, cite: Cite) -> Web:
    """Three pages; the first is cited by two documents, the others by one."""
    (folder / "one.md").write_text(f"[a]({LLAMA}) [b]({GONE}) [c]({MINOR})\n")
    (folder / "two.md").write_text(f"[a]({LLAMA})\n")
    cite("add", "one.md", "two.md")
    return Web(folder / "citecache.db")


# --- diff -------------------------------------------------------------------------------------------


def test_changed_words_are_shown_in_their_sentence_between_the_dates(
    web: Web, cite: Cite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    web.says(0, LLAMA, TEXT)
    web.says(10, LLAMA, TEXT)
    web.says(20, LLAMA, TEXT.replace("4,500", "45,000"))
    said = cite("diff", LLAMA).stdout
    assert said == (
        f"{LLAMA}\n"
        f"before  {day(0)}  last seen {day(10)}\n"
        f"after   {day(20)}\n"
        "1 word added, 1 removed\n"
        "\n"
        "The council met on Monday and agreed to spend\n"
        "[-4,500-]{+45,000+} dollars on a new roof for the library.\n"
    )


def test_churn_is_left_out_counted_and_shown_on_demand(web: Web, cite: Cite) -> None:
    for number, count in ((0, 3), (10, 5)):
        web.says(number, LLAMA, f"{TEXT}\n\n{count} comments\n\nUpdated: {count} April 2026, 10:05")
    said = cite("diff", LLAMA).stdout
    assert "no word changed but churn\n" in said
    assert "[-" not in said
    assert said.endswith("2 places of churn not shown; --churn shows them\n")
    assert "[-3 comments-]{+5 comments+}" in cite("diff", LLAMA, "--churn").stdout


def test_the_newest_text_that_says_something_else_is_compared_not_the_last_stamp(web: Web, cite: Cite) -> None:
    web.says(0, LLAMA, f"{TEXT}\n\n3 hours ago")
    web.says(10, LLAMA, f"{TEXT.replace('June', 'July')}\n\n5 hours ago")
    web.says(20, LLAMA, f"{TEXT.replace('June', 'July')}\n\n2 days ago")
    said = cite("diff", LLAMA).stdout
    assert "[-June-]{+July+}" in said
    assert f"before  {day(0)}" in said
    assert f"after   {day(20)}" in said
    assert said.endswith("1 place of churn not shown; --churn shows them\n")


def test_since_compares_with_the_text_as_of_that_day(web: Web, cite: Cite, as_json: AsJson) -> None:
    for number, month in ((0, "June"), (10, "July"), (20, "May"), (30, "March")):
        web.says(number, LLAMA, TEXT.replace("June", month))
    assert "[-July-]{+March+}" in cite("diff", LLAMA, "--since", day(15)).stdout
    assert "[-May-]{+March+}" in cite("diff", LLAMA).stdout
    assert as_json("diff", LLAMA, "--since", "75d")["before"]["first_at"] == day(20)
    assert cite("diff", LLAMA, "--since", day(40)).stdout == (
        f"{LLAMA}\nno change since {day(40)}: the text was fetched {day(30)}\n"
    )
    said = cite("diff", LLAMA, "--since", day(-5)).stdout
    assert f"there was no good text yet at {day(-5)}: the first one is compared\n" in said
    assert "[-June-]{+March+}" in said


def test_a_single_text_has_nothing_to_compare(web: Web, cite: Cite, as_json: AsJson) -> None:
    web.says(0, LLAMA, TEXT)
    web.says(10, LLAMA, TEXT)
    for options in ([], ["--since", day(5)], ["--since", day(-5)]):
        said = cite("diff", LLAMA, *options).stdout
        assert "there is nothing to compare it with" in said or "no change since" in said
    found = as_json("diff", LLAMA)
    assert (found["before"], found["cause"], found["hunks"]) == (None, None, [])


def test_a_page_without_a_good_text_is_one_clear_line(web: Web, cite: Cite, installed: Installed) -> None:
    web.says(0, GONE, status=404, verdict=Verdict.MISSING)
    done = installed("diff", GONE, expect=1)
    assert done.stdout == ""
    assert done.stderr.startswith(f"citecache: there is no good text of {GONE} yet: ")
    assert f"why {resource_id(GONE)}`\n" in done.stderr
    cite("diff", "https://example.org/unknown", expect=1)


def test_changes_do_not_show_legally_withheld_text(web: Web, installed: Installed) -> None:
    web.says(0, LLAMA, TEXT)
    web.says(10, LLAMA, TEXT.replace("June", "July"))
    web.says(20, LLAMA, status=451, verdict=Verdict.LEGAL)
    for options in ([], ["--json"], ["--all"]):
        done = installed("diff", LLAMA, *options, expect=1)
        assert done.stdout == ""
        assert "withheld for legal reasons (HTTP 451)" in done.stderr
        assert "July" not in done.stderr


def test_a_page_that_is_gone_is_compared_by_its_last_text(web: Web, cite: Cite) -> None:
    web.says(0, LLAMA, TEXT)
    web.says(10, LLAMA, TEXT.replace("June", "July"))
    web.says(20, LLAMA, status=404, verdict=Verdict.MISSING)
    said = cite("diff", LLAMA).stdout
    assert "missing now; its good texts are compared\n" in said
    assert "[-June-]{+July+}" in said


def test_control_characters_in_a_page_never_reach_the_terminal(web: Web, cite: Cite) -> None:
    web.says(0, LLAMA, "red \x1b[31m words stand here")
    web.says(10, LLAMA, "red \x1b[31m\u202e letters stand here \x9b2J")
    said = cite("diff", LLAMA, "--churn").stdout
    assert "{+letters+}" in said
    assert not set(said) & {"\x1b", "\x9b", "\u202e"}


def test_the_difference_as_json_has_the_whole_of_every_changed_line(web: Web, as_json: AsJson) -> None:
    web.says(0, LLAMA, f"{TEXT}\n\n3 comments")
    web.says(10, LLAMA, f"{TEXT.replace('4,500', '45,000')}\n\n4 comments")
    found = as_json("diff", LLAMA)
    assert {name: found[name] for name in ("id", "url", "verdict", "cause", "reextracted", "coarse")} == {
        "id": resource_id(LLAMA),
        "url": LLAMA,
        "verdict": "alive",
        "cause": "page",
        "reextracted": False,
        "coarse": False,
    }
    assert (found["words_added"], found["words_removed"], found["churn"]) == (1, 1, 1)
    story, comments = found["hunks"]
    assert (story["churn"], comments["churn"]) == (False, True)
    assert "".join(part["text"] for part in story["parts"] if part["kind"] != "added").strip() == STORY[0]
    assert found["after"]["first_at"] == day(10)


# --- the extractor's part ---------------------------------------------------------------------------


def html(*paragraphs: str, token: str = "") -> str:
    return PAGE.format("".join(f"<p>{text}</p>" for text in paragraphs)) + f"<!-- {token} -->"


def test_one_body_read_differently_is_the_extractors_change(web: Web, cite: Cite, as_json: AsJson) -> None:
    """As `reextract` leaves it: the old text of the same fetch is known."""
    web.says(0, LLAMA, "Home Menu Search\n\nanother text altogether", body=html(*STORY))
    cite("reextract")
    said = cite("diff", LLAMA).stdout
    assert "the extractor changed, not the page: the same page is read differently now\n" in said
    assert "[-Home Menu Search-]" in said
    assert as_json("diff", LLAMA)["cause"] == "extractor"
    assert as_json("changes", "--since", day(-1))["changes"] == []


def test_between_two_extractors_only_what_the_page_changed_is_shown(web: Web, cite: Cite, as_json: AsJson) -> None:
    """An old extractor had kept the menu; today's reads both bodies, and the menu is in neither."""
    changed = (*STORY[:2], STORY[2].replace("June", "July"), STORY[3])
    web.says(0, LLAMA, f"Home Menu Search\n\n{TEXT}", body=html(*STORY), version="0")
    web.says(10, LLAMA, "\n\n".join(changed), body=html(*changed), version="1")
    said = cite("diff", LLAMA).stdout
    assert "[-June-]{+July+}" in said
    assert "Menu" not in said
    assert "both pages were read again" in said
    found = as_json("diff", LLAMA)
    assert (found["cause"], found["reextracted"]) == ("page", True)
    assert (found["words_added"], found["words_removed"]) == (1, 1)


def test_a_change_of_extractor_alone_is_not_a_change_of_the_page(web: Web, cite: Cite, as_json: AsJson) -> None:
    web.says(0, LLAMA, f"Home Menu Search\n\n{TEXT}", body=html(*STORY, token="a"), version="0")
    web.says(10, LLAMA, TEXT, body=html(*STORY, token="b"), version="1")
    assert "the extractor changed, not the page" in cite("diff", LLAMA).stdout
    found = as_json("changes", "--since", day(5))
    assert (found["changes"], found["extractor_only"]) == ([], 1)
    assert "not listed: 1 page read differently by the extractor only\n" in cite("changes", "--since", day(5)).stdout


def test_a_body_that_gives_no_text_today_is_compared_as_it_was_read_then(web: Web, cite: Cite) -> None:
    web.says(0, LLAMA, TEXT, body="", version="0")
    web.says(10, LLAMA, TEXT.replace("June", "July"), body=html(*STORY), version="1")
    assert "[-June-]{+July+}" in cite("diff", LLAMA).stdout


# --- changes ----------------------------------------------------------------------------------------


@pytest.fixture
def moved_on(web: Web) -> Web:
    """Before day 5 all were well; since then one text changed, one page went, one changed by churn."""
    for url in (LLAMA, GONE, MINOR):
        web.says(0, url, f"{TEXT}\n\n3 comments")
    web.says(10, LLAMA, TEXT.replace("June", "July") + "\n\n4 comments")
    web.says(10, GONE, status=404, verdict=Verdict.MISSING)
    web.says(10, MINOR, f"{TEXT}\n\n5 comments")
    return web


def test_changes_since_a_day_list_the_most_cited_first(moved_on: Web, cite: Cite) -> None:
    del moved_on
    lines = cite("changes", "--since", day(5)).stdout.splitlines()
    assert lines[0].split("  ") == [
        resource_id(LLAMA),
        "text: 1 added, 1 removed",
        day(10)[:10],
        "cited by 2",
        LLAMA,
    ]
    assert [part for part in lines[1].split("  ") if part] == [
        resource_id(GONE),
        "alive -> missing",
        day(10)[:10],
        "cited by 1",
        GONE,
    ]
    assert lines[2] == f"1 text and 1 verdict changed since {day(5)}"
    assert lines[3] == "not listed: 1 page changed by churn only"
    assert f"diff {resource_id(LLAMA)} --since {day(5)}" in lines[4]
    assert f"why {resource_id(GONE)}" in lines[5]
    assert all(line.startswith("next: ") for line in lines[4:])
    assert len(lines) == 6


def test_the_next_hint_shows_that_change(moved_on: Web, cite: Cite) -> None:
    del moved_on
    assert "[-June-]{+July+}" in cite("diff", resource_id(LLAMA), "--since", day(5)).stdout


def test_changes_as_json_have_the_fields_that_are_promised(moved_on: Web, as_json: AsJson) -> None:
    del moved_on
    found = as_json("changes", "--since", day(5))
    text, verdict = found["changes"]
    assert text == {
        "id": resource_id(LLAMA),
        "url": LLAMA,
        "title": "a",
        "kind": "text",
        "before": day(0),
        "after": day(10),
        "at": day(10),
        "cited_by_count": 2,
        "importance": None,
        "words_added": 1,
        "words_removed": 1,
        "coarse": False,
        "marked": False,
        "quotes_lost": [],
    }
    assert (verdict["kind"], verdict["before"], verdict["after"], verdict["at"]) == (
        "verdict",
        "alive",
        "missing",
        day(10),
    )
    assert (found["total"], found["churn_only"], found["extractor_only"], found["first_fetched"]) == (2, 1, 0, {})


def test_of_pages_cited_alike_the_more_important_comes_first(
    web: Web, cite: Cite, as_json: AsJson, folder: Path
) -> None:
    records = [{"url": GONE, "importance": 20}, {"url": MINOR, "importance": 90}]
    (folder / "records.json").write_text(json.dumps({"resources": records}))
    cite("add", "records.json")
    for url in (GONE, MINOR, LLAMA):
        web.says(0, url, TEXT)
        web.says(10, url, TEXT.replace("June", "July"))
    assert [one["url"] for one in as_json("changes", "--since", day(5))["changes"]] == [LLAMA, MINOR, GONE]


def test_pages_that_are_new_are_counted_by_verdict_and_not_listed(moved_on: Web, cite: Cite, as_json: AsJson) -> None:
    del moved_on
    found = as_json("changes", "--since", day(-1))
    assert (found["changes"], found["first_fetched"]) == ([], {"alive": 2, "missing": 1})
    said = cite("changes", "--since", day(-1)).stdout
    assert said == (
        f"0 texts and 0 verdicts changed since {day(-1)}\n"
        "not listed: 3 pages fetched for the first time (2 alive, 1 missing)\n"
    )


def test_a_list_that_is_cut_off_says_so_and_the_rest_can_be_seen(moved_on: Web, cite: Cite, as_json: AsJson) -> None:
    del moved_on
    done = cite("changes", "--since", day(5), "--limit", "1")
    assert GONE not in done.stdout
    assert done.stderr == "1 of 2; without --limit all are listed\n"
    found = as_json("changes", "--since", day(5), "--limit", "1")
    assert (len(found["changes"]), found["total"]) == (1, 2)


def test_without_a_date_it_is_the_last_week(moved_on: Web, cite: Cite, as_json: AsJson) -> None:
    """Nothing was fetched in it."""
    moved_on.says(99, GONE, TEXT)
    (change,) = as_json("changes")["changes"]
    assert (change["before"], change["after"]) == ("missing", "alive")
    assert cite("changes", "--since", "30m").stdout.startswith("0 texts and 0 verdicts changed since ")


def test_a_mark_of_a_person_is_shown_as_one(moved_on: Web, cite: Cite) -> None:
    del moved_on
    cite("mark", MINOR, "degraded", "--note", "half of it is missing")
    assert "alive -> degraded (marked by you)" in cite("changes").stdout


@pytest.mark.parametrize("given", ["soon", "2026-13-01", "7", "7x", "", "2999-01-01", "2999-01-01T00:00"])
@pytest.mark.parametrize("command", ["changes", "diff"])
def test_an_invalid_or_future_date_is_a_usage_error(web: Web, cite: Cite, command: str, given: str) -> None:
    del web
    said = cite(command, *([LLAMA] if command == "diff" else []), "--since", given, expect=2).stderr
    assert "is not a date: write 2026-04-01" in said or "is in the future" in said


@pytest.mark.parametrize(
    "given", ["2020", "2020-04", "2020-04-01", "2020-04-01T12:00", "April 1, 2020", "99w", "999999w"]
)
def test_a_date_may_be_written_as_people_do(moved_on: Web, as_json: AsJson, given: str) -> None:
    del moved_on
    since = as_json("changes", "--since", given)["since"]
    assert datetime.fromisoformat(since) < START
    assert since.endswith("Z")


# --- reextract --------------------------------------------------------------------------------------


def test_a_dry_run_of_reextract_tells_what_the_extractor_would_read_differently(
    web: Web, cite: Cite, as_json: Any
) -> None:
    web.says(0, LLAMA, f"Home Menu\n\n{TEXT}", body=html(*STORY))
    web.says(0, MINOR, TEXT, body="")
    said = cite("reextract", "--dry-run").stdout
    assert f"text: 0 added, 2 removed  {LLAMA}\n" in said
    assert f"no text this time         {MINOR}\n" in said
    assert "2 captures read again: 1 would change their text" in said
    (page, lost) = as_json("reextract", "--dry-run")["pages"]
    assert page == {"url": LLAMA, "what": "text", "words_added": 0, "words_removed": 2}
    assert lost["what"] == "lost"


@pytest.mark.parametrize("command", [["diff", LLAMA], ["archive", "--dry-run"]])
def test_the_former_flag_all_still_works_and_is_hidden(cite: Cite, command: list[str]) -> None:
    """`--all` means "due or not", of `crawl` and `refresh`; here `--churn` and `--again` took its place."""
    name = {"diff": "--churn", "archive": "--again"}[command[0]]
    shown = cite(command[0], "--help").stdout
    assert name in shown
    assert "--all" not in shown.split()
    assert "No such option" not in cite(*command, "--all", expect=1).output
