"""README's scheduled jobs, run as cron, systemd and a CI service would run them: twice, and under any path."""

import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from command_line import Cite, Installed
from loopback_web import LoopbackWeb, loopback_web

from citecache.usecases import schedule

BIN = Path(sys.executable).parent
ODD = '50% of "it\'s" $HOME & `id`; \\ #1: {x}'
"""A folder's name with what cron, systemd, a shell and YAML give a meaning."""

CRON_FIELD = r"(?:\*|\d{1,2})"
ENVIRONMENT = {
    "HOME": "/nonexistent",
    "LOGNAME": "user",
    "SHELL": "/bin/sh",
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
}
"""What cron gives to a job (crontab(5)), and nothing else."""


@pytest.fixture
def web() -> Iterator[LoopbackWeb]:
    with loopback_web() as found:
        yield found


@pytest.fixture
def odd(folder: Path, cite: Cite, web: LoopbackWeb, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of that name with a document and a cache."""
    path = folder / ODD
    (path / "wiki").mkdir(parents=True)
    (path / "wiki" / "a.md").write_text(f"[A]({web.page('/a')})\n")
    monkeypatch.chdir(path)
    cite("add", ".")
    return path


def scheduled(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(BIN / "citecache"), "schedule", *arguments]
    return subprocess.run(command, env={"LANG": "C.UTF-8"}, capture_output=True, text=True, check=False, timeout=60)


def run(command: list[str]) -> tuple[str, str]:
    environment = ENVIRONMENT | {"CITECACHE_ALLOW_ADDRESSES": "127.0.0.1/32"}
    done = subprocess.run(command, cwd="/", env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout, done.stderr


def make_due(database: Path) -> None:
    """As if the days until the next check had passed."""
    with sqlite3.connect(database) as db:
        db.execute("UPDATE pages SET due_at = '2020-01-01T00:00:00Z'")
    db.close()


@pytest.mark.parametrize("every", ["daily", "hourly", "weekly"])
@pytest.mark.usefixtures("odd")
def test_the_cron_line_is_one_line_of_five_fields(every: str) -> None:
    line = scheduled("cron", "--every", every).stdout
    assert re.fullmatch(rf"{CRON_FIELD}(?: {CRON_FIELD}){{4}}  /.*\n", line)
    minute, hour, *_ = line.split()
    assert 0 < int(minute) < 60  # not the full hour, when servers are busiest
    assert hour == "*" or int(hour) < 24


def test_the_cron_job_fetches_what_is_new_and_is_silent_until_a_verdict_changes(odd: Path, web: LoopbackWeb) -> None:
    """cron mails what a job prints (crontab(5), MAILTO)."""
    line = scheduled("cron").stdout.rstrip("\n")
    command = re.sub(r"\\%", "%", line.split(maxsplit=5)[5])
    assert not re.search(r"(?<!\\)%", line)  # it would end the command
    assert run(["/bin/sh", "-c", command]) == ("", "")
    (odd / "wiki" / "b.md").write_text(f"[B]({web.page('/b')})\n")
    assert run(["/bin/sh", "-c", command]) == ("", "")
    assert web.asked == ["/a", "/b"]
    del web.pages["/a"]
    make_due(odd / "citecache.db")
    said, complaints = run(["/bin/sh", "-c", command])
    assert "missing" in said
    assert "/a" in said
    assert "/b" not in said
    assert complaints == ""
    assert sorted(web.asked) == ["/a", "/a", "/b", "/b"]


def units(text: str, folder: Path) -> list[Path]:
    """The unit files of `schedule systemd`, by the names in its comments."""
    found = []
    for name, body in re.findall(
        r"^# ~/\.config/systemd/user/(\S+)\n(.*?)(?=^# ~|^# then|\Z)", text, re.DOTALL | re.MULTILINE
    ):
        (folder / name).write_text(body)
        found.append(folder / name)
    return found


def commands(service: Path) -> list[list[str]]:
    """The command lines as systemd takes them apart (systemd.service(5), "Command lines")."""
    lines = re.findall(r"^ExecStart=-?(.*)", service.read_text(), re.MULTILINE)
    return [[word.replace("%%", "%").replace("$$", "$") for word in shlex.split(line)] for line in lines]


@pytest.mark.parametrize("every", ["daily", "hourly", "weekly"])
@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
@pytest.mark.usefixtures("odd")
def test_the_systemd_units_are_valid(tmp_path: Path, every: str) -> None:
    files = units(scheduled("systemd", "--every", every).stdout, tmp_path)
    assert [file.name for file in files] == ["citecache.service", "citecache.timer"]
    command = ["systemd-analyze", "verify", "--man=no", *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    ours = [line for line in done.stderr.splitlines() if "citecache." in line]
    assert (done.returncode, ours) == (0, [])


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
@pytest.mark.usefixtures("odd")
def test_the_systemd_service_is_hardened(tmp_path: Path) -> None:
    """`systemd-analyze security` gives a service without any of it 9.6 of 10; docs/operations.md has our figure."""
    service, _ = units(scheduled("systemd").stdout, tmp_path)
    command = ["systemd-analyze", "security", "--offline=true", "--threshold=25", service]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    if "unrecognized option" in done.stderr:
        pytest.skip("systemd is older than 250")
    assert done.returncode == 0, done.stdout


def test_the_systemd_service_may_write_beside_the_database_only(odd: Path) -> None:
    text = scheduled("systemd").stdout
    (paths,) = re.findall(r"^ReadWritePaths=(.*)", text, re.MULTILINE)
    assert [word.replace("%%", "%") for word in shlex.split(paths)] == [str(odd)]
    assert "ProtectSystem=strict\n" in text
    assert "PrivateTmp" not in text if odd.is_relative_to("/tmp") else "PrivateTmp=yes" in text


def test_the_systemd_service_has_its_own_tmp_unless_it_needs_what_is_there() -> None:
    at = {"program": Path("/opt/citecache"), "database": Path("/srv/wiki/citecache.db")}
    assert "PrivateTmp=yes\n" in schedule.job("systemd", "daily", **at)
    assert "PrivateTmp" not in schedule.job("systemd", "daily", **at, sources=["/tmp/docs"])


def test_the_systemd_service_fetches_what_is_new(odd: Path, web: LoopbackWeb, tmp_path: Path) -> None:
    service, _ = units(scheduled("systemd").stdout, tmp_path)
    for _ in range(2):
        for command in commands(service):
            run(command)
        (odd / "wiki" / "b.md").write_text(f"[B]({web.page('/b')})\n")
    assert web.asked == ["/a", "/b"]


@pytest.mark.usefixtures("odd")
def test_the_workflow_holds_any_name() -> None:
    """In YAML, and in the shell."""
    text = scheduled("ci", ODD, "a: b", "#c").stdout
    jobs = yaml.safe_load(text)["jobs"]
    added = next(step["run"] for step in jobs["weekly"]["steps"] if " add " in step.get("run", ""))
    assert shlex.split(added)[-4:] == ["add", ODD, "a: b", "#c"]
    named = subprocess.run(
        [str(BIN / "citecache"), "--db", f"{ODD}.db", "schedule", "ci"],
        capture_output=True, text=True, check=True, env={"LANG": "C.UTF-8"},
    )  # fmt: skip
    for job in yaml.safe_load(named.stdout)["jobs"].values():
        paths = [step["with"]["path"] for step in job["steps"] if "cache/" in step.get("uses", "")]
        assert paths == [f"{ODD}.db"] * 2
        assert all(
            f"{ODD}.db" in shlex.split(step["run"])
            for step in job["steps"]
            if " --db " in step.get("run", "") and "\n" not in step["run"].strip()
        )


@pytest.mark.parametrize("system", ["ci", "cron", "systemd"])
@pytest.mark.parametrize(
    "name", ["a\n* * * * *  touch x", "a\nExecStart=x", "a\rb", "a\x1b[2Jb", "a\u202eb", os.fsdecode(b"a\xff")]
)
def test_a_name_that_would_begin_another_job_is_refused(
    installed: Installed, folder: Path, name: str, system: str
) -> None:
    (folder / name).mkdir()
    (folder / name / "a.md").write_text("[A](https://example.org/)\n")
    done = installed("schedule", system, name, expect=1)
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "control character" in done.stderr


def test_a_folder_of_a_clone_that_would_begin_another_job_is_refused(installed: Installed, folder: Path) -> None:
    """Nobody has named it: the job has what is known to the cache."""
    (folder / "a\n* * * * *  touch x").mkdir()
    (folder / "a\n* * * * *  touch x" / "a.md").write_text("[A](https://example.org/)\n")
    installed("add", ".")
    assert "control character" in installed("schedule", "cron", expect=1).stderr
