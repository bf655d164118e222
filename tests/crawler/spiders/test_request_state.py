"""One RequestState for a chain of requests: what Scrapy copies, and what it shares."""

from datetime import UTC, datetime
from typing import Any

import pytest
from scrapy import Request
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.http import Response
from scrapy.spiders import Spider
from scrapy.utils.test import get_crawler

from crawler.context import StopSwitch, context_of
from crawler.middlewares.redirects import Redirects, make_conditional
from crawler.middlewares.retries import time_left
from crawler.model import Validators
from crawler.model.errors import Error
from crawler.request_state import KEY, Exchange, Purpose, RequestState, state_of

NOW = datetime(2026, 4, 9, tzinfo=UTC)


@pytest.fixture
def crawler() -> Any:
    crawler = get_crawler(Spider, {"REDIRECT_MAX_TIMES": 5, "RETRY_TIMES": 2})
    crawler.spider = crawler._create_spider("test")
    return crawler


def redirected(crawler: Any, request: Request, location: str) -> Request:
    response = Response(request.url, status=301, headers={"Location": location}, request=request)
    target = Redirects.from_crawler(crawler).process_response(request, response)
    assert isinstance(target, Request)
    return target


def test_a_redirect_shares_the_state_and_records_its_targets(crawler: Any) -> None:
    state = RequestState(purpose=Purpose.ROBOTS)
    first = Request("http://e.org/robots.txt", meta=state.as_meta(download_maxsize=0))
    second = redirected(crawler, first, "http://www.e.org/robots.txt")
    third = redirected(crawler, second, "/r")
    assert state_of(second) is state_of(third) is state
    assert second.meta is not first.meta
    assert state.trail == ["http://www.e.org/robots.txt", "http://www.e.org/r"]


def test_a_retry_shares_the_state_so_that_its_time_counts(crawler: Any) -> None:
    request = Request("http://e.org/", meta=RequestState().as_meta())
    state_of(request).exchanges.append(Exchange(NOW, 12.0))
    again = get_retry_request(request, spider=crawler.spider)
    assert again is not None
    state_of(again).exchanges.append(Exchange(NOW, 8.0))
    assert (time_left(request, 30.0), time_left(again, 30.0)) == (10.0, 10.0)


def test_scrapy_s_own_keys_are_copied_and_not_shared(crawler: Any) -> None:
    request = Request("http://e.org/", meta=RequestState().as_meta(download_slot="10.0.0.1"))
    target = redirected(crawler, request, "http://other.org/")
    assert request.meta["download_slot"] == "10.0.0.1"
    assert "download_slot" not in target.meta
    assert set(target.meta) - {KEY} == {"redirect_times", "redirect_ttl", "redirect_urls", "redirect_reasons"}


def test_validators_are_sent_only_to_the_url_they_came_from(crawler: Any) -> None:
    validators = Validators(url="http://e.org/b", etag='"1"')
    request = Request("http://e.org/a", meta=RequestState(validators=validators).as_meta())
    make_conditional(request)
    assert b"If-None-Match" not in request.headers
    assert redirected(crawler, request, "/b").headers[b"If-None-Match"] == b'"1"'


def test_a_request_without_a_state_is_treated_as_a_page_request() -> None:
    request = Request("http://e.org/")
    assert state_of(request) is state_of(request)
    assert state_of(request).purpose is Purpose.PAGE


def test_the_context_is_missing_before_a_run_is_opened(crawler: Any) -> None:
    with pytest.raises(RuntimeError, match="no run has been opened"):
        context_of(crawler)


def test_the_first_reason_to_stop_counts_and_ends_the_run_once() -> None:
    ends: list[int] = []
    stop = StopSwitch()
    stop.connect(lambda: ends.append(1))
    stop(Error("the disk is full"))
    stop(Error("and again"))
    assert (str(stop.failure), ends) == ("the disk is full", [1])
