"""Titles, authors, dates and languages where pages really have them: tables of pages of our own making."""

import pytest

from crawler.model import Metadata
from crawler.text.date_search import dates_in, day_order, find_written
from pipelines.extract.elements import collect
from pipelines.extract.html.markup import parse
from pipelines.extract.metadata import fields as metadata
from pipelines.extract.metadata import tags
from pipelines.extract.metadata.names import clean_authors, split_authors

PROSE = "<p>The mill at the weir was sold in spring, and its wheel has stood still since the first week of May.</p>" * 3
SEVERAL = "".join(
    f"<div class='card'><a href='/{name}'>Other</a> <span class='author'>{name}</span></div>"
    for name in ("Nina Wald", "Otto Neu", "Karl Mohn")
)


def read(body: str, *, head: str = "<title>The mill is sold</title>", lang: str = "en", url: str = "") -> Metadata:
    tree, _ = parse(f"<html lang='{lang}'><head>{head}</head><body>{body}</body></html>")
    assert tree is not None
    elements = collect(tree)
    return metadata.read(tags.collect(elements), elements, url=url or "https://gazette.test/a/mill")


def article(before: str = "", after: str = "") -> str:
    return f"<main><article><h1>The mill is sold</h1>{before}{PROSE}{after}</article></main>"


@pytest.mark.parametrize(
    ("body", "lang", "date"),
    [
        (article("<time datetime='2024-03-05T09:00:00Z'>Tuesday</time>"), "en", "2024-03-05"),
        (article("<time datetime='1709596800'>Tuesday</time>"), "en", "2024-03-05"),
        (article("<p class='date'>2024年3月5日 10時</p>"), "ja", "2024-03-05"),
        (article("<p>令和6年3月5日</p>"), "ja", "2024-03-05"),
        (article("<span class='byline'>By Ida Rusk | 5 March 2024</span>"), "en", "2024-03-05"),
        (article("<p class='meta'>03/05/2024</p>"), "en-US", "2024-03-05"),
        (article("<p class='meta'>05/03/2024</p>"), "en-GB", "2024-03-05"),
        (article("<p class='meta'>05/03/2024</p>"), "fr", "2024-03-05"),
        (article("<p class='meta'>05/03/2024</p>"), "en", None),
        (article("<p class='meta'>25/03/2024</p>"), "en", "2024-03-25"),
        (article("<ul><li>Received: 1 May 2023</li><li>Published: 5 March 2024</li></ul>"), "en", "2024-03-05"),
        (article("<p>Updated 9 June 2024. Published 5 March 2024</p>"), "en", "2024-03-05"),
        (article("<p>Published 5 March 2024, last updated 9 June 2024</p>"), "en", "2024-03-05"),
        (article("<p>Last updated: 9 June 2024</p>"), "en", None),
        (article("<p>Aktualisiert am 9. Juni 2024</p>"), "de", None),
        (article("<time class='updated' datetime='2024-06-09'>June</time>"), "en", None),
        (article(after="<div class='comments'><time datetime='2024-06-09'>June</time></div>"), "en", None),
        (article(after="<div class='related-posts'><time datetime='2024-06-09'>x</time></div>"), "en", None),
        (article(after=f"<p>On <time datetime='1999-06-09'>9 June 1999</time> {PROSE[3:200]}</p>"), "en", None),
        (article(after="<script>var build = '2024-06-09';</script>"), "en", None),
        ("<main><p>5 March 2024</p><h1>The mill is sold</h1></main>", "en", "2024-03-05"),
        (article("<div><div>Last updated</div><div>9 June 2024</div></div>"), "en", None),
        (article("<dl><dt>Event date</dt><dd>9 June 2024</dd></dl>"), "en", None),
        (article("<dl><dt>First published</dt><dd>5 March 2024</dd></dl>"), "en", "2024-03-05"),
        (article("<p class=date>9 June 2024 (updated)</p>"), "en", None),
        (article("<p class=date>نشر في ٥ مارس ٢٠٢٤</p>"), "ar", "2024-03-05"),
        (article("<p class=date>5 במרץ 2024</p>"), "he", "2024-03-05"),
        (article("<p>The market opens on 2 May 2024, and it is open to all.</p>"), "en", None),
        (article("<p>The wheel turned first on 2 May 2024.</p>"), "en", None),
        (article("<p>Discussion in the mill, started by ida, 5 March 2024.</p>"), "en", "2024-03-05"),
        (article("<p class='meta'>Posted on 3/15/24 at 8:00 AM</p>"), "en-US", "2024-03-15"),
        (article("<div class='meta'><span>5 March 2024</span><span>4 min read</span></div>"), "en", "2024-03-05"),
        ("<div class='site-header'><p class='date'>5 March 2024</p></div>" + article(), "en", None),
        (
            (
                f"<article><header><h1>The mill is sold</h1><p>{PROSE[3:150]}</p><time>Tue 5 Mar 2024 06.00 GMT</time>"
                f"</header>{PROSE}</article>"
            ),
            "en",
            "2024-03-05",
        ),
    ],
)
def test_the_date_that_a_page_shows_as_its_own(body: str, lang: str, date: str | None) -> None:
    assert read(body, lang=lang).published_date == date


