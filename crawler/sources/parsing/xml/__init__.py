"""XML, without expanding or loading anything.

tree.py    XML -> lxml trees
markup.py  XML -> tags and texts with their exact places
nodes.py   elements of one kind as small trees, with places
"""
