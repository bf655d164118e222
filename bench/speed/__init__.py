"""Our speed beside other ways to get the text of many pages. `make bench`.

__main__     the command: runs all, prints tables, writes docs/benchmarks.md
web          the pages that are served: our own corpus under several addresses, or a recorded web
server       serves them on loopback: a forward proxy with TLS, entity tags and a count of what was asked
contenders   the commands that are compared, and what each of them has to have done
measure      one command: wall time, CPU time and memory of its whole process tree
statistics   medians and ranges over the rounds; ratios within a round
stages       the rules by which CPU time belongs to a stage, and the table that adds up
sampling/    what measures a stage: `sitecustomize` in every process of a run, and its sampler
event_loop   a Scrapy extension: how late the crawl's event loop is
pipeline     a contender: aiohttp, a process pool, an extractor, SQLite with full text
bare_spider  a contender: Scrapy that only asks
report       the tables as Markdown
sections     sections of a document that are written by a command
"""
