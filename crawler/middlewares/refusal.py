"""The exception that says why a request was not made, or not made again."""

from scrapy.exceptions import IgnoreRequest

from crawler.items import Hop, Outcome


class Refusal(IgnoreRequest):
    """Ends a Fetch with an outcome of ours. An IgnoreRequest, so that Scrapy neither retries nor logs it."""

    def __init__(self, outcome: Outcome, reason: str, *, hops: tuple[Hop, ...] = ()) -> None:
        super().__init__(reason)
        self.outcome = outcome
        self.reason = reason
        self.hops = hops  # the redirect chain that led here, where it is not in the request's meta
