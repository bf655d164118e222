"""The package is typed for its users: mypy, strict, agrees with a script that uses the API, and finds its mistakes."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

GOOD = """
from datetime import timedelta

import citecache
from citecache import Cache, Card, Filters, NotFound, SearchHits, Verdict


def titles(cache: Cache, wanted: Filters) -> list[str | None]:
    return [card.title for card in cache.cards(sort="cited", **wanted)]


def dead(path: str) -> dict[str, int]:
    with Cache(path) as cache:
        cache.refresh(older_than=timedelta(days=30), limit=10)
        report = cache.check("docs", strict=True)
        hits: SearchHits = cache.search("leak")[:3]
        first: Card = next(cache.cards(verdict=[Verdict.DEAD, "missing"], document="docs/a.md"))
        try:
            text: str = cache.text(first.id)
        except NotFound as error:
            text = str(error)
        for change in cache.changes(timedelta(days=7)).changes:
            text += change.before
        cache.export("jsonl", "out.jsonl", **Filters(host="example.org"))
        return {one.finding.url: len(hits) + len(text) for one in report.judged if one.severity == "problem"}


print(titles(Cache(), {"verdict": "alive"}), dead("citecache.db"), citecache.__version__.upper())
"""

MISTAKES = {
    'cache.cards(verdicts="dead")': "call-arg",
    "cache.cards(doubt=3)": "arg-type",
    'cache.card("x").titel': "attr-defined",
    'cache.card("x").title = "y"': "misc",
    'cache.check("docs", True)': "arg-type",
    'cache.quotations("docs")': "attr-defined",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for scripts, and for mypy's notes between two of them."""
    return tmp_path_factory.mktemp("typed")


def mypy(folder: Path, script: str) -> list[str]:
    """What mypy, strict, says of a user's script; not of our own modules, which `make types` checks."""
    path = folder / "script.py"
    path.write_text(script)
    command = [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent", "--cache-dir", folder / "cache"]
    options = ["--config-file=", "--ignore-missing-imports", "--no-error-summary", "--show-error-codes"]
    done = subprocess.run(
        [*command, *options, path], cwd=ROOT, capture_output=True, text=True, timeout=500, check=False
    )
    assert not done.stderr, done.stderr
    return done.stdout.splitlines()


def test_a_script_is_checked_and_its_mistakes_are_found(folder: Path) -> None:
    assert (ROOT / "citecache" / "py.typed").exists()
    assert mypy(folder, GOOD) == []
    lines = ["from citecache import Cache", "", 'cache = Cache("citecache.db")', *MISTAKES]
    found = mypy(folder, "\n".join(lines) + "\n")
    codes = {int(line.split(":")[1]): line.rsplit("[", 1)[-1].rstrip("]") for line in found if " error: " in line}
    assert codes == dict(enumerate(MISTAKES.values(), start=4))
