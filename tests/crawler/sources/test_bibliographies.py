"""Bibliographies of reference managers and databases: RIS, PubMed, Refer."""

import io
import re

import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st
from source_files import Read

from crawler.model import ParsedSource
from crawler.sources.formats import ris
from crawler.sources.parsing.source_text import SourceText

RIS = """\ufeffProvider: somebody
TY  - JOUR
ID  - doe2020
TI  - On ponds
  and their shores
AU  - Doe, Jane
A1  - World Ponds Organization
PY  - 2020/03/04/
KW  - water; mud
KW  - sea
AB  - A study, see https://e.org/abstract.
UR  - https://e.org/one
UR  - https://e.org/two
L1  - https://e.org/one.pdf
L1  - internal-pdf://123/one.pdf
N1  - Export Date: 2 May 2021
DO  - 10.1234/ponds
Y2  - 2021/05/02/12:00:00
ER  -

TY  - CHAP
T1  - On lakes
DO  - https://doi.org/10.1234/lakes
ER  -
TY  - BOOK
TI  - On seas
SN  - 978-3-16-148410-0
ER  -
TY  - JOUR
TI  - On rivers
M3  - 10.1234/rivers
TY  - JOUR
TI  - On creeks
JO  - arXiv preprint arXiv:2101.00003
"""


def test_ris_records_cite_their_urls_else_their_identifiers(read: Read) -> None:
    reading = read("library.ris", RIS)
    assert [(c.url, c.line, c.column, c.label, c.link_text, c.claim) for c in reading.citations] == [
        ("https://e.org/one", 12, 7, "doe2020", "On ponds and their shores", None),
        ("https://e.org/two", 13, 7, "doe2020", "On ponds and their shores", None),
        ("https://doi.org/10.1234/lakes", 23, 7, None, "On lakes", None),
        ("https://doi.org/10.1234/rivers", 31, 7, None, "On rivers", None),
        ("https://arxiv.org/abs/2101.00003", 34, 28, None, "On creeks", None),
    ]
    assert {c.accessed for c in reading.citations[:2]} == {"2021-05-02"}
    assert [(i.reason, i.line, i.text) for i in reading.ignored] == [
        ("URL in a field that is no link", 11, "https://e.org/abstract"),
        ("another URL of an entry", 14, "https://e.org/one.pdf"),
        ("entry without a URL", 25, "On seas"),
    ]
    record = reading.records[0]
    assert (record.title, record.type, record.published_date, record.doi, record.id) == (
        "On ponds and their shores", "article", "2020-03-04", "10.1234/ponds", None,
    )  # fmt: skip
    assert (record.authors, record.tags) == (("Jane Doe", "World Ponds Organization"), ("water", "mud", "sea"))


def test_ris_with_fewer_spaces_is_read(read: Read) -> None:
    reading = read("library.txt", "TY - JOUR\nTI - On ponds\nUR - https://e.org/\nER -\n")
    assert reading.document is not None
    assert reading.document.format == "ris"
    assert [c.url for c in reading.citations] == ["https://e.org/"]


@given(st.lists(st.tuples(st.sampled_from(["TI", "AU", "AB"]), st.text("ab -1", max_size=6)), max_size=4))
def test_ris_tags_are_those_that_rispy_finds(pairs: list[tuple[str, str]]) -> None:
    text = "\n".join(("TY  - JOUR", *(f"{tag}  - x{value}" for tag, value in pairs), "ER  - "))
    (theirs,) = rispy.load(
        io.StringIO(text), mapping={"TY": "TY", "TI": "TI", "AU": "AU", "AB": "AB"}, list_tags=["AU"]
    )
    (ours,) = ris.entries(SourceText("a.ris", "a", text.encode(), ""))
    assert [" ".join(name.split()) for name in theirs.get("AU", [])] == list(ours.authors)
    assert " ".join(theirs.get("TI", "").split()) == ours.title


