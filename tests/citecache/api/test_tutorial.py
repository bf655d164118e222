"""The examples of docs/api_tutorial.md run, one after the other, on the small cache."""

import doctest
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_the_tutorial_runs() -> None:
    page = (ROOT / "docs" / "api_tutorial.md").read_text(encoding="utf-8")
    examples = "\n".join(re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL))
    test = doctest.DocTestParser().get_doctest(examples, {}, "api_tutorial.md", None, 0)
    runner = doctest.DocTestRunner()
    runner.run(test)
    assert (runner.failures, runner.tries > 15) == (0, True)
