"""`bench/accuracy.py --set`: another value of a threshold of the engine."""

import pytest

from bench.accuracy import change
from pipelines.extract.html import engine, structure


@pytest.fixture(autouse=True)
def kept_thresholds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "VETO", engine.VETO)
    monkeypatch.setattr(structure, "RULES", dict(structure.RULES))


def test_a_threshold_and_a_rule_of_a_page_type_are_set() -> None:
    change(("engine.VETO=0", "structure.article.caption=2"))
    assert (engine.VETO, structure.RULES["article"].caption) == (0, structure.NEVER)


@pytest.mark.parametrize(
    "setting",
    ["engine.VET=0", "nonsense", "engine.VETO=many", "os.sep=1", "engine.OPTIONS=1", "structure.article.no=1"],
)
def test_what_is_no_threshold_is_refused(setting: str) -> None:
    with pytest.raises((ValueError, TypeError)):
        change((setting,))
