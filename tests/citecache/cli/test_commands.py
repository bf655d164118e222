"""The command line: the output and exit code of each command."""

import configparser
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import click
import pytest
from command_line import AsJson, Cite, Installed

from citecache.cli.group import COMMANDS, citecache
from crawler.cache import CacheFile

GOOD, GONE = "https://example.org/llama", "https://example.org/gone"
NAMES = list(citecache.commands)
READING = [
    "status",
    "list",
    "show x",
    "why x",
    "search x",
    "diff x",
    "changes",
    "export jsonl",
    "reextract",
    "backup copy.db",
    "doctor",
]
READING += ["refresh"]
BIN = Path(sys.executable).parent


# --- help and exit codes ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_help_with_an_example(cite: Cite, name: str) -> None:
    text = cite(name, "--help").stdout
    assert re.search(rf"Example:\s+citecache\s+{name}\b", text)


def test_help_lists_every_command_with_one_line_each(cite: Cite) -> None:
    text = cite("--help").stdout
    assert [name for name in NAMES if not re.search(rf"^  {name}  +\S", text, re.MULTILINE)] == []
    assert cite("-h").stdout == text
    assert cite("--version").stdout.startswith("citecache, version ")


@pytest.mark.parametrize("command", READING)
def test_without_a_cache_there_is_one_clear_line(installed: Installed, folder: Path, command: str) -> None:
    done = installed(*command.split(), expect=1)
    assert done.stdout == ""
    assert done.stderr == (
        "citecache: there is no cache at citecache.db: `citecache add` makes one (--db or CITECACHE_DB names another)\n"
    )
    assert [path.name for path in folder.iterdir() if not path.name.endswith(".lock")] == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["list", "--verdict", "nonsense"],
        ["crawl", "--limit", "0"],
        ["crawl", "--older-than", "soon"],
        ["crawl", "-s", "NOTHING"],
        ["export", "pdf"],
        ["show"],
        ["add"],
        ["schedule", "windows"],
    ],
)
def test_a_usage_error_is_exit_code_2(cite: Cite, arguments: list[str]) -> None:
    assert "Error" in cite(*arguments, expect=2).stderr


@pytest.mark.parametrize("command", ["show", "why"])
def test_a_page_that_nothing_cites_is_one_line_and_exit_code_1(
    installed: Installed, filled: Path, command: str
) -> None:
    done = installed("--db", str(filled), command, "https://example.org/never", expect=1)
    assert (done.stdout, done.stderr.count("\n")) == ("", 1)


@pytest.mark.parametrize("content", [b"not a database at all, but long enough to look like one " * 20, b""])
def test_a_file_that_is_not_a_cache_makes_no_traceback(installed: Installed, folder: Path, content: bytes) -> None:
    (folder / "citecache.db").write_bytes(content)
    done = installed("list", expect=1 if content else 0)
    assert done.stderr.count("\n") == 1
    assert content or done.stderr.startswith("0 documents")


@pytest.mark.parametrize("command", ["list", "export jsonl", "status", "doctor", "backup copy.db", f"show {GOOD}"])
def test_a_damaged_cache_is_one_clear_line(installed: Installed, filled: Path, command: str) -> None:
    data = filled.read_bytes()
    filled.write_bytes(data[:8192] + b"\xff" * (len(data) - 8192))
    done = installed(*command.split(), expect=1)
    assert done.stderr.startswith("citecache: citecache.db is damaged")
    assert done.stderr.count("\n") == 1


def test_the_database_is_named_by_flag_before_or_after_or_by_environment(installed: Installed, filled: Path) -> None:
    other = filled.rename(filled.with_name("other.db"))
    first = installed("--db", str(other), "list").stdout
    assert installed("list", "--db", str(other)).stdout == first
    assert installed("list", env={"CITECACHE_DB": str(other)}).stdout == first
    assert GOOD in first


# --- JSON -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ["add", "wiki"],
        ["add", "--dry-run", "wiki"],
        ["status"],
        ["list"],
        ["list", "--verdict", "dead"],
        ["show", GOOD],
        ["why", GONE],
        ["search", "leaked"],
        ["search", "nothing like it"],
        ["doctor"],
        ["crawl"],
        ["refresh"],
        ["crawl", "--dry-run", "--all"],
    ],
)
@pytest.mark.usefixtures("filled")
def test_with_json_stdout_is_json_only(cite: Cite, arguments: list[str]) -> None:
    """All other messages go to stderr."""
    json.loads(cite(*arguments, "--json").stdout)


