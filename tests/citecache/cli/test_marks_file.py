"""`mark --list`, `mark --write`, and `marks.toml`, which every run reads."""

import os
from pathlib import Path

import pytest
from command_line import AsJson, Cite, Installed

GOOD, GONE = "https://example.org/llama", "https://example.org/gone"
ENTRY = f"""[[mark]]
url = "{GONE}"
verdict = "alive"
reason = "in print"
date = 2026-11-28
by = "Jane"
"""


def verdict(as_json: AsJson, url: str) -> str:
    (found,) = [card["verdict"] for card in as_json("list") if card["url"] == url]
    return str(found)


def test_marks_are_listed_with_what_the_evidence_says(filled: Path, cite: Cite, as_json: AsJson) -> None:
    assert filled.exists()
    assert cite("mark", "--list").stdout == "no page is marked\n"
    cite("mark", GONE, "alive", "--note", "in print", "--by", "Jane")
    cite("mark", GOOD, "dead")
    first, second = as_json("mark", "--list")
    assert {name: first[name] for name in ("url", "verdict", "reason", "by", "file", "evidence")} == {
        "url": GONE,
        "verdict": "alive",
        "reason": "in print",
        "by": "Jane",
        "file": None,
        "evidence": "missing",
    }
    assert second["url"] == GOOD
    shown = cite("mark", "--list", "--limit", "1")
    assert "Jane" in shown.stdout
    assert "in print" in shown.stdout
    assert GOOD not in shown.stdout
    assert "--limit 2 lists all" in shown.stderr


def test_what_is_written_is_read_and_written_again_the_same(filled: Path, cite: Cite, as_json: AsJson) -> None:
    cite("mark", GOOD, "dead", "--note", 'he said "no"\\ \x1b and\nmore', "--by", "Jörg")
    cite("mark", GONE, "alive")
    cite("mark", "--write")
    path = filled.with_name("marks.toml")
    first = path.read_bytes()
    assert b"\x1b" not in first
    assert first.index(GONE.encode()) < first.index(GOOD.encode())
    assert [one["file"] for one in as_json("mark", "--list")] == ["marks.toml"] * 2
    cite("mark", "--write")
    assert path.read_bytes() == first
    cite("mark", "--write", "other.toml")
    assert path.with_name("other.toml").read_bytes() == first
    cite("mark", "--write", "other.toml")


def test_a_document_named_by_mistake_is_not_replaced_by_marks(filled: Path, installed: Installed) -> None:
    document = filled.parent / "wiki/llama.md"
    before = document.read_bytes()
    said = installed("mark", "--write", "wiki/llama.md", expect=1).stderr
    assert "wiki/llama.md holds something else than marks: name another file" in said
    assert document.read_bytes() == before


@pytest.mark.parametrize(
    "run", [("add", "wiki"), ("check",), ("check", "wiki"), ("refresh",), ("crawl",)], ids=" ".join
)
def test_every_run_reads_the_file_and_what_goes_from_it_goes(
    filled: Path, cite: Cite, as_json: AsJson, run: tuple[str, ...]
) -> None:
    """Nothing is due here, so a crawl ends at once."""
    path = filled.with_name("marks.toml")
    path.write_text(ENTRY)
    assert "marks.toml: 1 page marked" in cite(*run, expect=0).stderr
    assert verdict(as_json, GONE) == "alive"
    why = as_json("why", GONE)
    assert (why["marked_at"], why["marked_by"], why["marked_file"]) == ("2026-11-28T00:00:00Z", "Jane", "marks.toml")
    assert "marks.toml" not in cite(*run).stderr
    path.write_text("# none\n")
    assert "1 page not marked any more" in cite(*run, expect=3 if run[0] == "check" else 0).stderr
    assert verdict(as_json, GONE) == "missing"


def test_a_mark_by_hand_that_differs_stands_and_is_said(filled: Path, cite: Cite, as_json: AsJson) -> None:
    cite("mark", GONE, "dead")
    filled.with_name("marks.toml").write_text("\n" + ENTRY)
    said = cite("check", expect=3).stderr
    assert "marks.toml:2: alive here, but marked dead by hand" in said
    assert verdict(as_json, GONE) == "dead"
    cite("mark", GONE, "--clear")
    cite("check")
    assert verdict(as_json, GONE) == "alive"


