"""The write side: each write is one short transaction, all of it or nothing.

ingest.py     parsed sources -> documents, citations, resources, pages
source_ingest.py  one ParsedSource, in one transaction
long_documents.py  one Document that comes in parts, in several
citations.py  the Citations of a Document: which are new, which are gone
staging.py    the Citations of a long Document, on their way
resources.py  the Resources of cited URLs and of records: their ids and fields
creation.py   new Resources and Pages, many at a time
record_ids.py which records give which ids
claims.py    the texts of claims, each once
local_links.py links to files of the same project, and to anchors
renames.py    Documents whose files were moved
documents.py  forgetting Documents
index.py     the full-text index
merging/     joining another cache
base_bodies.py  against which stored body a new one is packed
keeping.py   earlier texts and bodies that the policy does not keep
pruning.py   dropping what nothing cites
compaction.py  bodies dropped, free space given back
runs.py       the beginning and the end of a run
outages.py    whether a run was offline, and what its network failures change
header_sets.py  which list of headers a Fetch is stored with
fetches.py    a Fetch -> fetches, evidence, captures, bodies
captures.py   Captures and their full text: stored once per content
differences.py  how much a text differs from the one before it
pages.py      the state of a Page after a Fetch of it
writer.py     the one writer of a crawl: a thread of its own, and group commit
marks.py      a person's verdict on a Page
assessments.py  what was computed from stored data, kept for the next time
mementos.py   lookups in web archives, and the copies found there
saves.py      requests to archives to capture pages
imports.py    copies from files
repairs.py    Resources whose URL was replaced in the documents
hosts.py      what a run learns about hosts
counts.py     counting everything anew
"""
