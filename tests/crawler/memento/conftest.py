"""The fixtures of the tests of archived copies."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # the tests of a folder are no package: what they share is beside them

from archive_desk import PYWB, Desk, start_port, wait_for
from scripted import Archive
from warcs import Snapshot


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture(scope="module")
def module_desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("desk"))


@pytest.fixture
def archive() -> Iterator[Archive]:
    """An archive with the copies and the faults that the test gives it."""
    with Archive.serving() as archive:
        yield archive


@pytest.fixture
def until() -> Callable[..., None]:
    """Waits for something to become true."""

    def wait(condition: Callable[[], object], seconds: float = 30.0) -> None:
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, "it never became so"
            time.sleep(0.01)

    return wait


# --- pywb --------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def pywb_program() -> Path:
    """The folder of pywb's commands; without them the test is skipped, and under CI it fails."""
    if not (PYWB / "wayback").exists():
        reason = f"pywb is not installed in {PYWB.parent}: `make {PYWB.parent.name}/installed` does it"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return PYWB


@pytest.fixture(scope="session")
def replay(pywb_program: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., str]]:
    """A pywb on loopback. Called with a name and snapshots it has a collection of them; gives its endpoint."""
    folder = tmp_path_factory.mktemp("pywb")
    port = start_port()
    environment = {"PATH": f"{pywb_program}:/usr/bin:/bin", "HOME": str(folder), "PYTHONWARNINGS": "ignore"}

    def collection(name: str, *snapshots: Snapshot) -> str:
        place = folder / "collections" / name
        for part in ("archive", "indexes", "static", "templates"):
            (place / part).mkdir(parents=True)
        warc = folder / f"{name}.warc"
        warc.write_bytes(b"".join(snapshot.record() for snapshot in snapshots))
        command = [str(pywb_program / "wb-manager"), "add", name, str(warc)]
        subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, timeout=60)
        return f"http://127.0.0.1:{port}/{name}/"

    (folder / "collections").mkdir()
    command = [str(pywb_program / "wayback"), "-b", "127.0.0.1", "-p", str(port)]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
    try:
        wait_for(port, process, folder / "log")
        yield collection
    finally:
        process.terminate()
        process.wait(timeout=20)
        shutil.rmtree(folder, ignore_errors=True)
