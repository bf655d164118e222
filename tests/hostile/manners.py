"""Politeness, checked in the server's own log: which requests it got, when, and how many at a time."""

import asyncio
import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from time import monotonic

from certificates import Certificates
from crawling import Desk
from report import Report
from server import FILES, RANGE, ROBOTS, TDMREP, Hit, Origin, Server, free_port
from terms import Behaviour, Expected
from wire import Wire, article, head, whole

BUSY = 0.3
"""Seconds that each answer takes, so that a second request would overlap."""

APART = 1.0
BLUR = 0.03
"""Seconds by which two requests may seem closer than they are: from reading the client's clock to connecting.

A delay in the server does not count (`Hit.earliest`). Measured with four busy loops on two cores: up to 0.018 s.
"""

STALL = 0.25
"""Seconds for one gap in twenty: the client may be descheduled at that moment. Many gaps are 1.0 s to the millisecond,
so a client whose delays are too short is detected all the same."""

CLOCKS = 0.01
"""Seconds by which the client's wall clock may drift from the server's monotonic clock during a pause."""

Answer = Callable[[Wire, int], bytes]
"""A host's answer to a request for a page, given the number of page requests so far."""

NOT_FOUND = head("404 Not Found", ("Content-Length", "0"), ("Connection", "close"))


@dataclass
class Host:
    """A host of the politeness part: its pages and its behaviour."""

    name: str
    paths: tuple[str, ...]
    answer: Answer
    robots: bytes = b""  # its robots.txt; 404 without it
    tdmrep: bytes = NOT_FOUND  # its answer for tdmrep.json
    asked: int = 0
    waits: list[tuple[float, float]] = field(default_factory=list)  # the pauses it asked for: from, until
    origin: Origin | None = None

    async def send(self, wire: Wire) -> None:
        await asyncio.sleep(BUSY)
        if wire.path == ROBOTS:
            await wire.send(whole(self.robots, "200 OK", ("Content-Type", "text/plain")) if self.robots else NOT_FOUND)
            return
        if wire.path == TDMREP:
            if self.tdmrep == WAIT:
                self.waits.append((monotonic(), monotonic() + 3))
            await wire.send(self.tdmrep)
            return
        self.asked += 1
        await wire.send(self.answer(wire, self.asked))

    def urls(self, host: str | None = None) -> list[str]:
        assert self.origin is not None
        where = f"{host or self.origin.address}:{self.origin.port}"
        return [f"http://{where}{path}" for path in self.paths]


WAIT = whole(b"wait", "429 Too Many Requests", ("Retry-After", "3"))


def good(wire: Wire, _: int) -> bytes:
    return whole(article(extra=f"<p>It stands at {wire.origin}{wire.path}.</p>"))


def failing(_: Wire, __: int) -> bytes:
    return whole(b"broken", "500 Internal Server Error")


def patient(status: str, header: Callable[[], str] | None, seconds: float, host: list[Host]) -> Answer:
    """Asks for a pause at its first page only; then serves good pages."""

    def answer(wire: Wire, count: int) -> bytes:
        if count > 1:
            return good(wire, count)
        now = monotonic()
        host[0].waits.append((now, now + seconds))
        return whole(b"wait", status, *([("Retry-After", header())] if header else []))

    return answer


def asking(name: str, status: str, header: Callable[[], str] | None, seconds: float, pages: int = 3) -> Host:
    """A host that asks for a pause."""
    cell: list[Host] = []
    host = Host(name, tuple(f"/p{n}" for n in range(pages)), patient(status, header, seconds, cell))
    cell.append(host)
    return host


def in_four_seconds() -> str:
    """An HTTP date: it has whole seconds, so it may be up to a second early."""
    return format_datetime(datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=4), usegmt=True)


def failing_and_patient() -> Host:
    """One page fails repeatedly; the other asks for a pause meanwhile."""
    cell: list[Host] = []

    def answer(wire: Wire, count: int) -> bytes:
        if wire.path == "/failing":
            return failing(wire, count)
        if cell[0].waits:
            return good(wire, count)
        now = monotonic()
        cell[0].waits.append((now, now + 4))
        return whole(b"wait", "429 Too Many Requests", ("Retry-After", "4"))

    host = Host("fails, then asks for a pause", ("/failing", "/patient"), answer)
    cell.append(host)
    return host


