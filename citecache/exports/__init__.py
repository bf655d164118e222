"""From a cache to files. Every writer streams: one card in memory at a time, cards in the caller's order.

formats.py   the formats by name; the only way to the writers
selection.py which cards, as they may be passed on
jsonl.py     one JSON object per line; `card_json` is also what `show --json` prints
csv.py       for spreadsheets, safe to open in one
markdown.py  one readable file
site.py      pages of HTML for readers
citing_site.py  verdicts.json and a script, for the pages that cite
search_index.py  the words of a site, in files that a browser searches
arrow.py     cards as typed Arrow tables; the schema that Parquet files and `Cache.cards_table()` share
parquet.py   Parquet files
warc/        WARC 1.1: all that is stored of the pages
wacz/        WACZ 1.1.1: the same with an index and a list of pages
bibtex.py    BibTeX and biblatex
csl.py       CSL-JSON
works.py     what both say of a card
author_names.py  names of authors in their parts
entry_keys.py    citation keys, kept from the bibliographies that cite
markdown_folder.py  a readable file per card, with front matter
front_matter.py  the head of such a file
file_names.py  names that every system accepts
folder.py    a folder of exported files, renewed file by file
written.py   the list of the files that an export wrote
datasette.py  metadata.json for Datasette: facets, descriptions, canned queries
files.py     a file that is replaced only once it is written whole

A file holds nothing of the export itself (no time, no version), so it is byte-identical while the cache is.
"""
