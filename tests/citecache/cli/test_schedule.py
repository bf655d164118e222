"""`schedule`: the jobs are valid, and what they run does what they say."""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from command_line import Cite, Installed
from loopback_web import LoopbackWeb, loopback_web

BIN = Path(sys.executable).parent
GH = """#!{python}
import json, os, sys
words, store = sys.argv[1:], {store!r}
said = json.load(open(store)) if os.path.exists(store) else []
body = next((word[6:] for word in words if word.startswith("body=@")), None) or (
    words[words.index("--body-file") + 1] if "--body-file" in words else None)
kind = "PATCH" if "PATCH" in words else "POST" if "POST" in words else " ".join(words[:2])
if (words[0] == "api" and kind.startswith("api")) or words[:2] == ["issue", "list"]:
    print("7" if any(one[0] in ("POST", "issue create") for one in said) else "", end="")
else:
    said.append([kind, open(body).read() if body else ""])
    json.dump(said, open(store, "w"))
"""
"""GitHub's program cannot run here: this one keeps what was written by it, and finds it again."""

Workflow = dict[Any, Any]


@pytest.fixture
def web() -> Iterator[LoopbackWeb]:
    with loopback_web() as found:
        yield found


@pytest.fixture
def workflow(cite: Cite) -> Workflow:
    found: Workflow = yaml.safe_load(cite("schedule", "ci").stdout)
    return found


@pytest.fixture
def forge(folder: Path) -> Path:
    """A folder with a `gh` of our own; `said.json` in it has what was written."""
    path = folder.parent / f"{folder.name}-forge"
    path.mkdir()
    (path / "gh").write_text(GH.format(python=sys.executable, store=str(path / "said.json")))
    (path / "gh").chmod(0o755)
    return path


def run_job(job: Workflow, forge: Path, folder: Path) -> list[str]:
    """Runs the scripts of a job one after the other, as a runner does; gives what each printed."""
    outputs, said = forge / "outputs", list[str]()
    outputs.write_text("")
    environment = {"PATH": f"{forge}:{BIN}:{os.environ['PATH']}", "LANG": "C.UTF-8", "RUNNER_TEMP": str(forge)}
    environment |= {"GITHUB_OUTPUT": str(outputs), "GITHUB_STEP_SUMMARY": str(forge / "summary")}
    environment |= {"CITECACHE_ALLOW_ADDRESSES": "127.0.0.1/32"}
    for step in job["steps"]:
        if "run" not in step or step["run"] == "pip install citecache":
            continue
        code = re.search(r"code=(\d+)", outputs.read_text())
        script = step["run"].replace("${{ steps.check.outputs.code }}", code[1] if code else "")
        assert "${{" not in script
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=folder,
            env=environment | dict.fromkeys(step.get("env", {}), "x"),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        said.append(done.stdout)
        if done.returncode:
            assert step["run"].startswith("exit"), done.stderr
            said.append(f"failed: {done.returncode}")
    return said


def written(forge: Path) -> list[tuple[str, str]]:
    path = forge / "said.json"
    return [(kind, body) for kind, body in json.loads(path.read_text())] if path.exists() else []


