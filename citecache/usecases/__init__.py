"""The use cases: what citecache does, called by the command line and by the Python API. They print nothing.

comparison.py  two texts of a page compared: what the page changed, and what the extractor
reextract.py   today's extractor run over the stored bodies
excludes.py    which citations `check` leaves out: lychee.toml, --exclude
baselines.py   the problems that `check` already knows
"""
