"""What the spiders share, in a Scrapy of its own: how a run ends that cannot go on."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PROGRAM = """
import asyncio, json, sys
from datetime import UTC, datetime
from pathlib import Path
from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess
from crawler.cache import CacheFile
from crawler.cache.write.hosts import HostMemory
from crawler.context import RunContext
from crawler.model.errors import Error
from crawler.spiders.base import RunSpider

class Slow:
    async def process_item(self, item):
        if sys.argv[1] == "stop-in-process":
            await asyncio.sleep(0.5)
        return item

class TideSpider(RunSpider):
    name = "tides"

    async def work(self, context):
        yield {"item": 1}
        if sys.argv[1] == "raise":
            raise Error("the tide is out")
        if sys.argv[1] == "fault":
            raise KeyError("tide")
        if sys.argv[1] == "stop":
            context.stop(Error("the tide is out"))
            context.stop(Error("and the ferry is gone"))
            await asyncio.sleep(20)
        if sys.argv[1] == "stop-in-process":
            asyncio.get_running_loop().call_later(0.1, context.stop, Error("the tide is out"))
            await asyncio.sleep(20)
        yield {"item": 2}

closed, items = [], []
settings = {"LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False, "ITEM_PIPELINES": {Slow: 1}}
with CacheFile.open(Path("citecache.db"), create=True) as cache:
    context = RunContext(cache=cache, hosts=HostMemory(cache, now=datetime.now(UTC)))
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(TideSpider)
    crawler.signals.connect(lambda reason: closed.append(reason), signals.spider_closed, weak=False)
    crawler.signals.connect(lambda item: items.append(item), signals.item_scraped, weak=False)
    process.crawl(crawler, context=context)
    process.start()
    failure = context.stop.failure
print(json.dumps({"closed": closed, "items": len(items), "failure": failure and str(failure)}))
"""


@pytest.fixture
def outcome(tmp_path: Path) -> Any:
    """Runs a spider that ends in a certain way; gives what came of it, and the log."""

    def run(how: str) -> tuple[dict[str, Any], list[str]]:
        command = [sys.executable, "-c", PROGRAM, how]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True)
        return json.loads(done.stdout), done.stderr.splitlines()

    return run


def test_a_run_that_goes_through(outcome: Any) -> None:
    assert outcome("finish") == ({"closed": ["finished"], "items": 2, "failure": None}, [])


def test_a_run_that_a_fault_of_ours_ends_is_not_finished(outcome: Any) -> None:
    found, log = outcome("fault")
    assert found["items"] == 1
    assert found["failure"] == "an internal error ended the run: KeyError: 'tide'"
    assert any("Traceback" in line for line in log)  # for who mends it


@pytest.mark.parametrize("how", ["raise", "stop", "stop-in-process"])
def test_a_run_that_cannot_go_on_ends_with_one_line_and_its_first_reason(outcome: Any, how: str) -> None:
    found, log = outcome(how)
    assert found == {"closed": ["failure"], "items": 1, "failure": "the tide is out"}
    assert [line.partition("] ")[2] for line in log] == ["ERROR: the tide is out"]
