"""Copies of pages from files: what the files hold, as values. Nothing here asks the network or writes to the cache.

kinds.py     which kind of file it is, by its content
found.py     a copy as it was found in a file; what was wrong with others
members.py   a compressed file in its members, each bounded, and on its own when it is broken
records.py   WARC records in them, parsed by FastWARC
http.py      the block of a response: status, headers, body
index.py     the heads of all records: which copies of which URLs there are, through redirects and revisits
warc.py      the copies that are wanted, read from the records
own.py       what our own exports say of resources
wacz.py      WACZ: the archives in it, and the pages that it lists
saved.py     a page saved by a browser
mhtml.py     MHTML
jsonl.py     our own JSON Lines

An archive is read twice: its heads for the index, then the bodies of the copies that are wanted.
"""
