"""Start-up: what is imported for --help, and what happens when another package hides ours."""

import compileall
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest

from citecache import startup
from citecache.cli import check_options, todo
from citecache.cli.group import COMMANDS
from citecache.render import worklist
from citecache.render.findings import formats

ROOT = Path(__file__).resolve().parent.parent.parent
HEAVY = {
    "asyncio",
    "bibtexparser",
    "filelock",
    "lxml",
    "markdown_it",
    "pypdfium2",
    "resiliparse",
    "rich",
    "yaml",
    "scrapy",
    "sqlite3",
    "sqlite_utils",
    "tenacity",
    "trafilatura",
    "twisted",
}
MOST_MODULES = 190
"""Python itself, click and what both import are about 145 (CPython 3.11 to 3.14)."""

URL = "https://example.org/a"

Started = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def start(tmp_path: Path) -> Started:
    """Run a program in an empty folder, with this environment's packages."""

    def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        env = {"LANG": "C.UTF-8", "PATH": os.defpath, **environment}
        return subprocess.run(words, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=60, check=False)

    return run


def modules_of(start: Started, arguments: list[str]) -> list[str]:
    """What the command imports."""
    program = (
        "import sys\nfrom citecache.cli import main\n"
        f"sys.argv = ['citecache', *{arguments}]\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        "print('modules:', *sys.modules)"
    )
    done = start(sys.executable, "-c", program, PYTHONPATH=str(ROOT))
    assert done.returncode == 0, done.stderr
    return done.stdout.rpartition("modules:")[2].split()


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], *([name, "--help"] for name in COMMANDS)])
def test_help_imports_little(start: Started, arguments: list[str]) -> None:
    modules = modules_of(start, arguments)
    assert {name.partition(".")[0] for name in modules} & HEAVY == set()
    assert len(modules) < MOST_MODULES


@pytest.mark.parametrize("arguments", [["status"], ["list"], ["search", "tide"], ["show", URL], ["why", URL]])
def test_a_command_that_reads_imports_nothing_that_writes_or_fetches(
    start: Started, tmp_path: Path, arguments: list[str]
) -> None:
    (tmp_path / "a.md").write_text(f"[a]({URL})\n")
    modules_of(start, ["add", "a.md"])
    assert {name.partition(".")[0] for name in modules_of(start, arguments)} & HEAVY == {"sqlite3"}


def test_the_module_runs_as_the_command(start: Started) -> None:
    module = start(sys.executable, "-m", "citecache", "--version")
    assert (module.returncode, module.stderr) == (0, "")
    assert module.stdout == start(str(Path(sys.executable).parent / "citecache"), "--version").stdout


