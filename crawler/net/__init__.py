"""URLs, addresses, HTTP dates and codings: the rules of the net that need no connection.

urls.py        normalisation, and why a URL can never be fetched
addresses.py   which network addresses are never dialled
http_dates.py  dates as HTTP writes them, and a host's own clock
zstd.py        Zstandard, from the standard library or its backport
"""
