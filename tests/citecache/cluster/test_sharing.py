"""Who has which Pages, and whose turn it is: without processes and without a clock."""

import random
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from citecache.cluster.address import parse_address
from citecache.cluster.leases import Leases
from citecache.cluster.messages import (
    decode,
    encode,
    frames,
    pack_fetch,
    page_to_json,
    to_page,
    unpack_fetch,
)
from citecache.cluster.turns import SWEEP_EVERY, Grant, Recall, TurnTable
from crawler.model import Capture, Fetch, Hop, Metadata, Outcome, Page, Validators, Verdict
from crawler.model.errors import Error


def page(number: int) -> Page:
    return Page(id=number, url=f"https://e.org/{number}")


def test_pages_of_an_address_go_to_who_has_it_and_others_to_who_has_least() -> None:
    leases = Leases()
    for worker in ("a", "b"):
        leases.join(worker)
    assert [leases.place(page(n), queue) for n, queue in enumerate("xyxyz")] == ["a", "b", "a", "b", "a"]
    assert leases.holder("x") == "a"
    assert leases.received(0, "a") is not None
    assert leases.received(0, "a") is None  # it is done
    assert leases.received(1, "a") is None  # another has it
    assert leases.received(2, "a") is not None
    assert leases.holder("x") is None


def test_what_a_lost_worker_had_is_to_be_leased_again() -> None:
    leases = Leases()
    for worker in ("a", "b"):
        leases.join(worker)
    for n, queue in enumerate("xyxy"):
        leases.place(page(n), queue)
    assert [leased.page.id for leased in leases.lost("a")] == [0, 2]
    assert leases.received(0, "a") is None
    assert leases.workers == {"b"}
    assert leases.place(page(0), "x") == "b"


def test_a_turn_is_recalled_for_who_wants_it_and_goes_with_the_time_since_the_last_request() -> None:
    turns = TurnTable()
    assert list(turns.want("a", "x", 0.0)) == [Grant("a", "x", None, 0.0)]
    assert list(turns.want("b", "x", 1.0)) == [Recall("a", "x")]
    assert list(turns.want("c", "x", 1.0)) == []  # it has been recalled already
    assert list(turns.back("a", "x", 0.5, 9.0, 10.0)) == [Grant("b", "x", 0.5, 9.0), Recall("b", "x")]
    assert list(turns.back("b", "x", None, 0.0, 12.0)) == [Grant("c", "x", 2.5, 9.0)]  # b asked nothing
    assert list(turns.back("b", "x", 0.0, 0.0, 13.0)) == []  # it is not b's
    assert turns.holder("x") == "c"


def test_a_lost_worker_may_have_sent_a_request_a_moment_ago() -> None:
    turns = TurnTable()
    list(turns.want("a", "x", 0.0))
    list(turns.want("b", "x", 1.0))
    assert list(turns.lost("a", 30.0)) == [Grant("b", "x", 0.0, 0.0)]
    list(turns.want("c", "x", 31.0))
    assert list(turns.lost("c", 32.0)) == []
    assert list(turns.back("b", "x", 0.0, 0.0, 33.0)) == []  # nobody waits any more


def test_turns_that_nobody_has_had_for_long_are_forgotten() -> None:
    turns = TurnTable()
    for n in range(SWEEP_EVERY):
        list(turns.want("a", f"x{n}", float(n)))
        list(turns.back("a", f"x{n}", 0.0, 0.0, float(n)))
    assert len(turns) < SWEEP_EVERY


@pytest.mark.parametrize("seed", range(20))
def test_whatever_happens_a_turn_has_one_holder_and_its_pace_is_kept(seed: int) -> None:
    """Four workers that want, ask, give back and die at random: two requests are never closer than the delay."""
    chance, turns, delay = random.Random(seed), TurnTable(), 1.0
    now, last = 0.0, -delay
    holding: dict[str, float] = {}  # worker -> the earliest moment of its next request
    wanting: set[str] = set()

    def obey(orders: Any) -> None:
        for order in orders:
            if isinstance(order, Grant):
                wanting.discard(order.worker)
                assert not holding
                holding[order.worker] = now if order.age is None else now - order.age + delay

    for _ in range(500):
        now += chance.random()
        worker = chance.choice("abcd")
        if worker in holding:
            if chance.random() < 0.2:
                last = max(last, now)  # it may have sent one
                del holding[worker]
                obey(turns.lost(worker, now))
            else:
                sent = max(now, holding.pop(worker))
                assert sent >= last + delay - 1e-9
                last = now = sent
                obey(turns.back(worker, "x", 0.0, 0.0, now))
        elif worker not in wanting:
            wanting.add(worker)
            obey(turns.want(worker, "x", now))
    assert len(turns) == 1


FETCH = Fetch(
    page=page(7),
    started_at=datetime(2026, 11, 30, 12, 0, 0, 250, tzinfo=UTC),
    elapsed=0.5,
    outcome=Outcome.RESPONSE,
    status=200,
    error="none \ud800",
    final_url="https://e.org/8",
    redirects=(Hop(url="https://e.org/7", status=301),),
    headers=(("content-type", "text/html"), ("x", "\xe9")),
    attempts=2,
    ip_address="192.0.2.1",
    latency=0.25,
    flags=("conditional",),
    not_before=datetime(2026, 12, 1, tzinfo=UTC),
    body=b"\x00<p>" * 1000,
    body_sha256="ab",
    extraction="cd",
    capture=Capture(
        media_type="text/html",
        text="Tides.",
        page_starts=(0, 3),
        metadata=Metadata(title="On tides", authors=("A", "B"), sources={"title": "og:title"}),
        headings=("On tides",),
        extractor="trafilatura",
        extractor_version="2",
        reservations=("tdm",),
    ),
)


@pytest.mark.parametrize(
    "fetch",
    [
        FETCH,
        replace(FETCH, body=None, capture=None, not_before=None),
        replace(FETCH, body=b""),
        Fetch(page=page(7), started_at=FETCH.started_at, elapsed=0.0, outcome=Outcome.NXDOMAIN),
    ],
)
def test_a_fetch_arrives_as_it_was_sent(fetch: Fetch) -> None:
    packed = pack_fetch(fetch)
    assert unpack_fetch(packed, fetch.page) == fetch
    assert len(packed) < 2000  # compressed


def test_a_page_arrives_as_it_was_sent() -> None:
    validators = Validators(url="https://e.org/", etag='"1"', capture_id=3, verdict=Verdict.RESTRICTED)
    sent = Page(id=1, url="https://e.org/", problem="p", unsafe=True, validators=validators)
    assert to_page(decode(encode({"page": page_to_json(sent)})[4:])[0]["page"]) == sent


def test_several_frames_are_told_apart() -> None:
    data = b"".join(encode({"kind": "n", "n": n}, b"x" * n) for n in range(3))
    assert [decode(content) for content in frames(data)] == [({"kind": "n", "n": n}, b"x" * n) for n in range(3)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "local",
        "local:",
        "local:0",
        "local:9999",
        "http://e.org:1",
        "tcp://e.org",
        "x:1",
        "local:２",
        "tcp://a@e.org:1",
        "tcp://e.org:1?x",
    ],
)
def test_what_is_no_address_of_a_cluster(text: str) -> None:
    with pytest.raises(Error):
        parse_address(text)
