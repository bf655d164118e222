"""docs/verdicts.md lists every rule and every verdict."""

import re
from pathlib import Path

import pipelines.judge
from crawler.model import Verdict

CODE = Path(pipelines.judge.__file__).parent
DOCS = (Path(__file__).resolve().parents[3] / "docs" / "verdicts.md").read_text(encoding="utf-8")


def test_every_rule_is_documented_and_every_documented_rule_exists() -> None:
    """By its ID: in the tables of docs/verdicts.md, and in the docstring of the function that implements it."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in CODE.glob("*.py"))
    ids = set(re.findall(r'(?:rule(?:, detail)? ?= ?|DeathCriterion\()"([a-z0-9-]+)"', code))
    ids -= {"status-304"}  # one of `status-<code>`
    assert len(ids) > 25
    documented = set(re.findall(r"^\| (`.*?`) \|", DOCS, re.MULTILINE))
    documented = {name for cell in documented for name in re.findall(r"`([a-z0-9-]+)`", cell)}
    verdicts = {verdict.value for verdict in Verdict}
    assert ids == documented - verdicts
    assert not [name for name in ids if f"`{name}`" not in code and name != "status-none"]


def test_every_verdict_is_documented() -> None:
    assert not [verdict for verdict in Verdict if f"| `{verdict}` |" not in DOCS]
