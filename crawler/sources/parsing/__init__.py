"""What several formats share.

    source_text.py       `SourceText`, what a format reads
    encodings.py         bytes -> text
    collector.py         `Collector`: what a format has found; which link targets are citations
    positions.py         offsets -> lines and columns
    prose.py             a block's text without markup; the sentence (claim) at a place in it
    bare_urls.py         where a URL in running text ends
    identifiers.py       DOI, arXiv, PMID, PMCID -> URLs
    latex_urls.py        URLs as LaTeX writes them
    bibliography.py      an entry of a bibliography -> Citations and records
    entry_links.py       which fields of an entry say where the work is
    tagged_lines.py      bibliographies in lines with tags -> records with places
    csl_items.py         CSL items, in JSON or YAML -> entries
    bibtex_scanner.py    BibTeX's syntax, with places
    citation_keys.py     citation keys (`[@key]`) -> what their entries cite
    xml_tree.py          XML -> lxml trees, safely
    xml_markup.py        XML -> tags and texts with their exact places
    xml_nodes.py         elements of one kind in XML as small trees, with places

    markdown_links.py    what a Markdown or MDX document cites
    markdown_walk.py     the places in its blocks that cite
    markdown_parser.py   the block structure, by markdown-it
    markdown_containers.py  blocks of other dialects: admonitions, directives, tabs
    markdown_inline.py   the inline structure of a block
    markdown_brackets.py links and emphasis within it
    front_matter.py      YAML, TOML and JSON front matter, its values with their places
    front_matter_links.py  what front matter cites
    footnotes.py         footnote marks and definitions -> Citations
    jsx.py               JSX in MDX, masked so that Markdown can be parsed around it
    html_links.py        what HTML cites: whole pages, and HTML within Markdown
    html_tokens.py       HTML -> tags, texts and comments with their offsets
    tags.py              one tag of JSX, or of HTML within a line of Markdown
    link_attributes.py   which attributes of an element cite

    markup_text.py       what readers of light markup languages share: passages, links, footnotes
    asciidoc_inline.py   AsciiDoc's inline markup, macros and attributes
    latex_characters.py  the characters that LaTeX writes as commands
    latex_source.py      LaTeX without comments and verbatim material, its URLs and groups
    org_inline.py        Org's inline markup, its links and citations
    wiki_templates.py    MediaWiki's citation templates
    rst_inline.py        reStructuredText's inline markup and references
    rst_tables.py        reStructuredText's tables

    record_files.py      the shapes of files that hold records
    raw_records.py       a record as it stands in a file -> `ResourceRecord`
    json_records.py      JSON and JSON Lines -> records and URLs
    json_tree.py         JSON -> values that know where they stand
    json_walk.py         JSON with offsets
    json_strings.py      text in JSON strings, with the place of each character
    table_columns.py     what the columns of a table hold
    table_cells.py       links in a cell of a table
    table_rows.py        rows of a table -> Citations and records
    saved_links.py       what services say of a saved link, by any of their names
    yaml_records.py      YAML -> records and URLs
    yaml_nodes.py        YAML with line numbers and limits

    zip_parts.py         the parts of a ZIP file, with limits
    paragraphs.py        paragraphs of office documents: notes, links, bare URLs
    office_parts.py      the parts of a DOCX, XLSX or PPTX file and what refers to what
    formulas.py          HYPERLINK formulas of spreadsheets
    csl_fields.py        references of Zotero, Mendeley and EndNote in office documents
    pdf_pages.py         the pages of a PDF: running text and links
    pdf_worker.py        PDFium in a process of its own

Nothing here imports from `crawler/sources/formats/`.
"""
