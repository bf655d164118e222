"""Dask's own programs: a scheduler and workers, each a process that a test can kill or stop."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

START_SECONDS = 60.0


class DaskProcesses:
    """A scheduler on loopback, and workers without a nanny that would start them again."""

    def __init__(self, folder: Path, security: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        folder.mkdir()
        self._security = dict(security or {})  # environment
        self.file = folder / "scheduler.json"
        self.workers: list[subprocess.Popen[bytes]] = []
        self._all: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        protocol = "tls" if self._security else "tcp"
        options = ("--port", "0", "--protocol", protocol, "--scheduler-file", str(self.file))
        self.scheduler = self._start("scheduler", *options)
        end = time.monotonic() + START_SECONDS
        while not self.file.exists() or not self.file.read_text():
            assert time.monotonic() < end
            assert self.scheduler.poll() is None, self.log
            time.sleep(0.05)
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._all:
            with suppress(ProcessLookupError):
                process.kill()
        for process in self._all:
            process.wait()

    @property
    def address(self) -> str:
        return str(json.loads(self.file.read_text())["address"])

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text()

    def add_worker(self, **environment: str) -> subprocess.Popen[bytes]:
        options = ("--nthreads", "1", "--no-nanny", "--memory-limit", "0", "--local-directory", str(self.folder))
        worker = self._start("worker", "--scheduler-file", str(self.file), *options, **environment)
        self.workers.append(worker)
        return worker

    def kill(self, worker: subprocess.Popen[bytes]) -> None:
        worker.kill()
        worker.wait()
        self.workers.remove(worker)

    @staticmethod
    def children(process: subprocess.Popen[Any]) -> list[int]:
        """The processes that a process has started."""
        listed = Path(f"/proc/{process.pid}/task")
        found = [path.read_text().split() for path in listed.glob("*/children")]
        return [int(pid) for pids in found for pid in pids]

    @staticmethod
    def stop(pid: int) -> None:
        os.kill(pid, signal.SIGSTOP)

    @staticmethod
    def go_on(pid: int) -> None:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)

    def _start(self, program: str, *options: str, **environment: str) -> subprocess.Popen[bytes]:
        bare = {name: value for name, value in os.environ.items() if not name.startswith(("DASK_", "PYTEST"))}
        bare |= self._security | environment
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    f"distributed.cli.dask_{program}",
                    "--host",
                    "127.0.0.1",
                    "--no-dashboard",
                    *options,
                ],
                env=bare,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self._all.append(process)
        return process
