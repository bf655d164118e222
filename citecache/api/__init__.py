"""The Python API. Nothing here prints. `citecache` exports what is public.

>>> from citecache.api import Cache
>>> with Cache("citecache.db") as cache:
...     cache.closed
False

cache.py     `Cache`, made of the methods of the other modules
handle.py    the open file behind it
owner.py     who may use the file, and which of its errors are ours
filters.py   which cards
iterator.py  cards one at a time
shown.py     results that a notebook shows
reading.py   what the cache knows
sources.py   what is cited: add, check, forget, prune, compact, merge
repairing.py URLs replaced in documents: repair
runs.py      what fetches: crawl, refresh, archive, save_to_archive; and reextract
marking.py   verdicts that a person gives
files.py     export, cards_table, backup
"""

from citecache.api.cache import Cache

__all__ = ["Cache"]
