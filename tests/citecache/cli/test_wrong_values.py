"""Values that citecache never writes, in every column: one line and an exit code, never a traceback, never a hang."""

import shutil
import sqlite3
import sys
from pathlib import Path

import pytest
from command_line import AsJson, Cite

from citecache.cli import group
from crawler.cache.schema import expected
from crawler.cache.schema_version import SCHEMA_VERSION
from crawler.net import zstd

URL = "https://example.org/llama"
TABLES = sorted(
    name for kind, name in expected(SCHEMA_VERSION) if kind == "table" and not name.startswith("captures_fts")
)
WRONG = {
    "text": "'zzz'",
    "blob": "x'fffe'",
    "negative": "-1",
    "largest": "9223372036854775807",
    "infinite": "9e999",
    "deep": f"'{'[' * 100_000}'",
    "object": """'{"a": 1}'""",
    "list": """'[1, [2], {"x": 3}]'""",
    "no UTF-8": "CAST(x'ff41' AS TEXT)",
    "no moment": "'2026-99-99T99:99:99Z'",
    "nothing": "NULL",
}
COMMANDS = (
    "list", "doctor", f"show {URL}", "check", "export jsonl", "status", f"why --replay {URL}", "search leaked", "todo",
    f"diff {URL}", "changes --since 2020-01-01", "export csv", f"show --json {URL}",
)  # fmt: skip


def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[int, str]:
    """The command in this process, as `main` runs it: its exit code and what it wrote to stderr."""
    monkeypatch.setattr(sys, "argv", ["citecache", "--db", "x.db", *arguments])
    with pytest.raises(SystemExit) as end:
        group.run()
    return int(end.value.code or 0), capsys.readouterr().err


@pytest.mark.parametrize("table", TABLES)
def test_a_wrong_value_in_any_column_is_no_traceback(
    filled: Path, table: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each column with every third wrong value, and with each of them another of the commands."""
    monkeypatch.setattr(group, "discard_stdout", lambda: None)  # it is pytest's
    connection = sqlite3.connect(filled)
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    connection.close()
    turn = 0
    for column in columns:
        for value in list(WRONG.values())[turn % 3 :: 3]:
            shutil.copy(filled, "x.db")
            connection = sqlite3.connect("x.db")
            try:
                connection.execute(f'UPDATE OR IGNORE {table} SET "{column}" = {value}')
            except sqlite3.IntegrityError:
                continue
            finally:
                connection.commit()
                connection.close()
            turn += 1
            arguments = COMMANDS[turn % len(COMMANDS)].split()
            code, said = run(capsys, monkeypatch, *arguments)
            assert code in (0, 1, 3), f"{arguments}, {column} = {value[:40]}"
            assert code != 1 or said.count("\n") == 1, f"{arguments}, {column} = {value[:40]}: {said[-300:]}"


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE pages SET verdict = 'zzz' WHERE id = 1", "pages.verdict has 'zzz' (row 1)"),
        ("UPDATE fetches SET outcome = 'zzz'", "fetches.outcome has 'zzz' (row 1)"),
        (f"UPDATE fetches SET redirects = '{'[' * 100_000}'", "fetches.redirects has '[[[["),
        ("UPDATE captures SET title = CAST(x'ff' AS TEXT)", r"captures.title has '\udcff' (row 1)"),
        ("UPDATE resources SET title = x'00'", r"resources.title has b'\x00' (row"),
    ],
)
def test_the_line_names_table_column_row_and_value(cite: Cite, filled: Path, statement: str, said: str) -> None:
    connection = sqlite3.connect(filled)
    connection.execute(statement)
    connection.commit()
    connection.close()
    for command in ("list", "export jsonl") if "outcome" not in statement else (f"why {URL}",):
        line = str(cite(*command.split(), expect=1).exception)
        assert line.startswith("citecache.db is damaged or not ours: ")
        assert said in line
        assert "\n" not in line
    doctor = cite("doctor", expect=1)
    assert said in doctor.stdout


def test_doctor_counts_them_all_and_names_what_is_foreign(cite: Cite, filled: Path) -> None:
    connection = sqlite3.connect(filled)
    for statement in (
        "UPDATE pages SET verdict = 'zzz', streak = 'x'",
        "UPDATE bodies SET size = 'x'",
        "CREATE TRIGGER t AFTER INSERT ON documents BEGIN DELETE FROM evidence; END",
        "CREATE TABLE notes (note)",
    ):
        connection.execute(statement)
    connection.commit()
    connection.close()
    shown = " ".join(cite("doctor", expect=1).stdout.split())
    assert "the trigger 't' on 'documents'" in shown
    assert "not ours, and harmless: the table 'notes'" in shown
    assert "values damaged 5 not citecache's:" in shown
    assert "bodies.size has 'x' (row 1)" in shown
    assert "claims a size of 'x'" in shown


def test_a_small_body_that_unpacks_to_any_size_is_not_unpacked(cite: Cite, filled: Path) -> None:
    packed = zstd.compress(bytes(300 * 2**20))
    connection = sqlite3.connect(filled)
    connection.execute("UPDATE bodies SET data = ?, size = ?", [packed, 300 * 2**20])
    connection.commit()
    connection.close()
    assert "claims a size of 314572800" in str(cite("show", "--raw", URL, expect=1).exception)
    assert "claims a size of 314572800" in cite("doctor", expect=1).stdout


def test_a_sound_cache_has_no_wrong_value(as_json: AsJson, filled: Path) -> None:
    assert filled.exists()
    states = {row["check"]: row["state"] for row in as_json("doctor")}
    assert (states["values"], states["schema"]) == ("ok", "ok")
