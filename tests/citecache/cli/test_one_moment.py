"""What a command reports is of one moment, whatever others write meanwhile."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import Cite

from crawler.cache import CacheFile
from crawler.model.errors import CacheError

COMMAND = Path(sys.executable).parent / "citecache"
COUNT = 100


def give_other_ids(cite: Cite, folder: Path) -> None:
    """As a list of records with ids of their own does, when it is added."""
    records = "".join(f"- id: {number:016x}\n  url: https://example.org/{number}\n" for number in range(COUNT))
    (folder / "ids.yaml").write_text(records)
    cite("add", "ids.yaml")


def delete_all(cite: Cite, folder: Path) -> None:
    del cite
    with CacheFile.open(folder / "citecache.db") as cache, cache.write() as db:
        db.execute("DELETE FROM citations")
        db.execute("DELETE FROM resources")


@pytest.mark.parametrize("meanwhile", [give_other_ids, delete_all])
def test_an_export_is_of_the_moment_at_which_it_began(
    cite: Cite, folder: Path, meanwhile: Callable[[Cite, Path], None]
) -> None:
    summary = "x" * 4_000
    lines = (f'- url: https://example.org/{number}\n  summary: "{summary}"\n' for number in range(COUNT))
    (folder / "a.yaml").write_text("".join(lines))
    cite("add", "a.yaml")
    before = cite("export", "jsonl").stdout.splitlines()
    with subprocess.Popen(
        [COMMAND, "export", "jsonl"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as export:
        assert export.stdout is not None
        assert export.stderr is not None
        first = export.stdout.readline()
        meanwhile(cite, folder)  # the pipe is full, so the export waits
        rest, said = export.stdout.read(), export.stderr.read()
    assert (export.returncode, said) == (0, "")
    assert (first + rest).splitlines() == before
    assert len(before) == COUNT
    assert cite("export", "jsonl").stdout.splitlines() != before


def test_a_snapshot_lasts_until_the_command_writes(filled: Path) -> None:
    with CacheFile.open(filled, snapshot=True) as reader, CacheFile.open(filled) as writer:
        with writer.write() as db:
            db.execute("DELETE FROM evidence")
        assert reader.db.execute("SELECT count(*) FROM evidence").fetchone() == (2,)
        with reader.write() as db:
            assert db.execute("SELECT count(*) FROM evidence").fetchone() == (0,)
        assert reader.db.execute("SELECT count(*) FROM evidence").fetchone() == (0,)
    with pytest.raises(CacheError, match="no such table"), CacheFile.open(filled, snapshot=True) as cache:
        cache.db.execute("SELECT * FROM nowhere")
