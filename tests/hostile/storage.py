"""Stored data survives kill -9 at random moments, a kill at every statement of a migration, and a full disk."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path
from time import sleep

from certificates import Certificates
from crawling import BIN, Desk
from report import Report, say
from server import RANGE, Server

PAGES = 120
KILLS = {True: 4, False: 200}  # short form, long form

STATEMENT = """
import os, signal, sys
from pathlib import Path
from crawler.cache import database
left = int(sys.argv[2])
connect = database.connect
def counted(path, *, create):
    connection, read_only = connect(path, create=create)
    def count(_):
        global left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
    connection.set_trace_callback(count)
    return connection, read_only
database.connect = counted
database.CacheFile.open(Path(sys.argv[1]), create=True).close()
"""
"""Opens a new cache and dies before its n-th statement."""


def store(report: Report, folder: Path, *, short: bool) -> None:
    """Run all three parts."""
    folder.mkdir(parents=True, exist_ok=True)
    _kill_crawls(report, folder / "kills", KILLS[short])
    _kill_migrations(report, folder, step=7 if short else 1)
    if not short:
        _fill_disks(report, folder / "disk")


def _options(server: Server) -> tuple[str, ...]:
    del server
    return ("--allow-address", RANGE, "-s", "DOWNLOAD_DELAY=0")


def _kill_crawls(report: Report, folder: Path, kills: int) -> None:
    """Repeated crawls of all pages, each killed: no Capture is lost or changed, one Fetch per page and run."""
    folder.mkdir()
    chance = random.Random(kills)
    with_server = Server(Certificates(folder))
    urls = [with_server.add(None, "page").url for _ in range(PAGES)]
    with with_server as server:
        desk = Desk(folder)
        (folder / "urls.txt").write_text("\n".join(urls))
        command = [str(BIN / "citecache"), "crawl", "--all", *_options(server), "urls.txt"]
        before: dict[int, str] = {}
        for number in range(kills):
            process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            sleep(chance.uniform(0.6, 3.5))
            with suppress(ProcessLookupError):
                process.send_signal(signal.SIGKILL)
            process.wait()
            after = desk.digests() if desk.path.exists() else {}
            lost = [capture for capture, digest in before.items() if after.get(capture) != digest]
            report.check("kill -9", f"number {number + 1}", f"captures lost or changed: {lost}" if lost else None)
            before = after
        report.took(desk.crawl(urls, *_options(server)), "after the kills")
        done = subprocess.run(
            [str(BIN / "citecache"), "doctor"], cwd=folder, capture_output=True, text=True, check=False
        )
        report.check("kill -9", "doctor", None if done.returncode == 0 else done.stdout)
        unfetched = desk.rows("SELECT count(*) AS n FROM pages WHERE last_good_capture_id IS NULL")[0]["n"]
        report.check("kill -9", "every page fetched", f"{unfetched} are not" if unfetched else None)
    say(f"  {kills} kills, {len(before)} captures")


def _kill_migrations(report: Report, folder: Path, *, step: int) -> None:
    """A new cache whose creation was killed before any of its statements opens, and is complete."""
    number = 0
    while True:
        path = folder / f"m{number}.db"
        made = subprocess.run([sys.executable, "-c", STATEMENT, str(path), str(number)], check=False)
        survived = made.returncode == 0
        if not survived and made.returncode != -signal.SIGKILL:
            report.check("migration", f"killed at statement {number}", f"it ended by itself: exit {made.returncode}")
            break
        again = subprocess.run(
            [sys.executable, "-c", STATEMENT, str(path), "1000000"], capture_output=True, check=False
        )
        with closing(sqlite3.connect(path)) as database:
            tables = database.execute("SELECT count(*) FROM sqlite_master WHERE name IN ('pages', 'cards')").fetchone()
        whole = again.returncode == 0 and tables == (2,)
        report.check("migration", f"killed at statement {number}", None if whole else again.stderr.decode()[-200:])
        if survived:
            break
        number += step


def _fill_disks(report: Report, folder: Path) -> None:
    """A full disk ends the crawl with the reason and loses no stored data; the next run continues."""
    if os.geteuid() != 0 or not shutil.which("mount"):
        say("  full disks skipped: a tmpfs of a few MB needs root")
        return
    folder.mkdir()
    server_folder = folder.parent / "certificates"
    server_folder.mkdir()
    origins = Server(Certificates(server_folder))
    urls = [origins.add(None, "page").url for _ in range(PAGES)]
    with origins as server:
        for megabytes in (1, 2):
            mounted = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
            if subprocess.run(mounted, capture_output=True, check=False).returncode:
                say("  full disks skipped: no tmpfs can be mounted here")
                return
            try:
                _fill(report, Desk(folder, settings=("CITECACHE_MIN_FREE=0",)), urls, _options(server), megabytes)
            finally:
                subprocess.run(["umount", str(folder)], check=False)


def _fill(report: Report, desk: Desk, urls: list[str], options: tuple[str, ...], megabytes: int) -> None:
    ballast = desk.folder / "ballast"
    with suppress(OSError), ballast.open("wb") as file:
        file.write(b"x" * (megabytes * 2**20 - 400 * 1024))
    run = desk.crawl(urls, *options)
    kept = desk.digests() if desk.path.exists() else {}
    reported = run.code == 1 and ("disk is full" in run.log or "free on its disk" in run.log)
    report.check("full disk", f"{megabytes} MB", None if reported else f"exit {run.code}: {run.log[-200:]!r}")
    ballast.unlink(missing_ok=True)
    subprocess.run(["mount", "-o", "remount,size=64m", str(desk.folder)], check=False)
    again = desk.crawl(urls, *options)
    after = desk.digests()
    lost = [capture for capture, digest in kept.items() if after.get(capture) != digest]
    wrong = f"exit {again.code}, lost {lost}: {again.log[-200:]!r}" if again.code or lost else None
    report.check("full disk", f"{megabytes} MB, with free space again", wrong)
