"""One module per citing format, each with `sniff` and `read` (see `FormatModule` in crawler/sources/registry.py).

    asciidoc.py             AsciiDoc
    bibtex.py               BibTeX and BibLaTeX bibliographies
    bookmarks_json.py       JSON of browsers, bookmark services and reading services
    csl.py                  CSL-JSON and CSL-YAML bibliographies
    docx.py                 DOCX
    endnote_xml.py          EndNote's XML bibliographies
    epub.py                 EPUB books
    feeds.py                RSS and Atom feeds
    hayagriva.py            Hayagriva bibliographies
    html.py                 HTML pages
    json_feed.py            JSON Feed
    latex.py                LaTeX
    markdown.py             Markdown
    mdx.py                  MDX
    mediawiki.py            MediaWiki text
    netscape_bookmarks.py   bookmarks exported by browsers
    notebooks.py            Jupyter notebooks
    odf.py                  OpenDocument files
    opml.py                 OPML outlines and lists of feeds
    org.py                  Org
    parquet.py              Parquet tables
    pdf.py                  PDF files
    pptx.py                 PPTX
    pubmed.py               PubMed and MEDLINE bibliographies
    records.py              resource records and citation lists in YAML, JSON, JSON Lines
    refer.py                Refer and EndNote's tagged bibliographies
    restructured_text.py    reStructuredText
    ris.py                  RIS bibliographies
    sitemaps.py             sitemaps
    tables.py               CSV and TSV tables
    url_lists.py            plain text: URL lists and prose
    xlsx.py                 XLSX
    zotero_json.py          Zotero's items as JSON
    zotero_rdf.py           Zotero's RDF bibliographies

No module here imports another: what formats share is in `crawler/sources/parsing/`.
"""
