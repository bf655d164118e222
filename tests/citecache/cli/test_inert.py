"""Nothing that a document, a URL, a page or a file name holds acts on a terminal, on a CI service or on a shell."""

import json
import os
import pty
import re
import shlex
import sqlite3
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest
from command_line import Cite, Installed

BIN = Path(sys.executable).parent
ACTING = [chr(code) for code in (*range(9), 0x0B, 0x0C, 0x0D, *range(0x0E, 0x20), *range(0x7F, 0xA0))]
BIDI = [chr(code) for code in (0x061C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A), 0xFEFF)]
SEQUENCES = (
    "\x1b]0;PWNED\x07", "\x1b[2J", "\x1b[31m", "\x9b31m", "\x90q\x9c", "\x1bP+q\x1b\\", "\x1b]8;;http://e.org/\x1b\\x",
    "\n::error file=a.md,line=1::PWNED", "\r\n::stop-commands::t0k3n", "\r::warning::x", "\u2028::error::x",
    "\x85::error::x", "\x0b::error::x", "\n \t::error::x", "::error::x", "##[error]x", "\n##vso[task.setvariable]x",
    "##teamcity[x]", "\n\n\n", "\t", "a\nb", "a\r\nb", "\ud800", "\udcff", "x" * 300, "漢字" * 100, "é" * 50,
    "$(touch pwned)", "`touch pwned`", "; touch pwned", "'; touch pwned; '", '"', "\\", "-rf", "--db=x", "|", "&",
    "<script>alert(1)</script>", "](javascript:alert(1))", "[x](y)", "![x](y)", "`code`", "| cell |", "# head",
    "[red]x[/red]", "[link=http://e.org]x[/link]", "%0A::error::x", "%s %d %(x)s {x}", "{0}", "=1+1", "a;=1+1",
    "@SUM(1)", "+1", "-1", "\x00", "]]>", "&#10;::error::", "</testsuite>", "@octocat", "#1", "\ufff9a\ufffab\ufffb",
)  # fmt: skip
HOSTILE = (*SEQUENCES, *ACTING, *(f"a{one}b" for one in ACTING), *BIDI, *(f"x{one}::error::y" for one in BIDI))

FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]")
COMMAND = re.compile(r"^\s*::|##\[|##vso\[|##teamcity\[", re.MULTILINE)

FORMATS = ("text", "json", "junit", "github", "markdown")
COMMANDS = (
    *(("list",), ("list", "--json"), ("status",), ("status", "--json"), ("crawl", "--dry-run", "--all")),
    *(("check", "--format", name) for name in FORMATS),
    *(("todo", "--format", name) for name in ("text", "json", "markdown", "html")),
    *(("export", name) for name in ("jsonl", "csv", "markdown")),
    *(("changes", "--since", "1970-01-02"), ("search", "words"), ("search", "--json", "words"), ("doctor",)),
    *(("archive", "--dry-run"), ("archive", "--dry-run", "--json"), ("reextract", "--dry-run"), ("prune", "--dry-run")),
)
"""Every command that shows what is in a cache."""

ONE = (("show",), ("show", "--text"), ("show", "--json"), ("why",), ("why", "--json"), ("why", "--replay"), ("diff",))
"""Those that show one page."""


def assert_inert(said: str, what: object, *, annotations: bool = False) -> None:
    assert not FORBIDDEN.findall(said), what
    found = [line for line in said.split("\n") if COMMAND.search(line)]
    if annotations:
        found = [line for line in found if not re.match(r"::(error|warning) file=[^:]*,title=[^:]*::", line)]
    assert not found, what


def poison(cache: Path, text: str) -> None:
    """Put a text into every field of text that a stranger fills."""
    keep = {"id", "verdict", "outcome", "effective_verdict", "rule", "state", "body_sha256", "kind", "spelling", "key"}
    with sqlite3.connect(cache) as database:
        database.execute("PRAGMA ignore_check_constraints = 1")
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        for table in ("documents", "citations", "claims", "resources", "pages", "fetches", "captures", "evidence"):
            if table not in tables:
                continue
            for _, column, kind, *_ in list(database.execute(f"PRAGMA table_info({table})")):
                if kind != "TEXT" or column in keep or column.endswith(("_at", "_id", "_date", "_sha256", "_datetime")):
                    continue
                value = text.encode("utf-8", "replace").decode()
                for row, old in list(database.execute(f"SELECT rowid, {column} FROM {table}")):
                    if old is None or old[:1] in "[{":
                        continue
                    try:
                        database.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", [f"{value}{old}", row])
                    except sqlite3.IntegrityError:
                        break


