"""The spider `citations`, and how a response or a failure becomes a Fetch.

base.py        what all spiders share: the run's context, and ending a run that cannot go on
citations.py   due Pages -> requests -> Fetches, in batches
outcomes.py    Scrapy's responses and failures -> Fetch (no state)
"""
