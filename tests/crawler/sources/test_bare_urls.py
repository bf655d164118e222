"""Where a bare URL ends: our own cases, the examples of GFM and those of linkify-it."""

from collections.abc import Callable

import pytest
from growth import assert_linear

from crawler.sources.parsing.bare_urls import absolute, bare_end, find_urls, urls_in

GFM = {
    "www.commonmark.org": ["www.commonmark.org"],
    "Visit www.commonmark.org/help for more information.": ["www.commonmark.org/help"],
    "Visit www.commonmark.org.": ["www.commonmark.org"],
    "Visit www.commonmark.org/a.b.": ["www.commonmark.org/a.b"],
    "www.google.com/search?q=Markup+(business)": ["www.google.com/search?q=Markup+(business)"],
    "www.google.com/search?q=Markup+(business)))": ["www.google.com/search?q=Markup+(business)"],
    "(www.google.com/search?q=Markup+(business))": ["www.google.com/search?q=Markup+(business)"],
    "(www.google.com/search?q=Markup+(business)": ["www.google.com/search?q=Markup+(business)"],
    "www.google.com/search?q=(business))+ok": ["www.google.com/search?q=(business))+ok"],
    "www.google.com/search?q=commonmark&hl=en": ["www.google.com/search?q=commonmark&hl=en"],
    "www.google.com/search?q=commonmark&hl;": ["www.google.com/search?q=commonmark"],
    "www.commonmark.org/he<lp": ["www.commonmark.org/he"],
    "http://commonmark.org": ["http://commonmark.org"],
    "(Visit https://encrypted.google.com/search?q=Markup+(business))": [
        "https://encrypted.google.com/search?q=Markup+(business)"
    ],
}
"""All examples of section 6.9 that hold a `www` or a URL autolink."""

LINKIFY = {
    "http://lyricstranslate.com/en/you-നിന്നെ-പോലൊരാള്\u200d.html": [
        "http://lyricstranslate.com/en/you-നിന്നെ-പോലൊരാള്\u200d.html"
    ],
    ">>http://example.com % markdown blockquote": ["http://example.com"],
    "test.example@http://vk.com": ["http://vk.com"],
    "text:http://example.com/": ["http://example.com/"],
    "http://user:pass@example.com:8080": ["http://user:pass@example.com:8080"],
    "http://foo.com/blah_blah_[other]": ["http://foo.com/blah_blah_[other]"],
    "http://foo.com/blah_blah_{I'm_king}": ["http://foo.com/blah_blah_{I'm_king}"],
    "http://www.kmart.com/10'-x-30inch/p-004": ["http://www.kmart.com/10'-x-30inch/p-004"],
    "[Scoped like http://example.com/foo_bar]": ["http://example.com/foo_bar"],
    "{Scoped like http://example.com/foo_bar}": ["http://example.com/foo_bar"],
    "'Quoted like http://example.com/foo_bar'": ["http://example.com/foo_bar"],
    "http://i.es/Professional.(Wrox,.2010,.0470565527).pdf": ["http://i.es/Professional.(Wrox,.2010,.0470565527).pdf"],
    "http://example.com/foo_bar...": ["http://example.com/foo_bar"],
    "http://172.26.142.48/viewerjs/#../0529/slides.pdf": ["http://172.26.142.48/viewerjs/#../0529/slides.pdf"],
    "https://google.com/mail/u/0/#label/!!!Today/15c9": ["https://google.com/mail/u/0/#label/!!!Today/15c9"],
    "http://business.timesonline.co.uk/article/0,,9065-2473189,00.html": [
        "http://business.timesonline.co.uk/article/0,,9065-2473189,00.html"
    ],
    "See http://example.com/123; Example link.": ["http://example.com/123"],
    "http://example.com/123;123": ["http://example.com/123;123"],
    "http://www.bloomberg.com/troubling-germany-inc-": ["http://www.bloomberg.com/troubling-germany-inc-"],
    "http://✪df.ws/123": ["http://✪df.ws/123"],
    "http://ﻡﻮﻘﻋ.ﻭﺯﺍﺭﺓ-ﺍﻼﺘﺻﺍﻼﺗ.ﻢﺻﺭ/": ["http://ﻡﻮﻘﻋ.ﻭﺯﺍﺭﺓ-ﺍﻼﺘﺻﺍﻼﺗ.ﻢﺻﺭ/"],
    "｜http://google.com｜bar": ["http://google.com"],
    "｜www.google.com/www.google.com/foo｜bar": ["www.google.com/www.google.com/foo"],
    "www.a--b.com": ["www.a--b.com"],
    "hppt://example.com": [],
    "http://": [],
    "http://..": [],
    "http://##": [],
    "http://??": [],
    "google.com and README.md and node.js": [],
    "//example.com": [],
}
"""Where they hold a URL with a scheme or `www.`, written anew from linkify-it's public fixtures."""

DELIBERATE = {
    'a "http://foo.com/blah"quoted': ["http://foo.com/blah"],  # a quotation mark is never part of a URL
    "http://foo.com/'single'": ["http://foo.com/'single"],  # GFM: a last apostrophe is closing punctuation
    "http://.example.com": ["http://.example.com"],  # cited, with a complaint: nothing is lost
    "_http://example.com_": ["http://example.com"],  # emphasis
}
"""Where linkify-it differs."""

