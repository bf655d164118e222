"""The names of LaTeX's commands and environments, by what they do with their arguments."""

import re

CITE = re.compile(r"[A-Za-z]*[cC]ite(?:s|p|t|alp|alt|author|year|yearpar|title|al|text|url|date|num|n|a)?(?:s)?")
NO_CITE = frozenset("bibcite newcite setcite declarecite nocitations cites@".split())
TEXTUAL = re.compile(r"[A-Za-z]*[cC]ite(?:t|alt|author|title)s?|textcites?|Textcites?|citeasnoun|onlinecite")
NOTES = frozenset("footnote thanks footnotetext endnote sidenote marginnote marginpar tablefootnote".split())
HEADINGS = frozenset("title part chapter section subsection subsubsection paragraph subparagraph caption".split())
BREAKS = frozenset("item par maketitle newpage clearpage bigskip medskip smallskip newline author date".split())
SKIPPED = frozenset(
    "label ref eqref pageref autoref cref Cref nameref vref documentclass usepackage RequirePackage bibliographystyle "
    "pagestyle thispagestyle setlength vspace hspace bibliography addbibresource addglobalbib cite@ printbibliography "
    "definecolor setcounter addtocounter hyphenation newtheorem citestyle setcitestyle graphicspath".split()
)
SETTINGS = frozenset("hypersetup lstset lstdefinestyle pdfinfo tikzset".split())
FILES = {"includegraphics": "image", **dict.fromkeys(("input", "include", "subfile", "import"), "include")}
BLOCK_QUOTES = frozenset("quote quotation displayquote displaycquote quoting verse".split())
QUOTING = ("enquote", "textquote", "epigraph")
TABLES = frozenset("tabular tabularx longtable tabulary tabu tblr longtblr supertabular xltabular".split())
