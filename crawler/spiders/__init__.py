"""The spider `citations`, and how a response or a failure becomes a Fetch. Floor 3.

base.py        what the spiders share: the run's context, and an end that has a reason
citations.py   due Pages -> requests -> Fetches, in batches
outcomes.py    Scrapy's responses and failures -> Fetch (no state)
"""
