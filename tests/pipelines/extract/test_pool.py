"""The pool: whatever a page does to its worker, it gets a Capture, and the next page is not affected."""

import asyncio
import gc
import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from crawler.model import Capture, Metadata
from crawler.model.errors import ExtractionError
from pipelines.extract import Pool
from pipelines.extract.workers import wire

PROSE = "".join(f"<p>Sentence number {n} of an article that has a good deal to say about it.</p>" for n in range(20))
PAGE = f"<html><head><title>A page</title></head><body><article>{PROSE}</article></body></html>".encode()
SLOW = b"<html><head><title>Slow</title></head><body>" + b"x<br>" * 100_000 + PROSE.encode()


@pytest.fixture(autouse=True)
def _slow_on_inline_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    """trafilatura takes quadratic time on `SLOW`; the block model does not."""
    monkeypatch.setenv("CITECACHE_EXTRACTOR", "trafilatura")


async def extract(pool: Pool, body: bytes = PAGE, content_type: str = "text/html") -> Capture:
    return await pool.extract(body, url="http://site.test/a", content_type=content_type)


def with_pool(check: Callable[[Pool], Awaitable[None]], **options: Any) -> None:
    async def run() -> None:
        pool = Pool(**{"size": 1} | options)
        try:
            await check(pool)
        finally:
            await pool.close()

    asyncio.run(run())


async def pid_of(pool: Pool) -> int:
    return (await pool._slots[0].worker()).pid


def test_pages_are_extracted_side_by_side() -> None:
    async def check(pool: Pool) -> None:
        captures = await asyncio.gather(*(extract(pool) for _ in range(10)))
        assert all("Sentence number 19" in capture.text for capture in captures)
        assert captures[0].extractor == "trafilatura"
        assert captures[0].extractor_version
        assert captures[0].metadata.title == "A page"

    with_pool(check, size=2)


def test_a_page_over_its_deadline_gets_the_fallback_s_text() -> None:
    async def check(pool: Pool) -> None:
        capture = await extract(pool, SLOW * 2)
        assert capture.extractor == "resiliparse"
        assert capture.doubt.startswith("fallback used: extraction took over 4 s")
        assert "Sentence number 19" in capture.text
        assert capture.metadata.title == "Slow"
        assert (await extract(pool)).extractor == "trafilatura"

    with_pool(check, deadline=4.0)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV])
def test_a_worker_that_dies_in_mid_page_is_replaced_and_the_page_tried_again(number: signal.Signals) -> None:
    async def check(pool: Pool) -> None:
        pid = await pid_of(pool)
        page = asyncio.create_task(extract(pool, SLOW))
        await asyncio.sleep(0.3)
        os.kill(pid, number)
        capture = await page
        assert f"was killed by {number.name}" in capture.doubt
        assert capture.text
        started = time.perf_counter()
        assert "Sentence" in (await extract(pool)).text
        assert time.perf_counter() - started < 8  # the page before does not hold it up

    with_pool(check, deadline=8.0)


def test_a_worker_killed_twice_costs_the_page_its_text_and_nothing_else() -> None:
    async def check(pool: Pool) -> None:
        page = asyncio.create_task(extract(pool, SLOW * 3))
        for _ in range(2):
            pid = await pid_of(pool)
            await asyncio.sleep(0.05)
            os.kill(pid, signal.SIGKILL)
            while await pid_of(pool) == pid:  # noqa: ASYNC110 - the pool has no event for a replaced worker
                await asyncio.sleep(0.02)
        capture = await page
        assert capture.text is None
        assert capture.no_text == "extraction was killed by SIGKILL; fallback was killed by SIGKILL"
        assert capture.media_type == "text/html"
        assert (await extract(pool)).text

    with_pool(check)


def test_a_worker_that_died_idle_costs_no_page_its_text() -> None:
    async def check(pool: Pool) -> None:
        await extract(pool)
        os.kill(await pid_of(pool), signal.SIGKILL)
        await asyncio.sleep(0.2)
        capture = await extract(pool)
        assert capture.text
        assert capture.doubt is None

    with_pool(check)


