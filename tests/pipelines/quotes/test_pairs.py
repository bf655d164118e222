"""Quotations and texts written by hand, in many languages: pairs.toml."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipelines.quotes import Quotation, ReadText, locate

PAIRS: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("pairs.toml").read_text(encoding="utf-8"))["pair"]


@pytest.mark.parametrize("pair", PAIRS, ids=[pair["name"] for pair in PAIRS])
def test_the_status_and_the_differences_of_a_pair(pair: dict[str, Any]) -> None:
    text = pair["text"].replace("<...>", "Much was said. " * pair.get("long", 0))
    found = locate(Quotation(pair["quote"]), ReadText(text))
    told = [str(one) for one in found.differences]
    assert ("verbatim" if found.verbatim else "absent" if found.start is None else "altered") == pair["status"], told
    if "kinds" in pair:
        assert [one.kind for one in found.differences] == pair["kinds"], told
    if pair["status"] == "verbatim":
        assert text[found.start : found.end] == pair.get("found", text.rstrip(".。"))


def test_there_are_pairs_of_every_status() -> None:
    assert len(PAIRS) >= 60
    assert len({pair["name"] for pair in PAIRS}) == len(PAIRS)
    assert {pair["status"] for pair in PAIRS} == {"verbatim", "altered", "absent"}