OURS = {
    r"As in \url{https://e.org/tex}, \href{https://e.org/href}{the manual}.": [
        "https://e.org/tex",
        "https://e.org/href",
    ],
    "{{video https://e.org/watch?v=abc}} {https://e.org/plain}": ["https://e.org/watch?v=abc", "https://e.org/plain"],
    'kramdown https://e.org/k{:target="_blank"}': ["https://e.org/k"],
    "https://e.org/u/{id}/x https://e.org/{{slug}} https://e.org/{{ slug }}": [
        "https://e.org/u/{id}/x",
        "https://e.org/{{slug}}",
        "https://e.org/",
    ],
    "[A](https://e.org/a)[B](https://e.org/b_(c))": ["https://e.org/a", "https://e.org/b_(c)"],
    "(see https://e.org/wiki/Pond_(water)), or https://e.org/x(y": [
        "https://e.org/wiki/Pond_(water)",
        "https://e.org/x",
    ],
    "'https://e.org/a','https://e.org/b'": ["https://e.org/a", "https://e.org/b"],
    "https://e.org/a,https://e.org/b;https://e.org/c": ["https://e.org/a", "https://e.org/b", "https://e.org/c"],
    "https://e.org/?urls=http://a.org,http://b.org": ["https://e.org/?urls=http://a.org,http://b.org"],
    "https://web.archive.org/web/2020/https://e.org/a,": ["https://web.archive.org/web/2020/https://e.org/a"],
    "&lt;a href=&quot;https://e.org/x?a=1&amp;b=2&quot;&gt;": ["https://e.org/x?a=1&amp;b=2"],
    "https://e.org/x&#8217; https://e.org/y&nbsp;z": ["https://e.org/x", "https://e.org/y"],
    "https://e.org/x[^1] https://e.org/y…": ["https://e.org/x", "https://e.org/y"],
    "«https://e.org/x» “https://e.org/y” „https://e.org/z“": ["https://e.org/x", "https://e.org/y", "https://e.org/z"],
    "https://e.org/g，下一个 https://e.org/h。https://e.org/i（见）": [
        "https://e.org/g",
        "https://e.org/h",
        "https://e.org/i",
    ],
    "https://e.org/a\u200b https://e.org/b\u2060c https://e.org/d\u00a0e": [
        "https://e.org/a",
        "https://e.org/b",
        "https://e.org/d",
    ],
    "**https://e.org/x**, ~~https://e.org/y~~ __https://e.org/z__.": [
        "https://e.org/x",
        "https://e.org/y",
        "https://e.org/z",
    ],
    "|https://e.org/x|https://e.org/y|": ["https://e.org/x", "https://e.org/y"],
    "see https://e.org/x—which, https://fr.org/l’eau’": ["https://e.org/x", "https://fr.org/l’eau"],
    "هل هو https://e.org/x؟ और https://e.org/y।": ["https://e.org/x", "https://e.org/y"],
    "a@www.e.org /www.e.org _www.e.org_ *www.f.org*": ["www.e.org", "www.f.org"],
    "http://[::1]:80/x http://{host}/y": ["http://[::1]:80/x", "http://{host}/y"],
    r"https://e.org/x\nnext": ["https://e.org/x"],
    "参见https://e.org/a": ["https://e.org/a"],
}


@pytest.mark.parametrize(("text", "urls"), [*GFM.items(), *LINKIFY.items(), *DELIBERATE.items(), *OURS.items()])
def test_a_bare_url_ends_where_a_reader_expects(text: str, urls: list[str]) -> None:
    assert [text[start:end] for start, end in find_urls(text, www=True)] == urls


def test_www_is_found_only_when_asked_for_and_cites_http() -> None:
    text = "See www.example.org/guide, or http://www.example.org."
    assert [text[start:end] for start, end in find_urls(text)] == ["http://www.example.org"]
    assert urls_in(text) == ["http://www.example.org/guide", "http://www.example.org"]
    assert absolute("HTTPS://e.org") == "HTTPS://e.org"


def test_markdown_keeps_its_backslash_escapes_within_a_url() -> None:
    text = r"https://e.org/a\_b\*c\_ d"
    assert text[: bare_end(text, 5, len(text), escapes=True)] == r"https://e.org/a\_b\*c"
    assert text[: bare_end(text, 5, len(text))] == "https://e.org/a"


@pytest.mark.parametrize(
    "piece",
    [
        "://",
        "(",
        "http://a.(((",
        "http://a{",
        "http://a[",
        "a,http://b",
        "http://a;",
        "www.a.b_",
        "_www.",
        "http://a&;",
        ",",
        ";",
    ],
)
@pytest.mark.parametrize("lead", ["", "http://a"])
def test_any_text_is_searched_in_linear_time(piece: str, lead: str) -> None:
    def search(count: int) -> Callable[[], object]:
        text = lead + piece * count
        return lambda: list(find_urls(text, www=True))

    assert_linear(search, 8_000)
