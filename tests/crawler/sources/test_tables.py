"""CSV and TSV: which column is cited, what a cell may hold, what exports of services call their columns."""

import pytest
from growth import assert_linear
from source_files import Read

A, B = "https://e.org/a", "https://e.org/b"
PASSAGE = "Ponds are small."
RAINDROP = (
    "id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite\n"
    f'7,T,N,E,{A},Water,"big, small",2020-09-26T00:00:00.000Z,,Highlight:{PASSAGE},false\n'
)


def urls(read: Read, text: str, name: str = "t.csv") -> list[str | None]:
    return [citation.url for citation in read(name, text).citations]


@pytest.mark.parametrize(
    "text",
    [
        f"Title,Article URL,Code\nPond,{A},{B}\n",
        f"Code,Title,Article URL\n{B},Pond,{A}\n",
        f"image_url,link\n{B},{A}\n",
        f"Picture,Where\n{B},{A}\n,{A}\n",
        f"Repository,Web site\n{B},{A}\n",
        f"url,archive_url\n{A},{B}\n",
        f"Name;Quelle;Bild-URL\nx;{A};{B}\n",
    ],
)
def test_the_column_whose_name_says_so_best_is_cited_and_others_are_counted(read: Read, text: str) -> None:
    reading = read("t.csv", text)
    assert {citation.url for citation in reading.citations} == {A}
    (other,) = reading.ignored
    assert (other.reason, other.text, text.split("\n")[1].find(B)) == (
        "URL in another column",
        B,
        (other.column or 0) - 1,
    )


@pytest.mark.parametrize(
    "text",
    [
        f"a,b\n1,{A}\n",
        f"\n# exported today\n\nurl\n{A}\n",
        f"sep=;\ntitle;url\nx, y;{A}\n",
        f"Exported on Monday\ntitle,url\nx,{A}\n",
        f"x,{A}\n",
        f"\ufefftitle|url\nx|{A}\n",
        f'"title"\t"url"\n"x, y"\t"{A}"\n',
        f"url\r\n{A}\r\n",
        f"source\nsee {A}.\n",
    ],
)
def test_the_link_column_is_found_whatever_stands_before_it(read: Read, text: str) -> None:
    reading = read("t.csv", text)
    (citation,) = reading.citations
    assert (citation.url, reading.skipped) == (A, ())
    line = text.removeprefix("\ufeff").split("\n")[citation.line - 1]
    assert line.find(A) == citation.column - 1


@pytest.mark.parametrize(
    ("cell", "found", "text"),
    [
        (f'"=HYPERLINK(""{A}"",""The pond"")"', [A], "The pond"),
        (f'"=HYPERLINK(""{A}""; ""The pond"")"', [A], "The pond"),
        (f'"=hyperlink(""{A}"")"', [A], "T"),
        (f"[The pond]({A})", [A], "The pond"),
        (f"[The pond]({A}_(water))", [f"{A}_(water)"], "The pond"),
        (f'"<a class=""x"" href=""{A}?b&amp;c"">The pond</a>"', [f"{A}?b&c"], "The pond"),
        (f"{A} {B}", [A, B], "T"),
        (f"{A}; {B}", [A, B], "T"),
        (f'"{A}, {B}"', [A, B], "T"),
        (f"{A}|{B}", [A, B], "T"),
        (f'"{A}\n{B}"', [A, B], "T"),
        (f'"{A}/\nb"', [f"{A}/b"], "T"),
        (f'"{A}\nPonds"', [A], "T"),
        (f"See {A} (and {B}).", [A, B], "T"),
        ("https://web.archive.org/web/2020/https://e.org/a", ["https://web.archive.org/web/2020/https://e.org/a"], "T"),
        ("10.1234/ponds", ["https://doi.org/10.1234/ponds"], "T"),
        ("www.e.org/a", ["http://www.e.org/a"], "T"),
        ("nonsense", ["nonsense"], "T"),
        ("http://exa mple.org/", ["http://exa mple.org/"], "T"),
        ("n/a", [], "T"),
        ("", [], "T"),
    ],
)
def test_a_cell_may_hold_links_in_many_forms(read: Read, cell: str, found: list[str], text: str) -> None:
    reading = read("t.csv", f"title,url\nT,{cell}\n")
    assert [(c.url, c.link_text) for c in reading.citations] == [(url, text) for url in found]
    assert reading.ignored_counts == ({} if found else {"row without a URL": 1})


def test_places_are_exact_also_in_quoted_cells_of_several_lines(read: Read) -> None:
    text = f'title,note,url\n"A, ""b""\nc","{B}\n""q"" {B}",{A}\n"x""y",,"see ""{A}"""\n'
    reading = read("t.csv", text)
    lines = text.split("\n")
    places = [
        *((c.line, c.column, c.url) for c in reading.citations),
        *((i.line, i.column, i.text) for i in reading.ignored),
    ]
    assert len(places) == 4
    assert all(lines[line - 1].startswith(url or "", column - 1) for line, column, url in places)


def test_rows_with_an_identifier_only_cite_it(read: Read) -> None:
    text = "title,doi,arxiv,pmid,url\na,10.1234/x,,,\nb,,2101.00003,,\nc,,,12345,\nd,10.1/y,,,https://e.org/a\n"
    assert urls(read, text) == [
        "https://doi.org/10.1234/x", "https://arxiv.org/abs/2101.00003", "https://pubmed.ncbi.nlm.nih.gov/12345/", A,
    ]  # fmt: skip
    assert urls(read, "Title,DOI\na,10.1234/x\n") == ["https://doi.org/10.1234/x"]


