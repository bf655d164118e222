"""The built wheel is what users get: it installs, starts and shows its demo."""

import os
import subprocess
import sys
import sysconfig
import urllib.request
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `citecache` command of a new environment that has the wheel, and of this one only what it depends on."""
    folder = tmp_path_factory.mktemp("package")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "dist")]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    wheel = next((folder / "dist").glob("*.whl"))
    venv.create(folder / "env", with_pip=True)
    python = folder / "env" / "bin" / "python"
    install = [python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", wheel]
    subprocess.run(install, check=True, capture_output=True)
    # A path in a .pth file is searched last, and .pth files in it are not read: the checkout stays out.
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    purelib = subprocess.run([python, "-c", code], check=True, capture_output=True, text=True).stdout.strip()
    (Path(purelib) / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "env" / "bin" / "citecache"


def run(command: Path, *arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {"HOME": str(home), "PATH": os.defpath, "LANG": "C.UTF-8"}
    return subprocess.run(
        [command, *arguments], cwd=home, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


def test_the_wheel_carries_the_command(installed: Path, tmp_path: Path) -> None:
    """`citecache --version` of the wheel answers, from a folder that has nothing to do with the checkout."""
    answer = run(installed, "--version", home=tmp_path)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.startswith("citecache, version ")


def test_the_wheel_shows_the_demo(installed: Path, tmp_path: Path) -> None:
    """`citecache demo` of the wheel crawls its small web; every kind of page comes out with its own verdict, and in a
    browser, if it is wanted.
    """
    environment = {"HOME": str(tmp_path), "PATH": os.defpath, "LANG": "C.UTF-8"}
    command = [installed, "demo", "--serve", "--keep", str(tmp_path / "demo")]
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        said = ""
        while not (line := running.stdout.readline()).startswith("http://127.0.0.1:"):
            assert line, running.communicate()
            said += line
        for part in ("changes", "static/style.css", "static/htmx.min.js"):  # the wheel has templates and static files
            with urllib.request.urlopen(line.strip() + part, timeout=60) as answer:
                assert answer.status == 200
        running.terminate()
        rest, errors = running.communicate(timeout=60)
    assert (running.returncode, rest) == (0, "")
    rows = [line.split() for line in said.splitlines() if len(line.split()) == 2]
    verdicts = {name: int(count) for name, count in rows if count.isdigit()}
    expected = {"alive": 6, "blocked": 2, "disallowed": 1, "missing": 1, "restricted": 1, "soft_404": 1}
    assert verdicts == expected
    assert "Cited by 2 pages" in said
    assert "Two weeks ago the harbour board" in said.partition("Cached content preview")[2].split("\n\n")[1]
    for clutter in ("Skip to content", "Hamburger", "Follow Follow"):
        assert clutter not in said
    assert "Traceback" not in errors
