"""The measure of linear time: it lets linear work pass and finds quadratic work."""

from collections.abc import Callable

from growth import MOST, growth


def _linear(size: int) -> Callable[[], object]:
    return lambda: sum(range(size * 20_000))


def _quadratic(size: int) -> Callable[[], object]:
    return lambda: [sum(range(size * 16)) for _ in range(size)]


def test_linear_work_is_told_from_quadratic_work() -> None:
    assert 0 < growth(_linear, 500) <= MOST
    assert growth(_quadratic, 500) > MOST


def test_a_trifle_is_not_looked_into() -> None:
    assert growth(_quadratic, 2) == 0
