"""The exception that says why a request was not made, or not made again."""

from datetime import datetime

from scrapy.exceptions import IgnoreRequest

from crawler.model import Hop, Outcome


class Refusal(IgnoreRequest):
    """Ends a Fetch with an outcome of ours. An IgnoreRequest, so that Scrapy neither retries nor logs it."""

    def __init__(
        self, outcome: Outcome, reason: str, *, hops: tuple[Hop, ...] = (), not_before: datetime | None = None
    ) -> None:
        super().__init__(reason)
        self.outcome = outcome
        self.reason = reason
        self.not_before = not_before  # until when the host wants to be left alone
        self.hops = hops  # the redirect chain that led here, where it is not in the request's meta
