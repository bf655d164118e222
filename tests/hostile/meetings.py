"""The main part: every behaviour in every role, after a first epoch with good pages only.

Each URL must leave exactly one record, with the outcome from the tables. The captures of the first epoch must still be
there afterwards, byte for byte, and the cards must show them wherever the second epoch gave nothing good.
"""

import json
import socket
import threading
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from behaviours import chosen
from certificates import Certificates
from crawling import Desk
from report import Report, say
from server import RANGE, TDMREP, Origin, Server
from terms import SECRET, WAYS, Behaviour

MOST_TRIES = 3
FIRST_TEXT = "This is the first edition"


class Trap:
    """Counts connections to forbidden addresses: 127.0.0.1 and ::1, on the server's port."""

    def __init__(self, port: int) -> None:
        self.count = 0
        self._listeners = []
        for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
            with suppress(OSError):  # no IPv6 on this machine
                listener = socket.socket(family, socket.SOCK_STREAM)
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                listener.bind((host, port))
                listener.listen(64)
                listener.settimeout(0.2)
                self._listeners.append(listener)
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._count, args=(one,), daemon=True) for one in self._listeners]

    def _count(self, listener: socket.socket) -> None:
        while not self._over.is_set():
            with suppress(TimeoutError):
                connection, _ = listener.accept()
                self.count += 1
                connection.close()

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()
        for listener in self._listeners:
            listener.close()


def meet(report: Report, folder: Path, *, short: bool, names: str = "", settings: Iterable[str] = ()) -> None:
    """Run both epochs and all their checks."""
    folder.mkdir(parents=True, exist_ok=True)
    certificates = Certificates(folder)
    server = Server(certificates)
    met = [
        (behaviour, way, server.add_behaviour(behaviour, way))
        for behaviour in chosen(short=short, names=names)
        for way in WAYS
        if way in behaviour.ways
    ]
    report.behaviours = len({behaviour.name for behaviour, _, _ in met})
    environment = {"SSL_CERT_FILE": str(certificates.authority)}
    desk = Desk(folder / "desk", settings=("DOWNLOAD_DELAY=0", *settings), environment=environment)
    urls = [origin.url for _, _, origin in met]
    with Trap(server.port) as trap, server:
        report.took(desk.crawl(urls, "--allow-address", RANGE), "good epoch")
        _all_good(report, desk, met)
        before = desk.digests()
        good = {url: row["last_good_capture_id"] for url, row in desk.fetches().items()}
        desk.expire_host_cache()
        server.misbehave()
        peace = len(server.hits)
        report.took(desk.crawl(urls, "--allow-address", RANGE), "hostile epoch")
        asked = {hit.address for hit in server.hits[peace:] if hit.path == TDMREP}
        if not short:
            fresh = Desk(folder / "fresh", settings=("DOWNLOAD_DELAY=0", *settings), environment=environment)
            report.took(fresh.crawl(urls, "--allow-address", RANGE), "empty cache")
            _met_first(report, fresh, met)
    say(f"  the server's longest stall: {server.late:.1f} s")
    report.forbidden += trap.count
    _records(report, desk, met, good)
    _kept(report, desk, before)
    for behaviour, way, origin in met:
        if way == "tdmrep":
            wrong = None if origin.address in asked else "it was not requested"
            report.check("tdmrep.json", behaviour.name, wrong)
    for error in server.errors:
        report.check("server", "internal errors", error)
    report.check("secrets", "credentials of a Location", "stored" if desk.contains(SECRET) else None)


def _not_good(row: dict[str, Any]) -> str | None:
    if row["records"] == 1 and row["verdict"] in ("alive", "moved") and FIRST_TEXT in (row["text"] or ""):
        return None
    return f"{row['outcome']}/{row['verdict']} {row['error']}, expected a good page"


def _all_good(report: Report, desk: Desk, met: list[tuple[Behaviour, str, Origin]]) -> None:
    fetches = desk.fetches()
    for behaviour, way, origin in met:
        report.check("good epoch", f"{behaviour.name} ({way})", _not_good(fetches[origin.url]))


def _records(report: Report, desk: Desk, met: list[tuple[Behaviour, str, Origin]], good: dict[str, int]) -> None:
    fetches, cards = desk.fetches(), desk.text_of_cards()
    for behaviour, way, origin in met:
        row = fetches[origin.url]
        name = f"{behaviour.name} ({way})"
        report.check("records", name, _wrong(behaviour, way, row))
        if row["verdict"] not in ("alive", "moved"):
            report.check("last good", name, _lost(row, good[origin.url], cards[origin.url]))
        if row["elapsed_ms"] is not None:
            report.fetched(name, row["elapsed_ms"] / 1000)


def _met_first(report: Report, desk: Desk, met: list[tuple[Behaviour, str, Origin]]) -> None:
    """With an empty cache, a fault leaves no good Capture, and a good page leaves one."""
    fetches = desk.fetches()
    for behaviour, way, origin in met:
        row = fetches[origin.url]
        name = f"{behaviour.name} ({way})"
        report.check("first records", name, _wrong(behaviour, way, row))
        capture, good = row["last_good_capture_id"], row["verdict"] in ("alive", "moved")
        wrong = None if (capture is not None) == (good and bool(row["body_bytes"])) else f"last good capture: {capture}"
        report.check("first captures", name, wrong)
        report.fetched(name, (row["elapsed_ms"] or 0) / 1000)


def _wrong(behaviour: Behaviour, way: str, row: dict[str, Any]) -> str | None:
    expected = behaviour.expected[way]
    if row["records"] != 1:
        return f"{row['records']} records, expected one"
    if row["attempts"] > MOST_TRIES:
        return f"{row['attempts']} attempts, expected at most {MOST_TRIES}"
    if "dead" in (row["verdict"], row["page_verdict"]):
        return "dead, expected never"
    if "tdm" in json.loads(row["flags"] or "[]"):
        return "reserved by its tdmrep.json, expected never"
    whys = [one.wrong(row) for one in expected]
    if None in whys:
        return None
    found = f"{row['outcome']}/{row['verdict']} {row['status'] or ''}".strip()
    right = " or ".join(dict.fromkeys(map(str, expected)))
    return f"{found}, expected {right}: {whys[0]} ({(row['error'] or row['no_text'] or '')[:110]})"


def _lost(row: dict[str, Any], capture: int, card: str) -> str | None:
    """What is wrong if the last good Capture or the card's text is no longer that of the good epoch."""
    if row["last_good_capture_id"] != capture:
        return f"capture {row['last_good_capture_id']}, expected {capture}"
    if FIRST_TEXT not in card and row["verdict"] != "legal":  # stored, not shown
        return f"the card shows {card[:60]!r}"
    return None


def _kept(report: Report, desk: Desk, before: dict[int, str]) -> None:
    after = desk.digests()
    for capture, digest in before.items():
        same = after.get(capture) == digest
        report.check("bytes kept", f"capture {capture}", None if same else "changed or gone")
