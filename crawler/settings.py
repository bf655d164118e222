"""The Scrapy project's settings. Each line that differs from Scrapy's default says why.

Any of them can be set for one run with `-s NAME=VALUE`, the `CITECACHE_*` ones too.
"""

import os

from crawler import __version__

BOT_NAME = "citecache"
SPIDER_MODULES = ["crawler.spiders.citations"]  # the archive spider asks a third party: `citecache archive` runs it
NEWSPIDER_MODULE = "crawler.spiders"

# --- citecache's own settings ----------------------------------------------------------------------

CITECACHE_DB = os.environ.get("CITECACHE_DB", "citecache.db")
CITECACHE_CONTACT = os.environ.get("CITECACHE_CONTACT", "")  # a URL or mail address, sent to every host
CITECACHE_ALLOW_ADDRESSES = os.environ.get("CITECACHE_ALLOW_ADDRESSES", "")  # CIDR list, private addresses included
CITECACHE_CONTROL_HOSTS = "example.com,iana.org,wikipedia.org"  # control lookups: do names resolve at all?
CITECACHE_MIN_FREE = 2**30  # bytes free on the database's disk, below which no crawl starts
CITECACHE_KEEP = os.environ.get("CITECACHE_KEEP", "all")  # earlier bodies and texts: all, none, 5 (versions), 365d
# The TimeGate of an archive that supports RFC 7089: the URL to look up is appended.
CITECACHE_ARCHIVE = os.environ.get("CITECACHE_ARCHIVE", "https://web.archive.org/web/")
# `user:password` for that archive, sent to its origin only. In the environment alone: an argument is seen by others.
CITECACHE_ARCHIVE_AUTH = os.environ.get("CITECACHE_ARCHIVE_AUTH", "")
# Where an archive is asked to capture a page (`citecache archive --save`): {url} stands for its address.
CITECACHE_ARCHIVE_SAVE = os.environ.get("CITECACHE_ARCHIVE_SAVE", "https://web.archive.org/save/{url}")
# `access:secret` for Save Page Now 2 (archive.org/account/s3.php), sent to that origin only; in the environment alone.
CITECACHE_ARCHIVE_SAVE_KEYS = os.environ.get("CITECACHE_ARCHIVE_SAVE_KEYS", "")
CITECACHE_SAVE_DELAY = 20.0  # seconds between two such requests: the Internet Archive takes 3 a minute, 6 with keys
CITECACHE_SAVE_DEADLINE = 150.0  # seconds for one capture: Save Page Now 2 gives up after two minutes
CITECACHE_TDMREP = True  # read /.well-known/tdmrep.json: one more request a day for a host with pages to store
CITECACHE_WORKERS = os.cpu_count() or 1  # extraction processes; the crawl itself uses little CPU
CITECACHE_EXTRACT_DEADLINE = 10.0  # seconds of wall time to extract one page's text
CITECACHE_EXTRACT_MEMORY = 2 * 2**30  # bytes of address space for one worker process
CITECACHE_LEASE = 30.0  # seconds without news of a worker of a cluster (--cluster), after which another gets its pages

# --- who we are ------------------------------------------------------------------------------------


def user_agent(contact: str) -> str:
    """Our User-Agent, so that a host can contact someone or address us in its robots.txt."""
    return f"citecache/{__version__}" + (f" (+{contact})" if contact else "")


USER_AGENT = user_agent(CITECACHE_CONTACT)

# --- safety ----------------------------------------------------------------------------------------

# Only http and https are ever fetched; our handler records the times of each exchange.
DOWNLOAD_HANDLERS = {
    "http": "crawler.middlewares.handler.Handler",
    "https": "crawler.middlewares.handler.Handler",
    "file": None,
    "data": None,
    "ftp": None,
    "s3": None,
}
REMOTE_CONTROL_ENABLED = False  # no listening socket while untrusted pages are being read
TELNETCONSOLE_ENABLED = False  # likewise
COOKIES_ENABLED = False  # nothing identifies us from page to page
REFERER_ENABLED = False  # no host learns which document or page led to it
DOWNLOAD_VERIFY_CERTIFICATES = True  # else anyone on the network path can alter the cited page
DOWNLOAD_MAXSIZE = 20 * 2**20  # bytes, on the wire and unpacked
DOWNLOAD_WARNSIZE = 0  # the size is recorded in the Fetch, not logged
DOWNLOAD_TIMEOUT = 30  # seconds for a whole Fetch, redirects and retries included
DOWNLOAD_FAIL_ON_DATALOSS = False  # a truncated body is stored as evidence, with the outcome `truncated`
TWISTED_DNS_RESOLVER = "crawler.middlewares.guard.GuardedResolver"  # connects only to checked addresses
REDIRECT_MAX_TIMES = 5
METAREFRESH_IGNORE_TAGS = ["noscript", "script", "style", "template", "textarea"]  # there it is not an element
METAREFRESH_MAXDELAY = 5  # seconds; with a longer delay the page reloads itself, and has not moved

