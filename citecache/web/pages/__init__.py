"""One module per kind of page; each has `ROUTES`.

dashboard.py  /: what a maintainer asks first, and the run under way
document.py  /documents, /documents/{key}
runs.py     /runs: what came of each run
cards.py    /search: the cards, searched, filtered and sorted; as CSV and JSON
changes.py  /changes: what changed, the newest first
resource.py /resources/{id}: a card, its text, its Captures compared, its body
"""