@pytest.mark.usefixtures("filled")
def test_show_as_json_has_the_contract_s_fields(as_json: AsJson) -> None:
    card = as_json("show", GOOD)
    contract = (
        "id stable_id url title type importance tags summary key_points authors published_date cited_by verdict"
        " http_status final_url redirects fetched_at content_type media_type text_bytes preview truncated text language"
        " description sitename extractor extractor_version body_sha256 coverage doubt page_type"
    )
    assert set(contract.split()) <= set(card)
    cited = card["cited_by"][0]
    assert set(cited) >= set("document title type quality line column label link_text claim".split())
    assert (card["title"], card["verdict"], card["truncated"]) == ("The leak", "alive", True)
    assert (cited["document"], cited["line"]) == ("wiki/llama.md", 3)


@pytest.mark.usefixtures("filled")
def test_doctor_as_json_names_every_check_with_its_state(as_json: AsJson) -> None:
    assert {finding["state"] for finding in as_json("doctor")} <= {"ok", "ready", "missing"}


# --- add --------------------------------------------------------------------------------------------


def test_add_prints_what_it_ingested_and_each_skipped_thing(cite: Cite, folder: Path) -> None:
    """With file and line, for an editor to jump to; the total comes last."""
    (folder / "refs.md").write_text("Good: https://example.org/a\n\nBad: [x](http://example.org:99999/)\n")
    lines = cite("add", "refs.md").stdout.splitlines()
    assert re.match(r"refs\.md:3: .*port 99999 is out of range.*: http://example\.org:99999/", lines[0])
    assert re.match(r"1 document, 2 citations, 2 resources; 2 new resources; 1 issue", lines[-1])


def test_add_again_finds_nothing_new(cite: Cite, folder: Path) -> None:
    (folder / "refs.md").write_text("https://example.org/a\n")
    cite("add", "refs.md")
    assert (
        cite("add", "refs.md").stdout == "1 document, 1 citation, 1 resource; 0 new resources; 1 document unchanged\n"
    )


def test_a_missing_source_is_exit_code_1_after_the_others_were_read(cite: Cite, as_json: AsJson, folder: Path) -> None:
    (folder / "refs.md").write_text("https://example.org/a\n")
    cite("add", "nowhere.md", "refs.md", expect=1)
    assert as_json("status")["resources"] == 1


def test_a_dry_run_of_add_leaves_nothing(cite: Cite, folder: Path) -> None:
    said = cite("add", "--dry-run", "https://example.org/a").stdout
    assert "1 new resource (dry run: nothing stored)" in said
    assert list(folder.iterdir()) == []


def test_add_reads_standard_input(cite: Cite, as_json: AsJson) -> None:
    cite("add", "-", stdin="https://example.org/a\nhttps://example.org/b\n")
    assert as_json("status")["resources"] == 2


# --- looking ----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("filled")
def test_list_narrows_and_says_how_to_see_the_rest(cite: Cite) -> None:
    assert [line.split()[0] for line in cite("list").stdout.splitlines()] == ["missing", "alive"]
    assert GONE in cite("list", "--verdict", "missing").stdout
    assert cite("list", "--host", "EXAMPLE.ORG", "--document", "llama").stdout.count("\n") == 2
    one = cite("list", "--limit", "1")
    assert one.stdout.count("\n") == 1
    assert "1 of 2" in one.stderr


@pytest.mark.usefixtures("filled")
def test_show_gives_the_card_the_text_or_the_body(installed: Installed) -> None:
    card = installed("show", GOOD).stdout
    for part in ("The leak", "news article", "truncated, ", "llama"):
        assert part in card
    assert installed("show", GOOD, "--text").stdout.startswith("The weights of")
    assert installed("show", GOOD, "--raw", text=False).stdout == b"<html>the body"
    assert "no text" in installed("show", GONE, "--text", expect=1).stderr
    installed("show", GOOD, "--text", "--raw", expect=2)


@pytest.mark.usefixtures("filled")
def test_why_shows_the_evidence_and_when_the_page_is_due(cite: Cite) -> None:
    said = cite("why", GONE).stdout
    for part in ("missing", "a-rule", "as it was seen", "HTTP 404", "due again: 20"):
        assert part in said