def test_zotero(read: Read) -> None:
    reading = read(
        "z.csv",
        '"Key","Item Type","Author","Title","DOI","Url","Abstract Note","Date","Date Added","Access Date",'
        '"Manual Tags","Automatic Tags"\n'
        f'"K1","journalArticle","Doe, Jane; Roe, Rick","T","10.1/x","{A}","Abs","2020-03","2022-02-02 10:00:00",'
        '"2021-01-02 11:00:00","big; small","auto"\n'
        '"K2","book","","U","10.1234/lakes","","","2021","2022-02-02 10:00:00","","",""\n',
    )
    assert [(c.url, c.accessed, c.link_text) for c in reading.citations] == [
        (A, "2021-01-02", "T"), ("https://doi.org/10.1234/lakes", None, "U"),
    ]  # fmt: skip
    record = reading.records[0]
    assert (record.title, record.type, record.authors) == ("T", "journalArticle", ("Jane Doe", "Rick Roe"))
    assert (record.doi, record.abstract, record.published_date) == ("10.1/x", "Abs", "2020-03")
    assert record.tags == ("big", "small", "auto")


@pytest.mark.parametrize(
    ("text", "tags", "quote", "summary"),
    [
        (f"title,url,time_added,tags,status\nT,{A},1601113583,big|small,unread\n", ("big", "small"), None, None),
        (f'URL,Title,Selection,Folder,Timestamp\n{A},T,"Ponds are small.",Unread,1601113583\n', None, PASSAGE, None),
        (RAINDROP, ("big", "small"), PASSAGE, "N"),
        (f"url,title,description,tags,dateAdded\n{A},T,N,big,2020-09-26\n", ("big",), None, "N"),
    ],
    ids=["Pocket", "Instapaper", "Raindrop", "linkding"],
)  # fmt: skip
def test_exports_of_services_keep_titles_tags_days_and_highlights(
    read: Read, text: str, tags: tuple[str, ...] | None, quote: str | None, summary: str | None
) -> None:
    reading = read("t.csv", text)
    (citation,), (record,) = reading.citations, reading.records
    assert (citation.url, citation.link_text, citation.accessed) == (A, "T", "2020-09-26")
    assert [one.text for one in citation.quotes] == ([quote] if quote else [])
    assert (record.title, record.tags, record.summary, record.id) == ("T", tags, summary, None)


@pytest.mark.parametrize(
    ("cell", "tags"),
    [
        ('["big", "very small"]', ("big", "very small")),
        ("['big', 'very small']", ("big", "very small")),
        ("[]", None),
        ("[big], small", ("[big]", "small")),
        ("a;b,c", ("a", "b,c")),
    ],
)
def test_tags_may_be_a_list_in_a_cell(read: Read, cell: str, tags: tuple[str, ...] | None) -> None:
    (record,) = read("t.csv", f"url\ttitle\ttags\n{A}\tT\t{cell}\n").records
    assert record.tags == tags


def test_a_date_is_preferred_to_a_year(read: Read) -> None:
    (record,) = read("t.csv", f"url,Publication Year,Date\n{A},2020,2020-05\n").records
    assert record.published_date == "2020-05"


@pytest.mark.parametrize(
    ("cell", "authors"), [("Doe, Jane", ("Jane Doe",)), ("Jane Doe, Rick Roe", ("Jane Doe, Rick Roe",))]
)
def test_one_author_may_have_the_family_name_first(read: Read, cell: str, authors: tuple[str, ...]) -> None:
    (record,) = read("t.csv", f'url,author\n{A},"{cell}"\n').records
    assert record.authors == authors


@pytest.mark.parametrize(
    "name", ["saved date", "accessed", "Access date", "Retrieved", "last visited", "urldate", "Abgerufen am"]
)
def test_columns_of_access_dates_are_read(read: Read, name: str) -> None:
    (citation,) = read("t.csv", f"url,{name}\n{A},May 2, 2023\n".replace("May 2, 2023", '"May 2, 2023"')).citations
    assert citation.accessed == "2023-05-02"


def test_an_address_of_mail_is_counted(read: Read) -> None:
    reading = read("t.csv", f"url\n{A}\nmailto:a@e.org\n")
    assert [c.url for c in reading.citations] == [A]
    assert reading.ignored_counts == {"mailto link": 1}


def test_a_row_number_is_no_identity(read: Read) -> None:
    reading = read("t.csv", f"id,title,url\n101,Pond,{A}\n101,Lake,{B}\n0123456789abcdef,Sea,https://e.org/c\n")
    assert [(r.id, r.extra.get("id")) for r in reading.records] == [
        (None, "101"),
        (None, "101"),
        ("0123456789abcdef", None),
    ]
    assert reading.skipped == ()


def test_a_quotation_mark_that_is_not_closed_costs_no_row(read: Read) -> None:
    reading = read("t.csv", f'title,url\n5" disk,{A}\n"x,{B}\n')
    assert [c.url for c in reading.citations] == [A, B]
    assert [s.line for s in reading.skipped] == [3]


@pytest.mark.parametrize("row", [f"x,{A},y;z", '"a ""b"" c",x,', ",,", '"', "[a](https://e.org/(", '"<a href="'])
def test_time_grows_as_the_rows_do(read: Read, row: str) -> None:
    assert_linear(lambda count: lambda: read("t.csv", "title,url,tags\n" + f"{row}\n" * count), 2_000)
