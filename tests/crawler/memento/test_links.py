"""The pure parts: links, addresses of copies, which copy first, and the moment that a copy is wanted of."""

import doctest
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

import crawler.cache.read.mementos
import crawler.memento.forms
import crawler.memento.links
import crawler.memento.save_answers
import crawler.memento.saving
from crawler.cache.read.mementos import end_of
from crawler.memento.forms import raw, redirect_target, timegate, wayback
from crawler.memento.links import parse
from crawler.memento.timemaps import Memento, TimeMapLink, enough, mementos, nearest, ranked, timemaps
from crawler.net.http_dates import http_date

BASE = "http://a.example/map/x"
RFC = """<http://a.example.org>;rel="original",
    <http://arxiv.example.net/timemap/http://a.example.org>
      ; rel="self";type="application/link-format"
      ; from="Tue, 20 Jun 2000 18:02:59 GMT"
      ; until="Wed, 09 Apr 2008 20:30:51 GMT",
    <http://arxiv.example.net/timegate/http://a.example.org>
      ; rel="timegate",
    <http://arxiv.example.net/web/20000620180259/http://a.example.org>
      ; rel="first memento";datetime="Tue, 20 Jun 2000 18:02:59 GMT"
      ; license="http://creativecommons.org/publicdomain/zero/1.0/",
    <http://arxiv.example.net/web/20091027204954/http://a.example.org>
       ; rel="last memento";datetime="Tue, 27 Oct 2009 20:49:54 GMT"
       ; license="http://creativecommons.org/publicdomain/zero/1.0/"
"""


@pytest.mark.parametrize(
    "module",
    [
        crawler.memento.forms,
        crawler.memento.links,
        crawler.memento.save_answers,
        crawler.memento.saving,
        crawler.cache.read.mementos,
    ],
)
def test_the_examples_of_the_docstrings_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_the_timemap_of_rfc_7089_figure_28_is_read() -> None:
    links = list(parse(RFC, BASE))
    assert [sorted(link.rels) for link in links] == [
        ["original"],
        ["self"],
        ["timegate"],
        ["first", "memento"],
        ["last", "memento"],
    ]
    assert sorted(copy.at.year for copy in mementos(links)) == [2000, 2009]
    assert links[1].date("until") == datetime(2008, 4, 9, 20, 30, 51, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ('<a,b;c"d>; rel=memento', ['http://a.example/map/a,b;c"d']),
        (r'<x>; title="a\", <y>; rel=z"; rel="memento"', ["http://a.example/map/x"]),
        ("<x>;REL=Memento", ["http://a.example/map/x"]),
        ("<x>; rel=memento; rel=other", ["http://a.example/map/x"]),
        ('junk, <x>; rel="memento" junk <y> ;;; <z>;rel=memento', ["http://a.example/map/x", "http://a.example/map/z"]),
        ("<x; rel=memento", []),
        ("<>; rel=memento", []),
        ("", []),
    ],
)
def test_links_are_parsed_by_rfc_8288_and_invalid_ones_skipped(text: str, targets: list[str]) -> None:
    assert [link.target for link in parse(text, BASE) if "memento" in link.rels] == targets


@given(st.text(alphabet='<>;,="\\ \n\tarelmemento-:/.é', max_size=300))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    for link in parse(text, BASE):
        link.date("datetime")


