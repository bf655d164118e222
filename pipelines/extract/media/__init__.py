"""Media types other than HTML and PDF: what people cite is read by light readers of our own, with limits.

types        media type -> module, imported when it is needed; `MediaBody`, what a module reads

plain        plain text, Markdown, data and source code, as they are
plain_heads    what they say of themselves at their top: reStructuredText, Org, AsciiDoc, wikis, RFCs
xml          JATS, TEI, DocBook, feeds, and any other XML that holds prose
scholarly      JATS, TEI and DocBook
feeds          RSS and Atom
docx         Word
word_styles    headings and lists in it
pptx         PowerPoint
xlsx         Excel
odf          OpenDocument texts, spreadsheets and presentations
epub         books
rtf          Rich Text Format
notebook     Jupyter
tex          LaTeX documents
  tex_reader     the text that LaTeX sets
subtitles    WebVTT and SubRip
mail         messages and mailboxes
  mime           a message as a tree of parts

blocks       the blocks of a document -> its text in the canonical form
tree         XML and HTML trees -> blocks
roles        what the names of elements mean in each vocabulary
markup       XML and pieces of HTML, parsed without loading anything
properties   title, authors and dates of office documents
"""
