"""The child process: `python -m citecache.cluster.child`. Scrapy with the spider of a crawl, and a driver for a cache.

The first frame on its standard input has the settings; the frames that follow are the driver's.
"""

import os
from pathlib import Path
from typing import BinaryIO

from citecache.cluster.leased import LeasedSpider
from citecache.cluster.link import DriverLink
from citecache.cluster.messages import PREFIX, Message, decode
from citecache.cluster.shared import SharedHosts, SharedTurns
from citecache.usecases.observer import SilentObserver
from citecache.usecases.scrapy_process import ScrapyProcess
from crawler.cache import CacheFile
from crawler.context import RunContext
from crawler.model.errors import Error

PIPELINES = {"citecache.cluster.leased.LeasedExtract": 100, "citecache.cluster.leased.Send": 300}


def main() -> None:
    """Crawl what is leased to this process until the driver ends it."""
    requests, answers = _claim_pipes()
    prefix = requests.read(PREFIX.size)
    if len(prefix) < PREFIX.size:
        return
    given, _ = decode(requests.read(PREFIX.unpack(prefix)[0]))
    link = DriverLink(requests, answers, lease=given["lease"])
    try:
        _crawl(given, link)
    except Error as error:
        link.send("failed", error=str(error))
    link.send("done")
    link.finish()
    os._exit(0)  # a thread waits for the driver


def _crawl(given: Message, link: DriverLink) -> None:
    with CacheFile.in_memory() as cache:
        process = ScrapyProcess(Path(os.devnull), given["settings"])
        process.settings.set("ITEM_PIPELINES", PIPELINES, priority="cmdline")
        hosts = SharedHosts(link)
        turns = hosts.turns = SharedTurns(link, hosts)
        context = RunContext(cache=cache, hosts=hosts, turns=turns)
        process.crawl(LeasedSpider, context, SilentObserver(), total=0, link=link, turns=turns).report()


def _claim_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The pipes to the station, moved away from descriptors 0 and 1, where libraries might read and print."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(2, 1)  # what is printed is seen in the worker's log
    os.close(null)
    return requests, answers


if __name__ == "__main__":
    main()
