"""What several formats share.

    source_text.py    `SourceText`, what a format reads
    encodings.py      bytes -> text
    collector.py      `Collector`: what a format has found; which link targets are citations
    positions.py      offsets -> lines and columns
    prose.py          a block's text without markup; the sentence (claim) at a place in it
    quotation_marks.py  where quotation marks open and close
    unquoted_words.py words in quotation marks that quote no source: titles, labels, examples
    quoted_words.py   where a text quotes somebody's words
    block_quotes.py   block quotes, with the blocks around them
    citing_blocks.py  blocks that cite, with their places
    attribution.py    which Citation a quotation belongs to
    sentences_around.py  the same, where its own sentence cites nothing
    set_off.py        the same, of block quotes
    page_notes.py     notes of HTML pages, to which marks in their text link
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
