"""What `make bench` counts: spreads, ratios, stages that add up, the section of the document, the pages it serves."""

import hashlib
import json
import math
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest

from bench.speed import stages
from bench.speed.sections import replace_section
from bench.speed.stages import RULES, STAGES, add_up, stage_of
from bench.speed.statistics import Spread, percent, ratios
from bench.speed.web import evenly, key_of, own_pages, served_pages

ROOT = Path(__file__).parents[2]


# --- statistics -----------------------------------------------------------------------------------


def test_a_spread_is_the_median_with_the_least_and_the_most() -> None:
    assert Spread.of([30.0, 10.0, 11.0]) == Spread(11.0, 10.0, 30.0)


@pytest.mark.parametrize(
    ("values", "digits", "text"),
    [
        ([1.0, 2.0, 4.0], 1, "2.0 (1.0..4.0)"),
        ([1.234], 2, "1.23"),
        ([1.004, 1.001], 2, "1.00"),
        ([1200.0, 1400.0], 0, "1,300 (1,200..1,400)"),
    ],
)
def test_a_spread_as_text(values: list[float], digits: int, text: str) -> None:
    assert Spread.of(values).text(digits) == text


def test_a_ratio_is_taken_within_a_round() -> None:
    """The machine was ten times slower in the second round: for both."""
    assert ratios([2.0, 20.0], [3.0, 30.0]) == Spread(1.5, 1.5, 1.5)


def test_ratios_of_unequal_rounds_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        ratios([1.0], [1.0, 2.0])


def test_what_was_lost_in_the_noise_is_said_to_be_so() -> None:
    nothing = ratios([1.0, math.nan], [math.nan, 2.0])
    assert (nothing.text(), percent(nothing)) == ("not measurable", "not measurable")
    assert Spread.of([math.nan, 3.0, 5.0]) == Spread(4.0, 3.0, 5.0)


def test_a_ratio_in_percent() -> None:
    assert percent(Spread(0.85, 0.8, 0.9)) == "85 % (80..90)"


# --- stages ---------------------------------------------------------------------------------------


def test_the_stages_of_all_processes_add_up_to_the_whole() -> None:
    found = add_up([{"fetch": 1.0, "store": 0.5}, {"metadata": 2.0, "other": 0.25}], whole=5.0)
    assert sum(found.values()) == pytest.approx(5.0)
    assert (found["fetch"], found["metadata"], found["other"]) == (1.0, 2.0, pytest.approx(1.5))


def test_samples_of_more_than_the_whole_are_reduced_alike() -> None:
    found = add_up([{"fetch": 3.0, "store": 1.0}], whole=2.0)
    assert (found["fetch"], found["store"], found["other"]) == (pytest.approx(1.5), pytest.approx(0.5), 0.0)


def test_every_stage_has_a_title_and_every_rule_a_stage() -> None:
    assert {rule.stage for rule in RULES} <= set(STAGES)


@pytest.mark.parametrize(
    "path",
    sorted(
        {path for rule in RULES for path in rule.paths if path.startswith("/pipelines")}
        | {path for rule in RULES for path in rule.paths if path.startswith("/crawler")}
    ),
)
def test_a_rule_names_what_there_is(path: str) -> None:
    """A module that is renamed would otherwise be charged to its caller in silence."""
    assert (ROOT / path.lstrip("/")).exists()


@pytest.mark.parametrize(
    ("path", "function"), sorted({(path, name) for rule in RULES for path in rule.paths for name in rule.functions})
)
def test_a_rule_names_functions_that_there_are(path: str, function: str) -> None:
    of_rule = next(rule for rule in RULES if path in rule.paths and function in rule.functions)
    texts = [(ROOT / one.lstrip("/")).read_text(encoding="utf-8") for one in of_rule.paths]
    assert any(re.search(rf"def {function}\(", text) for text in texts)


def _frame(*places: tuple[str, str]) -> FrameType:
    """A stack of functions in these files, outermost first."""
    caught: list[FrameType] = []
    call: Callable[[], None] = lambda: caught.append(sys._getframe(1))  # noqa: E731
    for file, function in reversed(places):
        scope: dict[str, Callable[[], None]] = {"inner": call}
        code = compile(f"def {function}():\n    inner()\n", file, "exec")
        exec(code, scope)
        call = scope[function]
    call()
    return caught[0]


INSTALLED = "/usr/lib/python3/site-packages"