@pytest.mark.parametrize(
    ("head", "url", "date", "source"),
    [
        ("<meta name=citation_publication_date content='2024 Mar 5'>", "", "2024-03-05", "citation_publication_date"),
        ("<meta name=citation_year content=2019>", "", "2019", "citation_year"),
        ("<meta name=citation_year content=2019>", "https://x.test/2019/04/03/a", "2019-04-03", "url"),
        ("<meta name=citation_date content=2019>", "https://x.test/2021/04/03/a", "2019", "citation_date"),
        (
            "<meta property=article:published_time content=2024-03-06T01:00:00Z>",
            "https://x.test/2024/03/05/a",
            "2024-03-05",
            "article:published_time",
        ),
        ("<meta property=article:modified_time content=2024-03-06>", "", None, None),
    ],
)
def test_a_precise_date_within_a_coarse_one(head: str, url: str, date: str | None, source: str | None) -> None:
    found = read(article(), head=head, url=url)
    assert (found.published_date, found.sources.get("published_date")) == (date, source)


@pytest.mark.parametrize(
    ("body", "authors"),
    [
        (article("<span class=author>By Ida Rusk</span><span class=follow>Follow @ida</span>"), ("Ida Rusk",)),
        (article("<p class=byline>By <a href=/people/ida>Ida Rusk</a>, Science Editor</p>"), ("Ida Rusk",)),
        (article("<p>By Ida Rusk and Karl Mohn</p>"), ("Ida Rusk", "Karl Mohn")),
        (article("<p>Von Ida Rusk und Karl Mohn</p>"), ("Ida Rusk", "Karl Mohn")),
        (article("<p>By the end of May the mill was empty, as were the houses of its workers.</p>"), ()),
        (article("<a rel=author href=/ida>Ida Rusk</a>"), ("Ida Rusk",)),
        (article("<div itemprop=author itemscope><b itemprop=name>Ida Rusk</b> 1,204 points</div>"), ("Ida Rusk",)),
        (article("<span itemprop=author itemscope><link itemprop=name content='Ida Rusk'></span>"), ("Ida Rusk",)),
        (article("<p class=byline>By Ida Rusk, Kell | 5 March 2024</p>"), ("Ida Rusk",)),
        (article("<p class=byline><b>KELL</b> — By Ida Rusk</p>"), ("Ida Rusk",)),
        (article("<a href='https://medium.com/@ida?source=p'><p>Ida Rusk</p></a>"), ("Ida Rusk",)),
        (article("<div><div>Author</div><div><p>Ida Rusk</p></div></div>"), ("Ida Rusk",)),
        (article("<dl><dt>Authors:</dt><dd>Ida Rusk, Karl Mohn</dd></dl>"), ("Ida Rusk", "Karl Mohn")),
        (article("<b>Ida Rusk</b> <a href='mailto:ida@x.test'>ida at x.test</a>"), ("Ida Rusk",)),
        (article("<td>42 points by <a href='user?id=ida7' class=hnuser>ida7</a></td>"), ("ida7",)),
        (article(after="<div class=comment><span class=author>Otto Neu</span></div>"), ()),
        (article(after="<aside><span class=author>Otto Neu</span></aside>"), ()),
        (article(after="<div class=related><a rel=author href=/o>Otto Neu</a></div>"), ()),
        (f"<h1>All stories</h1><div>{PROSE * 40}</div>{SEVERAL}", ()),
        (
            (
                "<h1>The mill is sold</h1><div itemscope itemtype='https://schema.org/Question'>"
                "<span itemprop=author>okra7</span></div><div itemscope itemtype='https://schema.org/Answer'>"
                "<span itemprop=author>beet9</span></div>"
            ),
            ("okra7",),
        ),
    ],
)
def test_the_authors_that_a_page_shows(body: str, authors: tuple[str, ...]) -> None:
    assert read(body).authors == authors


