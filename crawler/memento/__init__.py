"""Archived copies of pages that are gone (Mementos, RFC 7089), from whatever archive speaks that protocol.

at_archive.py  what the spiders share
spider.py    the spider `archive`: one Page after the other, from the lookup to the stored copy
client.py    requests to an archive: the response, or why there is none; archives to avoid
lookup.py    TimeGate and TimeMap -> copies of a Page, the best candidate first
copies.py    one copy: fetched raw, redirects followed inside the archive, examined
examiner.py  the Protocol of what extracts and judges a copy: `pipelines.copies` implements it
forms.py     addresses of copies: the raw form, what they are copies of, where a redirect leads (pure)
timemaps.py  links -> copies and further TimeMaps; which come first (pure)
links.py     RFC 8288 links, as in Link headers and in TimeMaps (pure)

save_spider.py   the spider `save`: pages that are alive, captured by an archive (`citecache archive --save`)
saving.py        one such page, asked for and waited for
save_answers.py  what an archive answers to that (pure)

    cache/read/mementos.py selects Pages -> spider -> lookup -> copies -> cache/write/mementos.py stores

The spider is not in `crawler.spiders`, so `scrapy list` does not show it: a lookup tells a third party which URLs are
cited, and that is the user's decision. It has a command of its own, `citecache archive`.
"""
