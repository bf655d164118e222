"""WACZ 1.1.1: the WARC file with its index and a list of pages, in a ZIP that ReplayWeb.page opens.

package.py    the ZIP: its files in order, their hashes, datapackage.json
index.py      the CDXJ index: lines, sorted, in blocks that can be read one at a time
pages.py      pages.jsonl: what there is to look at, with its text
timestamp.py  a token of a time stamping authority over the whole (RFC 3161)
"""
