"""The command `citecache`: parse, call a use case, print. One module per command, named after it.

group.py    the command group and the entry point
options.py  what commands share: the database, types of options, filters, output
adding.py   sources named on the command line, read into the cache: for add, check and crawl
closing.py  the closing lines of crawl and refresh
process.py  Scrapy in this process, with a progress bar

add.py, status.py, list.py, show.py, why.py, check.py, mark.py, search.py, diff.py, changes.py, export.py,
reextract.py, schedule.py, backup.py, doctor.py
crawling.py: crawl, refresh; archiving.py: archive; demonstration.py: demo
"""

from citecache.cli.group import citecache, main

__all__ = ["citecache", "main"]
