"""Cards, differences and findings as text, JSON and Markdown: shared by the terminal, the web view and the exports.

closing.py the closing table of a run
hints.py   what to do next after a run
card.py    one card as plain text
diff.py    two texts compared
findings/  what `check` found: text, JSON, JUnit, GitHub, Markdown
added.py   what `add` did
records.py what the cache returns, as JSON objects
tables.py  aligned columns and counted nouns
clean.py   what no output may carry: control characters, text that may not be shown
"""
