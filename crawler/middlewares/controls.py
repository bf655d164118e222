"""The control look-ups: can names that surely exist be found? Asked when no host of a run has answered."""

import socket
import threading
from collections.abc import Sequence
from contextlib import suppress
from urllib.request import getproxies

BACKOFF_STATUSES = 10.0
"""Seconds for all of them: twice the resolver's usual five (resolv.conf(5), `timeout`)."""


def names_resolve(hosts: Sequence[str]) -> bool:
    """Whether one of these names has an address. True where a proxy looks names up, or where no name is given."""
    if getproxies() or not hosts:
        return True
    found = threading.Event()

    def look_up() -> None:
        for host in hosts:
            with suppress(OSError, UnicodeError):
                if socket.getaddrinfo(host, 80):
                    found.set()
                    return

    thread = threading.Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(BACKOFF_STATUSES)
    return found.is_set()