def test_there_are_enough_hostile_strings() -> None:
    assert len(set(HOSTILE)) >= 200


@pytest.mark.parametrize("part", range(8))
def test_what_is_in_a_cache_acts_on_nothing(cite: Cite, filled: Path, part: int) -> None:
    """Every command, every format, every field: one cache with all strings of a part, one after another, in each."""
    poison(filled, "".join(HOSTILE[part::8]))
    ids = [card["id"] for card in json.loads(cite("list", "--json").stdout)]
    for command in (*COMMANDS, *((*one, id_) for one, id_ in product(ONE, ids))):
        done = cite_any(cite, *command)
        assert_inert(done, command, annotations="github" in command)


def cite_any(cite: Cite, *command: str) -> str:
    """What a command says, on stdout, on stderr or as an error that `main` would print, whatever its exit code."""
    for expect in (0, 3, 1):
        try:
            done = cite(*command, expect=expect)
        except AssertionError:
            continue
        from citecache.render.clean import in_one_line, loggable  # noqa: PLC0415 - as `group.run` prints an error

        return done.output + (loggable(in_one_line(str(done.exception))) if done.exception else "")
    raise AssertionError(command)


@pytest.mark.parametrize("part", range(4))
def test_what_documents_hold_acts_on_nothing(folder: Path, part: int) -> None:
    """Links, records, titles, labels, file names: complaints of add, crawl and check are a line each."""
    texts = [text for text in HOSTILE[part::4] if "\x00" not in text]
    docs = folder / "docs"
    docs.mkdir()
    for number, text in enumerate(texts):
        name = f"{text.replace('/', '_')[:40]}{number}.md".encode("utf-8", "surrogatepass")  # bytes of no UTF-8, too
        body = f"[{text}](javascript:{number}) [x{text}](https://e.org/{number})"
        (docs / os.fsdecode(name)).write_bytes(body.encode("utf-8", "surrogatepass"))
    record = [{"url": f"javascript:{text}", "title": text, "id": text, "tags": [text]} for text in texts]
    record += [{"url": f"http://e{text}.org/{text}", "title": text, "authors": text} for text in texts]
    (docs / "r.json").write_text(json.dumps(record))
    for command in (
        *(("add", "docs"), ("add", "docs", "--dry-run"), ("crawl", "--dry-run", "docs"), ("list",), ("status",)),
        *(("check", "docs", "--format", name) for name in ("text", "github", "markdown")),
        *(("forget", "--dry-run", "docs/*"), ("export", "markdown"), ("export", "csv")),
    ):
        for env in ({"LANG": "C.UTF-8"}, {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"}):
            done = subprocess.run(
                [BIN / "citecache", *command],
                env=env,
                cwd=folder,
                capture_output=True,
                stdin=subprocess.DEVNULL,
                check=False,
            )
            said = done.stdout.decode("utf-8", "replace") + "\n" + done.stderr.decode("utf-8", "replace")
            assert done.returncode in (0, 3), said
            assert "Traceback" not in said
            said = said.replace("\r\n", "\n") if "csv" in command else said  # RFC 4180's line ends
            assert_inert(said, (command, env), annotations="github" in command)
    assert not (folder / "pwned").exists()


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1", "utf-8", "shift_jis"])
def test_what_cannot_be_encoded_is_written_as_an_escape(installed: Installed, filled: Path, encoding: str) -> None:
    poison(filled, "café 漢字 😀 ")
    ids = [card["id"] for card in json.loads(installed("list", "--json").stdout)]
    env = {"PYTHONIOENCODING": encoding, "LC_ALL": "C"}
    for command in (("list",), ("show", ids[0]), ("why", ids[0]), ("check",), ("status",), ("todo",), ("--help",)):
        done = subprocess.run([BIN / "citecache", *command], env=env, capture_output=True, check=False)
        assert (done.returncode in (0, 3), b"Traceback" in done.stderr) == (True, False), done.stderr
        done.stdout.decode(encoding)
    whole = subprocess.run([BIN / "citecache", "list", "--json"], env=env, capture_output=True, check=False).stdout
    assert any("漢字" in (card["title"] or "") for card in json.loads(whole))


def on_terminal(*command: str, columns: int = 60, cwd: Path) -> str:
    """What a command writes to a real terminal of that width."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(cwd)
        os.execve(BIN / "citecache", ["citecache", *command], {"LANG": "C.UTF-8", "TERM": "xterm"})
    import fcntl  # noqa: PLC0415 - for the terminal's size
    import struct  # noqa: PLC0415
    import termios  # noqa: PLC0415

    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    said = b""
    while True:
        try:
            read = os.read(terminal, 65536)
        except OSError:
            break
        if not read:
            break
        said += read
    os.waitpid(child, 0)
    return said.decode("utf-8", "replace").replace("\r\n", "\n")


def test_lines_fit_a_terminal_and_are_whole_in_a_pipe(installed: Installed, filled: Path, folder: Path) -> None:
    """Wide characters take two columns."""
    from rich.cells import cell_len  # noqa: PLC0415 - the judge

    poison(filled, "漢字の長い題名と、" * 9 + "https://example.org/" + "long" * 40 + " ")
    ids = [card["id"] for card in json.loads(installed("list", "--json").stdout)]
    for command in (("list",), *(("show", id_) for id_ in ids)):
        said = on_terminal(*command, cwd=folder)
        assert not [line for line in said.split("\n") if cell_len(line) > 60], command
        assert "long" * 40 in installed(*command).stdout
    assert "..." in on_terminal("list", cwd=folder)


def test_a_raw_body_is_not_written_to_a_terminal(installed: Installed, filled: Path, folder: Path) -> None:
    assert "name a file with -o" in on_terminal("show", "--raw", "https://example.org/llama", cwd=folder)
    body = installed("show", "--raw", "https://example.org/llama", text=False).stdout
    installed("show", "--raw", "https://example.org/llama", "-o", "body")
    assert (folder / "body").read_bytes() == body
    assert filled.exists()


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("format", ["parquet", "wacz", "warc"])
def test_an_export_that_is_no_text_is_not_written_to_a_terminal(folder: Path, format: str) -> None:
    assert "name a file with -o" in on_terminal("export", format, cwd=folder)


def test_a_name_in_an_offered_command_is_one_word_of_a_shell(cite: Cite, folder: Path) -> None:
    """Pasted into a shell, it runs nothing else."""
    from citecache.render.commands import command_line, quoted, quoted_path  # noqa: PLC0415 - as commands offer them

    for text in HOSTILE:
        word = quoted(text)
        assert "\n" not in word
        assert not FORBIDDEN.search(word)
        if "\x00" in text:
            continue
        got = subprocess.run(["bash", "-c", f"printf %s {word}"], capture_output=True, cwd=folder, check=True).stdout
        assert got == text.encode("utf-8", "surrogatepass" if "\ud800" in text else "surrogateescape")
    assert shlex.split(command_line(("forget", "a; rm -rf b"), Path("citecache.db")))[-2:] == ["forget", "a; rm -rf b"]
    assert not quoted_path("-rf").startswith("-")
    (folder / "a.md").write_text("https://example.org/")
    name = "gone\n;touch pwned.md"
    (folder / name).write_text("https://example.org/x")
    cite("add", name)
    (folder / name).unlink()
    said = cite("add", name, expect=1).stderr
    offered = re.search(r"`[^`]*(forget .*)` if gone", said)
    assert offered
    assert subprocess.run(
        ["bash", "-c", f"printf %s {offered[1].removeprefix('forget ')}"], capture_output=True, check=False
    ).stdout
    assert "$'gone\\n;touch pwned.md'" in offered[1]


def test_a_progress_bar_shows_a_host_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    """Rich's markup, escapes and line ends in a URL are text."""
    from rich.console import Console  # noqa: PLC0415 - to see what is drawn
    from rich.progress import Progress  # noqa: PLC0415

    from citecache.cli import progress  # noqa: PLC0415
    from crawler.model import Page  # noqa: PLC0415

    assert Console
    assert Progress
    with progress._bar(len(HOSTILE)) as advance:
        for number, text in enumerate(HOSTILE):
            advance(Page(id=number, url=f"http://{text}/"))
    drawn = capsys.readouterr().err
    assert "PWNED" not in drawn or "\x1b]0;" not in drawn
    assert "\x9b" not in drawn


def test_the_log_of_scrapy_has_a_line_for_each_message() -> None:
    import logging  # noqa: PLC0415 - what is wrapped

    from citecache.usecases.inert_log import InertFormatter  # noqa: PLC0415

    formatter = InertFormatter(logging.Formatter("%(levelname)s: %(message)s"))
    for text in HOSTILE:
        record = logging.LogRecord("x", logging.ERROR, "x.py", 1, "the fetch of %s failed", (text,), None)
        said = formatter.format(record)
        assert "\n" not in said
        assert_inert(said, text)
        assert record.args == (text,)