@pytest.mark.parametrize(
    ("places", "stage"),
    [
        ([(f"{INSTALLED}/twisted/internet/base.py", "run"), (f"{ROOT}/pipelines/judge/walls.py", "read")], "judge"),
        (
            [(f"{ROOT}/pipelines/extract/metadata/dates.py", "read"), ("/usr/lib/python3/re/__init__.py", "sub")],
            "metadata",
        ),
        (
            [(f"{ROOT}/pipelines/extract/html/engine.py", "main_text"), (f"{INSTALLED}/trafilatura/core.py", "f")],
            "trafilatura",
        ),
        ([(f"{ROOT}/pipelines/extract/html/engine.py", "main_text")], "model"),
        ([(f"{ROOT}/pipelines/extract/html/markup.py", "parse"), (f"{INSTALLED}/lxml/html/__init__.py", "f")], "parse"),
        ([("<frozen importlib._bootstrap>", "_load"), (f"{ROOT}/pipelines/extract/metadata/dates.py", "C")], "start"),
        ([(f"{INSTALLED}/unheard/of.py", "f")], "fetch"),
        ([("/home/citecache/citecache/elsewhere.py", "f")], "fetch"),
    ],
)
def test_a_stack_belongs_to_the_stage_of_its_innermost_known_frame(places: list[tuple[str, str]], stage: str) -> None:
    assert stage_of(_frame(*places)) == stage


def test_what_is_written_to_the_index_is_told_from_other_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = {1: 'insert(db, "captures", row)', 2: 'insert(db, "captures_fts", row)'}
    monkeypatch.setattr(stages, "getline", lambda _, line: lines.get(line, ""))
    frame = _frame((f"{ROOT}/crawler/cache/write/captures.py", "append"))
    assert (frame.f_lineno, stage_of(frame)) == (2, "fts")
    lines[2] = lines[1]
    assert stage_of(frame) == "store"


FORKED = """
import os, time
from bench.speed import stages
def busy():
    end = time.process_time() + 0.5
    while time.process_time() < end:
        sum(range(1000))
if os.fork():
    os.wait()
else:
    busy()
    os._exit(0)
"""


def test_a_forked_process_is_sampled_too(tmp_path: Path) -> None:
    """Extraction workers are forks, which inherit no timer, and end without a word."""
    paths = os.pathsep.join(map(str, (ROOT / "bench" / "speed" / "sampling", ROOT)))
    environment = os.environ | {"PYTHONPATH": paths, "CITECACHE_SAMPLES": str(tmp_path)}
    subprocess.run([sys.executable, "-c", FORKED], env=environment, check=True)
    found = [json.loads(path.read_text(encoding="utf-8")) for path in tmp_path.glob("*.json")]
    assert len(found) == 2
    assert max(one.get("fetch", 0.0) for one in found) > 0.3


# --- what is served, what is written --------------------------------------------------------------


def test_no_two_of_our_pages_have_the_same_address_or_content() -> None:
    pages = list(own_pages(3))
    assert len({page.url for page in pages}) == len({page.etag for page in pages}) == len(pages)


def test_a_part_of_the_pages_is_chosen_evenly() -> None:
    pages = served_pages(None, 10)
    assert len(pages) == 10
    assert len({page.url.split("/")[2] for page in pages}) > 5
    assert evenly(pages, 20) == pages


def test_an_entity_tag_names_the_content() -> None:
    page = served_pages(None, 1)[0]
    assert page.etag == f'"{hashlib.sha256(page.body).hexdigest()[:32]}"'


def test_a_section_of_the_document_is_replaced() -> None:
    document = "# A\n<!-- own pages -->\nold\n<!-- end of own pages -->\nrest\n"
    found = replace_section(document, "own pages", r"| new \1 |")
    assert found == "# A\n<!-- own pages -->\n\n| new \\1 |\n\n<!-- end of own pages -->\nrest\n"


def test_a_document_without_the_section_is_refused() -> None:
    with pytest.raises(ValueError, match="own pages"):
        replace_section("# A\n", "own pages", "")


@pytest.mark.parametrize("name", ["own pages", "recorded pages"])
def test_the_document_has_the_sections_that_the_command_writes(name: str) -> None:
    document = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    assert replace_section(document, name, "text") != document


@pytest.mark.parametrize(
    "asked",
    [
        "https://a.example/x;y=1/http://b.example/?q=%C3%A9&r=1",
        "https://A.example/x%3By=1/http:/b.example/?q=é&r=1#part",
        "https://a.example/x%3by=1/http:/b.example/?q=%c3%a9&r=1",
    ],
)
def test_a_page_is_found_however_a_client_writes_its_url(asked: str) -> None:
    assert key_of(asked) == key_of("https://a.example/x;y=1/http://b.example/?q=é&r=1")


def test_another_query_is_another_page() -> None:
    assert key_of("https://a.example/?q=1") != key_of("https://a.example/?q=2") != key_of("https://a.example/")


def test_every_row_of_the_published_tables_has_the_columns_of_its_heading() -> None:
    page = (Path(__file__).parents[2] / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    tables = [lines for part in page.split("\n\n") if (lines := part.strip().splitlines())[:1] and lines[0][0] == "|"]
    assert [lines[0].split(" | ")[0] for lines in tables].count("| crawl") == 2  # recorded pages and our own
    for lines in tables:
        assert {line.count("|") for line in lines} == {lines[0].count("|")}, lines[0]
        assert len(lines) > 2