def test_a_pubmed_record_cites_its_page(read: Read) -> None:
    reading = read(
        "export.nbib",
        "\nPMID- 123\nOWN - NLM\nDP  - 2020 Mar 4\nTI  - On ponds\n      and lakes.\nLID - S1 [pii]\n"
        "LID - 10.1234/ponds [doi]\nFAU - Doe, Jane\nAU  - Doe J\nPT  - Journal Article\nMH  - Water\n\n"
        "PMID- 124\nTI  - On seas.\n",
    )
    assert [(c.url, c.line, c.column, c.label, c.link_text) for c in reading.citations] == [
        ("https://pubmed.ncbi.nlm.nih.gov/123/", 2, 7, "123", "On ponds and lakes."),
        ("https://pubmed.ncbi.nlm.nih.gov/124/", 14, 7, "124", "On seas."),
    ]
    record = reading.records[0]
    assert (record.authors, record.published_date, record.doi, record.tags, record.id) == (
        ("Jane Doe",), "2020-03-04", "10.1234/ponds", ("Water",), None,
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "%0 Web Page\n%T On ponds\n%A Doe, Jane\n%D 2020\n%U https://e.org/a\n\n%0 Book\n%T On seas\n%R 10.1234/b\n",
        "%T On ponds\n%A Doe, Jane\n%D 2020\n%U https://e.org/a\n\n\n%A Roe\n%T On seas\n%R 10.1234/b",
    ],
)
def test_refer_records_are_typed_or_stand_between_empty_lines(read: Read, text: str) -> None:
    reading = read("export.enw", text)
    assert [(c.url, c.link_text) for c in reading.citations] == [
        ("https://e.org/a", "On ponds"),
        ("https://doi.org/10.1234/b", "On seas"),
    ]
    assert (reading.records[0].authors, reading.records[0].published_date) == (("Jane Doe",), "2020")


CSL_YAML = """---
references:
- id: doe2020
  title: On <i>ponds</i>
  type: article-journal
  author:
  - family: Doe
    given: Jane
  issued:
  - year: 2020
    month: 3
  accessed: {date-parts: [[2021, 5, 2]]}
  keyword: water, mud
  URL: "https://e.org/ponds"
- id: poe2021
  title: On lakes
  DOI: 10.1234/lakes
  issued: 2021-04
- id: roe2022
  PMID: 123
- id: moe2022
  note: >
    Read at
    https://e.org/note.
- id: nobody
  title: Nothing
...
"""


@pytest.mark.parametrize("text", [CSL_YAML, CSL_YAML.replace("references:\n", "\n")])
def test_csl_in_yaml_is_read_as_in_json(read: Read, text: str) -> None:
    reading = read("refs.yaml", text)
    assert reading.document is not None
    assert reading.document.format == "csl"
    assert [(c.label, c.url, c.line, c.column, c.link_text) for c in reading.citations] == [
        ("doe2020", "https://e.org/ponds", 14, 9, "On ponds"),
        ("poe2021", "https://doi.org/10.1234/lakes", 17, 8, "On lakes"),
        ("roe2022", "https://pubmed.ncbi.nlm.nih.gov/123/", 20, 9, None),
        ("moe2022", "https://e.org/note", 24, 5, None),
    ]
    assert [(i.reason, i.line, i.text) for i in reading.ignored] == [("entry without a URL", 25, "nobody")]
    first, second, *_ = reading.records
    assert (first.title, first.authors, first.published_date, first.tags) == (
        "On ponds", ("Jane Doe",), "2020-03", ("water", "mud"),
    )  # fmt: skip
    assert (second.doi, second.published_date) == ("10.1234/lakes", "2021-04")
    assert reading.citations[0].accessed == "2021-05-02"


CSL_ITEMS = {
    '"URL": "https:\\/\\/e.org\\/a"': ["https://e.org/a"],
    '"URL": "https://e.org/a", "note": "Code: https://e.org/code."': ["https://e.org/a", "https://e.org/code"],
    '"note": "DOI: 10.1234/x\\nPMID: 1", "DOI": ""': ["https://doi.org/10.1234/x"],
    '"DOI": "", "PMCID": "PMC123"': ["https://pmc.ncbi.nlm.nih.gov/articles/PMC123/"],
    '"DOI": "", "number": "arXiv:2101.00003"': ["https://arxiv.org/abs/2101.00003"],
    '"DOI": "", "archive": "arXiv", "archive_location": "2101.00003"': ["https://arxiv.org/abs/2101.00003"],
    '"DOI": "", "container-title": "arXiv preprint arXiv:2101.00003"': ["https://arxiv.org/abs/2101.00003"],
}