def test_a_page_that_eats_memory_is_answered_and_the_next_one_unaffected() -> None:
    async def check(pool: Pool) -> None:
        capture = await extract(pool, b"<html><body>" + b"<p>word <b>bold</b></p>" * 2_000_000)
        assert capture.no_text or capture.doubt
        assert (await extract(pool)).text

    with_pool(check, memory=500 * 2**20, deadline=6.0)


def test_cancelling_a_page_leaves_the_worker_in_step() -> None:
    async def check(pool: Pool) -> None:
        await extract(pool)
        page = asyncio.create_task(extract(pool, SLOW))
        await asyncio.sleep(0.1)
        page.cancel()
        with pytest.raises(asyncio.CancelledError):
            await page
        capture = await extract(pool, PAGE.replace(b"A page", b"Another"))
        assert capture.metadata.title == "Another"

    with_pool(check)


def test_workers_are_recycled_after_so_many_pages() -> None:
    async def check(pool: Pool) -> None:
        first = await pid_of(pool)
        await extract(pool)
        assert await pid_of(pool) == first
        await extract(pool)
        assert await pid_of(pool) != first
        assert (await extract(pool)).text

    with_pool(check, recycle_after=2)


def test_a_pool_that_cannot_start_workers_still_answers() -> None:
    async def check(pool: Pool) -> None:
        capture = await extract(pool)
        assert capture.text is None
        assert "the extraction worker did not start" in capture.no_text

    with_pool(check, memory=1024)


def test_closing_ends_all_workers() -> None:
    async def run() -> list[int]:
        pool = Pool(size=2)
        await asyncio.gather(extract(pool), extract(pool))
        pids = [(await slot.worker()).pid for slot in pool._slots]
        await pool.close()
        return pids

    for pid in asyncio.run(run()):
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


@pytest.mark.parametrize("seconds", [0.0, 0.002, 0.01, 0.05, 0.3])
def test_a_pool_can_be_closed_at_any_time(seconds: float) -> None:
    """While workers are being started, too; whatever is asked of it then, or later, is answered."""

    async def run() -> None:
        pool = Pool(size=2)
        await pool.start()
        pages = [asyncio.create_task(extract(pool)) for _ in range(5)]
        await asyncio.sleep(seconds)
        await asyncio.wait_for(pool.close(), 20)
        captures = await asyncio.wait_for(asyncio.gather(*pages, extract(pool)), 20)
        assert (
            captures[-1].no_text
            == "extraction was not begun: the pool was closed; fallback was not begun: the pool was closed"
        )

    asyncio.run(run())


def test_workers_ignore_ctrl_c_and_end_with_their_parent() -> None:
    async def check(pool: Pool) -> None:
        pid = await pid_of(pool)
        assert os.getsid(pid) != os.getsid(0)
        os.kill(pid, signal.SIGINT)
        assert (await extract(pool)).text
        assert await pid_of(pool) == pid

    with_pool(check)


def test_a_worker_ends_when_its_parent_is_killed() -> None:
    code = """
    import asyncio, os
    from pipelines.extract import Pool
    async def main():
        pool = Pool(size=1)
        await pool.start()
        print((await pool._slots[0].worker()).pid, flush=True)
        os.kill(os.getpid(), 9)
    asyncio.run(main())
    """
    parent = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, cwd=_root(), check=False
    )
    pid = int(parent.stdout)
    end = time.monotonic() + 5
    while time.monotonic() < end and not _gone(pid):
        time.sleep(0.05)
    assert _gone(pid)