@pytest.mark.usefixtures("filled")
def test_search_shows_where_and_how_old(cite: Cite) -> None:
    said = cite("search", "language", "model").stdout
    assert "[language]" in said
    assert re.search(r"text of \d{4}-\d\d-\d\d", said)
    none = cite("search", "zeppelin")
    assert (none.stdout, none.stderr) == ("", "nothing found\n")


@pytest.mark.parametrize("command", ["status", "list", f"show {GOOD}", f"why {GOOD}", "search leaked", "--help"])
@pytest.mark.usefixtures("filled")
def test_a_narrow_terminal_works(installed: Installed, command: str) -> None:
    assert installed(*command.split(), env={"COLUMNS": "40", "LANG": "C.UTF-8"}).stdout


@pytest.mark.parametrize("command", ["status", f"show {GOOD}", "search leaked", "list"])
@pytest.mark.usefixtures("filled")
def test_a_terminal_without_utf_8_works(installed: Installed, command: str) -> None:
    installed(*command.split(), env={"LANG": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}, text=False)


def test_control_characters_in_pages_never_reach_the_terminal(cite: Cite, folder: Path) -> None:
    """Escape sequences and line ends in titles and URLs are shown, not obeyed."""
    (folder / "refs.md").write_text("[a\x1b[31mred\x07](https://example.org/\x1b[2J)\n")
    said = cite("add", "refs.md").stdout + cite("list").stdout + cite("status").stdout
    assert "\x1b" not in said
    assert "\x07" not in said


@pytest.mark.parametrize("command", ["list", "export jsonl", "export csv", "list --json", "crawl --dry-run --all"])
def test_a_closed_pipe_causes_no_traceback(folder: Path, cite: Cite, command: str) -> None:
    """`citecache list | head -1`."""
    cite("add", *(f"https://example.org/{n}/{'x' * 200}" for n in range(1000)))
    line = f"{BIN / 'citecache'} {command} | head -1"
    done = subprocess.run(["bash", "-c", line], cwd=folder, capture_output=True, text=True, check=True)
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