def hosts() -> list[Host]:
    """The hosts of this part, each at its own address unless `be_polite` gives another."""
    delay = b"User-agent: citecache\nCrawl-delay: 3\n"
    return [
        Host("plain", ("/a", "/b", "/c", "/d"), good),
        Host("crawl-delay", ("/a", "/b", "/c"), good, robots=delay),
        Host(
            "robots in groups",
            ("/a", "/b"),
            good,
            robots=b"User-agent: *\nDisallow: /\n\nUser-agent: CiteCache\nAllow: /\n",
        ),
        Host("always fails", ("/a",), failing),
        asking("429 for 3 seconds", "429 Too Many Requests", lambda: "3", 3),
        asking("503 for 3 seconds", "503 Service Unavailable", lambda: "3", 3),
        asking("503 until a date", "503 Service Unavailable", in_four_seconds, 3),
        asking("429 without a time", "429 Too Many Requests", None, 8 * 1.25),  # eight times our default delay
        asking("429 for an hour", "429 Too Many Requests", lambda: "3600", 3600),
        asking("429 for ten years", "429 Too Many Requests", lambda: "315360000", 86_400),
        failing_and_patient(),
        Host("tdmrep.json reserves", ("/a", "/b"), good, tdmrep=whole(b'[{"location": "/a", "tdm-reservation": 1}]')),
        Host("tdmrep.json is forbidden", ("/a", "/b"), good, robots=b"User-agent: *\nDisallow: /.well-known/\n"),
        Host("tdmrep.json asks for a pause", ("/a", "/b", "/c"), good, tdmrep=WAIT),
    ]


def be_polite(report: Report, folder: Path) -> None:
    """Crawl twice with the real delays, then check the server's log."""
    folder.mkdir(parents=True, exist_ok=True)
    server = Server(Certificates(folder))
    server.misbehave()
    other = free_port()
    alone = hosts()
    twins = [Host("one address, two ports", ("/a", "/b"), good), Host("one address, two ports", ("/c", "/d"), good)]
    names = Host("one address, two names", ("/a", "/b", "/c"), good)
    for host in (*alone, *twins, names):
        at = None
        if host is twins[1] and twins[0].origin:
            at = (twins[0].origin.address, other)
        if host is names:
            at = ("127.0.0.1", server.port)
        nothing: tuple[Expected, ...] = ()
        does = Behaviour(name=host.name, sends=host.send, expected={"robots": nothing})
        host.origin = server.add(does, "all", at=at)
    urls = [url for host in (*alone, *twins) for url in host.urls()]
    urls += [names.urls()[0], *names.urls("localhost")[1:]]
    desk = Desk(folder / "desk")
    plain = alone[0].origin
    assert plain is not None
    with server:
        report.took(desk.crawl(urls, "--allow-address", RANGE, "--allow-address", "127.0.0.1/32"), "politeness")
        first = len(server.hits)
        report.took(desk.crawl([], "--allow-address", RANGE, "--host", plain.address), "second crawl")
    for name, wrong in (*_read(server.hits, first, alone), *_files(server.hits, alone)):
        report.check("politeness", name, wrong)
    rows = desk.rows(
        "SELECT p.url, count(f.id) AS records, f.flags FROM pages p"
        " LEFT JOIN fetches f ON f.page_id = p.id GROUP BY p.id"
    )
    reserving = next(host for host in alone if host.name == "tdmrep.json reserves").urls()[0]
    for row in rows:
        twice = f"//{plain.address}:" in row["url"]
        wrong = None if row["records"] == 1 + twice else f"{row['records']} records"
        report.check("politeness", f"records {row['url']}", wrong)
        wrong = None if ("tdm" in row["flags"]) == (row["url"] == reserving) else f"flags {row['flags']}"
        report.check("politeness", f"reserved {row['url']}", wrong)


