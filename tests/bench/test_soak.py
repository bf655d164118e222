"""The short form of `make soak`, and what it holds to."""

import subprocess
import sys
from collections.abc import Sequence

import pytest

from bench.measured import Measured
from bench.soak.epochs import Epoch
from bench.soak.judgement import problems
from bench.soak.web import SoakWeb, troubled

TEXTS = (50, 20, 100)
MB = 2**20


def run(*, peaks: Sequence[float] = (), more: float = 0.0) -> list[Epoch]:
    """20 epochs of 1,000 pages: peaks in MB, and a file that grows by so much more in each epoch."""
    found, used = [], 0
    for number in range(1, 21):
        new = TEXTS[number % 3] if number > 1 else 1_000
        used += int((400_000 + 9_000 * new) * (1 + more * number))
        cost = Measured(10.0, 5.0, int(peaks[number - 1] * MB) if peaks else 100 * MB)
        found.append(Epoch(number=number, fetched=1_000, new_texts=new, outcomes={}, cost=cost, used=used))
    return found


def test_a_steady_run_holds() -> None:
    assert list(problems(run(), 0.9)) == []


@pytest.mark.parametrize(
    ("found", "throughput", "complaint"),
    [
        (run(peaks=[100 + number for number in range(20)]), 1.0, "memory is not flat"),
        (run(more=0.05), 1.0, "the file does not grow by what changes: 1."),
        (run(more=-0.03), None, "the file does not grow by what changes: 0."),
        (run(), 0.89, "epoch 20 has 0.89 of the throughput"),
    ],
)
def test_what_does_not_hold_is_named(found: list[Epoch], throughput: float | None, complaint: str) -> None:
    (said,) = problems(found, throughput)
    assert said.startswith(complaint)


def test_each_epoch_has_as_many_hosts_in_trouble_and_others_than_the_one_before() -> None:
    drawn = [troubled(2_000, epoch) for epoch in range(2, 6)]
    assert {(len(vanished), len(stalled)) for vanished, stalled in drawn} == {(20, 10)}
    assert len({vanished for vanished, _ in drawn}) == 4
    assert troubled(2_000, 1) == (frozenset(), frozenset())


def test_a_page_has_a_new_text_and_its_tag_only_where_it_changed() -> None:
    web = SoakWeb([500])
    request = "GET /7 HTTP/1.1\r\nHost: a\r\nIf-None-Match: {}\r\n\r\n"
    for web.epoch in range(2, 40):
        version = web.version(0, 7)
        same, other = (web.answer(0, request.format(f'"{tag}"')) for tag in (version, version + 1))
        if not same.startswith(b"HTTP/1.1 404"):
            assert same.startswith(b"HTTP/1.1 304")
            assert other.startswith(b"HTTP/1.1 200")
    assert version > 0


@pytest.mark.skipif(sys.platform != "linux", reason="needs all addresses of 127/8")
def test_a_small_web_can_be_refreshed_again_and_again() -> None:
    """Memory stays, and the file grows by what changes. How fast it is depends on what else the machine does.

    Three refreshes tell what a Fetch takes and what a text: from two, both follow without any allowance for chance.
    """
    options = ("--pages", "400", "--hosts", "40", "--epochs", "7", "--speed", "none")
    done = subprocess.run([sys.executable, "-m", "bench.soak", *options], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    assert "all holds" in done.stdout
