"""Addresses of clusters: `local:N` (processes on this machine), `tcp://HOST:PORT` and `tls://HOST:PORT`."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.model.errors import Error

MAX_LOCAL = 256
"""Processes on one machine: a typing error should not start thousands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterAddress:
    """Where a cluster is. Either `local` or `url`."""

    local: int = 0  # processes to start here
    url: str = ""  # of a scheduler

    def __str__(self) -> str:
        return self.url or f"local:{self.local}"


def parse_address(text: str) -> ClusterAddress:
    """The address of a cluster.

    >>> parse_address("local:4").local, parse_address("tls://10.0.0.5:8786").url
    (4, 'tls://10.0.0.5:8786')

    Raises:
        Error: it is none.
    """
    if match := re.fullmatch(r"local:([0-9]{1,4})", text):
        if 1 <= int(match[1]) <= MAX_LOCAL:
            return ClusterAddress(local=int(match[1]))
        raise Error(f"{text}: from 1 to {MAX_LOCAL} processes can be started")
    try:
        parts = urlsplit(text)
        whole = text.rstrip("/") == f"{parts.scheme}://{parts.netloc}" and "@" not in text
        known = parts.scheme in ("tcp", "tls") and parts.hostname and parts.port and whole
    except ValueError:
        known = False
    if not known:
        raise Error(f"{text!r} is no cluster: write local:N, tcp://HOST:PORT or tls://HOST:PORT")
    return ClusterAddress(url=text.rstrip("/"))
