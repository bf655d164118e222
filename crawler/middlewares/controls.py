"""Control lookups: do well-known names resolve? Checked when no host of a run has answered."""

import socket
import threading
from collections.abc import Sequence
from contextlib import suppress
from urllib.request import getproxies

LOOKUP_TIMEOUT = 10.0
"""Seconds for all of them: twice the resolver's default of five (resolv.conf(5), `timeout`)."""


def names_resolve(hosts: Sequence[str]) -> bool:
    """Whether at least one of these names resolves. True behind a proxy (it resolves names itself) or without names."""
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
    thread.join(LOOKUP_TIMEOUT)
    return found.is_set()