def test_the_workflow_follows_the_published_schema(cite: Cite, folder: Path) -> None:
    (folder / "citecache.yml").write_text(cite("schedule", "ci", "docs", "a file.md", "--every", "daily").stdout)
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows"]
    done = subprocess.run([*command, folder / "citecache.yml"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_workflow_has_least_permissions_and_pinned_majors(workflow: Workflow) -> None:
    # YAML 1.1, which PyYAML reads, takes the key `on` for true.
    assert set(workflow[True]) == {"pull_request", "schedule", "workflow_dispatch"}
    assert workflow[True]["schedule"][0]["cron"] == "17 4 * * 1"
    assert workflow["permissions"] == {"contents": "read"}
    jobs: Mapping[str, Workflow] = workflow["jobs"]
    assert jobs["pull_request"]["permissions"] == {"contents": "read", "pull-requests": "write"}
    assert jobs["weekly"]["permissions"] == {"contents": "read", "issues": "write"}
    used = [step["uses"] for job in jobs.values() for step in job["steps"] if "uses" in step]
    assert all(re.fullmatch(r"actions/[\w/-]+@v\d+", one) for one in used)


def test_the_database_is_kept_before_anything_can_fail(workflow: Workflow) -> None:
    """A job that fails saves no cache, and counts over several checks would never come together."""
    for job in workflow["jobs"].values():
        uses = [step.get("uses", "").partition("@")[0] for step in job["steps"]]
        restored, saved = (job["steps"][uses.index(f"actions/cache/{name}")] for name in ("restore", "save"))
        assert saved["if"] == "always()"
        assert saved["with"]["key"] == restored["with"]["key"]
        assert restored["with"]["key"].startswith(restored["with"]["restore-keys"])
        after = job["steps"][uses.index("actions/cache/save") :]
        assert any("check" in step.get("run", "") for step in after)


def test_a_pull_request_gets_annotations_and_one_comment(
    workflow: Workflow, folder: Path, web: LoopbackWeb, forge: Path
) -> None:
    """Which is rewritten, also when all is well again; and none where nothing was ever wrong."""
    job, page = workflow["jobs"]["pull_request"], folder / "a.md"
    page.write_text(f"[Good]({web.page('/good')})\n")
    run_job(job, forge, folder)
    assert written(forge) == []
    page.write_text(f"[Good]({web.url('/good')}), [gone]({web.url('/gone')}), [file](none.md)\n")
    said = run_job(job, forge, folder)
    assert said[0].count("::error file=a.md,line=1,") == 2
    assert said[-1] == "failed: 3"
    page.write_text(f"[Good]({web.url('/good')})\n")
    assert "failed: 3" not in run_job(job, forge, folder)
    assert [kind for kind, _ in written(forge)] == ["POST", "PATCH"]
    assert all(body.startswith("<!-- citecache -->\n**citecache**: ") for _, body in written(forge))
    assert "| `a.md:1:" in written(forge)[0][1]
    assert web.asked == ["/good", "/gone"]


def test_the_weekly_job_refreshes_and_keeps_one_issue(
    workflow: Workflow, folder: Path, web: LoopbackWeb, forge: Path
) -> None:
    job, page = workflow["jobs"]["weekly"], folder / "a.md"
    page.write_text(f"[Gone]({web.url('/gone')})\n")
    run_job(job, forge, folder)
    (folder / "new.md").write_text(f"[New]({web.page('/new')})\n")
    run_job(job, forge, folder)
    assert web.asked == ["/gone", "/new"]
    page.write_text("Nothing.\n")
    run_job(job, forge, folder)
    assert [kind for kind, _ in written(forge)] == ["issue create", "issue edit", "issue close"]
    assert "1 problem (1 missing)" in (forge / "summary").read_text()


def test_sources_in_a_workflow_are_those_of_the_checkout(cite: Cite) -> None:
    said = cite("schedule", "ci", "docs", "a file.md").stdout
    assert "check --fetch docs 'a file.md' --format github" in said
    assert "not within the checkout" in cite("schedule", "ci", "../docs", expect=2).output


def test_cron_adds_new_documents_before_it_refreshes(
    installed: Installed, cite: Cite, folder: Path, web: LoopbackWeb
) -> None:
    """By the files and folders that are in the cache, or those that are named."""
    (folder / "wiki" / "deep").mkdir(parents=True)
    (folder / "wiki" / "deep" / "a.md").write_text(f"[A]({web.page('/a')})\n")
    (folder / "refs.md").write_text("Nothing.\n")
    cite("add", "wiki", "refs.md")
    line = installed("schedule", "cron").stdout
    added = shlex.split(line.split(maxsplit=5)[5].partition(" > ")[0])
    assert added[3:] == ["add", str(folder / "refs.md"), str(folder / "wiki")]
    (folder / "wiki" / "b.md").write_text(f"[B]({web.page('/b')})\n")
    environment = {"PATH": os.environ["PATH"], "CITECACHE_ALLOW_ADDRESSES": "127.0.0.1/32", "LANG": "C.UTF-8"}
    command = line.split(maxsplit=5)[5].replace("\\%", "%")
    done = subprocess.run(["sh", "-c", command], cwd="/", env=environment, capture_output=True, text=True, check=True)
    assert sorted(web.asked) == ["/a", "/b"]
    assert (done.stdout, done.stderr) == ("", "")


def test_systemd_adds_new_documents_before_it_refreshes(installed: Installed, folder: Path) -> None:
    (folder / "50% $x").mkdir()
    said = installed("schedule", "systemd", "50% $x").stdout
    lines = re.findall(r"^ExecStart=(.*)", said, re.MULTILINE)
    assert re.fullmatch(r'-\S+citecache --db \S+citecache\.db add ".*/50%% \$\$x"', lines[0])
    assert lines[1].endswith(" refresh")
    assert "no documents" in installed("schedule", "systemd").stderr
