"""Workers killed, networks cut, the driver killed: nothing is lost or stored twice, and each host is asked at its pace.

CITECACHE_LONG=1 has each happen more often: 20 kills of a worker, 5 of the driver, 5 cuts.
"""

import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest
from dask_processes import DaskProcesses
from own_web import Desk, Web
from server_log import asked_after_stored, fetches_per_page, impolite

LONG = os.environ.get("CITECACHE_LONG") == "1"
DELAY = 1.0 if LONG else 0.6  # seconds
LEASE = 3.0
HOSTS = 10
PACE = ("-s", f"DOWNLOAD_DELAY={DELAY}", "-s", "DOWNLOAD_DELAY_JITTER=0", "-s", "RETRY_TIMES=0")


class Crawl:
    """A crawl of `pages` pages on each host, by way of a cluster."""

    def __init__(self, web: Web, folder: Path, cluster: str, pages: int) -> None:
        self.web = web
        self.desk = Desk(folder, pace_options=PACE)
        self.cluster = cluster
        self.urls = [web.url(f"/{n}", 1 + host) for n in range(pages) for host in range(HOSTS)]
        (folder / "urls.txt").write_text("\n".join(self.urls))

    def start(self) -> subprocess.Popen[str]:
        lease = ("-s", f"CITECACHE_LEASE={LEASE}")
        return self.desk.start(*self.desk.options("--cluster", self.cluster, *lease, "urls.txt"))

    def end(self, driver: subprocess.Popen[str]) -> None:
        out, error = driver.communicate(timeout=600)
        assert driver.returncode == 0, f"{out}\n{error}"
        assert "Traceback" not in error, error

    def wait_for_pages(self, count: int, driver: subprocess.Popen[str]) -> None:
        while len(self.web.asked()) < count and driver.poll() is None:
            time.sleep(0.02)

    def assert_complete(self, *, polite_since: int = 0) -> None:
        assert fetches_per_page(self.desk) == {1: len(self.urls)}
        assert self.desk.rows("SELECT DISTINCT outcome, status, verdict FROM fetches") == [("response", 200, "alive")]
        assert asked_after_stored(self.web, self.desk) == []
        assert impolite(self.web, DELAY, since=polite_since) == []
        self.desk.assert_undamaged()


@pytest.fixture
def chance() -> random.Random:
    return random.Random(17)


@pytest.fixture
def crawl(web: Web, desk: Desk, dask: DaskProcesses) -> Crawl:
    for _ in range(2):
        dask.add_worker()
    return Crawl(web, desk.folder, dask.address, 60 if LONG else 6)


def test_a_killed_worker_loses_nothing(crawl: Crawl, dask: DaskProcesses, chance: random.Random) -> None:
    driver = crawl.start()
    for n in range(20 if LONG else 2):
        crawl.wait_for_pages(10 + 15 * n, driver)
        time.sleep(chance.random())
        dask.kill(chance.choice(dask.workers))
        dask.add_worker()
    crawl.end(driver)
    crawl.assert_complete()


def test_a_worker_cut_off_from_the_network_stops_by_itself(
    crawl: Crawl, dask: DaskProcesses, chance: random.Random
) -> None:
    """SIGSTOP of the process that speaks to the driver, longer than a lease; its child must not go on."""
    driver = crawl.start()
    for n in range(5 if LONG else 1):
        crawl.wait_for_pages(10 + 60 * n, driver)
        worker = chance.choice(dask.workers)
        both = [worker.pid, *(dask.children(worker) if n % 2 else [])]
        for pid in both:
            dask.stop(pid)
        time.sleep(LEASE * 2)
        for pid in both:
            dask.go_on(pid)
    crawl.end(driver)
    crawl.assert_complete()


def test_the_run_after_a_killed_driver_goes_on(crawl: Crawl, chance: random.Random) -> None:
    kills = 5 if LONG else 1
    for n in range(kills):
        driver = crawl.start()
        crawl.wait_for_pages(10 + 80 * n, driver)
        time.sleep(chance.random())
        driver.send_signal(signal.SIGKILL)
        driver.communicate()
    driver = crawl.start()
    crawl.end(driver)
    states = [row[0] for row in crawl.desk.rows("SELECT state FROM runs ORDER BY id")]
    assert states == ["interrupted"] * kills + ["finished"]
    crawl.assert_complete()


def test_ctrl_c_ends_the_run_as_interrupted(crawl: Crawl) -> None:
    driver = crawl.start()
    crawl.wait_for_pages(10, driver)
    driver.send_signal(signal.SIGINT)
    _, error = driver.communicate(timeout=60)
    assert driver.returncode == 130, error
    assert "Traceback" not in error, error
    assert crawl.desk.rows("SELECT state FROM runs") == [("interrupted",)]
    crawl.end(crawl.start())
    crawl.assert_complete()
