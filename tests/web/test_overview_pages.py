"""The pages about a whole cache: dashboard, documents, changes, runs."""

import os
import re
from html import unescape
from pathlib import Path

import pytest
from cited_web import DAY, NOW, PAGES, SITE, Answer, build, fetch, fill
from playwright.sync_api import Browser, expect
from served import Served, serving

from citecache.web import remembered
from citecache.web.pages import dashboard as dashboard_page
from citecache.web.pages import document as document_page
from crawler.cache import CacheFile, run_lock
from crawler.cache.read.due import due_pages
from crawler.cache.read.resources import find
from crawler.cache.write import marks, runs
from crawler.cache.write.fetches import store_fetches
from crawler.model import Selection, Verdict, document_key

OLD = "The harbour stays open for all ships in winter, as the council said on Monday. " * 4
NEW = "The harbour stays closed for all ships in winter, as the council said on Monday. " * 4
GOOD = Answer(OLD, title="The harbour")
GONE = Answer(None, status=404, verdict=Verdict.MISSING)

LATELY: dict[str, list[Answer]] = {
    "often": [GOOD, GONE],
    "seldom": [GOOD, GONE],
    "important": [GOOD, GONE],
    "rewritten": [GOOD, Answer(NEW, title="The rewritten page")],
    "churn": [
        Answer(f"{OLD}\n\nPosted 3 hours ago", title="Only a date"),
        Answer(f"{OLD}\n\nPosted 5 days ago", title="Only a date"),
    ],
    "doubtful": [Answer(OLD, title="A doubtful page", capture={"doubt": "the text holds 12% of what it shows"})],
    "walled": [Answer(None, status=403, verdict=Verdict.BLOCKED)],
}
"""What happened in the last days before the server's clock."""

RECORDS = f"""
- id: important
  url: {SITE}/important
  importance: 90
  title: The important page
"""
DOCUMENTS = {
    "wiki/one.md": "# One\n\n" + "".join(f"It says [{name}]({SITE}/{name}).\n\n" for name in LATELY),
    "wiki/two.md": f"# Two\n\nOnce [more]({SITE}/often).\n",
    "wiki/records.yaml": RECORDS,
}