# --- crawling, without the network --------------------------------------------------------------------


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("arguments", [["crawl", "wiki"], ["refresh"], ["status"], ["list"], ["schedule"]])
def test_with_nothing_due_scrapy_is_not_imported(folder: Path, arguments: list[str]) -> None:
    """That is what takes its time."""
    program = (
        "import sys\nfrom citecache.cli import main\n"
        f"sys.argv = ['citecache', *{arguments}]\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        "assert not {'scrapy', 'trafilatura', 'twisted'} & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.usefixtures("filled")
def test_with_nothing_due_crawl_prints_when_the_next_page_is_due(cite: Cite) -> None:
    assert re.match(r"nothing is due; the next page is due 20\d\d-.*--all", cite("crawl").stdout)


# --- keeping ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["jsonl", "csv", "markdown"])
@pytest.mark.usefixtures("filled")
def test_an_export_made_again_has_the_same_bytes(installed: Installed, folder: Path, format: str) -> None:
    installed("export", format, "-o", "out.txt")
    first = (folder / "out.txt").read_bytes()
    (folder / "out.txt").unlink()
    installed("export", format, "-o", "out.txt")
    assert (folder / "out.txt").read_bytes() == first == installed("export", format, text=False).stdout
    assert {path.name for path in folder.iterdir()} == {"wiki", "citecache.db", "out.txt"}


@pytest.mark.usefixtures("filled")
def test_an_export_that_cannot_be_written_leaves_nothing(installed: Installed, folder: Path) -> None:
    assert "cannot be written" in installed("export", "jsonl", "-o", "no/out", expect=1).stderr
    assert {path.name for path in folder.iterdir()} == {"wiki", "citecache.db"}


@pytest.mark.usefixtures("filled")
def test_a_backup_is_a_cache_and_replaces_nothing_by_accident(cite: Cite, as_json: AsJson) -> None:
    cite("backup", "copy.db")
    assert as_json("--db", "copy.db", "list") == as_json("list")
    cite("backup", "copy.db", expect=1)
    cite("backup", "copy.db", "--force")
    cite("backup", "citecache.db", "--force", expect=1)
    assert as_json("status")["resources"] == 2


def test_doctor_fails_when_a_body_is_damaged(cite: Cite, filled: Path) -> None:
    assert "damaged" not in cite("doctor").stdout
    connection = sqlite3.connect(filled)
    connection.execute("UPDATE bodies SET data = x'00'")
    connection.commit()
    connection.close()
    assert re.search(r"bodies +damaged", cite("doctor", expect=1).stdout)


@pytest.mark.usefixtures("filled")
def test_reextract_dry_run_changes_nothing(installed: Installed, as_json: AsJson) -> None:
    before = as_json("status")
    assert "1 capture read again" in installed("reextract", "--dry-run").stdout
    assert as_json("status") == before


# --- schedules --------------------------------------------------------------------------------------


@pytest.mark.parametrize("every", ["hourly", "daily", "weekly"])
def test_a_cron_line_has_five_fields_and_absolute_paths(cite: Cite, every: str) -> None:
    line = cite("--db", "odd %d name.db", "schedule", "cron", "--every", every).stdout
    assert line.count("\n") == 1
    fields = line.split(maxsplit=5)
    for field, top in zip(fields[:5], (59, 23, 31, 12, 7), strict=True):
        assert field == "*" or 0 <= int(field) <= top
    command = fields[5]
    assert not re.search(r"(?<!\\)%", command)
    words = subprocess.run(
        ["sh", "-c", f"printf '%s\\n' {command.strip().replace(chr(92) + '%', '%')}"],
        capture_output=True,
        text=True,
        check=True,
    )
    program, flag, path, verb = words.stdout.splitlines()
    assert (flag, Path(path).name, verb) == ("--db", "odd %d name.db", "refresh")
    assert Path(path).is_absolute()
    assert Path(program).name == "citecache"


@pytest.mark.parametrize("every", ["hourly", "daily", "weekly"])
def test_the_systemd_units_are_units(installed: Installed, folder: Path, every: str) -> None:
    said = installed("--db", "odd $x %d name.db", "schedule", "systemd", "--every", every).stdout
    units = re.split(r"^# ~/.config/systemd/user/(citecache\.\w+)$", said, flags=re.MULTILINE)[1:]
    found = dict(zip(units[::2], units[1::2], strict=True))
    assert set(found) == {"citecache.service", "citecache.timer"}
    for name, text in found.items():
        parser = configparser.ConfigParser(interpolation=None, strict=False)
        parser.read_string(text)
        assert parser["Unit"]["Description"]
        (folder / name).write_text(text)
    if shutil.which("systemd-analyze"):
        verify = ["systemd-analyze", "verify", "--user", *(str(folder / name) for name in found)]
        done = subprocess.run(
            verify, capture_output=True, text=True, check=False, env=os.environ | {"XDG_RUNTIME_DIR": str(folder)}
        )
        assert [line for line in done.stderr.splitlines() if "citecache" in line] == []
        calendar = re.search(r"OnCalendar=(.*)", said)[1]
        subprocess.run(["systemd-analyze", "calendar", calendar], capture_output=True, check=True)


def test_every_option_is_explained() -> None:
    context = click.Context(citecache)
    commands = {name: citecache.get_command(context, name) for name in COMMANDS}
    silent = [
        f"{name} {option.name}"
        for name, command in commands.items()
        for option in command.params
        if isinstance(option, click.Option) and not option.help
    ]
    assert silent == []


def test_the_group_knows_each_command_by_its_own_name() -> None:
    context = click.Context(citecache)
    assert [citecache.get_command(context, name).name for name in COMMANDS] == list(COMMANDS)


def test_a_damaged_body_is_counted_and_all_others_are_read_again(filled: Path, installed: Installed) -> None:
    """Whenever it is met: workers are being started, at work, or idle."""
    with CacheFile.open(filled) as cache, cache.write() as db:
        db.execute("INSERT INTO bodies (sha256, size, data) SELECT 'feed', size, data FROM bodies")
        columns = ", ".join(
            row[1] for row in db.execute("PRAGMA table_info(captures)") if row[1] not in ("id", "body_sha256")
        )
        db.execute(f"INSERT INTO captures (body_sha256, {columns}) SELECT 'feed', {columns} FROM captures")
        row = "'https://e.org/' , 'e.org', 'alive', (SELECT max(id) FROM captures), '2026-04-01T12:00:00Z'"
        db.execute(f"INSERT INTO pages (url, host, verdict, last_good_capture_id, added_at) VALUES ({row})")
    done = installed("reextract", "--json", expect=1)
    found = json.loads(done.stdout)
    assert (found["captures"], found["damaged"]) == (2, 1)
    assert done.stderr.startswith("citecache: 1 damaged body among 2, all others were read again")