# --- politeness ------------------------------------------------------------------------------------

ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS_PER_DOMAIN = 1
# A delay of 1 to 1.5 s: Scrapy's jitter goes both ways, so this is the middle of the range.
DOWNLOAD_DELAY = 1.25
DOWNLOAD_DELAY_JITTER = 0.2
EXTENSIONS = {
    "citecache.usecases.scrapy_extension.RunExtension": 0,  # opens the run of `scrapy crawl citations`
    "crawler.middlewares.throttle.Throttle": 0,
    "scrapy.extensions.throttle.AutoThrottle": None,  # learns from 200s alone; goes below a Crawl-delay
}
AUTOTHROTTLE_ENABLED = True  # a host that answers slowly gets fewer requests
AUTOTHROTTLE_START_DELAY = 0.0  # start from DOWNLOAD_DELAY
# Requests in flight or waiting for their host's delay. Most of them wait, so the load is low.
CONCURRENT_REQUESTS = 64
# Bytes of bodies above which no further request is started. Pages that wait for their host's tdmrep.json count: with
# Scrapy's 5 MB they delayed the others (660 recorded pages: 40 s; with 16 MB 34 s; without tdmrep.json 29 s).
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 16 * 2**20
# Scrapy starts this many tasks for each response, whatever it gives: ours give one item. With Scrapy's 100 a refresh of
# 300 unchanged pages cost a quarter more CPU.
CONCURRENT_ITEMS = 1
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"  # the order that due_pages chose, not its reverse
RETRY_TIMES = 2
# Not 429 and 503: they ask for a longer pause, and the schedule handles them. These may pass within seconds.
RETRY_HTTP_CODES = [500, 502, 504, 522, 524, 408]
# Not CannotResolveHostError: the resolver has retried by itself. Not OSError: a body that cannot be unpacked.
RETRY_EXCEPTIONS = [
    "scrapy.exceptions.DownloadConnectionRefusedError",
    "scrapy.exceptions.DownloadFailedError",
    "scrapy.exceptions.DownloadTimeoutError",
    "scrapy.exceptions.ResponseDataLossError",
    "scrapy.core.downloader.handlers.http11.TunnelError",
    "twisted.internet.error.ConnectionDone",
    "twisted.internet.error.ConnectError",
    "twisted.internet.error.ConnectionLost",
]
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"  # the failure is recorded in the Fetch

# --- middlewares and pipelines ---------------------------------------------------------------------

DOWNLOADER_MIDDLEWARES = {
    "crawler.middlewares.guard.AddressGuard": 50,
    "crawler.middlewares.pace.Pace": 60,
    "crawler.middlewares.robots.Robots": 100,
    "crawler.middlewares.retries.Retries": 550,
    "crawler.middlewares.redirects.MetaRefresh": 580,
    "crawler.middlewares.decoding.Decoding": 590,
    "crawler.middlewares.redirects.Redirects": 600,
    "crawler.middlewares.proxy.Proxy": 750,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # every cited host may be visited
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,  # allows everything on errors; ours does not
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,  # ours stays within a Fetch's time limit
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,  # accepts a truncated body
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,  # ours records the hops
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,  # likewise
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,  # ours reads the environment once
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,  # no credentials, ever
}
SPIDER_MIDDLEWARES = {
    "crawler.middlewares.tdm.TdmReservations": 100,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,  # drops silently; urls.py refuses with a record
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,  # no links are followed
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
}
ITEM_PIPELINES = {
    "pipelines.stages.Extract": 100,
    "pipelines.stages.Judge": 200,
    "pipelines.stages.Store": 300,
}
HTTPERROR_ALLOW_ALL = True  # every status is a result
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # each Page is requested once; redirects may share a target

# --- logging ---------------------------------------------------------------------------------------

LOG_LEVEL = "INFO"
STATS_DUMP = False
DOWNLOADER_STATS = False  # of bytes and statuses, which nobody is shown