@pytest.mark.parametrize(("values", "urls"), CSL_ITEMS.items())
def test_a_csl_item_cites_the_urls_of_its_work(read: Read, values: str, urls: list[str]) -> None:
    reading = read("refs.json", f'[{{"id": "k", "type": "webpage", {values}}}]')
    assert [(c.url, c.label) for c in reading.citations] == [(url, "k") for url in urls]


def test_crossref_s_answers_are_csl(read: Read) -> None:
    reading = read(
        "works.json",
        '{"status": "ok", "message": {"items": [\n {"DOI": "10.1234/x", "URL": "https://doi.org/10.1234/x",\n'
        '  "title": ["On <b>ponds</b>"], "link": [{"URL": "https://e.org/x.pdf"}]}]}}',
    )
    assert [(c.url, c.line, c.column, c.link_text) for c in reading.citations] == [
        ("https://doi.org/10.1234/x", 2, 31, "On ponds")
    ]


def written(text: str, reading: ParsedSource) -> list[str]:
    """What stands in the file at the place of each citation, up to the end of its element or attribute."""
    lines = text.split("\n")
    return [re.split('[<"]', lines[citation.line - 1][citation.column - 1 :])[0] for citation in reading.citations]


ENDNOTE = """<?xml version="1.0" encoding="UTF-8"?>
<xml><records>
<record><rec-number>1</rec-number><ref-type name="Journal Article">17</ref-type>
<contributors><authors><author><style face="normal">Doe, Jane</style></author></authors></contributors>
<titles><title><style>On </style><style face="italic">ponds</style></title></titles>
<keywords><keyword>water</keyword><keyword>mud</keyword></keywords><dates><year>2020</year></dates>
<urls><related-urls><url><style>https://e.org/a?b=1&amp;c=2</style></url><url>https://e.org/b</url></related-urls>
<pdf-urls><url>internal-pdf://1/a.pdf</url></pdf-urls></urls>
<electronic-resource-num>10.1234/ponds</electronic-resource-num><access-date>2021-05-02</access-date></record>
<record><titles><title>On lakes</title></titles>
<electronic-resource-num>https://doi.org/10.1234/lakes</electronic-resource-num></record>
<record><titles><title>On seas</title></titles><isbn>1</isbn></record>
</records></xml>
"""


@pytest.mark.parametrize("text", [ENDNOTE, ENDNOTE.replace("<xml>", "").replace("</xml>", "")])
def test_endnote_s_xml_cites_urls_else_the_doi(read: Read, text: str) -> None:
    reading = read("library.xml", text)
    assert [(c.url, c.link_text, c.accessed) for c in reading.citations] == [
        ("https://e.org/a?b=1&c=2", "On ponds", "2021-05-02"),
        ("https://e.org/b", "On ponds", "2021-05-02"),
        ("https://doi.org/10.1234/lakes", "On lakes", None),
    ]
    assert written(text, reading) == ["https://e.org/a?b=1&amp;c=2", "https://e.org/b", "https://doi.org/10.1234/lakes"]
    assert [(i.reason, i.line, i.text) for i in reading.ignored] == [("entry without a URL", 12, "On seas")]
    record = reading.records[0]
    assert (record.authors, record.type, record.published_date, record.doi, record.tags) == (
        ("Jane Doe",), "journal article", "2020", "10.1234/ponds", ("water", "mud"),
    )  # fmt: skip


def test_other_xml_is_no_bibliography(read: Read) -> None:
    assert read("other.xml", "<records><row><url>https://e.org/</url></row></records>").document is None


RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:z="http://www.zotero.org/namespaces/export#" xmlns:bib="http://purl.org/net/biblio#">
    <bib:Article rdf:about="https://e.org/named">
        <z:itemType>journalArticle</z:itemType>
        <dcterms:isPartOf><bib:Journal><dc:identifier>DOI 10.1234/ponds</dc:identifier></bib:Journal></dcterms:isPartOf>
        <bib:authors><rdf:Seq><rdf:li><foaf:Person><foaf:surname>Doe</foaf:surname>
          <foaf:givenName>Jane</foaf:givenName></foaf:Person></rdf:li></rdf:Seq></bib:authors>
        <link:link rdf:resource="#item_2"/>
        <dc:subject>water</dc:subject>
        <dc:subject><z:AutomaticTag><rdf:value>mud</rdf:value></z:AutomaticTag></dc:subject>
        <dc:title>On ponds</dc:title>
        <dcterms:dateSubmitted>2021-05-02 10:00:00</dcterms:dateSubmitted>
        <dc:date>March 4, 2020</dc:date>
        <dc:identifier><dcterms:URI><rdf:value>https://e.org/a?b=1&amp;c=2</rdf:value></dcterms:URI></dc:identifier>
    </bib:Article>
    <z:Attachment rdf:about="#item_2"><z:itemType>attachment</z:itemType>
        <dc:identifier><dcterms:URI><rdf:value>https://e.org/a.pdf</rdf:value></dcterms:URI></dc:identifier></z:Attachment>
    <bib:Book rdf:about="#item_3"><z:itemType>book</z:itemType><dc:identifier>DOI 10.1234/lakes</dc:identifier>
        <dc:title>On lakes</dc:title></bib:Book>
    <bib:Document rdf:about="https://e.org/about"><z:itemType>webpage</z:itemType>
        <dc:title>On seas</dc:title></bib:Document>
