"""From a Fetch to what is stored: pure functions, and the thin Scrapy item pipelines that call them.

extract/         body -> Capture: text and metadata, in killable worker processes
judge/           Fetch (with its Capture) -> Verdict and Evidence
identity/        whether a Capture is still the page that was cited
quotes/          whether what is quoted stands in its source
claims/          what of a claim stands in its source, and where
probes.py        random-path probes: a host's answer for a path that cannot exist
reservations.py  uses of its text that a page reserves
complete.py      the fields that complete a Capture after its extraction
preview.py       text -> the first 3,000 characters of a card
copies.py        archived copies, extracted and judged like any page
stages.py        the Scrapy item pipelines, in the order extract, judge, store
"""
