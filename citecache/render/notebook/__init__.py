"""Cards and lists as pieces of HTML, for Jupyter and whatever else asks for `_repr_html_`.

markup.py  what a piece may hold: escaped text, links to http and https, a style that reads on light and on dark
cards.py   one card
tables.py  cards, search hits, what `check` found, the worklist, changes

Imported when a notebook shows something.
"""
