"""The simulation of a crawl, beside one that goes request by request."""

import math

import pytest

from bench.scale.hosts import host_sizes
from bench.simulate import HOST_FILES, Stretch, stretches, times


def request_by_request(sizes: list[int], *, pace: float, rate: float) -> float:
    """When the last page is fetched: hosts in turns, one page each, by workers that get `rate` pages a second."""
    free, ready = 0.0, [0.0] * len(sizes)
    for number in range(max(sizes)):
        for host, size in enumerate(sizes):
            if number < size:
                begun = max(free, ready[host])
                free, ready[host] = begun + 1 / rate, begun + pace
    return free


@pytest.mark.parametrize("rate", [1.0, 5.0, 50.0, 500.0])
@pytest.mark.parametrize(("pages", "hosts"), [(900, 300), (2_000, 20), (5_000, 1_000)])
def test_it_agrees_with_a_simulation_of_every_request(pages: int, hosts: int, rate: float) -> None:
    sizes = host_sizes(pages, hosts)
    (took,) = times(sizes, pace=1.0, rate=rate, shares=[1.0])
    assert took - HOST_FILES == pytest.approx(request_by_request(sizes, pace=1.0, rate=rate), rel=0.02, abs=1.0)


def test_every_page_is_in_one_round() -> None:
    found = list(stretches([5, 3, 1, 1], pace=1.0, rate=2.0))
    assert found == [Stretch(1, 4, 2.0), Stretch(2, 2, 2.0), Stretch(2, 1, 2.0)]


def test_with_workers_without_end_the_largest_host_decides() -> None:
    sizes = host_sizes(10_000, 500)
    half, every = times(sizes, pace=2.0, rate=math.inf, shares=[0.5, 1.0])
    assert every == 2.0 * (sizes[0] + HOST_FILES)
    assert half < every / 10