def _read(hits: list[Hit], first: int, alone: Iterable[Host]) -> Iterator[tuple[str, str | None]]:
    by_address: dict[str, list[Hit]] = defaultdict(list)
    for hit in hits[:first]:
        by_address[hit.address].append(hit)
    spare: list[float] = []
    for address, here in by_address.items():
        yield from _apart(address, sorted(here, key=lambda hit: hit.started), APART, spare)
    for host in alone:
        yield from _of_host(host, by_address, spare)
    short = sum(seconds < -BLUR for seconds in spare)
    wrong = f"{short} are short by over {BLUR} s, expected at most one in twenty" if short > len(spare) / 20 else None
    yield f"{len(spare)} pauses", wrong
    for left, right, what in ((0, first, "first"), (first, len(hits), "second")):
        yield f"pages in the {what} crawl", None if any(map(_is_page, hits[left:right])) else "none"


def _is_page(hit: Hit) -> bool:
    return hit.path not in FILES.values()


def _files(hits: list[Hit], alone: Iterable[Host]) -> Iterator[tuple[str, str | None]]:
    """In two runs within a day: one robots.txt per host, and one tdmrep.json if a page was served and it is allowed."""
    by_name: dict[bytes, list[Hit]] = defaultdict(list)
    for hit in hits:
        by_name[hit.head.lower().partition(b"host: ")[2].partition(b"\r\n")[0]].append(hit)
    forbidden = {host.origin.address for host in alone if host.origin and b".well-known" in host.robots}
    for name, here in by_name.items():
        came = any(_is_page(hit) and hit.status == b"200" for hit in here)
        allowed = here[0].address not in forbidden
        for path, expected in ((ROBOTS, 1), (TDMREP, int(came and allowed))):
            count = sum(hit.path == path for hit in here)
            wrong = None if count == expected else f"requested {count} times in two runs, expected {expected}"
            yield f"{path} of {name.decode()}", wrong


def _of_host(host: Host, by_address: dict[str, list[Hit]], spare: list[float]) -> Iterator[tuple[str, str | None]]:
    assert host.origin is not None
    here = by_address[host.origin.address]
    pages = [hit for hit in here if _is_page(hit)]
    for path in host.paths:
        tries = sum(hit.path == path for hit in pages)
        yield f"{host.name}: attempts at {path}", f"{tries}, expected at most 3" if tries > 3 else None
    if host.robots.endswith(b"Crawl-delay: 3\n"):
        yield from _apart(host.name, [hit for hit in here if hit.path != ROBOTS], 3.0, spare)
    for start, end in host.waits:
        inside = [hit for hit in here if start < hit.started < end - CLOCKS]
        yield f"{host.name}: requests in the pause", f"{len(inside)}, expected none" if inside else None
        others = [hit for address, found in by_address.items() if address != host.origin.address for hit in found]
        elsewhere = any(start < hit.started < end for hit in others)
        yield (
            f"{host.name}: other hosts continue",
            None if elsewhere or end - start < 2 else "no other host got a request",
        )
    if host.name.startswith(("429 for 3", "503 for 3", "503 until", "429 without", "fails, then", "tdmrep.json")):
        asked = {hit.path for hit in pages}
        yield (
            f"{host.name}: fetched later",
            None if asked == set(host.paths) else f"only {sorted(asked)} were requested",
        )


def _gap(before: Hit, after: Hit) -> float:
    """The longest possible gap between two requests: from before the first connection until the second was read."""
    return after.started - before.earliest


def _apart(name: str, hits: list[Hit], least: float, spare: list[float]) -> Iterator[tuple[str, str | None]]:
    """Requests never overlap and are at least `least` seconds apart; the margins are added to `spare`."""
    for before, after in itertools.pairwise(hits):
        gap = _gap(before, after)
        spare.append(gap - least)
        wrong = None
        if before.ended is None or after.started < before.ended:
            wrong = f"{after.path} was requested while {before.path} was being answered"
        elif gap < least - STALL:
            wrong = f"{after.path} {gap:.3f} s after {before.path}, expected {least:.0f}"
        yield f"{name}: {before.path} and {after.path}", wrong
