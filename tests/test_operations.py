"""docs/operations.md and the Grafana dashboard name the metrics that are exported, and no others."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from citecache.usecases.metrics.definitions import METRICS

DOCS = Path(__file__).resolve().parent.parent / "docs"
SERIES = {name for metric in METRICS for name in metric.series}


def strings(value: Any, key: str) -> Iterator[str]:
    """The strings of that key, at whatever depth."""
    if isinstance(value, dict):
        yield from (one for name, one in value.items() if name == key and isinstance(one, str))
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings(one, key)


def dashboard() -> Any:
    return json.loads((DOCS / "grafana-dashboard.json").read_text(encoding="utf-8"))


def named(text: str) -> set[str]:
    return set(re.findall(r"\bcitecache_\w+", text))


def test_the_dashboard_asks_for_metrics_that_are_exported() -> None:
    asked = [*strings(dashboard(), "expr"), *strings(dashboard(), "query")]
    assert len(asked) > 20
    assert [text for text in asked if not named(text) <= SERIES] == []


def test_the_dashboard_shows_every_metric_but_the_start_of_a_run() -> None:
    shown = {name for text in strings(dashboard(), "expr") for name in named(text)}
    assert SERIES - shown == {"citecache_run_start_timestamp_seconds"}


def test_the_dashboard_has_labels_that_are_exported() -> None:
    legends = {name for text in strings(dashboard(), "legendFormat") for name in re.findall(r"{{(\w+)}}", text)}
    assert legends == {metric.label for metric in METRICS if metric.label}


def test_panels_do_not_overlap_and_have_ids_of_their_own() -> None:
    panels = dashboard()["panels"]
    cells = [
        (x, y)
        for place in (panel["gridPos"] for panel in panels)
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]
    assert len(set(cells)) == len(cells)
    assert all(x < 24 for x, _ in cells)
    assert len({panel["id"] for panel in panels}) == len(panels)


def test_the_guide_lists_every_metric_with_its_label_and_its_meaning() -> None:
    text = (DOCS / "operations.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(citecache_\w+)` \| (\w+) \| (?:`(\w+)`)? ?\| (.*) \|$", text, re.MULTILINE)
    expected = [
        (
            metric.series[0] if len(metric.series) == 1 else metric.name,
            metric.kind.value,
            metric.label or "",
            metric.help,
        )
        for metric in METRICS
    ]
    assert rows == expected
    assert named(text) - SERIES <= {metric.name for metric in METRICS}
