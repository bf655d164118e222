"""Cards, differences and findings as text, JSON and Markdown: shared by the terminal, the web view and the exports.

outlook.py what would change a verdict
closing.py the closing table of a run
hints.py   what to do next after a run
commands.py  commands of ours as they can be pasted
fence.py   words of strangers, fenced for a language model
withheld.py  cards without the text that may not be shown
card.py    one card as plain text
growth.py  the size of the cache
diff.py    two texts compared
findings/  what `check` found: text, JSON, JUnit, GitHub, Markdown
html/      pages of HTML, for the static site and the web view
worklist/ what calls for a person: text, JSON, Markdown, HTML
patch.py   a changed text as a unified diff
tally.py   how much is cited
listing.py  places in documents and quoted words, for lists
quotes.py  quotations and how they stand
claims.py  claims beside the passages that stand closest
added.py   what `add` did
evidence_record.py  why a page has its verdict, as one versioned JSON object
records.py what the cache returns, as JSON objects
width.py   lines no wider than a terminal
tables.py  aligned columns and counted nouns
json_text.py  JSON on one line, safe for terminals
markdown_text.py  text of strangers as Markdown
notebook/  cards and lists as HTML, for Jupyter
clean.py   text without control characters, and without commands to CI services
"""
