"""The use cases: what citecache does, called by the command line and by the Python API. They print nothing.

run.py         the life cycle of a run: lock, plan, begin, finish
crawl.py       which pages are fetched, and what came of it
crawling.py    which spider a crawl runs
archive.py     archived copies of pages that are gone
save.py        pages that are alive, captured by an archive
import_files.py     copies of pages from files
import_verdicts.py  whether such a copy is what was there
import_store.py     what an import writes
observer.py    the progress of a use case
estimates.py   how long a run will take
scrapy_process.py    Scrapy in this process
scrapy_extension.py  the run of `scrapy crawl citations`
inert_log.py   Scrapy's log in lines that act on nothing
json_log.py    the log as JSON
metrics/       what a run counts, for Prometheus
add.py         read citing documents into the cache
forget.py      documents that cite no more
merge.py       another cache is joined in
growth.py      what takes how much space
prune.py       what nothing cites is dropped
compact.py     bodies are dropped, the file gets smaller
check.py       judge citations by what the cache knows
change_log.py  what has happened to pages, with the words that changed
document_view.py  what to fix first in a document, and its quotations
fix_first.py   what to fix first in one document
run_reports.py  the runs, and the one under way
overview.py    how the cache stands as a whole: the dashboard
todo.py        which cited pages call for a person, and what settles each
grades.py      the grade of each page's text, kept while nothing changes
cited_changes.py  citations whose source has changed where they lean on it
local_links.py links to files and anchors of the same project, judged by the disk
link_targets.py  which file a relative link means
fragments.py   anchors that cited pages lack
excludes.py    which citations `check` leaves out: lychee.toml, --exclude
baselines.py   the problems that `check` already knows
explain.py     the evidence for a verdict; stored Fetches judged again
replacements.py  which cited URLs have a better one
repair.py      cited URLs replaced in the documents that cite them
repair_report.py  what came of it, document by document
parts.py       long sequences looked up in parts
quote_check.py a quotation looked up in the texts of its source
resource_view.py  the card of a page, for whoever keeps the cache or for readers of a site
capture_views.py  Captures to be read, compared and saved
claims.py      claims compared with the texts of what they cite
judging/       claims judged by a language model
quotes.py       the quotations of Documents looked up in their sources
quote_findings.py  the same as findings of `check`
excerpt.py     a part of a page's text, by page or by offsets
text_at.py     the text of a page as of a moment
found_text.py  what a search finds, with the place in the text
mark.py        a verdict set by a person
marks_file.py  marks in a file that a repository can hold
marks_toml.py  the form of that file
changes.py     what changed since a moment
counted_changes.py  how much texts have changed, kept from when they were compared
diff.py        what changed in a page's text
comparison.py  two texts of a page compared: what the page changed, and what the extractor
reextract.py   the current extractor run over the stored bodies
export.py      cards to a file
schedule.py    a scheduled job as text
workflow.py    the one for GitHub Actions
child.py       a command of ours in a child process, for the Python API
doctor.py      is the cache what was written?
"""