@pytest.mark.parametrize(
    "piece", ["<", "<a>;", '<a>;b="', '<a>;b="\\', "<a>;;", "<a> ", '<a>; rel="memento"; ', "<" * 9 + ">"]
)
def test_a_text_of_a_million_characters_is_read_in_steps_that_grow_with_it_alone(piece: str) -> None:
    """A reader that went back over what it has read would be here for hours."""
    assert sum(1 for _ in parse(piece * (1_000_000 // len(piece)), BASE)) <= 1_000_000


@pytest.mark.parametrize("text", [None, "", "soon", "Fri, 99 Mar 2019 00:00:00 GMT", "Fri, 01 Mar 99999 00:00:00 GMT"])
def test_an_invalid_date_is_none(text: str | None) -> None:
    assert http_date(text) is None


@given(st.text(max_size=200))
def test_no_address_makes_the_forms_fail(url: str) -> None:
    raw(url)
    redirect_target(url, url, archived=True)
    redirect_target("http://a.example/20190301000000/http://e.org/", url, archived=True)


def test_of_an_archived_archive_the_outer_copy_is_meant() -> None:
    inner = "https://web.archive.org/web/20150101000000/http://e.org/"
    parts = wayback(f"http://a.example/c/20200101000000mp_/{inner}")
    assert parts is not None
    assert (parts.archive, parts.original) == ("http://a.example/c/", inner)


@pytest.mark.parametrize(
    "url", ["http://a.example/2019/http://e.org/", "http://a.example/20190301000000/x", "mailto:x"]
)
def test_other_urls_are_left_unchanged(url: str) -> None:
    assert raw(url) == url


@pytest.mark.parametrize(
    ("location", "archived", "target"),
    [
        ("/c/20190301000001id_/http://e.org/y", True, "http://a.example/c/20190301000001id_/http://e.org/y"),
        ("/c/20190301000001id_/http://e.org/y", False, "http://a.example/c/20190301000001id_/http://e.org/y"),
        ("http://e.org/y", True, "http://a.example/c/20190301000000id_/http://e.org/y"),
        ("/y", True, "http://a.example/c/20190301000000id_/http://e.org/y"),
        ("//f.org/y", True, "http://a.example/c/20190301000000id_/http://f.org/y"),
        ("http://e.org/y", False, None),
        ("http://b.example/c/20190301000001/http://e.org/y", False, None),
        ("http://[/", True, None),
    ],
)
def test_redirects_are_followed_inside_the_archive(location: str, archived: bool, target: str | None) -> None:
    url = "http://a.example/c/20190301000000id_/http://e.org/x"
    assert redirect_target(url, location, archived=archived) == target


def test_the_nearest_before_comes_first_and_what_came_after_last() -> None:
    copies = {year: Memento(day(f"{year}-01-01"), f"http://a.example/{year}") for year in range(2015, 2021)}
    order = [copy.at.year for copy in ranked(copies.values(), day("2018-01-01"))]
    assert order == [2018, 2017, 2016, 2015, 2019, 2020]
    assert enough(copies.values(), day("2018-01-01"))
    assert not enough(copies.values(), day("2014-01-01"))


def test_timemaps_in_other_formats_are_not_asked_for() -> None:
    text = (
        '<j>; rel=timemap; type="application/json", <l>; rel=timemap; type="application/link-format", <n>; rel=timemap'
    )
    assert [leaf.url[-1] for leaf in timemaps(parse(text, BASE))] == ["l", "n"]


def test_the_timemap_that_covers_the_moment_comes_first() -> None:
    before, covers, after, silent = (
        TimeMapLink("before", day("2010-01-01"), day("2012-01-01")),
        TimeMapLink("covers", day("2012-01-01"), day("2014-01-01")),
        TimeMapLink("after", day("2014-01-01"), None),
        TimeMapLink("silent"),
    )
    assert nearest([silent, after, before, covers], day("2013-01-01")) == [covers, before, after, silent]


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("2019", "2019-12-31"),
        ("2020-02", "2020-02-29"),
        ("2020-02-03", "2020-02-03"),
        ("2020-02-03T23:00:00+02:00", "2020-02-03"),
        ("2020-02-30", None),
        ("2020-13", None),
        ("0000", None),
        ("last Tuesday", None),
        ("20200203", None),
    ],
)
def test_a_date_stands_for_the_end_of_that_day(text: str, end: str | None) -> None:
    found = end_of(text)
    assert (found and found.isoformat()) == (end and f"{end}T23:59:59+00:00")


def test_timegates_are_the_endpoint_with_the_url_behind_it() -> None:
    assert (
        timegate("https://web.archive.org/web/", "http://e.org/a?b=c")
        == "https://web.archive.org/web/http://e.org/a?b=c"
    )
