"""From a Fetch to what is kept: pure stage functions, and the thin Scrapy item pipelines that call them.

extract/         body -> Capture: text and metadata, in killable worker processes
judge/           Fetch (with its Capture) -> Verdict and Evidence
identity/        whether the Capture that a card shows is what was cited
probes.py        random-path probes: what a host answers for a path that cannot exist
reservations.py  what a page asks not to be done with its text
complete.py      what a Capture needs besides its extraction
preview.py       text -> the first 3,000 characters of a card
copies.py        archived copies, extracted and judged like any page
stages.py        the Scrapy item pipelines, in the order extract, judge, store
"""
