"""What `make bench` asks of the web view: the cache that it serves, the pages, how a ratio is judged."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def web() -> Iterator[ModuleType]:
    """bench/web.py as a module."""
    before = list(sys.path)
    sys.path.insert(0, str(ROOT / "bench"))
    import web  # noqa: PLC0415 - it is no module of a package

    sys.path[:] = before
    yield web
    for name in ("web", "exports"):
        sys.modules.pop(name, None)


def test_a_page_over_its_limit_fails_and_the_list_has_a_limit_of_its_own(
    web: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert web.report({"list": [10.0, 49.0, 900.0], "card": [99.0]}) == 0
    assert web.report({"list": [51.0], "card": [99.0]}) == 1
    assert capsys.readouterr().out.count("over") == 1


def test_every_page_is_served_of_the_cache_that_it_makes(web: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    web.make(path, 600)
    asked = web.pages(path)
    with web.served(path) as port:
        times = web.measured({port: asked}, 1)[port]
    assert {name for name in asked if name.startswith("list")} <= set(times)
    assert all(len(taken) == 1 for taken in times.values())
