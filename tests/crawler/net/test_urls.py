"""Which URLs can be fetched: the URL standard's rules for http(s) URLs, and ours that are stricter.

Cases for the sections of url.spec.whatwg.org that web-platform-tests' urltestdata.json tests (host parsing, IPv4, IPv6,
ports, credentials), written anew.
"""

import random

import pytest

from crawler.net.credentials import hide_credentials
from crawler.net.urls import page_url, url_problem

VALID = {
    "http://example.com": "http://example.com/",
    "HTTP://EXAMPLE.COM:80/A": "http://example.com/A",
    "https://example.com:443?q#f": "https://example.com/?q",
    "http:\\\\x.org\\a": "http://x.org/a",
    "http:example.com/": "http://example.com/",
    "http:///example.com/": "http://example.com/",
    "http://ex\tam\nple.com/": "http://example.com/",
    "http://user:pw@example.com/": "http://example.com/",
    "http://a@b@c.org/": "http://c.org/",
    "http://GO%4fgle.com": "http://google.com/",
    "http://你好你好": "http://xn--6qqa088eba/",
    "http://faß.ExAmPlE/": "http://xn--fa-hia.example/",
    "http://Ｇｏ.com": "http://go.com/",
    "http://ex。ample。org": "http://ex.ample.org/",
    "http://a_b.example.org/": "http://a_b.example.org/",
    "http://-x.example.org/": "http://-x.example.org/",
    "http://r3---sn-x.example.org/": "http://r3---sn-x.example.org/",
    "http://localhost:8000/": "http://localhost:8000/",
    "http://intranet/wiki": "http://intranet/wiki",
    "http://example.org./": "http://example.org./",
    "http://192.0x00A80001": "http://192.168.0.1/",
    "http://0300.168.0.0xF0": "http://192.168.0.240/",
    "http://0x7f.1/": "http://127.0.0.1/",
    "http://1.2.3.4./": "http://1.2.3.4/",
    "http://[2001::1]": "http://[2001::1]/",
    "http://[::127.0.0.1]": "http://[::7f00:1]/",
    "http://[0:0:0:0:0:0:13.1.68.3]": "http://[::d01:4403]/",
    "http://example.org:/": "http://example.org/",
    "http://example.org:00080/": "http://example.org/",
    "http://example.org/a b?c d": "http://example.org/a%20b?c%20d",
    "http://example.org/../a/./b/%2e%2E/c": "http://example.org/a/c",
    "http://example.org/foo%": "http://example.org/foo%",
    "http://example.org/\\ud83d": "http://example.org//ud83d",
}

INVALID = [
    "http://", "http://?x", "http://#x", "https://:443/", "http://@/", "http://user@/www.example.org", "http://a:b@?x",
    "http://exa mple.org/", "http://exa%20mple.org/", "http://exa<mple.org", "http://exa>mple.org", "http://exa^mple.org",
    "http://exa|mple.org", "http://[example.org", "http://example.org]", "http://a%00b/", "http://ex%23ample", "http://%zz/",
    "http://example.org:x/", "http://example.org:65536/", "http://example.org:-1/", "http://[::1]:x/",
    "http://1.2.3.256", "http://256.1.1.1", "http://1.2.3.4.5/", "http://foo.0x4/", "http://foo.09/", "http://4294967296",
    "http://[::1.2.3]", "http://[1:2:3:4:5:6:7]", "http://[1::2::3]", "http://[g::1]", "http://[::1%25eth0]/",
    "http://\u00ad/", "http://a\ufffdb.org",
]  # fmt: skip

STRICTER = {
    "https://worldmodels.example.org**": "the host has the character '*'",
    "https://worldmodels.example.org%2A/": "the host has the character '*'",
    "https://example.org,/": "the host has the character ','",
    "https://example.org)/x": "the host has the character ')'",
    "https://{host}/x": "the host has the character '{'",
    "https://$HOST/x": "the host has the character '$'",
    "https://it's.org": 'the host has the character "\'"',
    "https://a..b": "the host has an empty label",
    "https://.example.org": "the host has an empty label",
    "https://example.org../": "the host has an empty label",
    f"https://{'a' * 64}.org": "the host name is too long",
    f"https://{'a.' * 130}org": "the host name is too long",
}
"""Valid by the URL standard, but no resolver takes these hosts."""


@pytest.mark.parametrize(("cited", "url"), VALID.items())
def test_a_url_that_the_standard_accepts_is_a_page(cited: str, url: str) -> None:
    page = page_url(cited)
    assert (page.url, page.problem) == (url, None)


@pytest.mark.parametrize("cited", INVALID)
def test_a_url_that_the_standard_rejects_is_not_valid(cited: str) -> None:
    assert (page_url(cited).problem or "").startswith("not a valid URL: ")


@pytest.mark.parametrize(("cited", "problem"), STRICTER.items())
def test_a_host_that_no_resolver_takes_is_not_valid(cited: str, problem: str) -> None:
    page = page_url(cited)
    assert (page.problem, page.unsafe) == (f"not a valid URL: {problem}", False)


def test_any_string_has_a_page_or_a_problem_and_the_short_way_agrees() -> None:
    alphabet = "htps:/.?#@[]%*,-_aé水\u200d\ud800\0 \\1x"
    chance = random.Random(7)
    for lead in ("", "http://", "https://a", "http://["):
        for _ in range(500):
            cited = lead + "".join(chance.choices(alphabet, k=chance.randrange(20)))
            assert page_url(cited).problem == url_problem(cited)
    for cited in (*VALID, *INVALID, *STRICTER):
        assert page_url(cited).problem == url_problem(cited)


def test_a_url_that_is_its_own_page_needs_no_parser() -> None:
    """A fragment asks the parser, and is no part of the Page."""
    chance = random.Random(11)
    hosts = ("example.org", "a.b.co.uk", "1.2.3.com", "xn--a.com", "a--b.org", "ab--c.de", "1.2.3.4", "0x7f.com")
    for _ in range(2_000):
        path = "".join(chance.choices("aA0z-._~/%2eE?&=+:@ \\é", k=chance.randrange(9)))
        cited = f"https://{chance.choice(hosts)}/{path}".strip()
        assert page_url(cited) == page_url(f"{cited}#f") or page_url(cited).problem


def test_credentials_are_hidden_and_nothing_else() -> None:
    """Where no host follows, the `@` stays: else the path's beginning would become the host."""
    assert page_url("http://user:secret@/www.example.org").url == "http://@/www.example.org"
    text = "http://u:s3@cret@h.org/ (http://u@/x) http://h.org?mail=a@h.org http://h.org/@me"
    assert hide_credentials(text) == "http://h.org/ (http://@/x) http://h.org?mail=a@h.org http://h.org/@me"
