"""Archived copies of pages that are gone (Mementos, RFC 7089), from whatever archive speaks that protocol. Floor 3.

spider.py    the spider `archive`: one Page after the other, from the lookup to the kept copy
client.py    requests to an archive: what came, or why nothing did; archives that are left alone
lookup.py    TimeGate and TimeMap -> copies of a Page, the most wanted first
copies.py    one copy: fetched raw, redirects followed inside the archive, examined
examiner.py  the Protocol of what extracts and judges a copy: `pipelines.copies` implements it
forms.py     addresses of copies: the raw form, what they are copies of, where a redirect leads (pure)
timemaps.py  links -> copies and further TimeMaps; which come first (pure)
links.py     RFC 8288 links, as in Link headers and in TimeMaps (pure)

    crawler/cache/mementos.py says which Pages -> spider -> lookup -> copies -> crawler/cache/mementos.py keeps

The spider is no module of `crawler.spiders`: `scrapy list` shows the one that anybody may start. To ask a third party
about what one cites is its user's decision, so it has a command of its own, `citecache archive`.
"""
