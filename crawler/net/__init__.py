"""URLs, addresses, HTTP dates and content codings: network rules that need no connection.

urls.py        normalisation, and why a URL can never be fetched
credentials.py user names and passwords in URLs, secrets in headers: removed before anything is stored
addresses.py   network addresses that are never connected to
confidential.py  URLs that are told to no third party
hosts.py       names that are private, local or a cloud's own by their form
text_fragments.py  the passages that `#:~:text=` names
script_redirects.py  pages whose only content is a script that redirects
http_dates.py  dates in HTTP headers, and a host's own clock
codings.py     content codings, strictly and with a limit
zstd.py        Zstandard, from the standard library or its backport
"""
