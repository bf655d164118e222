"""WARC 1.1: everything that is stored of the cited pages, for archives and for replay.

archive.py   a selection of cards as a file: each Page once, each body once
events.py    a Fetch as records
metadata.py  the block of a metadata record
http.py      heads of HTTP messages that match the bodies as they are stored
fields.py    named fields that nothing can forge
records.py   a record as a value: ids, digests, dates
writer.py    records into a file, a gzip member each

What is written is decided in pure functions (`events`, `metadata`, `http`, `fields`, `records`), apart from the writer.
"""
