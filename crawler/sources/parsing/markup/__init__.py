"""Light markup languages other than Markdown.

markup_text.py      what their readers share: passages, links, footnotes
asciidoc_inline.py  AsciiDoc's inline markup, macros and attributes
org_inline.py       Org's inline markup, its links and citations
wiki_templates.py   MediaWiki's citation templates
rst_inline.py       reStructuredText's inline markup and references
rst_tables.py       reStructuredText's tables
"""
