"""Facts: what the judge needs of the HTML, found in bounded time."""

import json
import time
from dataclasses import replace

import lxml.html
import pytest

from crawler.model import PageFacts
from pipelines.extract.elements import collect
from pipelines.extract.facts.find import ALTERNATES, COUNTED_CHARS, find


def facts(html: str) -> PageFacts:
    return find(collect(lxml.html.document_fromstring(html)))


def test_only_what_a_reader_sees_is_counted() -> None:
    """Scripts, styles, templates, hidden blocks and comments are not text; the text after them is."""
    html = (
        "<body>one <!-- no -->two<script>no</script> three<div hidden>no</div> four<p style='display: none'>no</p>"
        "<template>no</template><style>no</style> <b>five</b><svg><title>no</title></svg> six</body>"
    )
    assert facts(html).visible_text == "one two three four five six"
    assert facts(html).visible_chars == 27


@pytest.mark.parametrize(
    ("html", "fact"),
    [
        ("<title> A  title\n</title>", "title: A title"),
        ("<svg><title>icon</title></svg><p>x", None),
        ("<input type=PASSWORD>", "password-form"),
        ("<meta name=ROBOTS content='NOINDEX, follow'>", "noindex"),
        ("<meta property='og:type' content=website>", "og-type: website"),
        ("<meta http-equiv=refresh content='0; url=/new'>", "meta-refresh: /new"),
        ("<meta http-equiv=refresh content='0;URL=\"http://a.example/b\"'>", "meta-refresh: http://a.example/b"),
        ("<meta http-equiv=refresh content='300; url=/same'>", None),
        ("<noscript><meta http-equiv=refresh content='0; url=/no-script'></noscript>", None),
        ("<div class='article-body paywall'>Subscribe now to read all</div>", "paywall-block: paywall"),
        ("<div class='paywall'></div>", None),
        ("<div class=g-recaptcha></div>", "captcha-widget: recaptcha"),
        ("<script src='https://www.google.com/recaptcha/api.js'></script>", None),
        ("<script>window._cf_chl_opt = {}</script>", "challenge: cloudflare"),
        ("<p>window._cf_chl_opt</p>", None),
        ("<script src=/cdn-cgi/challenge-platform/scripts/jsd/main.js></script>", None),
        ("<script src='/_Incapsula_Resource?SWJIYLWA=5074a744,719d34d3'></script>", "challenge: imperva"),
        ("<script src='/_Incapsula_Resource?SWJIYLWA=5074a744&ns=2'></script>", None),
        ("<script src='/.well-known/sbsd?v=1'></script>", "challenge: akamai"),
        ("<script src='/hcdn-cgi/jschallenge'></script>", "challenge: hostinger"),
        ('<script>window.onload=function(){window.location.href="/lander"}</script>', "parking: godaddy"),
        ('<script>if (app) { window.location.href="/lander" }</script>', None),
        ("<script src='https://img.sedoparking.com/x.js'></script>", "parking: sedo"),
        ("<noscript>You need to enable JavaScript to run this app.</noscript>", "needs-script"),
        ("<noscript><img src=count.gif></noscript>", None),
        ("<link rel=alternate hreflang=de-AT href=/de>", "alternate: de-AT"),
        ("<link rel=alternate type=application/rss+xml href=/feed>", None),
        ("<form action='https://consent.youtube.com/save'></form>", "consent-wall: google"),
    ],
)
def test_a_fact_is_found_and_its_harmless_double_is_not(html: str, fact: str | None) -> None:
    found = replace(facts(f"<html><body>{html}</body></html>"), visible_chars=None, visible_text=None)
    name, _, value = (fact or "").partition(": ")
    assert found.to_json() == ({name: [value]} if fact else {})


def test_a_fact_is_one_short_line() -> None:
    html = f"<title>{'t' * 9000}\x01</title><meta property=og:type content='{'x' * 9000}'><p>{'word ' * 9000}\x1b[31m"
    for value in (value for values in facts(html).to_json().values() for value in values):
        assert len(value) < 700
        assert value.isprintable()


def test_visible_characters_are_counted_up_to_a_limit() -> None:
    assert facts(f"<p>{'word ' * 100_000}").visible_chars == COUNTED_CHARS


@pytest.mark.parametrize(
    "piece",
    [
        "<p>x</p>",
        "<div>",
        "<div class='paywall'>",
        "<script>x</script>",
        "<meta name=a content=b>",
        "<p class='a b c' id=x>",
        "<!---->",
    ],
)
def test_the_time_is_linear(piece: str) -> None:
    """Four times as much of one element takes about four times as long; quadratic work would take sixteen times."""

    def seconds(size: int) -> float:
        tree = lxml.html.document_fromstring("<html><body>" + piece * (size // len(piece)) + "</body></html>")
        start = time.process_time()
        find(collect(tree))
        return time.process_time() - start

    assert seconds(4_000_000) < 10 * max(seconds(1_000_000), 0.05)


def test_the_languages_that_a_page_offers_are_limited() -> None:
    links = "".join(f"<link rel=alternate hreflang=x{number} href=/>" for number in range(500))
    assert len(facts(links + "<p>x").alternates) == ALTERNATES


def test_facts_survive_json() -> None:
    """Unknown names are skipped."""
    found = PageFacts(
        title="A: title",
        visible_chars=0,
        password_form=True,
        og_types=("website", "article"),
        identifiers=(("citation_doi", "doi:10.5555/a b"), ("citation_pmid", "")),
    )
    stored = found.to_json()
    assert stored == {
        "title": ["A: title"],
        "body-text": ["0"],
        "password-form": [""],
        "og-type": ["website", "article"],
        "identifier": ["citation_doi doi:10.5555/a b", "citation_pmid "],
    }
    assert PageFacts.from_json(json.loads(json.dumps(stored)) | {"of tomorrow": ["x"]}) == found
    assert PageFacts.from_json({}) == PageFacts()
