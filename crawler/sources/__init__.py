"""Reads citing documents: `read_all` turns what the command line names into ParsedSources.

    reading.py    arguments -> ParsedSources: `read_all`
    long_files.py files that are read in pieces
    files.py      an argument -> paths (folders, patterns), and what is ignored there
    ignores.py    `.gitignore` rules; hidden and vendored folders
    exclusions.py what is no citing document by its content: lock files, manifests, our own reports
    anchors.py    what a `#fragment` of a file may point to
    format.py     what a format is, and what its module defines
    rewriting.py  cited URLs replaced in the bytes of a document: `rewrite`
    written_urls.py  a URL with the escapes of a format
    quote_places.py  where the quotations of a document stand in its file
    drawn_tables.py  whether a table of `|` or `=` holds a text of another length
    budget.py     what one document may have stored
    registry.py   the list of all formats; which of them a source has
    formats/      one module per format
    parsing/      what formats share: encodings, Markdown, HTML tags, JSON, YAML, records, places, claims

To add a format, write a module in `formats/` and list it in `registry.py`.

A format never raises for what a document contains. What it leaves out is reported in `ParsedSource.skipped` (one line
for a person) or counted in `ParsedSource.ignored`.
"""
