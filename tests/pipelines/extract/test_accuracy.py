"""The minimum accuracy on real pages, if they are available."""

import asyncio
import importlib.util
import json
from pathlib import Path

import pytest

_SPEC = importlib.util.spec_from_file_location("accuracy", Path(__file__).parents[3] / "bench" / "accuracy.py")
assert _SPEC is not None
assert _SPEC.loader is not None
accuracy = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(accuracy)


def test_the_article_texts_reach_the_floor() -> None:
    web = accuracy.find_web([])
    if web is None:
        pytest.skip("no recorded web: set CITECACHE_WEB")
    truth = json.loads((web / "ground-truth.json").read_text(encoding="utf-8"))
    captures, _, _ = asyncio.run(accuracy.extract_all(accuracy.load(web, set(truth))))
    f1, _, _ = accuracy.score(truth, {url: capture.text or "" for url, capture in captures.items()})
    assert f1 >= accuracy.FLOOR


@pytest.mark.parametrize(
    ("true", "predicted", "counts"),
    [
        ("a b c d", "a b c d", (1.0, 0.0, 0.0)),
        ("a b c d", "a b c d e", (0.5, 0.5, 0.0)),
        ("a b c d e", "a b c d", (0.5, 0.0, 0.5)),
        ("a b", "", (0.0, 0.0, 1.0)),
        ("", "", (0.0, 0.0, 0.0)),
    ],
)
def test_shingles_are_counted_as_the_benchmark_counts_them(
    true: str, predicted: str, counts: tuple[float, float, float]
) -> None:
    assert accuracy.match(true, predicted) == counts
