"""What a use case needs to crawl on a cluster."""

import os
import socket
from collections.abc import Mapping

from scrapy.settings import BaseSettings

from citecache.cluster.address import ClusterAddress, parse_address
from citecache.cluster.dask_backend import CONNECT_SECONDS, DaskBackend, port_of
from crawler.model.errors import Error

HANDED_ON = ("CITECACHE_CONTACT", "CITECACHE_ALLOW_ADDRESSES", "USER_AGENT")
"""Settings that the driver's environment may have given, and that workers crawl by; no secret is among them."""


def prepared(text: str) -> tuple[ClusterAddress, DaskBackend]:
    """The cluster at an address, before it is connected to.

    Raises:
        Error: it is none, the extra is missing, or nobody listens there.
    """
    address = parse_address(text)
    backend = DaskBackend(address)
    if address.url:
        try:
            socket.create_connection(port_of(address), CONNECT_SECONDS).close()
        except OSError as error:
            raise Error(f"no scheduler answers at {address}: {error.strerror or error}") from error
    return address, backend


def worker_settings(address: ClusterAddress, settings: BaseSettings, given: Mapping[str, str]) -> dict[str, str]:
    """The settings that children crawl by: those given for this run, over the defaults of their own machine."""
    share = {"CITECACHE_WORKERS": str(max(1, (os.cpu_count() or 1) // address.local))} if address.local else {}
    return share | {name: str(settings[name] or "") for name in HANDED_ON} | dict(given)
