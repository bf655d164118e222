"""The spider `citations`, and how a response or a failure becomes a Fetch. Floor 3.

citations.py   due Pages -> requests -> Fetches, in batches; one run from lock to closing
outcomes.py    Scrapy's responses and failures -> Fetch (no state)
"""