def test_the_pool_works_in_twisted_s_asyncio_reactor() -> None:
    code = """
    from twisted.internet import asyncioreactor
    asyncioreactor.install()
    from twisted.internet import reactor
    from twisted.internet.defer import Deferred
    import asyncio
    from pipelines.extract import Pool
    async def main():
        pool = Pool(size=2, deadline=1.0)
        pages = [b"<title>T</title>" + b"<p>Some words in a paragraph that go on for a while.</p>" * 10] * 3
        slow = b"<title>T</title>" + b"x<br>" * 100_000
        found = await asyncio.gather(*(
            pool.extract(page, url="http://a.test/", content_type="text/html") for page in [*pages, slow]))
        print([bool(capture.text) for capture in found[:3]], "took over" in (found[3].doubt or found[3].no_text))
        await pool.close()
    def start():
        Deferred.fromFuture(asyncio.ensure_future(main())).addErrback(print).addBoth(lambda _: reactor.stop())
    reactor.callWhenRunning(start)
    reactor.run()
    """
    done = _python(code)
    assert done.stdout == "[True, True, True] True\n", done.stderr
    assert done.stderr == ""


def test_what_libraries_print_does_not_reach_the_wire() -> None:
    """The descriptors 0, 1 and 2 of a worker are not its pipes: a page's answer is the only thing on them."""

    async def check(pool: Pool) -> None:
        assert _standard_streams(await pid_of(pool)) == [os.devnull] * 3

    with_pool(check)


def test_workers_are_forks_of_one_process_which_ends_with_the_pool() -> None:
    async def run() -> int:
        pool = Pool(size=2)
        await asyncio.gather(extract(pool), extract(pool))
        parents = {_parent((await slot.worker()).pid) for slot in pool._slots}
        await pool.close()
        (server,) = parents
        return server

    server = asyncio.run(run())
    assert server != os.getpid()
    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)


def test_a_fork_server_that_is_killed_costs_no_page_its_text() -> None:
    async def check(pool: Pool) -> None:
        pid = await pid_of(pool)
        server = _parent(pid)
        page = asyncio.create_task(extract(pool, SLOW))
        await asyncio.sleep(0.3)
        os.kill(server, signal.SIGKILL)
        assert (await page).text
        capture = await extract(pool)
        assert (capture.text is not None, capture.doubt) == (True, None)
        assert _parent(await pid_of(pool)) != server
        while not _gone(pid):  # noqa: ASYNC110 - it ends beside the page
            await asyncio.sleep(0.02)

    with_pool(check)


@pytest.mark.parametrize("begun", [True, False])
def test_a_pool_closes_whose_fork_server_is_stopped(begun: bool) -> None:
    """It tells of no worker's end, and while it starts, of no worker."""

    async def run() -> int:
        pool = Pool(size=2)
        await pool.start()
        if begun:
            await extract(pool)
        server = await _server_of(pool)
        os.kill(server, signal.SIGSTOP)
        await asyncio.wait_for(pool.close(), 20)
        return server

    assert _gone(asyncio.run(run()))


def test_a_pool_whose_closing_is_interrupted_leaves_no_error_unheard() -> None:
    """As by a second Ctrl-C, upon which asyncio.run cancels every task: what none awaits then is printed."""

    async def run() -> list[str]:
        said: list[str] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, context: said.append(context["message"]))
        pool = Pool(size=1)
        await extract(pool)
        server = await _server_of(pool)
        os.kill(server, signal.SIGSTOP)
        page = asyncio.create_task(extract(pool, SLOW))
        await asyncio.sleep(0.1)
        page.cancel()
        await asyncio.wait([page])
        closing = asyncio.create_task(pool.close())
        await asyncio.sleep(0.1)
        closing.cancel()
        others = asyncio.all_tasks() - {asyncio.current_task(), closing}
        for task in others:
            task.cancel()
        await asyncio.gather(closing, *others, return_exceptions=True)
        os.kill(server, signal.SIGKILL)
        del page, closing, others, task, pool
        await asyncio.sleep(0.1)
        gc.collect()
        return said

    assert asyncio.run(run()) == []


