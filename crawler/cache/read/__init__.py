"""The read side: what the cache knows, as domain types. Needs no lock and changes nothing.

resources.py     Resources by what a user calls them
cards.py         cards, one by one or filtered
card_filters.py  which Resources a filter selects, in what order
keyset.py        a filtered list of them in parts
card_index.py    all of them in memory: filtered, counted by what they have, in parts
card_columns.py  what that index is made of
excerpts.py      where in a text it stands
hits.py          which Captures a search finds, for such a list
citation_keys.py which Resource each citation key stands for
full_text.py     search over titles and texts
search_query.py  what a person types to search
uncited.py       Resources that nothing cites
index_size.py    how large a full-text index is, without reading it
growth.py        what takes how much space
tallies.py       how much is cited, in all or by some Documents
counted.py       how much of everything there is, as it is kept
counts.py        the same for `status`
document_order.py  the order of Documents in reports
findings.py      citations with the verdict of their Pages, for `check`
repairs.py       which record files a URL stands in, and which pages are the same
worklist.py      what calls for a person, for `todo`
assessments.py   what was computed from stored data and kept
local_links.py   links to files of the same project, and to anchors
changes.py       the good texts of a Page in time, and what changed since a moment
datasette.py     descriptions of the tables, and queries, for Datasette
captures.py      stored Captures, for extracting their bodies again
capture_records.py  Captures without texts and bodies, for excerpts and quotations
extractions.py   what an extraction gave before, so that it is not done twice
citing.py        Documents with what they cite
quotations.py    the quotations that Documents make
claims.py        the claims that they make
documents.py     which Documents have been read
marks.py         verdicts that persons have given
pages.py         Pages: their present state, and which there are
due.py           which Pages are due in a run, in what order
turns.py         the hosts of a run take turns
scopes.py        which Pages these sources cite
overview.py      how the cache stands as a whole: what is gone, rot by year, ages, what is due
events.py        what has happened to Pages, event by event
run_records.py   runs as they are listed, and the one under way
runs.py          what came of a run, and whether the next one resumes it
fetches.py       stored Fetches as they are shown
recordings.py    all that is stored of a Page's Fetches, with bodies, for archive files
histories.py     what is known of a Page before a Fetch, for the judge
neighbours.py    a text beside the other texts of its host, for the judge
replays.py       stored Fetches as the judge saw them
observations.py  how often a Page's text changed, for the schedule
mementos.py      archived copies: which Pages want one, and what was found
saves.py         pages that an archive is to capture
imports.py       copies from files
hosts.py         what earlier runs learnt about hosts
health.py        whether the file is what was written (`doctor`)
snapshots.py     safe copies of the file (`backup`)
"""
