"""What several formats share.

    source_text.py    `SourceText`, what a format reads
    encodings.py      bytes -> text
    collector.py      `Collector`: what a format has found; which link targets are citations
    positions.py      offsets -> lines and columns
    prose.py          a block's text without markup; the sentence (claim) at a place in it
    footnotes.py      footnote marks and definitions -> Citations
    bare_urls.py      where a URL in running text ends
    identifiers.py    DOI, arXiv, PMID, PMCID -> URLs

    markdown/         Markdown and MDX
    html/             HTML and the tags of JSX
    xml/              XML with places
    markup/           reStructuredText, AsciiDoc, Org, MediaWiki
    latex/            LaTeX
    bibliographies/   entries, their fields, citation keys
    records/          JSON and YAML
    tables/           columns, rows and cells
    office/           ZIP parts, paragraphs, PDF

Nothing here imports from `crawler/sources/formats/`.
"""
