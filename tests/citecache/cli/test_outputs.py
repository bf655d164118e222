"""The cache is never an output; an output is written whole or not at all, and is as private as what it replaces."""

import os
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import Cite, Installed

WRITERS = (
    ("export", "jsonl", "-o"),
    ("export", "csv", "-o"),
    ("export", "markdown", "-o"),
    ("check", "-o"),
    ("check", "--format", "json", "-o"),
    ("check", "--write-baseline"),
    ("backup", "--force"),
)
"""Every option that names a file to write."""

ALIASES: dict[str, Callable[[Path], str]] = {
    "its name": lambda cache: cache.name,
    "a path with dots": lambda cache: f"../{cache.parent.name}/./{cache.name}",
    "an absolute path": str,
    "a symbolic link": lambda cache: _link(cache, os.symlink),
    "a hard link": lambda cache: _link(cache, os.link),
    "a link to a link": lambda cache: _link(Path(_link(cache, os.symlink)).absolute(), os.symlink),
    "a linked folder": lambda cache: f"{_link(cache.parent, os.symlink)}/{cache.name}",
    "its write-ahead log": lambda cache: f"{cache.name}-wal",
    "its shared memory": lambda cache: f"{cache.name}-shm",
    "its journal": lambda cache: f"{cache.name}-journal",
    "its lock": lambda cache: f"{cache.name}.lock",
    "its log in capitals": lambda cache: f"{cache.name}-WAL",
    "a link to its lock": lambda cache: _link(cache.with_name(f"{cache.name}.lock"), os.symlink),
}


def _link(target: Path, link: Callable[[Path, Path], None]) -> str:
    name = Path(f"alias-{len(list(Path().iterdir()))}")
    link(target, name)
    return str(name)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("alias", sorted(ALIASES))
@pytest.mark.parametrize("writer", WRITERS, ids=" ".join)
def test_the_cache_and_what_is_beside_it_are_no_outputs(
    cite: Cite, filled: Path, writer: tuple[str, ...], alias: str
) -> None:
    name = ALIASES[alias](filled.absolute())
    before = filled.read_bytes()
    result = cite(*writer, name, expect=1)
    assert "name another file" in str(result.exception)
    assert filled.read_bytes() == before
    assert not any(Path(f"{filled}{suffix}").is_symlink() for suffix in ("-wal", "-shm", ".lock"))
    assert not [path for path in Path().iterdir() if path.name.startswith(f".{filled.name}")]


@pytest.mark.parametrize("writer", WRITERS[:-1], ids=" ".join)
def test_another_database_and_what_belongs_to_it_are_no_outputs(
    cite: Cite, filled: Path, folder: Path, writer: tuple[str, ...]
) -> None:
    cite("backup", "other.db")
    before = (folder / "other.db").read_bytes()
    for name in ("other.db", "other.db-wal", "other.db.lock"):
        assert "database" in str(cite(*writer, name, expect=1).exception)
    assert (folder / "other.db").read_bytes() == before
    assert filled.exists()


@pytest.mark.parametrize("writer", [one for one in WRITERS if "markdown" not in one], ids=" ".join)
def test_a_folder_is_no_output(cite: Cite, filled: Path, folder: Path, writer: tuple[str, ...]) -> None:
    (folder / "d").mkdir()
    cite(*writer, "d", expect=2)
    assert filled.exists()
    assert not list((folder / "d").iterdir())


def test_a_descriptor_of_the_cache_is_no_output(installed: Installed, filled: Path) -> None:
    """`/proc/self/fd/N`, and standard output that a shell has appended to it."""
    before = filled.read_bytes()
    with filled.open("ab") as cache:
        said = installed("export", "jsonl", expect=1, stdout=cache).stderr
        assert "standard output is the cache itself" in said
        assert "is the cache itself" in installed("export", "jsonl", "-o", "/dev/stdout", expect=1, stdout=cache).stderr
        assert "is the cache itself" in installed("list", expect=1, stdout=cache).stderr
    assert filled.read_bytes() == before


@pytest.mark.parametrize("writer", WRITERS[:-1], ids=" ".join)
@pytest.mark.usefixtures("filled")
def test_a_file_that_is_replaced_keeps_its_mode(cite: Cite, folder: Path, writer: tuple[str, ...]) -> None:
    """A new one has what the umask lets."""
    out = folder / "out"
    for before in (0o600, 0o640, 0o664):
        out.touch()
        out.chmod(before)
        cite(*writer, "out", expect=3 if writer in {("check", "-o"), ("check", "--format", "json", "-o")} else 0)
        assert (mode(out), out.stat().st_size > 0) == (before, True)
        out.unlink()
    earlier = os.umask(0o027)
    try:
        cite("check", "--write-baseline", "out")
    finally:
        os.umask(earlier)
    assert mode(out) == 0o640


