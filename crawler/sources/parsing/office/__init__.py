"""Documents in ZIP files, and PDF.

zip_parts.py     the parts of a ZIP file, with limits
office_parts.py  the parts of a DOCX, XLSX or PPTX file and what refers to what
epub_package.py  the package document of an EPUB: its metadata and chapters
paragraphs.py    paragraphs of office documents: notes, links, bare URLs
csl_fields.py    references of Zotero, Mendeley and EndNote in office documents
pdf_pages.py     the pages of a PDF: running text and links
pdf_worker.py    PDFium in a process of its own
"""
