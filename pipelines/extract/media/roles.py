"""What elements are, by name, in the vocabularies of XML that people cite: see `tree`."""


def _roles(**names: str) -> dict[str, str]:
    return {name: role for role, words in names.items() for name in words.split()}


HTML: dict[str, str] = _roles(
    h1="h1", h2="h2", h3="h3", h4="h4", h5="h5", h6="h6", ul="ul menu dir", ol="ol", item="li", table="table", row="tr",
    cell="td th", pre="pre listing xmp", br="br", sup="sup", math="math",
    p="p dt dd figcaption caption summary legend address",
    box="html body div section article main header footer nav aside blockquote hr form fieldset details figure dl "
    "center hgroup thead tbody tfoot noscript",
    skip="head script style template iframe object svg rt rp textarea select",
)  # fmt: skip
"""The HTML standard, section 15.3 (rendering)."""

_JATS = HTML | _roles(
    heading="title subtitle article-title subject", ul="list", item="list-item",
    p="p disp-formula attrib ack-title speaker verse-line copyright-statement term def",
    box="article book body back sec abstract trans-abstract ack app app-group fn-group fn ref-list fig fig-group "
    "table-wrap table-wrap-group table-wrap-foot boxed-text disp-quote statement sub-article response book-part "
    "caption def-list def-item glossary supplementary-material floats-group notes verse-group media ref note",
    fields="element-citation nlm-citation", label="label", table="table", pre="code preformat", br="break",
    math="inline-formula tex-math math alternatives-of-formula", sup="sup",
    skip="front-stub processing-meta object-id custom-meta-group permissions graphic inline-graphic self-uri "
    "related-article index-term",
)  # fmt: skip
"""JATS 1.3 (NISO Z39.96-2021) and BITS."""
JATS: dict[str, str] = {**_JATS, "article-title": "inline", "xref": "inline"}

TEI: dict[str, str] = _roles(
    heading="head", p="p ab opener closer byline dateline salute signed trailer stage speaker docTitle docAuthor "
    "docDate docImprint titlePart bibl label-block",
    box="TEI text group front body back div div0 div1 div2 div3 div4 div5 div6 div7 sp figure quote-block epigraph "
    "titlePage listBibl argument castList floatingText",
    line="l", lines="lg", ul="list", item="item castItem", table="table", row="row", cell="cell", br="lb", note="note",
    fields="biblStruct", pre="eg code-block", gap="gap", math="formula",
    skip="teiHeader fw corr reg expan facsimile standOff sourceDoc index graphic encodingDesc",
)  # fmt: skip
"""TEI P5. Of a choice between what stands in the source and what the editor makes of it, the source's form."""

_DOCBOOK = _roles(
    heading="title subtitle bridgehead refname", p="para simpara formalpara term attribution synopsis seg",
    box="book article chapter section sect1 sect2 sect3 sect4 sect5 part preface appendix refentry refsect1 refsect2 "
    "refsection refsynopsisdiv note tip warning caution important blockquote epigraph figure informalfigure example "
    "informalexample variablelist varlistentry abstract glossary glosslist glossentry glossdef bibliography qandaset "
    "qandaentry question answer sidebar thead tbody tfoot tgroup simplesect callout",
    ul="itemizedlist simplelist calloutlist", ol="orderedlist procedure substeps", item="listitem step",
    table="table informaltable", row="row tr", cell="entry td th",
    pre="programlisting screen literallayout synopsis funcsynopsis address", note="footnote", sup="superscript",
    math="equation informalequation inlineequation", fields="biblioentry bibliomixed",
    skip="info articleinfo bookinfo sectioninfo chapterinfo prefaceinfo refmeta indexterm index remark imageobject "
    "mediaobject-data revhistory toc",
)  # fmt: skip
"""DocBook 5.1 (OASIS)."""
DOCBOOK: dict[str, str] = {**_DOCBOOK, "member": "p"}

ODF: dict[str, str] = _roles(
    h1="h1", heading="h", p="p", ul="list", ol="ol", item="list-item list-header",
    table="table", row="table-row", cell="table-cell",
    br="line-break", note="note", space="s tab", math="math",
    box="body text spreadsheet presentation drawing page section frame text-box table-of-content index-body notes "
    "custom-shape rect table-rows table-header-rows table-row-group note-body",
    skip="tracked-changes annotation annotation-end note-citation binary-data ruby-text scripts settings forms styles "
    "automatic-styles master-styles font-face-decls meta desc event-listeners covered-table-cell sequence-decls "
    "variable-decls user-field-decls date-time-decl footer-decl header-decl shapes index-title-template "
    "table-of-content-source alphabetical-index-source calculation-settings content-validations named-expressions "
    "database-ranges",
)  # fmt: skip
"""OpenDocument 1.3, part 3."""

GENERIC: dict[str, str] = HTML | _roles(
    heading="title headline heading subtitle caption", p="para paragraph simpara abstract",
    pre="programlisting screen", line="v", lines="stanza", skip="script style binary description",
)  # fmt: skip
"""XML of any other kind, FictionBook among it: names whose meaning many vocabularies share."""