def test_a_copy_of_a_private_cache_is_private(cite: Cite, filled: Path, folder: Path) -> None:
    """A backup has the mode of the cache; an export none may read who may not read the cache."""
    filled.chmod(0o600)
    cite("backup", "copy.db")
    cite("export", "jsonl", "-o", "all.jsonl")
    assert (mode(folder / "copy.db"), mode(folder / "all.jsonl")) == (0o600, 0o600)
    (folder / "copy.db").chmod(0o644)
    cite("backup", "--force", "copy.db")
    assert mode(folder / "copy.db") == 0o600
    filled.chmod(0o644)
    cite("backup", "open.db")
    assert mode(folder / "open.db") == 0o644
    cite("backup", "--force", "copy.db")
    assert mode(folder / "copy.db") == 0o600


def test_an_output_that_fails_leaves_the_old_file(
    cite: Cite, filled: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also a read-only one, which a rename would replace; nothing else is left beside it."""
    from citecache.exports import jsonl  # noqa: PLC0415 - what fails

    out = folder / "out.jsonl"
    out.write_text("as before")
    before = sorted(path.name for path in folder.iterdir())

    def full(*_: object) -> str:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(jsonl, "line", full)
        assert "No space left" in str(cite("export", "jsonl", "-o", "out.jsonl", expect=1).exception)
    assert (out.read_text(), sorted(path.name for path in folder.iterdir())) == ("as before", before)
    assert filled.exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write all files")
@pytest.mark.usefixtures("filled")
def test_a_read_only_file_is_not_replaced(cite: Cite, folder: Path) -> None:
    (folder / "out").write_text("as before")
    (folder / "out").chmod(0o444)
    assert "read-only" in str(cite("export", "jsonl", "-o", "out", expect=1).exception)
    assert (folder / "out").read_text() == "as before"


@pytest.mark.usefixtures("filled")
def test_what_a_link_points_to_is_replaced(cite: Cite, folder: Path) -> None:
    (folder / "there").mkdir()
    (folder / "link").symlink_to("there/real")
    cite("export", "jsonl", "-o", "link")
    assert (folder / "link").is_symlink()
    assert (folder / "there" / "real").stat().st_size > 0


@pytest.mark.usefixtures("filled")
def test_a_missing_folder_is_told(cite: Cite) -> None:
    for writer in WRITERS:
        assert "its folder does not exist" in str(cite(*writer, "no/such/out", expect=1).exception)


@pytest.mark.usefixtures("filled")
def test_streams_are_written_to_and_not_replaced(installed: Installed, folder: Path) -> None:
    """/dev/stdout, /dev/stderr, /dev/null, /dev/fd/N, and links to them."""
    whole = installed("export", "jsonl").stdout
    assert installed("export", "jsonl", "-o", "/dev/stdout").stdout == whole
    assert whole in installed("export", "jsonl", "-o", "/dev/stderr").stderr
    assert installed("export", "jsonl", "-o", "/dev/fd/1").stdout == whole
    (folder / "link").symlink_to("/dev/stdout")
    assert installed("export", "jsonl", "-o", "link").stdout == whole
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)
    installed("export", "jsonl", "-o", os.devnull)
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)
    with (folder / "log").open("ab") as log:
        log.write(b"before\n")
        log.flush()
        installed("export", "jsonl", "-o", "/dev/stdout", stdout=log)
    assert (folder / "log").read_text() == f"before\n{whole}"


@pytest.mark.usefixtures("filled")
def test_devices_and_pipes_are_not_replaced(installed: Installed, folder: Path) -> None:
    """A backup is no stream; an export is written into a pipe that somebody reads."""
    os.mkfifo(folder / "pipe")
    (folder / "device").symlink_to("/dev/zero")
    for name in ("pipe", "device", os.devnull):
        assert "it is a device or a pipe" in installed("backup", "--force", name, expect=1).stderr
    assert "it is a device or a pipe" in installed("export", "jsonl", "-o", "device", expect=1).stderr
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append((folder / "pipe").read_bytes()))
    reader.start()
    installed("export", "jsonl", "-o", "pipe")
    reader.join()
    assert got == [installed("export", "jsonl").stdout.encode()]
    assert stat.S_ISFIFO((folder / "pipe").stat().st_mode)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("command", ["list --json", "check --format json", "check --format junit", "status"])
@pytest.mark.usefixtures("filled")
def test_a_full_disk_behind_stdout_is_told(installed: Installed, command: str) -> None:
    with Path("/dev/full").open("wb") as full:
        said = installed(*command.split(), expect=1, stdout=full).stderr
    assert "the output cannot be written to its end, no space is left" in said
    assert "Errno" not in said


def test_a_demo_is_put_into_an_empty_folder_only(installed: Installed, folder: Path) -> None:
    """Its files and its cache would mix with a user's own."""
    (folder / "wiki").mkdir()
    (folder / "wiki" / "halyard.md").write_text("mine")
    for kept in (".", "wiki", "wiki/../wiki"):
        assert "is not empty" in installed("demo", "--keep", kept, expect=1).stderr
    (folder / "link").symlink_to("wiki")
    assert "is not empty" in installed("demo", "--keep", "link", expect=1).stderr
    assert [path.name for path in folder.rglob("*") if not path.is_symlink()] == ["wiki", "halyard.md"]
    assert (folder / "wiki" / "halyard.md").read_text() == "mine"