COMMANDS_OF_OURS = ([str(Path(sys.executable).parent / "citecache")], [sys.executable, "-m", "citecache"])
HOSTILE = 'import sys; print("code of the working directory runs", file=sys.stderr)\n'


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A working directory whose files are named as what we import: of ours, of libraries, of Python itself."""
    for package in (*startup.PACKAGES, "lxml", "click", "scrapy"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text(HOSTILE)
    for module in ("typing", "pathlib", "json", "random", "settings", "yaml", "sqlite3", "crawler_settings"):
        (tmp_path / f"{module}.py").write_text(HOSTILE)
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = settings\n")
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS_OF_OURS, ids=["script", "module"])
@pytest.mark.parametrize("path", ["", ":/opt/x", "/opt/x:", ".", "sub/..", "{here}", "{here}/sub/.."])
def test_nothing_of_the_working_directory_is_imported(
    start: Started, hostile: Path, command: list[str], path: str
) -> None:
    """Neither as packages of ours nor as modules of libraries and of Python: by the command and its processes."""
    (hostile / "sub").mkdir()
    given = {"PYTHONPATH": path.format(here=hostile)} if path else {}
    done = start(*command, "--version", SCRAPY_SETTINGS_MODULE="settings", **given)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("citecache, version ")


def test_the_processes_of_a_crawl_import_nothing_of_the_working_directory(start: Started, hostile: Path) -> None:
    """A crawl: Scrapy, its settings, and the workers that extract."""
    words = (*COMMANDS_OF_OURS[0], "demo", "--keep", str(hostile / "demo"))
    done = start(*words, PYTHONPATH=":.", SCRAPY_SETTINGS_MODULE="settings")
    assert (done.returncode, "working directory runs" in done.stderr) == (0, False), done.stderr
    assert "Two weeks ago the harbour board" in done.stdout  # it was extracted


@pytest.mark.parametrize("command", COMMANDS_OF_OURS, ids=["script", "module"])
def test_a_package_elsewhere_on_the_path_does_not_replace_ours(
    start: Started, tmp_path: Path, command: list[str]
) -> None:
    """As of an older distribution `citecache`, which had `crawler` and `pipelines` before it had `citecache`."""
    old = tmp_path / "old" / "site-packages"
    (old / "crawler").mkdir(parents=True)
    (old / "crawler" / "__init__.py").write_text('__version__ = "0.0.1"\n')
    done = start(*command, "--version", PYTHONPATH=str(old))
    assert (done.returncode, done.stderr) == (0, "")
    assert "0.0.1" not in done.stdout


def test_files_of_ours_that_are_gone_are_reported_in_one_line(start: Started, tmp_path: Path) -> None:
    """As after the removal of another distribution that had written over them."""
    shutil.copytree(ROOT / "citecache", tmp_path / "lib" / "citecache")
    program = "from citecache.cli import main; main()"
    done = start(sys.executable, "-c", program, PYTHONPATH=f"{tmp_path / 'lib'}:{sysconfig.get_path('purelib')}")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "is missing: citecache is not installed completely" in done.stderr


def test_importing_a_shadowed_package_raises_the_same_line_as_an_import_error(start: Started, tmp_path: Path) -> None:
    (tmp_path / "crawler").mkdir()
    (tmp_path / "crawler" / "__init__.py").write_text("")
    done = start(sys.executable, "-c", "from citecache import Cache")
    assert done.returncode == 1
    assert done.stderr.strip().split("\n")[-1].startswith("ImportError: ")
    assert "hides citecache's own package `crawler`" in done.stderr


def test_a_folder_that_is_no_package_hides_nothing(start: Started, tmp_path: Path) -> None:
    (tmp_path / "crawler").mkdir()
    assert start(sys.executable, "-m", "citecache", "--version").returncode == 0


def test_files_of_ours_that_another_distribution_wrote_over_are_reported_in_one_line(
    start: Started, tmp_path: Path
) -> None:
    """Both were installed into one folder, and the later one won."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "citecache").symlink_to(ROOT / "citecache")
    program = (
        "import sys, pathlib\n"
        f"sys.path[:0] = [{str(site)!r}]\n"
        "from citecache import startup\n"
        "try:\n    import crawler.no_such_module\n"
        "except ImportError as error:\n    print(startup.broken_package(error))\n"
    )
    done = start(sys.executable, "-c", program, PYTHONPATH=sysconfig.get_path("purelib"))
    assert done.stdout.startswith("`crawler.no_such_module` is not citecache's")
    assert done.stdout.count("\n") == 1


def test_the_formats_that_help_names_are_those_there_are() -> None:
    """The commands name them without importing the writers."""
    assert tuple(formats.FORMATS) == check_options.FORMATS
    assert tuple(worklist.FORMATS) == todo.FORMATS


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_standard_streams_are_no_trouble(start: Started, tmp_path: Path, closed: str) -> None:
    (tmp_path / "a.md").write_text("[a](https://example.org/a)\n")
    program = f"exec {sys.executable} -m citecache add a.md {closed}"
    done = start("/bin/sh", "-c", program, PYTHONPATH=str(ROOT))
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    assert (tmp_path / "citecache.db").exists()


def test_packages_of_bytecode_alone_are_ours(start: Started, tmp_path: Path) -> None:
    for name in ("citecache", *startup.PACKAGES):
        shutil.copytree(ROOT / name, tmp_path / "lib" / name, ignore=shutil.ignore_patterns("__pycache__"))
    compileall.compile_dir(tmp_path / "lib", legacy=True, quiet=1)
    for source in (tmp_path / "lib").rglob("*.py"):
        source.unlink()
    done = start(sys.executable, "-P", "-m", "citecache", "--version", PYTHONPATH=str(tmp_path / "lib"))
    assert (done.returncode, done.stderr) == (0, "")


def test_a_command_imports_no_pandas_because_it_is_installed(start: Started) -> None:
    """sqlite-utils would. Whoever wants it has it afterwards."""
    program = (
        "import sys\nfrom crawler.cache.write import runs\n"
        "assert not {'pandas', 'numpy'} & sys.modules.keys()\n"
        "import pandas, numpy\nassert pandas.DataFrame and numpy.array\n"
    )
    done = start(sys.executable, "-c", program)
    assert done.returncode == 0, done.stderr
