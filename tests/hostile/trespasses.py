"""Forbidden addresses, in every spelling and on every way to them; and DNS rebinding."""

import ipaddress
import socket
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import spellings
from certificates import Certificates
from crawling import Desk
from meetings import Trap
from report import Report
from server import FILES, RANGE, Server
from terms import behaviour
from wire import always_to, refreshes_to

from crawler.middlewares.guard import cached, guarded, lookups
from crawler.model import Outcome
from crawler.net.addresses import networks

WAYS = ("link", "redirect", "meta refresh", "robots", "tdmrep")
RIGHT = {
    # URLs of a forbidden address
    "unsafe": {way: {"unsafe/unsafe"} for way in WAYS},
    # invalid URLs are not followed; a page with such a meta refresh is good, a robots.txt redirected there is missing
    "refused": {
        "link": {"invalid_url/failed", "unsafe/unsafe"},
        "redirect": {
            "response/unreachable",
            "protocol_error/unreachable",
            "invalid_url/unreachable",
            "invalid_url/failed",
            "unsafe/unsafe",
        },
        "meta refresh": {
            "response/alive",
            "protocol_error/unreachable",
            "invalid_url/unreachable",
            "invalid_url/failed",
            "unsafe/unsafe",
        },
        "robots": {"response/alive", "robots_unreachable/disallowed", "invalid_url/failed", "unsafe/unsafe"},
    },
}
ELSEWHERE = {"response/alive", "redirect_loop/unreachable", "nxdomain/missing"}
RIGHT["odd"] = {way: {"unsafe/unsafe", "robots_unreachable/disallowed", *ELSEWHERE} for way in WAYS}
RIGHT["unsafe"]["robots"] |= {"robots_unreachable/disallowed", "robots_error/disallowed"}
for ways in RIGHT.values():
    ways["tdmrep"] = {"response/alive"}  # the page was served before; the redirect of the file is not followed


def trespass(report: Report, folder: Path) -> None:
    """Cite every spelling, redirect or refresh to it, redirect a robots.txt or tdmrep.json to it: 0 connections."""
    folder.mkdir(parents=True, exist_ok=True)
    server = Server(Certificates(folder))
    server.misbehave()
    cited = list(_cited(server))
    desk = Desk(folder / "desk", settings=("DOWNLOAD_DELAY=0",))
    with Trap(server.port) as trap, server:
        report.took(desk.crawl([url for _, _, _, url, _ in cited], "--allow-address", RANGE), "addresses")
    report.forbidden += trap.count
    rows = desk.fetches()
    for kind, way, spelling, _, mark in cited:
        row = next((row for url, row in rows.items() if url.partition("#")[0].endswith(mark)), None)
        report.check("addresses", f"{spelling[:44]} ({way})", _wrong(row, RIGHT[kind][way]))
    for why in _rebinding():
        report.check("rebinding", "guarded", why)


def _cited(server: Server) -> Iterator[tuple[str, str, str, str, str]]:
    """Kind, way, spelling, the URL to cite, and the end of the page's URL."""
    kinds = [("unsafe", one) for one in spellings.UNSAFE + spellings.SCHEMES]
    kinds += [("odd", one) for one in spellings.ODD] + [("refused", one) for one in spellings.REFUSED]
    for number, (kind, spelling) in enumerate(kinds):
        there = spelling.replace("{port}", str(server.port))
        mark = f"spelling-{number}"
        yield kind, "link", spelling, there.partition("#")[0] + ("" if "?" in there else "/") + mark, mark
        senders = dict.fromkeys(("redirect", "robots", "tdmrep"), always_to(there))
        senders["meta refresh"] = refreshes_to(there)
        for way in senders if spelling not in spellings.SCHEMES else ("redirect",):
            origin = server.add(behaviour(mark, senders[way]), way if way in FILES else "page")
            yield kind, way, spelling, origin.url, origin.url


def _wrong(row: dict[str, Any] | None, right: set[str]) -> str | None:
    if row is None or row["records"] != 1:
        return f"{row['records'] if row else 'no'} records, expected one"
    found = f"{row['outcome']}/{row['verdict']}"
    return None if found in right else f"{found}, expected {' or '.join(sorted(right))} ({(row['error'] or '')[:90]})"


def _rebinding() -> Iterator[str | None]:
    """A name that is public when checked and private when connected to: each answer is checked separately."""
    public, private, inner = "192.88.98.1", "127.0.0.1", "::ffff:10.0.0.1"

    def answer(*addresses: str) -> list[tuple[Any, ...]]:
        return [
            (socket.AF_INET6 if ":" in one else socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 80))
            for one in addresses
        ]

    turns = cycle((answer(public), answer(private)))
    lookup = guarded(lambda *_: next(turns), ())
    for turn in range(6):
        found = [one[4][0] for one in lookup("rebind.test", 80)]
        right = [public] if turn % 2 == 0 else []
        yield None if found == right else f"turn {turn}: dials {found}, expected {right}"
    yield None if lookups["rebind.test"][0] is Outcome.UNSAFE else f"reason {lookups['rebind.test']}, expected unsafe"
    mixed = guarded(lambda *_: answer(private, public, inner), ())
    found = [one[4][0] for one in mixed("mixed.test", 80)]
    yield None if found == [public] else f"mixed answer: dials {found}, expected [{public!r}]"
    turns = cycle((answer(public), answer(private)))
    kept = cached(guarded(lambda *_: next(turns), ()))
    found = [one[4][0] for _ in range(4) for one in kept("kept-rebind.test", 80)]
    yield None if found == [public] * 4 else f"cached: dials {found}, expected the checked answer four times"
    opened = guarded(lambda *_: answer(private), networks("127.0.0.0/8"))
    yield None if len(opened("opened.test", 80)) == 1 else "an address that the operator opened is refused"
    assert ipaddress.ip_address(public).is_global
