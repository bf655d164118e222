"""A folder of exported files: what is in place after each export, and what of others is left alone."""

import os
import shutil
import stat
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from citecache.exports.folder import export_folder
from citecache.exports.written import WrittenFiles
from crawler.model.errors import Error

LIST = ".citecache-test.sha256"


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A file whose readers may read the export."""
    path = tmp_path / "c.db"
    path.touch()
    path.chmod(0o640)
    return path


@pytest.fixture
def export(cache: Path) -> Callable[..., tuple[int, int]]:
    """An export of these files; how many were removed, and how many kept."""

    def run(folder: Path, files: Mapping[str, bytes]) -> tuple[int, int]:
        with export_folder(folder, "citecache test", readers_of=cache) as out:
            for name, data in files.items():
                out.write(name, data)
        return out.removed, out.kept

    return run


Export = Callable[[Path, Mapping[str, bytes]], tuple[int, int]]


def files(folder: Path) -> dict[str, bytes]:
    """All files in a folder but the list, by name."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.name != LIST)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_a_new_folder_has_the_files_and_their_list(export: Export, tmp_path: Path) -> None:
    given = {"a.md": b"A", "deep/er/b.md": b"B"}
    assert export(tmp_path / "out", given) == (0, 0)
    assert files(tmp_path / "out") == given
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", LIST], cwd=tmp_path / "out", capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_file_written_piece_by_piece_is_one_of_them(cache: Path, tmp_path: Path) -> None:
    for content in (b"one", b"one", b"two"):
        with export_folder(tmp_path / "out", "citecache test", readers_of=cache) as out, out.file("x/a.md") as file:
            file.write(content[:1])
            file.write(content[1:])
        assert files(tmp_path / "out") == {"x/a.md": content}


def test_an_unchanged_export_touches_no_file(export: Export, tmp_path: Path) -> None:
    given = {"a.md": b"A", "b.md": b"B"}
    export(tmp_path / "out", given)
    for path in (tmp_path / "out").iterdir():
        os.utime(path, (1, 1))
    before = {path.name: (path.stat().st_ino, path.stat().st_mtime) for path in (tmp_path / "out").iterdir()}
    export(tmp_path / "out", given)
    assert {path.name: (path.stat().st_ino, path.stat().st_mtime) for path in (tmp_path / "out").iterdir()} == before


def test_stale_files_are_removed_and_others_stay(export: Export, tmp_path: Path) -> None:
    out = tmp_path / "out"
    export(out, {"a.md": b"A", "deep/b.md": b"B", "deep/c.md": b"C"})
    (out / "mine.md").write_bytes(b"mine")
    (out / "deep" / "mine.md").write_bytes(b"mine")
    assert export(out, {"a.md": b"A2"}) == (2, 0)
    assert files(out) == {"a.md": b"A2", "mine.md": b"mine", "deep/mine.md": b"mine"}


def test_a_folder_that_is_empty_now_is_removed(export: Export, tmp_path: Path) -> None:
    export(tmp_path / "out", {"deep/er/b.md": b"B"})
    export(tmp_path / "out", {})
    assert [path.name for path in (tmp_path / "out").iterdir()] == [LIST]


def test_files_of_a_folder_without_a_list_are_others(export: Export, tmp_path: Path) -> None:
    """Whatever they are called, and even if they have the content that would be written."""
    out = tmp_path / "out"
    out.mkdir()
    (out / "a.md").write_bytes(b"mine")
    with pytest.raises(Error, match=r"a\.md is no file of an earlier export"):
        export(out, {"b.md": b"B", "a.md": b"A"})
    assert [path.name for path in out.iterdir()] == ["a.md"]
    assert files(out) == {"a.md": b"mine"}


@pytest.mark.parametrize("later", [{"a.md": b"A3"}, {"b.md": b"B"}], ids=["still exported", "no longer exported"])
def test_an_edited_file_is_kept(export: Export, tmp_path: Path, later: Mapping[str, bytes]) -> None:
    """At every later export, until it is deleted, or as it was."""
    out = tmp_path / "out"
    export(out, {"a.md": b"A"})
    (out / "a.md").write_bytes(b"A, and a remark of mine")
    for _ in range(2):
        assert export(out, later) == (0, 1)
        assert (out / "a.md").read_bytes() == b"A, and a remark of mine"
    (out / "a.md").unlink()
    assert export(out, later) == (0, 0)
    assert files(out) == dict(later)


def test_a_file_that_a_crash_emptied_is_written_again(export: Export, tmp_path: Path) -> None:
    export(tmp_path / "out", {"a.md": b"A"})
    (tmp_path / "out" / "a.md").write_bytes(b"")
    assert export(tmp_path / "out", {"a.md": b"A"}) == (0, 0)
    assert files(tmp_path / "out") == {"a.md": b"A"}


