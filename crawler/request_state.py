"""What travels with a request: one typed object under one key of `request.meta`.

Scrapy copies `meta` shallowly when it redirects or retries a request, so every request of a chain shares ONE
RequestState: what a redirect or a retry adds is seen by whoever made the first request. Scrapy's own keys
(`download_slot`, `redirect_urls`, `retry_times`, ...) stay Scrapy's.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from scrapy import Request

from crawler.model import Validators

KEY = "citecache"
"""The key in `request.meta`."""


class Purpose(StrEnum):
    """What a request is made for."""

    PAGE = "page"
    ROBOTS = "robots"
    TDMREP = "tdmrep"
    PROBE = "probe"  # a random path beside a page
    MEMENTO = "memento"  # an archive: a TimeGate, a TimeMap or a copy
    SAVE = "save"  # an archive: that it captures a page


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request on the wire and its response, or its failure."""

    started_at: datetime  # UTC
    seconds: float  # less the time that we made it wait


@dataclass(slots=True, kw_only=True)
class RequestState:
    """The state of one chain of requests, redirects and retries included."""

    purpose: Purpose = Purpose.PAGE
    validators: Validators | None = None  # for a conditional request
    exchanges: list[Exchange] = field(default_factory=list)  # in order, one for each try and hop
    received: int = 0  # body bytes of the exchange under way
    trail: list[str] = field(default_factory=list)  # targets of the redirects that were followed

    @property
    def seconds(self) -> float:
        """The time of all exchanges."""
        return sum((exchange.seconds for exchange in self.exchanges), 0.0)

    def as_meta(self, **scrapy_keys: Any) -> dict[str, Any]:  # noqa: ANN401 - Scrapy's meta holds anything
        """A `meta` with this state, and with keys of Scrapy's."""
        return {KEY: self, **scrapy_keys}


def state_of(request: Request) -> RequestState:
    """The state of a request; one that came without is given a new one, of a page."""
    state = request.meta.setdefault(KEY, RequestState())
    assert isinstance(state, RequestState)
    return state