def test_the_fork_server_and_its_workers_end_with_their_parent_not_when_they_are_asked_to() -> None:
    """systemd asks all processes of a service to end at once: the page at hand shall still be extracted."""

    async def check(pool: Pool) -> None:
        pid = await pid_of(pool)
        page = asyncio.create_task(extract(pool))
        os.kill(_parent(pid), signal.SIGTERM)
        os.kill(pid, signal.SIGTERM)
        assert (await page).doubt is None
        assert await pid_of(pool) == pid

    with_pool(check)


@pytest.mark.parametrize("spare", range(9))
def test_a_page_is_answered_however_few_descriptors_there_are(spare: int) -> None:
    code = f"""
    import asyncio, os, resource
    from pathlib import Path
    from pipelines.extract import Pool
    async def main():
        highest = max(int(path.name) for path in Path("/dev/fd").iterdir()) + 1
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (highest + {spare}, most))
        pool = Pool(size=2)
        page = b"<title>T</title>" + b"<p>Some words in a paragraph that go on for a while.</p>" * 10
        found = await asyncio.gather(*(
            pool.extract(page, url="http://a.test/", content_type="text/html") for _ in range(3)))
        await pool.close()
        print([bool(capture.text) or "too many open files" in capture.no_text.lower() for capture in found])
        try:
            os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            print("no process is left")
    asyncio.run(main())
    """
    done = _python(code)
    assert done.stdout == "[True, True, True]\nno process is left\n", done.stderr
    assert done.stderr == ""


def test_what_keeps_the_fork_server_from_starting_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "trafilatura.py").write_text("raise RuntimeError('no such luck')\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    async def check(pool: Pool) -> None:
        capture = await extract(pool)
        assert capture.text is None
        assert "the extraction worker did not start: RuntimeError: no such luck" in capture.no_text

    with_pool(check)


GOOD = wire.to_json(Capture(media_type="text/html", metadata=Metadata(authors=("A",), sources={"authors": "x"})))


def test_a_capture_survives_the_wire() -> None:
    capture = Capture(media_type="text/html", text="ä\n\n€", headings=("h",), metadata=Metadata(access_free=False))
    frame = wire.encode({"capture": wire.to_json(capture)})
    assert wire.to_capture(json.loads(frame[wire.PREFIX.size :])["capture"]) == capture


@pytest.mark.parametrize(
    "change",
    [
        {"text": 5},
        {"media_type": None},
        {"metadata": []},
        {"metadata": GOOD["metadata"] | {"title": {}}},
        {"metadata": GOOD["metadata"] | {"authors": "A"}},
        {"metadata": GOOD["metadata"] | {"sources": {"title": 1}}},
        {"metadata": GOOD["metadata"] | {"access_free": "yes"}},
        {"headings": [1]},
        {"elapsed": "1"},
        {"elapsed": float("nan")},
        {"elapsed": float("inf")},
        {"elapsed": -1},
        {"surprise": 1},
    ],
)
def test_an_answer_of_the_wrong_shape_is_refused(change: dict[str, Any]) -> None:
    wire.to_capture(json.loads(json.dumps(GOOD)))
    with pytest.raises(ExtractionError):
        wire.to_capture(json.loads(json.dumps(GOOD | change)))


def _python(code: str) -> subprocess.CompletedProcess[str]:
    """A program in a process of its own, for which warnings are errors."""
    command = [sys.executable, "-W", "error", "-"]
    return subprocess.run(
        command, input=textwrap.dedent(code), capture_output=True, text=True, cwd=_root(), check=False, timeout=60
    )


async def _server_of(pool: Pool) -> int:
    while (server := pool._forks._server) is None:  # noqa: ASYNC110 - the pool has no event for it
        await asyncio.sleep(0.01)
    return server._process.pid


def _root() -> Path:
    return Path(__file__).parents[3]


def _standard_streams(pid: int) -> list[str]:
    return [str(Path(f"/proc/{pid}/fd/{descriptor}").readlink()) for descriptor in range(3)]


def _parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()[1])


def _gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    # A container without an init leaves zombies; a zombie has ended.
    return b") Z " in Path(f"/proc/{pid}/stat").read_bytes()
