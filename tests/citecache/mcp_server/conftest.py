"""A cache with one page of every kind that a tool treats in its own way."""

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parent))  # the tests of a folder are no package: what they share is beside them

from shelf import HOSTILE, LONG, PAGES, SITE, Answer, fill

from citecache.cli.group import citecache
from crawler.model import Verdict


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CITECACHE_DB", raising=False)
    return tmp_path


@pytest.fixture
def shelf(folder: Path) -> Path:
    """The file; the page's name is the last part of its URL."""
    starts = tuple(sum(map(len, PAGES[:number])) for number in range(len(PAGES)))
    pages = {
        "llama": [
            Answer("The board approved the plan in 2023, which cost $12 million."),
            Answer("The board did not approve the plan. It cost $12 million [1] in all."),
        ],
        "long": [Answer(LONG)],
        "report.pdf": [Answer("".join(PAGES), capture={"page_starts": starts, "media_type": "application/pdf"})],
        "tdm": [Answer("The reserved words stand here alone.", capture={"reservations": ("tdm",)})],
        "quiet": [Answer("The quiet words ask for no excerpt.", capture={"reservations": ("nosnippet",)})],
        "unarchived": [Answer("The public words ask for no archive.", capture={"reservations": ("noarchive",)})],
        "legal": [
            Answer("The forbidden words were once here."),
            Answer(None, status=451, verdict=Verdict.LEGAL),
        ],
        "gone": [Answer(None, status=404, verdict=Verdict.MISSING)],
        "image": [Answer(None, capture={"no_text": "no text: image/png", "media_type": "image/png"})],
        "teaser": [Answer("Subscribe to read on.", verdict=Verdict.RESTRICTED)],
        "hostile": [Answer(HOSTILE)],
    }
    (folder / "wiki.md").write_text("\n\n".join(f"A claim.[{name}]({SITE}/{name})" for name in pages))
    assert CliRunner().invoke(citecache, ["add", "wiki.md"]).exit_code == 0
    fill(folder / "citecache.db", {f"{SITE}/{name}": answers for name, answers in pages.items()})
    return folder / "citecache.db"