</rdf:RDF>
"""


def test_zotero_s_rdf_cites_the_items_urls(read: Read) -> None:
    reading = read("library.rdf", RDF)
    assert [(c.url, c.link_text, c.accessed) for c in reading.citations] == [
        ("https://e.org/a?b=1&c=2", "On ponds", "2021-05-02"),
        ("https://doi.org/10.1234/lakes", "On lakes", None),
        ("https://e.org/about", "On seas", None),
    ]
    assert written(RDF, reading) == ["https://e.org/a?b=1&amp;c=2", "10.1234/lakes", "https://e.org/about"]
    assert [(i.reason, i.line, i.text) for i in reading.ignored] == [
        ("another URL of an entry", 3, "https://e.org/named"),
        ("URL of an attachment or a note", 17, "https://e.org/a.pdf"),
    ]
    record = reading.records[0]
    assert (record.authors, record.published_date, record.doi, record.tags) == (
        ("Jane Doe",), "2020-03-04", "10.1234/ponds", ("water", "mud"),
    )  # fmt: skip


ZOTERO_ITEM = """{
  "itemKey": "ABCD1234", "itemID": 7, "citationKey": "doe2020", "itemType": "journalArticle",
  "title": "On ponds", "creators": [{"firstName": "Jane", "lastName": "Doe", "creatorType": "author"},
                                    {"name": "An Editor", "creatorType": "editor"}],
  "date": "March 4, 2020", "accessDate": "2021-05-02T10:00:00Z", "tags": [{"tag": "water"}, {"tag": "mud"}],
  "url": "https:\\/\\/e.org\\/a", "DOI": "10.1234/ponds", "uri": "http://zotero.org/users/1/items/ABCD1234",
  "attachments": [{"itemType": "attachment", "title": "PDF", "url": "https://e.org/a.pdf", "path": "/home/me/a.pdf"}]
}"""


@pytest.mark.parametrize(
    "text",
    [f'{{"config": {{"id": "x"}}, "items": [{ZOTERO_ITEM}]}}', f'[{{"key": "ABCD1234", "data": {ZOTERO_ITEM}}}]'],
)
def test_zotero_s_json_cites_the_items_urls(read: Read, text: str) -> None:
    reading = read("library.json", text)
    assert reading.document is not None
    assert reading.document.format == "zotero-json"
    (citation,) = reading.citations
    assert (citation.url, citation.line, citation.column, citation.label, citation.accessed) == (
        "https://e.org/a", 6, 11, "doe2020", "2021-05-02",
    )  # fmt: skip
    assert [(i.reason, i.line, i.text) for i in reading.ignored] == [
        ("URL in a field that is no link", 6, "http://zotero.org/users/1/items/ABCD1234"),
        ("another URL of an entry", 7, "https://e.org/a.pdf"),
    ]
    (record,) = reading.records
    assert (record.title, record.authors, record.published_date, record.doi, record.tags, record.id) == (
        "On ponds", ("Jane Doe",), "2020-03-04", "10.1234/ponds", ("water", "mud"), None,
    )  # fmt: skip


def test_zotero_items_without_a_url_cite_their_identifiers(read: Read) -> None:
    items = (
        '[{"itemType": "book", "creators": [], "citationKey": "a", "DOI": "10.1234/x"},\n'
        '{"itemType": "preprint", "citationKey": "b", "archiveID": "arXiv:2101.00003"},\n'
        '{"itemType": "webpage", "citationKey": "c", "attachments": [{"url": "https://e.org/c"}]},\n'
        '{"itemType": "book", "citationKey": "d", "extra": "PMID: 123"}, {"itemType": "note"},\n'
        '{"itemType": "book", "citationKey": "e"}]'
    )
    reading = read("library.json", items)
    assert [(c.label, c.url) for c in reading.citations] == [
        ("a", "https://doi.org/10.1234/x"),
        ("b", "https://arxiv.org/abs/2101.00003"),
        ("c", "https://e.org/c"),
        ("d", "https://pubmed.ncbi.nlm.nih.gov/123/"),
    ]
    assert reading.ignored_counts == {"attachment or note of a library": 1, "entry without a URL": 1}


HAYAGRIVA = """# A bibliography
doe2020:
    type: Article
    title: On ponds
    author: ["Doe, Jane", {name: Roe, given-name: Richard}]
    date: 2020-03
    url: { value: https://e.org/ponds, date: 2021-05-02 }
    serial-number:
        doi: 10.1234/ponds
    parent:
        type: Periodical
        title: Waters
        url: https://e.org/waters
d67d2f9b8a7c6e5f:
    type: Web
    title: { value: On lakes, verbatim: true }
    url: "https://e.org/lakes"
poe2021:
    type: article
    title: On seas
    serial-number: { arxiv: 2101.00003 }
moe2021:
    type: chapter
    title: On creeks
    parent: [{ type: anthology }, { type: book, serial-number: 10.1234/book }]
nobody:
    type: book
    title: On nothing
    serial-number: { isbn: 978-3-16-148410-0 }
"""


@pytest.mark.parametrize("name", ["refs.yml", "refs.yaml"])
def test_hayagriva_cites_an_entry_s_url_else_its_identifier_else_its_parent_s(read: Read, name: str) -> None:
    reading = read(name, HAYAGRIVA)
    assert reading.document is not None
    assert reading.document.format == "hayagriva"
    assert [(c.label, c.url, c.line, c.column, c.accessed) for c in reading.citations] == [
        ("doe2020", "https://e.org/ponds", 7, 19, "2021-05-02"),
        ("d67d2f9b8a7c6e5f", "https://e.org/lakes", 17, 11, None),
        ("poe2021", "https://arxiv.org/abs/2101.00003", 21, 29, None),
        ("moe2021", "https://doi.org/10.1234/book", 25, 64, None),
    ]
    assert [(i.reason, i.line, i.text) for i in reading.ignored] == [("entry without a URL", 26, "nobody")]
    record = reading.records[0]
    assert (record.title, record.authors, record.published_date, record.doi) == (
        "On ponds", ("Jane Doe", "Richard Roe"), "2020-03", "10.1234/ponds",
    )  # fmt: skip
    assert {record.id for record in reading.records} == {None}, "a key is no identity, whatever it looks like"


@pytest.mark.parametrize(
    "text",
    [
        "a:\n  type: web\n  url: https://e.org/\n  importance: 5\n",
        "key:\n  - type: web\n    url: https://e.org/\n",
        "jobs:\n  type: unknown\n  url: https://e.org/\n",
    ],
)
def test_other_mappings_in_yaml_are_no_hayagriva(read: Read, text: str) -> None:
    reading = read("a.yaml", text)
    assert reading.document is not None
    assert reading.document.format == "records"
