"""Scrapy that only asks: every page once, with the entity tag that it had, and nothing else.

    python bare_spider.py default|lean TAGS_JSON

TAGS_JSON is {url: etag}. As many requests at once as citecache has, no delay, no robots.txt, no retries, no items and
no pipelines. With `lean` also one task for the items of a response, as citecache has it, where Scrapy's default is a
hundred. Prints {"pages", "seconds"}; the seconds are Scrapy's own, from the spider's opening to its end.
"""

import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Request, Response

SETTINGS: dict[str, object] = {
    "CONCURRENT_REQUESTS": 64,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
    "DOWNLOAD_DELAY": 0,
    "ROBOTSTXT_OBEY": False,
    "RETRY_ENABLED": False,
    "COOKIES_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "HTTPERROR_ALLOW_ALL": True,
    "LOG_LEVEL": "ERROR",
}


class BareSpider(scrapy.Spider):
    """Asks for each page."""

    name = "bare"
    tags: dict[str, str]

    async def start(self) -> AsyncIterator[Request]:
        for url, tag in self.tags.items():
            yield Request(url, headers={"If-None-Match": tag}, callback=self.parse)

    def parse(self, response: Response) -> None:
        """Nothing is done with an answer."""


def main() -> None:
    """Ask for all pages of the file."""
    kind, path = sys.argv[1:]
    tags = json.loads(Path(path).read_text(encoding="utf-8"))
    process = AsyncCrawlerProcess(SETTINGS | ({"CONCURRENT_ITEMS": 1} if kind == "lean" else {}))
    crawler = process.create_crawler(BareSpider)
    process.crawl(crawler, tags=tags)
    process.start()
    stats = crawler.stats.get_stats()
    answered = stats.get("downloader/response_status_count/304", 0)
    print(json.dumps({"pages": answered, "seconds": stats["elapsed_time_seconds"]}))


if __name__ == "__main__":
    main()
