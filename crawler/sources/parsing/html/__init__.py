"""What HTML cites: whole pages, and HTML within Markdown.

links.py            what a page or a piece of HTML cites
tokens.py           HTML -> tags, texts and comments with their offsets
tags.py             one tag of JSX, or of HTML within a line of Markdown
link_attributes.py  which attributes of an element cite
"""
