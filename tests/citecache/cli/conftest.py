"""The command in this process (what starts no reactor), or installed and in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from citecache.cli.group import citecache
from crawler.cache import CacheFile, ledger, runs
from crawler.model import Capture, Evidence, Fetch, Metadata, Outcome, Verdict
from crawler.model.errors import Error
from pipelines.preview import preview

BIN = Path(sys.executable).parent
GOOD, GONE = "https://example.org/llama", "https://example.org/gone"
TEXT = "The weights of the language model were leaked a week after its release.\n\n" + "More was said. " * 300
WIKI = f"""# Llama

A model that [leaked early]({GOOD} "title"), they say.[^1]

[^1]: {GONE}
"""


@pytest.fixture(autouse=True)
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory of each test; nothing of the caller's environment counts."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CITECACHE_DB", raising=False)
    return tmp_path


@pytest.fixture
def cite() -> Callable[..., Result]:
    """`citecache` with these arguments; errors on purpose become exit code 1, as `main` has it."""

    def run(*arguments: str, expect: int = 0, stdin: str | bytes | None = None) -> Result:
        result = CliRunner().invoke(citecache, arguments, input=stdin)
        if isinstance(result.exception, Error):
            result.exit_code = 1
        elif result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == expect, result.output
        return result

    return run


@pytest.fixture
def installed(room: Path) -> Callable[..., Any]:
    """The installed command in an environment that holds nothing."""

    def run(*arguments: str, expect: int = 0, **options: Any) -> Any:
        command = [str(BIN / "citecache"), *arguments]
        options = {"cwd": room, "env": {"LANG": "C.UTF-8"}, "capture_output": True, "text": True} | options
        done = subprocess.run(command, timeout=60, check=False, stdin=subprocess.DEVNULL, **options)
        assert done.returncode == expect, done.stderr
        assert "Traceback" not in str(done.stderr)
        return done

    return run


@pytest.fixture
def unread(installed: Callable[..., Any]) -> Callable[..., Any]:
    """The installed command with its stdout in a pipe that nobody reads any more."""

    def run(*arguments: str, expect: int) -> Any:
        reading, writing = os.pipe()
        os.close(reading)
        with os.fdopen(writing, "wb") as closed:
            streams = {"capture_output": False, "stdout": closed, "stderr": subprocess.PIPE}
            return installed(*arguments, expect=expect, **streams)

    return run


@contextmanager
def _open(path: Path) -> Iterator[CacheFile]:
    with CacheFile.open(path) as cache:
        yield cache


@pytest.fixture
def filled(room: Path, cite: Callable[..., Result]) -> Path:
    """A cache of a wiki page that cites a good page and one that is gone; a run ago."""
    (room / "wiki").mkdir()
    (room / "wiki" / "llama.md").write_text(WIKI)
    cite("add", "wiki")
    path = room / "citecache.db"
    now = datetime.now(UTC)
    with _open(path) as cache:
        run = runs.begin(cache, runs.Selection(), now=now)
        for (page,) in runs.due(cache, runs.Selection(), cutoff=run.cutoff, now=now, batch=1):
            known: dict[str, Any] = {"page": page, "started_at": now, "elapsed": 0.3, "outcome": Outcome.RESPONSE}
            if page.url == GOOD:
                metadata = Metadata(title="The leak", authors=("A. Author",), language="en", kind="news article")
                capture = Capture(media_type="text/html", text=TEXT, preview=preview(TEXT)[0], metadata=metadata)
                known |= {"status": 200, "body": b"<html>the body", "capture": capture, "verdict": Verdict.ALIVE}
                known["effective_verdict"] = Verdict.ALIVE
            else:
                known |= {"status": 404, "verdict": Verdict.MISSING, "effective_verdict": Verdict.MISSING}
            evidence = Evidence(rule="a-rule", verdict=known["verdict"], detail="as it was seen")
            fetch = Fetch(**known, final_url=page.url, evidence=(evidence,), headers=(("content-type", "text/html"),))
            ledger.record(cache, [fetch], run_id=run.id)
        runs.finish(cache, run, now=now)
    return path


@pytest.fixture
def as_json(cite: Callable[..., Result]) -> Callable[..., Any]:
    """What a command says with --json: the whole of stdout has to be JSON."""
    return lambda *arguments, **options: json.loads(cite(*arguments, "--json", **options).stdout)
