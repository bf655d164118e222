"""What bibliographies have in common, and the marks that cite their entries.

bibliography.py    an entry -> Citations and records
entry_links.py     which fields of an entry say where the work is
tagged_lines.py    bibliographies in lines with tags -> records with places
csl_items.py       CSL items, in JSON or YAML -> entries
bibtex_scanner.py  BibTeX's syntax, with places
citation_keys.py   citation keys (`[@key]`) -> what their entries cite
"""
