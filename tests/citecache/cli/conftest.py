"""The command in this process (what starts no reactor), or installed and in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import pytest
from click.testing import CliRunner, Result

from citecache.cli.group import citecache
from crawler.cache import CacheFile
from crawler.cache.read.due import due_pages
from crawler.cache.write import runs
from crawler.cache.write.fetches import store_fetches
from crawler.model import Capture, Evidence, Fetch, Metadata, Outcome, Selection, Verdict
from crawler.model.errors import Error
from pipelines.preview import preview

sys.path.insert(0, str(Path(__file__).parent))  # the tests of a folder are no package: what they share is beside them

from command_line import AsJson, Cite, Installed, Unread

BIN = Path(sys.executable).parent
GOOD, GONE = "https://example.org/llama", "https://example.org/gone"
TEXT = "The weights of the language model were leaked a week after its release.\n\n" + "More was said. " * 300
WIKI = f"""# Llama

A model that [leaked early]({GOOD} "title"), they say.[^1]

[^1]: {GONE}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory of each test; nothing of the caller's environment counts."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CITECACHE_DB", raising=False)
    return tmp_path


@pytest.fixture
def cite() -> Cite:
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
def installed(folder: Path) -> Installed:
    """The installed command in an environment that holds nothing."""

    def run(
        *arguments: str,
        expect: int = 0,
        env: Mapping[str, str] | None = None,
        text: bool = True,
        stdout: int | IO[bytes] = subprocess.PIPE,
    ) -> subprocess.CompletedProcess[Any]:
        done = subprocess.run(
            [str(BIN / "citecache"), *arguments],
            cwd=folder,
            env=env or {"LANG": "C.UTF-8"},
            text=text,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
        assert done.returncode == expect, done.stderr
        assert "Traceback" not in str(done.stderr)
        return done

    return run


@pytest.fixture
def unread(installed: Installed) -> Unread:
    """The installed command with its stdout connected to a closed pipe."""

    def run(*arguments: str, expect: int) -> subprocess.CompletedProcess[str]:
        reading, writing = os.pipe()
        os.close(reading)
        with os.fdopen(writing, "wb") as closed:
            return installed(*arguments, expect=expect, stdout=closed)

    return run


@contextmanager
def _open(path: Path) -> Iterator[CacheFile]:
    with CacheFile.open(path) as cache:
        yield cache


@pytest.fixture
def filled(folder: Path, cite: Cite) -> Path:
    """A cache of a wiki page that cites a good page and one that is gone; a run ago."""
    (folder / "wiki").mkdir()
    (folder / "wiki" / "llama.md").write_text(WIKI)
    cite("add", "wiki")
    path = folder / "citecache.db"
    now = datetime.now(UTC)
    with _open(path) as cache:
        run = runs.begin(cache, Selection(), now=now)
        for (page,) in due_pages(cache, Selection(), cutoff=run.cutoff, now=now, batch=1):
            good = page.url == GOOD
            verdict = Verdict.ALIVE if good else Verdict.MISSING
            metadata = Metadata(title="The leak", authors=("A. Author",), language="en", kind="news article")
            capture = Capture(media_type="text/html", text=TEXT, preview=preview(TEXT)[0], metadata=metadata)
            fetch = Fetch(
                page=page,
                started_at=now,
                elapsed=0.3,
                outcome=Outcome.RESPONSE,
                status=200 if good else 404,
                final_url=page.url,
                headers=(("content-type", "text/html"),),
                body=b"<html>the body" if good else None,
                capture=capture if good else None,
                verdict=verdict,
                effective_verdict=verdict,
                evidence=(Evidence(rule="a-rule", verdict=verdict, detail="as it was seen"),),
            )
            store_fetches(cache, [fetch], run_id=run.id)
        runs.finish(cache, run, now=now)
    return path


@pytest.fixture
def as_json(cite: Cite) -> AsJson:
    """A command's --json output: the whole of stdout must be JSON."""

    def run(*arguments: str, expect: int = 0, stdin: str | bytes | None = None) -> Any:
        return json.loads(cite(*arguments, "--json", expect=expect, stdin=stdin).stdout)

    return run