def test_a_unix_time_in_json_ld_is_a_date() -> None:
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": 1709596800}</script>'
    assert read(article(), head=head).published_date == "2024-03-05"


def test_an_author_is_found_by_reference_in_json_ld() -> None:
    graph = (
        '{"@graph": [{"@type": "Article", "headline": "The mill is sold", "author": {"@id": "#ida"}},'
        '{"@type": "Person", "@id": "#ida", "name": "Ida Rusk"}]}'
    )
    assert read(article(), head=f"<script type=application/ld+json>{graph}</script>").authors == ("Ida Rusk",)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Ida Rusk, Science Editor", ("Ida Rusk",)),
        ("Ida Rusk (ida.rusk@gazette.test)", ("Ida Rusk",)),
        ("Ida Rusk | Reuters", ("Ida Rusk",)),
        ("Ida Rusk, Redakteurin", ("Ida Rusk",)),
        ("Ida Rusk, MD, PhD", ("Ida Rusk, MD, PhD",)),
        ("Ministry of Water and Forests", ("Ministry of Water and Forests",)),
        ("Department of Mills, Weirs and Sluices", ("Department of Mills, Weirs and Sluices",)),
        ("山田太郎、鈴木花子", ("山田太郎", "鈴木花子")),
        ("山田太郎・鈴木花子", ("山田太郎", "鈴木花子")),
        ("ジョン・スミス", ("ジョン・スミス",)),
        ("记者 张三，李四", ("张三", "李四")),
        ("홍길동 기자", ("홍길동",)),
        ("Ida Rusk, Karl Mohn und Otto Neu", ("Ida Rusk", "Karl Mohn", "Otto Neu")),
        ("Marie Dupont et Jean Martin", ("Marie Dupont", "Jean Martin")),
        ("Ana Pérez y Juan Gómez", ("Ana Pérez", "Juan Gómez")),
        ("José Ortega y Gasset", ("José Ortega y Gasset",)),
        ("Giulia Rossi e Marco Bianchi", ("Giulia Rossi", "Marco Bianchi")),
        ("Jan de Vries en Piet Bakker", ("Jan de Vries", "Piet Bakker")),
        ("Ana Ortega y Gasset y Ida Rusk", ("Ana Ortega y Gasset", "Ida Rusk")),
        ("Ana y Ida Rusk", ("Ana y Ida Rusk",)),
        ("Door onze redacteur Jan van der Berg en Ida Rusk", ("Jan van der Berg", "Ida Rusk")),
        ("by our correspondent Ida Rusk", ("Ida Rusk",)),
        ("伊娜·霍尔特 王芳", ("伊娜·霍尔特", "王芳")),
        ("文／王芳、李明　攝影／陳大文", ("王芳", "李明")),
        ("山田 太郎", ("山田 太郎",)),
        ("取材・文／山田太郎（編集部）", ("山田太郎",)),
        ("홍길동, 김영희 기자", ("홍길동", "김영희")),
        ("Rusk, I., Mohn, K.", ("Rusk, I.", "Mohn, K.")),
        ("Rusk, Ida; Mohn, Karl", ("Rusk, Ida", "Mohn, Karl")),
    ],
)
def test_names_are_split_where_people_are(text: str, names: tuple[str, ...]) -> None:
    assert split_authors(text) == names


