"""Facts: what the judge needs of the HTML, found in bounded time."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import lxml.html
import pytest
from growth import assert_linear

from crawler.model import PageFacts
from pipelines.extract.elements import collect
from pipelines.extract.facts.find import ALTERNATES, find
from pipelines.extract.facts.visible import COUNTED_CHARS

ANY_PAGE: dict[str, Any] = {
    **dict.fromkeys(("visible_chars", "visible_text", "internal_links", "link_share")),
    **dict.fromkeys(("inputs", "feeds"), ()),
}
"""What is measured on any page, or has tests of its own."""


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
    found = replace(facts(f"<html><body>{html}</body></html>"), **ANY_PAGE)
    name, _, value = (fact or "").partition(": ")
    assert found.to_json() == ({name: [value]} if fact else {})


CODE = """
challenge: cloudflare | <script>window._cf_chl_opt={}</script>
challenge: cloudflare | <script>a.src='/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1'</script>
challenge: cloudflare | <form id=challenge-form>x</form>
challenge: perimeterx | <div id=px-captcha-wrapper></div>
challenge: datadome | <iframe src=https://geo.captcha-delivery.com/captcha/></iframe>
challenge: imperva | <iframe src='/_Incapsula_Resource?CWUDNSAI=5'></iframe>
challenge: sucuri | <script>var s='sucuri_cloudproxy_js'</script>
challenge: akamai | <div id=sec-if-cpt-container></div>
challenge: akamai | <div id=sec-bc-tile-container></div>
challenge: akamai | <script>x='/_sec/cp_challenge/verify'</script>
challenge: akamai | <script src=/_sec/cp_challenge/a.js></script>
challenge: akamai | <meta http-equiv=refresh content='50; URL=/?bm-verify=AAQ'>
challenge: anubis | <script id=anubis_challenge type=application/json>1</script>
challenge: anubis | <script src=/.within.website/x/cmd/anubis/main.mjs></script>
challenge: aws-waf | <script>window.gokuProps = {}</script>
challenge: aws-waf | <script>window.awsWafCookieDomainList = []</script>
challenge: kasada | <script src=/149e9513-01fa-4fb0-aad4-566afd725d1b/2d206a39/ips.js></script>
challenge: vercel | <script src=/.well-known/vercel/security/static/c.js></script>
challenge: siteground | <meta http-equiv=refresh content='0;/.well-known/sgcaptcha/?r=%2F'>
challenge: alibaba | <meta http-equiv=refresh content='99;/_____tmd_____/punish?x=1'>
challenge: yandex | <form action='/checkcaptcha?key=1'></form>
challenge: ddos-guard | <script src=/.well-known/ddos-guard/js-challenge/index.js></script>
challenge: google | <form action=https://www.google.com/sorry/index></form>
challenge: amazon | <form action=/errors/validateCaptcha></form>
consent-wall: yahoo | <form action='/v2/collectConsent?s=1'></form>
parking: sedo | <script src=//img.sedoparking.com/a.js></script>
dealer-link: sedo | <a href='https://sedo.com/search/details/?domain=a.example'>x</a>
parking: bodis | <script src=https://www.bodis.com/a.js></script>
parking: bodis | <script>window.park = "eyJ1"</script>
parking: parkingcrew | <script src=//d1.parkingcrew.net/a.js></script>
dealer-link: above | <a href=//www.above.com/x>x</a>
dealer-link: godaddy | <a href=https://www.godaddy.com/forsale/a.example>x</a>
parking: godaddy | <script src=https://img1.wsimg.com/parking-lander/static/a.js></script>
dealer-link: afternic | <a href=https://www.afternic.com/forsale/a.example>x</a>
dealer-link: hugedomains | <a href=https://www.hugedomains.com/domain_profile.cfm>x</a>
dealer-link: dan | <a href=https://dan.com/buy-domain/a.example>x</a>
dealer-link: dan | <a href=https://undeveloped.com/public/x>x</a>
parking: namecheap | <script src=https://parkingpage.namecheap.com/a.js></script>
parking: namecheap | <script src=https://www.nc-img.com/pp/a.js></script>
parking: skenzo | <script src=//a.domainactive.co/a.js></script>
dealer-link: atom | <a href=https://www.squadhelp.com/name/x>x</a>
dealer-link: dynadot | <a href=https://www.dynadot.com/market/a.example>x</a>
parking: google | <script src=https://www.google.com/adsense/domains/caf.js></script>
parking: google | <script>new google.ads.domains.Caf(1)</script>
error-code: "page":"/404" | <script>{"page":"/404"}</script>
error-code: "page": "/_error" | <script>{"page": "/_error"}</script>
error-code: statusCode":404 | <script>{"statusCode":404}</script>
error-code: status_code = '410 | <script>x.status_code = '410'</script>
error-code: pageType": "NotFound" | <script>{"pageType": "NotFound"}</script>
error-code: content_kind='Error-Page' | <script>content_kind='Error-Page'</script>
error-code: pageName','page not found' | <script>ga('pageName','page not found')</script>
error-block: error-404 | <div class=error-404>This page is not here any more.</div>
error-block: Page_Not_Found | <div id=Page_Not_Found>This page is not here any more.</div>
paywall-block: Pay-Wall | <div class='a Pay-Wall b'>Subscribe now to read it all.</div>
paywall-block: regwalled | <div id=regwalled>Subscribe now to read it all.</div>
paywall-block: meteredContent | <div class=meteredContent>Subscribe now to read it all.</div>
paywall-block: piano-inline | <div class=piano-inline-2>Subscribe now to read it all.</div>
paywall-block: subscribers-only | <div class=subscribers-only>Subscribe now to read it all.</div>
paywall-block: subscribe-gate | <div class=subscribe-gate>Subscribe now to read it all.</div>
paywall-block: content-gate | <div class=content-gate>Subscribe now to read it all.</div>
paywall-block: premium-teaser | <div class=premium-teaser>Subscribe now to read it all.</div>
captcha-widget: turnstile | <div class=cf-turnstile></div>
captcha-widget: geetest | <div class=geetest_captcha></div>
"""


@pytest.mark.parametrize("line", CODE.strip().splitlines())
def test_page_code_is_identified(line: str) -> None:
    """One example of what each pattern finds: none may be lost to the search for words before the patterns."""
    fact, _, html = line.partition(" | ")
    name, _, value = fact.partition(": ")
    assert value in facts(f"<html><body>{html}</body></html>").to_json().get(name, [])


@pytest.mark.parametrize(
    ("html", "visible"),
    [
        ("<body hidden>one<p style='VISIBILITY: hidden'>no</p>two", "one two"),
        ("<body><p hidden>Menu</p><p>one</p><p>Menu</p><p hidden><b hidden>Menu</b></p>two", "one Menu two"),
        ("<html style='display:none'><head><script>x</script></head><body>x<svg><text>x</text></svg>", "x"),
        ("<body><p>Menu</p><div hidden>Menu<script>Menu</script></div>one", "Menu one"),
    ],
)
def test_a_visible_text_that_stands_in_a_hidden_element_too_is_counted_once(html: str, visible: str) -> None:
    found = facts(html)
    assert (found.visible_text, found.visible_chars) == (visible, len(visible))


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
        "<p class='footer-#'>",
    ],
)
def test_the_time_is_linear(piece: str) -> None:
    """`#` is a number that is different each time."""

    def finding(size: int) -> Callable[[], object]:
        pieces = "".join(piece.replace("#", str(number)) for number in range(size // len(piece)))
        tree = lxml.html.document_fromstring(f"<html><body>{pieces}</body></html>")
        return lambda: find(collect(tree))

    assert_linear(finding, 500_000)


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
        menu=("Home", "Tides: today"),
        footer="© The Ferry",
        internal_links=0,
        link_share=0.125,
    )
    stored = found.to_json()
    assert stored == {
        "title": ["A: title"],
        "body-text": ["0"],
        "password-form": [""],
        "og-type": ["website", "article"],
        "identifier": ["citation_doi doi:10.5555/a b", "citation_pmid "],
        "menu": ["Home", "Tides: today"],
        "footer": ["© The Ferry"],
        "internal-links": ["0"],
        "link-share": ["0.125"],
    }
    assert PageFacts.from_json(json.loads(json.dumps(stored)) | {"of tomorrow": ["x"]}) == found
    assert PageFacts.from_json({}) == PageFacts()
    assert PageFacts.from_json({"link-share": ["nan"], "internal-links": ["-1"]}) == PageFacts()