def test_an_export_that_fails_leaves_all_as_it_was(export: Export, cache: Path, tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        with export_folder(folder, "citecache test", readers_of=cache) as out:
            out.write("a.md", b"A2")
            out.write("new.md", b"N")
            raise OSError(28, "No space left on device")

    with pytest.raises(Error, match="No space left"):
        fail(tmp_path / "new")
    assert not (tmp_path / "new").exists()
    export(tmp_path / "out", {"a.md": b"A"})
    with pytest.raises(Error, match="No space left"):
        fail(tmp_path / "out")
    assert files(tmp_path / "out") == {"a.md": b"A"}


def test_one_that_was_killed_while_files_were_put_in_place_is_made_good(export: Export, tmp_path: Path) -> None:
    """The list then has both what was and what was to be: all of it is ours."""
    out, killed = tmp_path / "out", tmp_path / "killed"
    export(out, {"a.md": b"A", "b.md": b"B", "gone.md": b"G"})
    export(killed, {"a.md": b"A2", "b.md": b"B2", "new.md": b"N"})
    with (out / LIST).open("ab") as both:
        both.writelines((killed / LIST).read_bytes().splitlines(keepends=True)[1:])
    shutil.copy(killed / "a.md", out / "a.md")
    shutil.copy(killed / "new.md", out / "new.md")
    (out / ".citecache-export-0123456789ab").mkdir()
    assert export(out, {"a.md": b"A3", "b.md": b"B3"}) == (2, 0)
    assert files(out) == {"a.md": b"A3", "b.md": b"B3"}
    assert sorted(path.name for path in out.iterdir()) == [LIST, "a.md", "b.md"]


@pytest.mark.parametrize("name", ["../out.md", "/etc/x", ".hidden", "deep/../../x", "deep/.hidden", "a\\b", "deep//x"])
def test_a_list_names_no_file_elsewhere(export: Export, tmp_path: Path, name: str) -> None:
    """It may come with a repository that strangers wrote."""
    (tmp_path / "out.md").write_bytes(b"")
    out = tmp_path / "out"
    export(out, {"a.md": b"A"})
    (out / ".hidden").write_bytes(b"")
    with (out / LIST).open("a") as listed:
        listed.write(f"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  {name}\n")
    assert name not in WrittenFiles(out / LIST)
    assert export(out, {"a.md": b"A"}) == (0, 0)
    assert (tmp_path / "out.md").exists()
    assert (out / ".hidden").exists()


def test_nothing_is_written_or_removed_through_a_link(export: Export, tmp_path: Path) -> None:
    """Neither a file that is one, nor one in a folder that is one."""
    elsewhere, out = tmp_path / "elsewhere", tmp_path / "out"
    elsewhere.mkdir()
    (elsewhere / "b.md").write_bytes(b"B")
    export(out, {"deep/b.md": b"B"})
    shutil.rmtree(out / "deep")
    (out / "deep").symlink_to(elsewhere)
    export(out, {})
    with pytest.raises(Error, match="is a link"):
        export(out, {"deep/b.md": b"B2"})
    assert files(elsewhere) == {"b.md": b"B"}


@pytest.mark.parametrize(
    "way", ["a file", "a folder in place of a file", "a file in place of a folder", "a link as list"]
)
def test_what_is_in_the_way_is_told(export: Export, tmp_path: Path, way: str) -> None:
    out = tmp_path / "out"
    match way:
        case "a file":
            out.write_bytes(b"")
        case "a folder as a file":
            (out / "deep" / "a.md").mkdir(parents=True)
        case "a file as a folder":
            out.mkdir()
            (out / "deep").write_bytes(b"")
        case _:
            out.mkdir()
            (out / LIST).symlink_to(tmp_path / "c.db")
    with pytest.raises(Error):
        export(out, {"deep/a.md": b"A"})


def test_two_exports_at_a_time_are_refused(export: Export, cache: Path, tmp_path: Path) -> None:
    with (
        export_folder(tmp_path / "out", "citecache test", readers_of=cache),
        pytest.raises(Error, match="written by another export"),
    ):
        export(tmp_path / "out", {})


def test_none_may_read_who_may_not_read_the_cache(export: Export, cache: Path, tmp_path: Path) -> None:
    """What is replaced keeps its mode."""
    export(tmp_path / "out", {"a.md": b"A"})
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "out").iterdir()}
    assert modes == {"a.md": 0o640, LIST: 0o640}
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o750
    cache.chmod(0o644)
    (tmp_path / "out" / "a.md").chmod(0o600)
    export(tmp_path / "out", {"a.md": b"A2", "b.md": b"B"})
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "out").iterdir()}
    assert modes == {"a.md": 0o600, "b.md": 0o644, LIST: 0o640}
