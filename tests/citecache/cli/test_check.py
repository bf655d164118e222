"""`check`: its output for editors, CI jobs and reviewers, and its exit codes."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from command_line import Cite, Installed, Unread

from crawler.cache import CacheFile
from crawler.cache.read.due import due_pages
from crawler.cache.write import runs
from crawler.cache.write.fetches import store_fetches
from crawler.model import Evidence, Fetch, Hop, Outcome, Selection, Verdict

HOST = "https://example.org"
WIKI = f"""# Links

One that [is gone]({HOST}/missing), one that [moved]({HOST}/moved), one that [stays]({HOST}/alive).
One that keeps us [out]({HOST}/blocked).[^1]

[^1]: {HOST}/dead
"""
TOTAL = (
    "5 citations in 1 document, 5 resources: 2 problems (1 dead, 1 missing), 1 warning (1 moved), 1 alive,"
    " 1 inconclusive (1 blocked)"
)


def look(path: Path, verdicts: dict[str, Verdict]) -> None:
    """A run in which each page of these paths gets that verdict."""
    with CacheFile.open(path) as cache:
        now = datetime.now(UTC)
        run = runs.begin(cache, Selection(everything=True), now=now)
        for batch in due_pages(cache, run.selection, cutoff=run.cutoff, now=now):
            for page in batch:
                name = page.url.rpartition("/")[2]
                if name in verdicts:
                    store_fetches(cache, [looked(page, verdicts[name], now)], run_id=run.id)
        runs.finish(cache, run, now=now)


def looked(page: Any, verdict: Verdict, now: datetime) -> Fetch:
    known: dict[str, Any] = {"status": 200, "verdict": verdict, "effective_verdict": verdict, "final_url": page.url}
    if verdict in (Verdict.MISSING, Verdict.DEAD):
        checks = 3 if verdict is Verdict.DEAD else 1
        counted = Evidence(rule="gone-not-found", verdict=verdict, detail=f"not found: {checks} of 3 checks")
        known |= {"status": 404, "evidence": (counted,)}
    if verdict is Verdict.BLOCKED:
        known |= {"status": 403}
    if verdict is Verdict.MOVED:
        known |= {"final_url": f"{HOST}/new", "redirects": (Hop(url=page.url, status=301),)}
    return Fetch(page=page, started_at=now, elapsed=0.1, outcome=Outcome.RESPONSE, **known)


NAMED = {name: Verdict(name) for name in ("missing", "moved", "alive", "blocked", "dead")}


@pytest.fixture
def wiki(folder: Path, cite: Cite) -> Path:
    """A cache of one page with a link of each kind, a run ago."""
    (folder / "docs").mkdir()
    (folder / "docs" / "links.md").write_text(WIKI)
    cite("add", "docs")
    look(folder / "citecache.db", NAMED)
    return folder


# --- the report and the exit code -------------------------------------------------------------------


@pytest.mark.usefixtures("wiki")
def test_problems_are_exit_code_3_with_a_line_each(installed: Installed) -> None:
    """A dead citation is a line, a moved one has its new URL, and the rest is in the total."""
    done = installed("check", expect=3)
    assert done.stdout.splitlines() == [
        f"docs/links.md:3:10  [404] {HOST}/missing  not found (1 of 3 checks)",
        f"docs/links.md:3:59  [301] {HOST}/moved  moved to {HOST}/new",
        f"docs/links.md:4:54  [404] {HOST}/dead  dead: not found (3 of 3 checks)",
        TOTAL,
    ]
    assert done.stderr.endswith("citecache repair   # 1 citation with a new URL or an archived copy\n")


def test_without_problems_the_exit_code_is_0(wiki: Path, installed: Installed) -> None:
    """Warnings and inconclusive checks are printed, but do not fail."""
    look(wiki / "citecache.db", {"missing": Verdict.ALIVE, "dead": Verdict.UNREACHABLE})
    said = installed("check").stdout
    assert "moved to" in said
    assert "no problems, 1 warning (1 moved), 2 alive, 2 inconclusive (1 blocked, 1 unreachable)" in said


def test_strict_makes_inconclusive_checks_problems(wiki: Path, installed: Installed) -> None:
    look(wiki / "citecache.db", {"missing": Verdict.ALIVE, "dead": Verdict.ALIVE})
    said = installed("check", "--strict", expect=3).stdout
    assert f"docs/links.md:4:19  [403] {HOST}/blocked  blocked: automated access is refused" in said
    assert "1 problem (1 blocked)" in said


def test_a_mark_is_effective_and_shown_as_set_by_a_person(wiki: Path, cite: Cite) -> None:
    cite("mark", f"{HOST}/missing", "alive")
    cite("mark", f"{HOST}/alive", "dead", "--note", "sold last week")
    assert wiki.exists()
    said = cite("check", expect=3).stdout
    assert f"{HOST}/alive  marked dead by a person: sold last week" in said
    assert f"{HOST}/missing" not in said


def test_without_a_cache_the_command_fails_with_one_line(installed: Installed) -> None:
    done = installed("check", expect=1)
    assert (done.stdout, done.stderr.count("\n")) == ("", 1)
    assert "there is no cache at" in done.stderr


def test_a_cache_that_cites_nothing_says_so(folder: Path, cite: Cite) -> None:
    (folder / "a.md").write_text("no link here")
    cite("add", "a.md")
    done = cite("check", expect=1)
    assert "there is no citation to check" in str(done.exception)
    assert done.stdout.startswith("0 citations")
    assert cite("check", "a.md").stdout.startswith("0 citations")  # that document was checked


def test_unchecked_citations_are_neither_good_nor_bad_and_print_a_hint(wiki: Path, installed: Installed) -> None:
    """They are counted, stderr has the command that fetches them, and --strict makes them problems."""
    (wiki / "docs" / "new.md").write_text(f"[new]({HOST}/new)")
    done = installed("check", "docs/new.md")
    assert "1 inconclusive (1 unchecked)" in done.stdout
    assert "1 citation never fetched: " in done.stderr
    assert done.stderr.rstrip().endswith("crawl")
    assert "[unchecked]" in installed("check", "docs/new.md", "--strict", expect=3).stdout


# --- sources ----------------------------------------------------------------------------------------


def test_a_source_is_read_first_and_is_the_only_one_checked(wiki: Path, cite: Cite) -> None:
    """A link that the author has repaired is no longer a problem; other documents are not affected."""
    (wiki / "docs" / "other.md").write_text(f"[x]({HOST}/dead)")
    said = cite("check", "docs/other.md", expect=3).stdout
    assert said.startswith(f"docs/other.md:1:1  [404] {HOST}/dead")
    assert "1 citation in 1 document" in said
    (wiki / "docs" / "links.md").write_text(f"[stays]({HOST}/alive)")
    assert (
        "1 citation in 1 document, 1 resource: no problems, no warnings, 1 alive"
        in cite("check", "docs/links.md").stdout
    )


def test_an_unchanged_source_is_still_checked(wiki: Path, cite: Cite) -> None:
    assert wiki.exists()
    assert TOTAL in cite("check", "docs", expect=3).stdout
    assert TOTAL in cite("check", "docs", expect=3).stdout


def test_a_url_or_standard_input_may_be_the_source(wiki: Path, cite: Cite) -> None:
    assert wiki.exists()
    assert f"command line  [404] {HOST}/dead" in cite("check", f"{HOST}/dead", expect=3).stdout
    assert f"-:1:1  [404] {HOST}/missing" in cite("check", "-", stdin=f"[x]({HOST}/missing)", expect=3).stdout


def test_a_missing_source_is_exit_code_1_after_the_others(wiki: Path, installed: Installed) -> None:
    """That the tool could not do its work outranks what it found."""
    assert wiki.exists()
    done = installed("check", "docs", "nowhere.md", expect=1)
    assert TOTAL in done.stdout
    assert "nowhere.md: no such" in done.stderr


# --- formats ----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("wiki")
def test_every_format_is_whole_and_exits_alike(installed: Installed) -> None:
    """On stdout the format and nothing else; the total and what to do next are on stderr."""
    said = {name: installed("check", "--format", name, expect=3) for name in ("json", "junit", "github", "markdown")}
    assert all(done.stderr.startswith(f"{TOTAL}\nnext: ") for done in said.values())
    found = json.loads(said["json"].stdout)
    assert (found["total"], found["errors"], found["redirects"], found["unknown"]) == (5, 2, 1, 1)
    assert ET.fromstring(said["junit"].stdout).get("failures") == "2"
    commands = [line.split(" ")[0] for line in said["github"].stdout.splitlines()]
    assert commands == ["::error", "::warning", "::error"]
    assert said["markdown"].stdout.count("\n| `docs/links.md") == 3
    assert installed("check", "--json", expect=3).stdout == said["json"].stdout


@pytest.mark.usefixtures("wiki")
def test_a_report_goes_to_a_file(installed: Installed, folder: Path) -> None:
    done = installed("check", "--format", "junit", "-o", "report.xml", expect=3)
    assert done.stdout == ""
    assert done.stderr.splitlines()[0] == TOTAL
    assert ET.fromstring((folder / "report.xml").read_text()).get("tests") == "5"
    done = installed("check", "-o", "nowhere/report.txt", expect=1)
    assert "nowhere/report.txt cannot be written" in done.stderr


@pytest.mark.usefixtures("wiki")
@pytest.mark.parametrize(
    "arguments",
    [
        ("--format", "xml"),
        ("--json", "--format", "junit"),
        ("--format", "github", "-o", "out"),
        ("--exclude", "(unclosed"),
        ("--exclude", "a(?=b)"),
    ],
)
def test_a_usage_error_is_exit_code_2(installed: Installed, arguments: tuple[str, ...]) -> None:
    done = installed("check", *arguments, expect=2)
    assert "Error: " in done.stderr
    assert done.stdout == ""


@pytest.mark.usefixtures("wiki")
def test_a_reader_that_stops_early_leaves_problems_as_they_are(unread: Unread) -> None:
    """With a closed pipe: still exit code 3, and no error message."""
    assert [line[:5] for line in unread("check", expect=3).stderr.splitlines()] == ["next:"]


def test_a_document_with_an_odd_name_and_hostile_text_keeps_to_its_place(
    folder: Path, cite: Cite, installed: Installed
) -> None:
    """Names with colons, commas and newlines; link texts that would like to be commands."""
    name = "a, b: 100%\n::error::x.md"
    (folder / name).write_text(f"[\x1b[31m::error::pwned | `x`]({HOST}/missing)\n", encoding="utf-8")
    cite("add", name)
    look(folder / "citecache.db", NAMED)
    github = installed("check", "--format", "github", expect=3).stdout
    assert github.startswith("::error file=a%2C b%3A 100%25")
    assert github.count("\n") == 1
    assert "\x1b" not in installed("check", expect=3).stdout
    assert json.loads(installed("check", "--json", expect=3).stdout)["errors"] == 1
    assert ET.fromstring(installed("check", "--format", "junit", expect=3).stdout).get("failures") == "1"


# --- baseline ---------------------------------------------------------------------------------------


def test_known_problems_fail_nothing_and_new_ones_do(wiki: Path, installed: Installed) -> None:
    """Lines may move, and a missing page may die: it is known by document and URL."""
    done = installed("check", "--write-baseline", "known.json")
    assert "2 problems written to known.json" in done.stderr
    written = json.loads((wiki / "known.json").read_text())["problems"]
    assert [entry["verdict"] for entry in written] == ["dead", "missing"]
    said = installed("check", "--baseline", "known.json")
    assert "no problems" in said.stdout
    assert "2 known from the baseline (1 dead, 1 missing)" in said.stdout
    (wiki / "docs" / "links.md").write_text("\n\n" + WIKI)
    look(wiki / "citecache.db", {"missing": Verdict.DEAD, "alive": Verdict.MISSING})
    said = installed("check", "docs", "--baseline", "known.json", expect=3)
    assert "1 problem (1 missing)" in said.stdout
    assert "2 known from the baseline (2 dead)" in said.stdout
    assert f"docs/links.md:5:104  [404] {HOST}/alive" in said.stdout
    json_said = json.loads(installed("check", "--json", "--baseline", "known.json", expect=3).stdout)
    assert (json_said["errors"], json_said["known"]) == (1, 2)


def test_a_baseline_written_again_has_the_same_bytes_and_a_line_per_problem(wiki: Path, cite: Cite) -> None:
    cite("check", "--write-baseline", "a.json")
    cite("check", "--baseline", "a.json", "--write-baseline", "b.json")
    assert (wiki / "a.json").read_bytes() == (wiki / "b.json").read_bytes()
    assert (wiki / "a.json").read_text().splitlines()[3].strip() == json.dumps(
        {"document": "docs/links.md", "url": f"{HOST}/dead", "verdict": "dead"}
    ) + ","


def test_a_baseline_entry_that_is_no_longer_a_problem_is_reported(wiki: Path, cite: Cite) -> None:
    """Of a page that is good again, and of a document that is gone; not of a page that is inconclusive."""
    (wiki / "docs" / "old.md").write_text(f"[x]({HOST}/dead)")
    cite("check", "docs", "--write-baseline", "known.json")
    look(wiki / "citecache.db", {"missing": Verdict.ALIVE, "dead": Verdict.UNREACHABLE})
    (wiki / "docs" / "old.md").unlink()
    said = cite("check", "docs", "--baseline", "known.json").stderr
    assert "known.json: 2 entries no longer matching a problem; --write-baseline known.json drops" in said
    assert f"  docs/links.md  {HOST}/missing\n" in said
    assert f"  docs/old.md  {HOST}/dead\n" in said
    assert f"  docs/links.md  {HOST}/dead" not in said


def test_baseline_entries_of_other_documents_are_not_reported(wiki: Path, cite: Cite) -> None:
    cite("check", "--write-baseline", "known.json")
    (wiki / "docs" / "good.md").write_text(f"[x]({HOST}/alive)")
    assert "no problem any more" not in cite("check", "docs/good.md", "--baseline", "known.json").stderr


def test_a_missing_baseline_prints_how_to_write_one(wiki: Path, installed: Installed) -> None:
    done = installed("check", "--baseline", "none.json", expect=1)
    assert wiki.exists()
    assert (done.stdout, done.stderr.count("\n")) == ("", 1)
    assert "check --write-baseline=none.json" in done.stderr


ODD = ["", "[]", "{}", '{"version": 1}', '{"version": 1, "problems": [3]}', "\xff", "[" * 9999]


@pytest.mark.parametrize("content", ODD)
def test_a_file_that_is_not_a_baseline_is_reported_in_one_line(wiki: Path, installed: Installed, content: str) -> None:
    (wiki / "odd.json").write_text(content, encoding="latin-1")
    done = installed("check", "--baseline", "odd.json", expect=1)
    assert "odd.json is not a citecache baseline" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_baseline_of_a_later_version_is_refused(wiki: Path, installed: Installed) -> None:
    (wiki / "later.json").write_text('{"version": 2, "problems": []}')
    assert "version 2" in installed("check", "--baseline", "later.json", expect=1).stderr


def test_a_baseline_holds_from_every_working_directory(wiki: Path, cite: Cite, monkeypatch: pytest.MonkeyPatch) -> None:
    (wiki / "ci").mkdir()
    cite("check", "--write-baseline", "ci/known.json")
    assert json.loads((wiki / "ci/known.json").read_text())["problems"][0]["document"] == "../docs/links.md"
    for folder, up in ((".", "."), ("docs", ".."), ("ci", "..")):
        monkeypatch.chdir(wiki / folder)
        said = cite("check", "--db", f"{up}/citecache.db", "--baseline", f"{up}/ci/known.json")
        assert "2 known from the baseline" in said.stdout
        assert "no longer matching" not in said.stderr


def test_a_baseline_without_paths_is_relative_to_the_working_directory(wiki: Path, cite: Cite) -> None:
    """Older baselines are so."""
    (wiki / "ci").mkdir()
    problems = [{"document": "docs/links.md", "url": f"{HOST}/{name}", "verdict": name} for name in ("dead", "missing")]
    (wiki / "ci/known.json").write_text(json.dumps({"version": 1, "problems": problems}))
    assert "2 known from the baseline" in cite("check", "--baseline", "ci/known.json").stdout


# --- excludes ---------------------------------------------------------------------------------------


def test_excludes_of_the_command_line_and_of_lychee_add_up(wiki: Path, cite: Cite) -> None:
    """Each is counted with its location; the files that were read are named."""
    (wiki / "lychee.toml").write_text("timeout = 20\nexclude = ['/dea.$']\n")
    (wiki / ".lycheeignore").write_text("# not this\n\n  /moved\n")
    done = cite("check", "--exclude", "missing", "--exclude", "never-matches")
    assert "3 excluded (1 --exclude, 1 .lycheeignore exclude, 1 lychee.toml exclude)" in done.stdout
    assert "no problems, no warnings" in done.stdout
    assert "lychee.toml: 1 pattern read\n.lycheeignore: 1 pattern read\n" in done.stderr
    found = json.loads(cite("check", "--json", "--exclude", "missing").stdout)
    assert found["excluded_map"]["docs/links.md"][0]["status"]["text"] == "Excluded: --exclude 'missing'"


def test_lychees_include_wins_over_its_excludes_and_alone_leaves_out_the_rest(wiki: Path, cite: Cite) -> None:
    """lychee-lib/src/filter/mod.rs."""
    (wiki / "lychee.toml").write_text("exclude = ['example']\ninclude = ['/dead']\n")
    assert "1 problem (1 dead), no warnings, 4 excluded" in cite("check", expect=3).stdout
    (wiki / "lychee.toml").write_text("include = ['/missing']\n")
    said = cite("check", expect=3).stdout
    assert "1 problem (1 missing), no warnings, 4 excluded (4 lychee.toml include)" in said


@pytest.mark.parametrize("pattern", [r"\p{L}+/dead", "/[[:alpha:]]{4}$", "(?i)/DEAD", r"/dea[^\[\]]\z", "/(?<n>dead)"])
def test_patterns_of_rust_are_read_as_rust_reads_them(wiki: Path, cite: Cite, pattern: str) -> None:
    (wiki / ".lycheeignore").write_text(pattern + "\n")
    assert "1 excluded (1 .lycheeignore exclude)" in cite("check", expect=3).stdout


@pytest.mark.parametrize("pattern", ["^(([a-z0-9:/.-])+)+#$", "(a|a)*$#", "(.*)*(.*)*(.*)*#", "(x+x+)+y"])
def test_no_pattern_of_a_repository_takes_long(wiki: Path, cite: Cite, pattern: str) -> None:
    """With backtracking, each would take longer than the universe is old."""
    (wiki / ".lycheeignore").write_text(pattern + "\n")
    (wiki / "docs" / "long.md").write_text(f"[a](https://e.org/{'x' * 900}{'a' * 900})\n")
    assert "1 citation in 1 document" in cite("check", "docs/long.md").stdout


@pytest.mark.parametrize("path", ["^docs/links", r"^\./docs/", "links"])
def test_lychees_exclude_path_leaves_out_documents(wiki: Path, cite: Cite, path: str) -> None:
    (wiki / "lychee.toml").write_text(f"exclude_path = ['{path}']\n")
    assert "5 excluded (5 lychee.toml exclude_path)" in cite("check").stdout


def test_a_given_config_replaces_the_default_one(wiki: Path, cite: Cite) -> None:
    (wiki / "lychee.toml").write_text("exclude = ['.']\n")
    (wiki / "ours.toml").write_text("exclude = ['/dead']\n")
    assert "1 excluded (1 ours.toml exclude)" in cite("check", "--config", "ours.toml", expect=3).stdout


BAD_CONFIGS = {
    "exclude = [": "is not valid TOML",
    "exclude = 'x'": "exclude is not a list of strings",
    "include = [3]": "include is not a list of strings",
    "exclude = ['a', 'b(?!c)']": "lychee.toml: exclude 'b(?!c)' is not a regular expression of RE2",
    "exclude = ['[a-z&&b]']": "it has no && within a class",
    "exclude = ['[a-z[0-9]]']": "it has no [ within a class",
    r"exclude = ['\bfoo\b{end}']": "it has no",
    r"exclude = ['\<foo']": "it has no",
    "exclude_path = ['(']": "lychee.toml: exclude_path '(' is not a regular expression",
}


@pytest.mark.parametrize(("content", "said"), BAD_CONFIGS.items(), ids=[*BAD_CONFIGS])
def test_a_pattern_that_is_read_otherwise_is_an_error_never_dropped(
    wiki: Path, installed: Installed, content: str, said: str
) -> None:
    """One line with file and pattern. The syntax is Rust's; where the two differ, nothing is guessed."""
    (wiki / "lychee.toml").write_text(content)
    done = installed("check", expect=1)
    assert said in done.stderr
    assert (done.stdout, done.stderr.count("\n")) == ("", 1)


def test_a_pattern_with_escaped_backslashes_is_no_word_boundary(wiki: Path, cite: Cite) -> None:
    r"""`\\<` is a backslash and a less-than sign in both."""
    (wiki / "lychee.toml").write_text(r"exclude = ['\\<', '\\b{2}']")
    assert "2 problems" in cite("check", expect=3).stdout


def test_a_missing_config_is_exit_code_1(wiki: Path, installed: Installed) -> None:
    assert wiki.exists()
    assert "none.toml cannot be read" in installed("check", "--config", "none.toml", expect=1).stderr
