"""The Scrapy project's settings. Each line that differs from Scrapy's default says why.

Any of them can be set for one run with `-s NAME=VALUE`, the `CITECACHE_*` ones too.
"""

import os

from crawler import __version__

BOT_NAME = "citecache"
SPIDER_MODULES = ["crawler.spiders.citations"]  # `archive` asks a third party: it has a command of its own
NEWSPIDER_MODULE = "crawler.spiders"

# --- citecache's own -------------------------------------------------------------------------------

CITECACHE_DB = os.environ.get("CITECACHE_DB", "citecache.db")
CITECACHE_CONTACT = os.environ.get("CITECACHE_CONTACT", "")  # a URL or mail address, named to every host
CITECACHE_ALLOW_ADDRESSES = os.environ.get("CITECACHE_ALLOW_ADDRESSES", "")  # CIDR list, opened to the crawl
CITECACHE_CONTROL_HOSTS = "example.com,iana.org,wikipedia.org"  # names that exist: can we look names up at all?
CITECACHE_MIN_FREE = 2**30  # bytes free on the database's disk, or no crawl begins
# An archive that speaks RFC 7089: the TimeGate of a URL is this with the URL behind it.
CITECACHE_ARCHIVE = os.environ.get("CITECACHE_ARCHIVE", "https://web.archive.org/web/")
CITECACHE_TDMREP = True  # read /.well-known/tdmrep.json: one more request a day for a host with pages to keep
CITECACHE_WORKERS = os.cpu_count() or 1  # extraction processes; the crawl itself needs little of a core
CITECACHE_EXTRACT_DEADLINE = 10.0  # seconds of wall time for one page's text
CITECACHE_EXTRACT_MEMORY = 2 * 2**30  # bytes of address space for one worker

# --- who we are ------------------------------------------------------------------------------------


def user_agent(contact: str) -> str:
    """Our User-Agent: a host that minds us can say so to someone, and to a robots.txt group of that name."""
    return f"citecache/{__version__}" + (f" (+{contact})" if contact else "")


USER_AGENT = user_agent(CITECACHE_CONTACT)

# --- safety ----------------------------------------------------------------------------------------

# Only http and https are ever fetched; our handler notes the times of each exchange.
DOWNLOAD_HANDLERS = {
    "http": "crawler.middlewares.handler.Handler",
    "https": "crawler.middlewares.handler.Handler",
    "file": None,
    "data": None,
    "ftp": None,
    "s3": None,
}
REMOTE_CONTROL_ENABLED = False  # no listening socket while pages of strangers are being read
TELNETCONSOLE_ENABLED = False  # likewise
COOKIES_ENABLED = False  # no identity carried from page to page
REFERER_ENABLED = False  # no host learns which document or page led here
DOWNLOAD_VERIFY_CERTIFICATES = True  # else anyone on the way can put words into the cited page's mouth
DOWNLOAD_MAXSIZE = 20 * 2**20  # bytes, on the wire and unpacked
DOWNLOAD_WARNSIZE = 0  # size is an outcome in the Fetch, not a line in the log
DOWNLOAD_TIMEOUT = 30  # seconds for a Fetch, its redirects and further tries included
DOWNLOAD_FAIL_ON_DATALOSS = False  # half a page is not the page, but its bytes are evidence: outcome `truncated`
TWISTED_DNS_RESOLVER = "crawler.middlewares.guard.GuardedResolver"  # what is dialled is what was judged
REDIRECT_MAX_TIMES = 5
METAREFRESH_IGNORE_TAGS = ["noscript", "script", "style", "template", "textarea"]  # where it is no element
METAREFRESH_MAXDELAY = 5  # seconds; a longer one is a page that reloads, not one that moved

# --- politeness ------------------------------------------------------------------------------------

ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS_PER_DOMAIN = 1
# A pause of 1 to 1.5 s: Scrapy's jitter goes both ways, so the middle is set that gives 1 s at least.
DOWNLOAD_DELAY = 1.25
DOWNLOAD_DELAY_JITTER = 0.2
EXTENSIONS = {
    "citecache.usecases.scrapy_extension.RunExtension": 0,  # opens the run of `scrapy crawl citations`
    "crawler.middlewares.pace.Throttle": 0,
    "scrapy.extensions.throttle.AutoThrottle": None,  # ours does not undercut a Crawl-delay
}
AUTOTHROTTLE_ENABLED = True  # a host that answers slowly is asked more slowly
AUTOTHROTTLE_START_DELAY = 0.0  # start from DOWNLOAD_DELAY
# Requests on the way or waiting for their host's pause. Many hosts wait at once, so this is not a load.
CONCURRENT_REQUESTS = 64
# Bytes of bodies at which no further request is begun. Some wait here for their host's tdmrep.json: with Scrapy's 5 MB
# they held the others up (660 recorded pages: 40 s; so 34 s; without tdmrep.json 29 s).
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 16 * 2**20
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"  # the order that runs.due chose, not its reverse
RETRY_TIMES = 2
# 429 and 503 ask for patience: the schedule has it. All else here may pass within seconds.
RETRY_HTTP_CODES = [500, 502, 504, 522, 524, 408]
# Without CannotResolveHostError: the resolver has asked again by itself. OSError is an unpackable body.
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
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"  # the Fetch says it

# --- the way through -------------------------------------------------------------------------------

DOWNLOADER_MIDDLEWARES = {
    "crawler.middlewares.guard.AddressGuard": 50,
    "crawler.middlewares.pace.Pace": 60,
    "crawler.middlewares.robots.Robots": 100,
    "crawler.middlewares.retries.Retries": 550,
    "crawler.middlewares.redirects.MetaRefresh": 580,
    "crawler.middlewares.decoding.Decoding": 590,
    "crawler.middlewares.redirects.Redirects": 600,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # every host is ours to visit
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,  # allows on errors: ours does not
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,  # ours keeps within a Fetch's time
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,  # takes a cut body for whole
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,  # ours keeps the hops
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,  # likewise
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,  # no credentials, ever
}
SPIDER_MIDDLEWARES = {
    "crawler.middlewares.tdm.TdmReservations": 100,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,  # drops without a record: urls.py refuses with one
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,  # nothing is followed
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
}
ITEM_PIPELINES = {
    "pipelines.stages.Extract": 100,
    "pipelines.stages.Judge": 200,
    "pipelines.stages.Store": 300,
}
HTTPERROR_ALLOW_ALL = True  # every status is a result
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # each Page is asked for once; redirects may meet

# --- noise -----------------------------------------------------------------------------------------

LOG_LEVEL = "INFO"
STATS_DUMP = False