@pytest.fixture(scope="module")
def lately(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache in which the last week was an eventful one; no test changes it."""
    folder = tmp_path_factory.mktemp("lately")
    path = build(folder, {"often": [GOOD]}, DOCUMENTS)
    fill(path, {f"{SITE}/{name}": answers for name, answers in LATELY.items()}, start=NOW - 2 * DAY)
    return path


def words(html: str) -> str:
    """A page as it is read: its text with single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def section(html: str, id_: str) -> str:
    """The words of a section, by the id of its heading."""
    return words(html[html.index(f'id="{id_}"') :].split("</section>", maxsplit=1)[0].split(">", 1)[1])


# --- dashboard ------------------------------------------------------------------------------------------------


def test_the_dashboard_answers_what_a_maintainer_asks_on_monday(lately: Path) -> None:
    with serving(lately) as server:
        html = server.get("/").text
    broke = section(html, "broke")
    assert broke.startswith("What broke this week 3")
    assert broke.index("/often") < broke.index("/important") < broke.index("/seldom")  # most cited, then most important
    assert "alive → , now missing" in broke
    assert "cited by 2 documents" in broke
    assert "importance 90/100" in broke
    assert "The rewritten page" in section(html, "changed")
    assert "1 more page changed in churn only" in section(html, "changed")
    assert "the text holds 12% of what it shows" in section(html, "poor")
    assert "example.org 4 of 7 pages" in section(html, "hosts")
    assert "2026 38% 3 4 1" in section(html, "rot")
    assert "under a week 7 pages" in section(html, "ages")


def test_what_broke_longer_ago_is_not_of_this_week(server: Served) -> None:
    assert "Nothing that you cite broke since" in section(server.get("/").text, "broke")


def test_an_empty_cache_has_a_dashboard_that_says_how_to_begin(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    CacheFile.open(path, create=True).close()
    with serving(path) as server:
        for page, said in (("/", "citecache add"), ("/runs", "citecache crawl"), ("/changes", "Nothing has changed")):
            got = server.get(page)
            assert (got.status, said in words(got.text)) == (200, True), page
        assert "No document cites anything yet" in words(server.get("/documents").text)
        assert "No document cites anything that is gone" in words(server.get("/documents?sort=fix").text)


def test_the_dashboard_follows_what_is_stored(tmp_path: Path) -> None:
    path = build(tmp_path, {"often": [GOOD]}, DOCUMENTS)
    with serving(path) as server:
        assert "/often" not in section(server.get("/").text, "broke")
        fill(path, {f"{SITE}/often": [GONE]}, start=NOW - DAY)
        assert "/often" in section(server.get("/").text, "broke")
        with CacheFile.open(path) as cache:
            marks.mark(cache, find(cache, f"{SITE}/often"), Verdict.ALIVE, note=None, now=NOW)
        assert "/often" not in section(server.get("/").text, "broke")


def test_a_count_that_takes_long_is_shown_with_its_time_until_a_new_one_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembered, "QUICK", 0)  # all counts take long
    monkeypatch.setattr(remembered, "PAUSE", 0)
    path = build(tmp_path, {"often": [GOOD]}, DOCUMENTS)
    os.utime(path, (1, 1))  # else it may be written to still, by the clock of the file system
    with serving(path) as server:
        assert "it is counted anew" not in server.get("/").text
        fill(path, {f"{SITE}/often": [GONE]}, start=NOW - DAY)
        stale = server.get("/").text
        assert "it is counted anew" in stale
        assert "/often" not in section(stale, "broke")
        while "it is counted anew" in (html := server.get("/").text):
            pass
        assert "/often" in section(html, "broke")


# --- runs -----------------------------------------------------------------------------------------------------


def test_runs_say_what_was_asked_for_and_what_came_of_it(server: Served) -> None:
    html = words(server.get("/runs").text)
    assert "Apr 5, 2026, 12:00 UTC : finished" in html
    assert "in 3 min" in html
    assert "due or not" in html
    assert html.index("Apr 5, 2026") < html.index("Apr 1, 2026")


def test_older_runs_are_on_the_next_part(tmp_path: Path) -> None:
    path = build(tmp_path, {"often": [GOOD] * 22}, DOCUMENTS)
    with serving(path) as server:
        first = server.get("/runs").text
        (older,) = re.findall(r'rel="next" href="([^"]+)"', first)
        second = server.get(unescape(older)).text
    assert (first.count("<li value="), second.count("<li value=")) == (20, 2)
    assert 'rel="next"' not in second


@pytest.mark.parametrize(
    "path",
    [
        "/changes?kind=x",
        "/changes?page=0",
        "/changes?page=x",
        "/documents?page=-1",
        f"/documents?page={'9' * 30}",
        "/documents?sort=x",
        "/runs?before=x",
        f"/runs?before={'9' * 30}",
    ],
)
def test_a_part_that_cannot_be_is_said_to_be_wrong(server: Served, path: str) -> None:
    assert server.get(path).status == 400


@pytest.mark.parametrize("path", ["/changes?page=999", "/documents?page=999", "/documents?sort=fix&page=9"])
def test_a_part_behind_the_last_one_is_empty(server: Served, path: str) -> None:
    assert server.get(path).status == 200


def test_a_run_under_way_is_followed_without_loading_the_page_again(tmp_path: Path, browser: Browser) -> None:
    path = build(tmp_path, {"often": [GOOD]}, DOCUMENTS)
    with serving(path) as server, browser.new_context(base_url=server.url) as context:
        errors: list[str] = []
        context.on("console", lambda message: errors.append(message.text))
        page = context.new_page()
        with run_lock(path), CacheFile.open(path) as cache:
            run = runs.begin(cache, Selection(everything=True), now=NOW)
            page.clock.install()  # of the page: it asks every two seconds
            page.goto("/")
            heading = page.locator("#run-title")
            expect(heading).to_have_text("A run is under way")
            expect(page.locator("#run")).to_contain_text("0 of 7 pages")
            fill_run(cache, run.id)
            page.clock.run_for(2_000)
            expect(page.locator("#run")).to_contain_text("7 of 7 pages")
            expect(page.locator("#run .latest li")).to_have_count(5)
            runs.finish(cache, run, now=NOW + DAY)
        page.clock.run_for(2_000)
        expect(heading).to_have_text("No run is under way")
        expect(page.locator("#run")).to_contain_text("The last one finished May 2, 2026, 12:00 UTC, 7 of 7 pages")
        assert errors == []


def fill_run(cache: CacheFile, run_id: int) -> None:
    for batch in list(due_pages(cache, Selection(everything=True), cutoff=run_id, now=NOW)):
        store_fetches(cache, [fetch(page, GOOD, NOW) for page in batch], run_id=run_id)


def test_a_run_that_was_killed_is_not_called_running(tmp_path: Path) -> None:
    path = build(tmp_path, {"often": [GOOD]}, DOCUMENTS)
    with serving(path) as server:
        with run_lock(path), CacheFile.open(path) as cache:
            runs.begin(cache, Selection(everything=True), now=NOW)
            assert "UTC : running" in words(server.get("/runs").text)
        html = words(server.get("/runs").text)
    assert "UTC : stopped" in html
    assert "The last one was killed, 0 of 7 pages fetched" in html


# --- documents ------------------------------------------------------------------------------------------------


def test_a_document_has_its_citations_in_order_with_dots_and_what_to_fix_first(server: Served) -> None:
    key = document_key("wiki/plan.md", "wiki/plan.md")
    html = server.get(f"/documents/{key}").text
    read = words(html)
    assert "What to fix first" in read
    assert "cite the archived copy" in section(html, "fix")
    places = re.findall(r'<li id="c\d+">(.*?)</li>', html, re.DOTALL)
    order = [words(place) for place in places]
    assert len(order) == 5
    lines = [int(found[1]) for place in order if (found := re.search(r"line (\d+)", place))]
    assert lines == sorted(lines)
    assert html.count('<li><a href="#c') == 5
    assert "approved the plan in 2023" in read  # a claim
    assert "Archived copy of" in read


def test_captures_of_a_long_document_are_graded_beside_its_page(
    cache_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document_page, "AT_ONCE", (0, 0))
    monkeypatch.setattr(dashboard_page, "prepare", lambda _: None)  # the overview grades some of them as well
    key = document_key("wiki/tides.md", "wiki/tides.md")
    with serving(cache_file) as server:
        first = words(server.get(f"/documents/{key}").text)
        while "being graded" in (html := words(server.get(f"/documents/{key}").text)):
            pass
    assert "being graded: load the page again" in first
    assert "only the beginning is shown" not in first
    assert "only the beginning is shown" in html


def test_quotations_from_many_sources_are_looked_up_beside_the_page_of_their_document(tmp_path: Path) -> None:
    pages = {f"p{number}": PAGES["alive"] for number in range(8)}
    cited = "\n\n".join(f"It “approved the plan in 2023” [there]({SITE}/{name})." for name in pages)
    key = document_key("a.md", "a")
    with serving(build(tmp_path, pages, {"a.md": cited})) as server:
        first = words(server.get(f"/documents/{key}").text)
        while "being looked up" in (html := words(server.get(f"/documents/{key}").text)):
            pass
    assert "6 quotations being looked up: load the page again." in first
    assert (first.count("verbatim"), html.count("verbatim")) == (2, 8)


def test_a_document_with_more_quotations_than_are_looked_up_is_shown(tmp_path: Path) -> None:
    said = "\n\n".join(f"It “approved the plan in 2023, they say {n}” [there]({SITE}/alive)." for n in range(260))
    key = document_key("a.md", "a")
    with serving(build(tmp_path, {"alive": PAGES["alive"]}, {"a.md": said})) as server:
        assert server.get(f"/documents/{key}?page=3").status == 200


def test_documents_are_listed_with_the_verdicts_of_what_they_cite(server: Served) -> None:
    html = server.get("/documents").text
    assert [words(one) for one in re.findall(r"<h2[^>]*>(.*?)</h2>", html)] == [
        "wiki/more.md",
        "wiki/plan.md",
        "wiki/tides.md",
    ]
    assert "dead 1" in words(html)
    fix = server.get("/documents?sort=fix").text
    assert words(re.findall(r"<h2[^>]*>(.*?)</h2>", fix)[0]) == "wiki/tides.md"


def test_a_document_is_found_by_its_path_too_and_another_is_not(server: Served) -> None:
    got = server.get("/documents/wiki/plan.md")
    assert got.status == 307
    assert server.get(got.headers["location"]).status == 200
    number = server.get("/documents/1").headers["location"]
    assert server.get(number).status == 200
    assert server.get("/documents/wiki/other.md").status == 404
    assert server.get("/documents/0000000000000000").status == 404


# --- changes --------------------------------------------------------------------------------------------------


def test_changes_show_the_words_removed_and_added_and_fold_churn(lately: Path) -> None:
    with serving(lately) as server:
        html = server.get("/changes").text
        texts = server.get("/changes?kind=texts").text
        verdicts = server.get("/changes?kind=verdicts").text
    assert "<del>open</del>" in html
    assert "<ins>closed</ins>" in html
    assert "4 words added, 4 removed" in words(html)
    assert "The rewritten page" in words(html)
    folded = html[html.index("<details>") :]
    assert "Only a date" in folded
    assert "Only a date" not in html[: html.index("<details>")]
    assert words(html).count("alive → , now missing") == 3
    assert "<del>" in texts
    assert "now missing" not in words(texts)
    assert "<del>" not in verdicts
    assert words(verdicts).count("now missing") == 3


QUIET = {"reservations": ("nosnippet",)}
UNQUOTED: dict[str, tuple[list[Answer], str]] = {
    "by law": (
        [Answer(OLD), Answer(NEW), Answer(None, status=451, verdict=Verdict.LEGAL)],
        "withheld for legal reasons",
    ),
    "by its page": ([Answer(OLD, capture=QUIET), Answer(NEW, capture=QUIET)], "the page asks for no excerpts"),
}


@pytest.mark.parametrize("withheld", sorted(UNQUOTED))
def test_the_words_of_a_page_that_is_not_quoted_are_not_among_the_changes(tmp_path: Path, withheld: str) -> None:
    answers, reason = UNQUOTED[withheld]
    with serving(build(tmp_path, {"often": answers}, DOCUMENTS)) as server:
        html = server.get("/changes").text
    assert reason in html
    assert "closed" not in html