@pytest.mark.parametrize(
    "text", ["", "@ida", "https://x.test/ida", "ida@x.test", "admin", "Guest Author", "5 min read"]
)
def test_what_names_nobody_is_no_author(text: str) -> None:
    assert clean_authors([text]) == ()


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>(3) The mill is sold - Gazette</title>", PROSE, "The mill is sold"),
        ("<title>The mill is sold – The Gazette</title>", "<h1>The mill is sold</h1>", "The mill is sold"),
        (
            "<title>The mill is sold – The Weir Post</title>",
            "<h1 class=logo><a href=/>The Weir Post</a></h1><h2 class=headline>The mill is sold</h2>",
            "The mill is sold",
        ),
        ("<title>Installation — mill 3.2</title>", "<h1>Installation<a class=headerlink>¶</a></h1>", "Installation"),
        ("<title>On C#</title>", "<h1>On C#</h1>", "On C#"),
        (
            "<meta name=twitter:title content='You will not believe it'>",
            "<h1>The mill is sold</h1>",
            "The mill is sold",
        ),
        ("<title>(500) Days of Rain</title>", "<h1>(500) Days of Rain</h1>", "(500) Days of Rain"),
        (
            "<title>[2403.1] The mill is sold</title>",
            "<h1><span>Title:</span>The mill is sold</h1>",
            "The mill is sold",
        ),
        ("<title>open</title>", "<h1>open<a href='#o' class=headerlink>#</a></h1>", "open"),
        (
            "<title>The mill is sold - Gazette</title>",
            "<h1><span class=kicker>Region</span> <span>The mill is sold</span></h1>",
            "The mill is sold",
        ),
        (
            "<title>The mill is sold · Issue #7 · weir/mill</title>",
            "<h1><bdi>The mill is sold</bdi> <span>#7</span></h1>",
            "The mill is sold",
        ),
        (
            "<title>The mill is sold</title>",
            "<h1>The mill is sold <span>for a song and a half</span></h1>",
            "The mill is sold for a song and a half",
        ),
        (
            "<title>The mill is sold | Weir News</title>",
            "<table><tr><td><a href=/n>Weir News</a><tr><td><a href=/i>The mill is sold</a></table>",
            "The mill is sold",
        ),
        (
            "<title>The mill is sold : Weirs</title><meta property=og:title content='r/Weirs: The mill is sold'>",
            "<div class=side><h1><a href=/r/weirs/x>Weirs</a></h1></div><p><a href=/i>The mill is sold</a></p>",
            "The mill is sold",
        ),
        (
            (
                "<title>Weir - Wikipedia</title><script type=application/ld+json>"
                '{"@type": "Article", "name": "Weir", "headline": "barrier across a river"}</script>'
            ),
            PROSE,
            "Weir",
        ),
    ],
)
def test_the_title_is_what_the_page_is_called(head: str, body: str, title: str) -> None:
    assert read(body, head=head).title == title


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "The mill at the weir was sold in the spring, and it has been standing still for more than a year. " * 3,
            "en",
        ),
        (
            "Die Mühle am Wehr wurde im Frühjahr verkauft, und das Rad steht seit der ersten Woche im Mai still. " * 3,
            "de",
        ),
        ("水車小屋は春に売られ、五月の最初の週から水車は止まったままである。" * 3, "ja"),
        ("磨坊在春天被卖掉了，从五月的第一周起，水轮就一直停着。" * 3, "zh"),
        ("Мельница у плотины была продана весной, и её колесо стоит с первой недели мая." * 3, "ru"),
        ("12 34 56", None),
    ],
)
def test_a_language_that_no_tag_names_is_guessed_and_said_to_be(text: str, language: str | None) -> None:
    found = read(f"<p>{text}</p>", lang="")
    assert found.language == language
    assert found.sources.get("language") == ("text" if language else None)


@pytest.mark.parametrize(
    "text",
    [
        "2024 Mar 5",
        "5-Mar-2024",
        "the 5th of March 2024",
        "2024年3月5日",
        "２０２４年３月５日",
        "令和6年3月5日",
        "民國113年3月5日",
        "2024년 3월 5일",
        "2024. 3. 5.",
        "2024. március 5.",
        "ngày 5 tháng 3 năm 2024",
        "5 de marzo de 2024",
        "5 марта 2024",
        "05.03.2024",
        "05.03.24",
        "Tue Mar  5 08:12:44 UTC 2024",
        "1709596800",
        "1709596800000",
    ],
)
def test_dates_as_they_are_written(text: str) -> None:
    assert find_written(text) == "2024-03-05"


def test_every_date_of_a_line_has_its_place() -> None:
    line = "Received 16 Dec 2022, accepted 12/25/2022, seen 03/05/2024"
    assert [(found.iso, line[found.start : found.end]) for found in dates_in(line)] == [
        ("2022-12-16", "16 Dec 2022"),
        ("2022-12-25", "12/25/2022"),
    ]


@pytest.mark.parametrize(
    ("language", "host", "day_first"),
    [
        ("en-US", "", False),
        ("en-GB", "", True),
        ("en", "x.com", None),
        ("en", "x.co.uk", True),
        ("de", "", True),
        (None, "", None),
    ],
)
def test_the_order_of_numeric_dates_is_the_language_s(language: str | None, host: str, day_first: bool | None) -> None:
    assert day_order(language, host) is day_first
