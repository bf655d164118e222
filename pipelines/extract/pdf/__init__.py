"""PDF -> text and metadata, by pypdfium2.

document    the Capture of a PDF file
characters  a page's characters -> pieces: words with their place, size and direction
lines       pieces -> segments: pieces that follow each other on a baseline; their text with superscripts set off
columns     a page's segments -> blocks in reading order
running     running heads, footers and page numbers
paragraphs  a block's lines -> paragraphs, list items, table rows
joining     two lines -> one: hyphens, words of scripts without spaces, addresses
layout      all pages -> one text, and where each page begins in it
simple      a page in PDFium's own order, for the rest of a long file
garbled     text whose fonts tell the wrong characters
properties  title, authors, date: XMP, the document information dictionary, the largest letters of page 1
"""
