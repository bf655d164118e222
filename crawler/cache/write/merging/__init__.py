"""Joining another cache into this one, in one transaction.

    merge.py      the whole: what is joined, in which order
    rows.py       the rows of the other cache, each checked before it is used
    resources.py  Resources: ids and curated fields
    documents.py  Documents that are not known here, with their citations
    history.py    runs, Fetches, Captures, bodies, lookups in archives of a Page
    marks.py      verdicts that persons have given
    replay.py     Pages that have new Fetches, judged again in the order of time

What both have is kept as it is here; what only the other has is added; what differs is reported.
"""
