"""The workflow of GitHub Actions is valid and runs on every Python that the package claims."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CLAIM = "Programming Language :: Python :: 3."
PYTHONS = [kind.rpartition(" ")[2] for kind in PROJECT["classifiers"] if kind.startswith(CLAIM)]


def jobs() -> dict[str, dict[str, object]]:
    (path,) = WORKFLOWS
    found: dict[str, dict[str, object]] = yaml.safe_load(path.read_text())["jobs"]
    return found


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_follows_the_published_schema(path: Path) -> None:
    """Checked without a network: the schema comes with check-jsonschema."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_python_that_the_package_claims_is_tested() -> None:
    matrices = [job["strategy"]["matrix"]["python"] for job in jobs().values() if "strategy" in job]  # type: ignore[index]
    assert matrices == [PYTHONS, PYTHONS]
    assert PROJECT["requires-python"] == f">={PYTHONS[0]}"


def test_every_script_is_bash_and_every_make_target_exists() -> None:
    scripts = [step["run"] for job in jobs().values() for step in job["steps"] if "run" in step]  # type: ignore[attr-defined]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for script in [*scripts, (ROOT / ".ci" / "run").read_text(encoding="utf-8")]:
        done = subprocess.run(["bash", "-n"], input=script, text=True, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        for target in re.findall(r"^make (\w+)", script, re.MULTILINE):
            assert f"\n{target}:" in makefile, target