def test_a_mark_of_a_page_that_comes_later_waits_in_the_file(filled: Path, cite: Cite, as_json: AsJson) -> None:
    later = "https://example.org/later"
    path = filled.with_name("marks.toml")
    path.write_text(ENTRY.replace(GONE, later))
    cite("mark", "--write")
    assert later in path.read_text()
    (filled.parent / "wiki/new.md").write_text(f"[new]({later})\n")
    cite("add", "wiki")
    assert verdict(as_json, later) == "alive"


def test_a_file_that_is_gone_ends_no_mark(filled: Path, cite: Cite, as_json: AsJson) -> None:
    path = filled.with_name("marks.toml")
    path.write_text(ENTRY)
    cite("check")
    path.unlink()
    assert "1 marks of it stand" in cite("check").stderr
    assert verdict(as_json, GONE) == "alive"


def test_another_file_can_be_named(filled: Path, cite: Cite, as_json: AsJson, monkeypatch: pytest.MonkeyPatch) -> None:
    (filled.parent / "notes").mkdir()
    (filled.parent / "notes/m.toml").write_text(ENTRY)
    monkeypatch.setenv("CITECACHE_MARKS", "notes/m.toml")
    cite("check")
    assert verdict(as_json, GONE) == "alive"
    monkeypatch.setenv("CITECACHE_MARKS", "notes/none.toml")
    assert "notes/none.toml: there is no such file" in str(cite("check", expect=1).exception)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('[[mark]]\nurl = "https://x.org"\nverdict = "fine"\n', "marks.toml:1: there is no verdict 'fine'"),
        ('\n\n[[mark]]\nverdict = "dead"\n', "marks.toml:3: this mark has no `url`"),
        ('[[mark]]\nurl = "https://x.org"\nverdict = \n', "marks.toml:3:"),
        ('[[mark]]\nurl = "https://x.org"\nverdict = "dead"\nwhy = "x"\n', "marks.toml:1: `why` is not known"),
        ('[[mark]]\nurl = 7\nverdict = "dead"\n', "marks.toml:1: `url` is not a string"),
        ('[[mark]]\nurl = "https://x.org"\nverdict = "dead"\ndate = "soon"\n', "marks.toml:1: `date` is not a date"),
        (ENTRY + "\n" + ENTRY, "marks.toml:8: https://example.org/gone is marked in line 1 already"),
        ("marks = 1\n", "marks.toml: `marks` is not known"),
        ("mark = 1\n", "marks.toml: write one [[mark]] table"),
        ("\n\xff", "marks.toml:2: it is not UTF-8"),
        ("a = " + "[" * 100_000, "marks.toml"),
    ],
    ids=lambda text: text[-24:] if isinstance(text, str) else None,
)
def test_a_mistake_in_the_file_is_one_line_with_its_line(
    filled: Path, cite: Cite, as_json: AsJson, content: str, told: str
) -> None:
    filled.with_name("marks.toml").write_bytes(content.encode("latin-1"))
    for run in (("check",), ("add", "wiki"), ("crawl",), ("mark", "--list")):
        error = str(cite(*run, expect=1).exception)
        assert error.startswith(told)
        assert "\n" not in error
    assert verdict(as_json, GONE) == "missing"


def test_a_pipe_is_not_read(filled: Path, cite: Cite) -> None:
    os.mkfifo(filled.with_name("marks.toml"))
    assert "is not a file" in str(cite("check", expect=1).exception)


def test_the_cache_is_never_overwritten_by_marks(filled: Path, cite: Cite, installed: Installed) -> None:
    cite("mark", GONE, "alive")
    assert "is the cache itself" in installed("mark", "--write", str(filled), expect=1).stderr
    assert filled.read_bytes().startswith(b"SQLite format 3\0")


def test_usage_mistakes_are_exit_code_2(filled: Path, cite: Cite) -> None:
    assert filled.exists()
    for arguments in ((), (GONE, "--list"), ("--list", "--write"), (GONE,)):
        cite("mark", *arguments, expect=2)
