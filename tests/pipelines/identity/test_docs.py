"""docs/identity.md lists every grade and every sign."""

import re
from pathlib import Path

from pipelines.identity import Grade
from pipelines.identity.signs import AGAINST

DOCS = (Path(__file__).resolve().parents[3] / "docs" / "identity.md").read_text(encoding="utf-8")


def test_every_grade_and_every_sign_against_is_documented_and_no_other() -> None:
    rows = set(re.findall(r"^\| `(\w+)` \|", DOCS, re.MULTILINE))
    assert rows == {grade.value for grade in Grade} | {sign.__name__ for sign in AGAINST}
