"""The exception that says why a request was not sent, or not sent again."""

from datetime import datetime

from scrapy.exceptions import IgnoreRequest

from crawler.model import Hop, Outcome


class Refusal(IgnoreRequest):
    """Ends a Fetch with a given outcome. An IgnoreRequest, so that Scrapy neither retries nor logs it."""

    def __init__(
        self, outcome: Outcome, reason: str, *, hops: tuple[Hop, ...] = (), not_before: datetime | None = None
    ) -> None:
        super().__init__(reason)
        self.outcome = outcome
        self.reason = reason
        self.not_before = not_before  # end of the pause that the host asked for
        self.hops = hops  # the redirect chain that led here, if it is not in the request's meta
