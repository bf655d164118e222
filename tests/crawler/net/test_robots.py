"""robots.txt: RFC 9309, section 2.2, and what google/robotstxt (robots_test.cc) expects, in rows of our own.

Each row: a file, the paths that FooBot may fetch, and those that it may not. Of google/robotstxt's expectations
three are not met: `%62` that is not `b` (RFC 9309, 2.2.2: it is), and twice a URL that is not encoded (ours are).
"""

import pytest

from crawler.middlewares.robots import MAX_BYTES
from crawler.middlewares.robots_rules import RobotsRules

ALL = "User-agent: FooBot\nDisallow: /\n"
LONG = "/x/" + "a" * (8 * 2083 - 12 - 3)
ROWS: tuple[tuple[str, str, str], ...] = (
    ("", "/ /x", ""),
    (ALL, "/robots.txt", "/x/y /"),
    ("foo: FooBot\nbar: /", "/x/y", ""),
    ("user-agent FooBot\ndisallow /", "", "/x/y"),
    # groups: rules of the same product are merged, rules outside of groups ignored
    (("allow: /o/\n\nuser-agent: FooBot\ndisallow: /\nallow: /x/\nuser-agent: B\ndisallow: /\nallow: /y/\n\n\n"
     "allow: /w/\nuser-agent: C\n\nuser-agent: FooBot\nallow: /z/\ndisallow: /"), "/x/b /z/d", "/y/c /o/ /w/"),
    (("user-agent: B\ndisallow: /\nallow: /y/\n\n\nallow: /w/\nuser-agent: C\n\nuser-agent: FooBot\nallow: /z/\n"
     "disallow: /"), "/z/d", "/y/c /w/"),
    ("user-agent: C\n\nuser-agent: FooBot\nallow: /z/\ndisallow: /", "/z/", "/a"),
    ("user-agent: FooBot\nuser-agent: B\n\ndisallow: /a", "/b", "/a"),
    # keys and product tokens in any case; typing errors
    ("USER-AGENT: FOOBOT\nALLOW: /x/\nDISALLOW: /", "/x/y", "/a/b"),
    ("uSeR-aGeNt: foobot\nAlLoW: /x/\ndIsAlLoW: /", "/x/y", "/a/b"),
    ("useragent: FooBot\nDissallow: /a\nDisalow: /b\nDisallaw: /c\nDiasllow: /d\nDissalow: /e", "/x", "/a /b /c /d /e"),
    # everybody's group only where there is none of its own; none: no rules
    ("user-agent: *\nallow: /\nuser-agent: FooBot\ndisallow: /", "", "/x/y"),
    ("user-agent: *\ndisallow: /x\nuser-agent: FooBot\ndisallow: /y", "/x/page", "/y/page"),
    ("user-agent: *\ndisallow: /x\nuser-agent: B\ndisallow: /y", "/y", "/x/page"),
    ("user-agent: B\ndisallow: /", "/x/y", ""),
    ("user-agent: *\ndisallow: /a\n\nuser-agent: *\ndisallow: /b", "/c", "/a /b"),
    # paths in their case; the longest match counts, of equal ones the one that allows
    ("user-agent: FooBot\ndisallow: /X/", "/x/y", "/X/y"),
    ("user-agent: FooBot\ndisallow: /x/page.html\nallow: /x/", "/x/", "/x/page.html"),
    ("user-agent: FooBot\nallow: /x/page.html\ndisallow: /x/", "/x/page.html", "/x/"),
    ("user-agent: FooBot\ndisallow: \nallow: ", "/x/page.html", ""),
    ("user-agent: FooBot\ndisallow: /\nallow: /", "/x/page.html", ""),
    ("user-agent: FooBot\ndisallow: /x\nallow: /x/", "/x/", "/x"),
    ("user-agent: FooBot\ndisallow: /x/page.html\nallow: /x/page.html", "/x/page.html", ""),
    ("user-agent: FooBot\nallow: /page\ndisallow: /*.html", "/page", "/page.html"),
    ("user-agent: FooBot\nallow: /x/page.\ndisallow: /*.html", "/x/page.html", "/x/y.html"),
    ("user-agent: FooBot\nallow: /p\ndisallow: /", "/page", "/q"),
    ("user-agent: FooBot\nallow: /folder\ndisallow: /folder", "/folder/page", ""),
    ("user-agent: FooBot\nallow: /page\ndisallow: /*.htm", "/page", "/page.htm"),
    # percent-encoding
    (f"{ALL}Allow: /f/b?q=t&b=http://f.b?t&p", "/f/b?q=t&b=http://f.b?t&p", "/f"),
    (f"{ALL}Allow: /f/ツ", "/f/%E3%83%84 /f/%e3%83%84", "/f/%E3%83%85"),
    (f"{ALL}Allow: /f/%E3%83%84", "/f/%E3%83%84", "/f/x"),
    (f"{ALL}Allow: /f/%62%61%7A", "/f/%62%61%7A /f/baz", "/f/bay"),
    ("user-agent: FooBot\ndisallow: /a%2Fb", "/a/b", "/a%2fb /a%2Fb"),
    # special characters
    ("user-agent: FooBot\ndisallow: /f/b/q\nallow: /f/*/x", "/f/q /f//q /f/y/q", "/f/b/q"),
    ("user-agent: FooBot\ndisallow: /f/b$\nallow: /f/b/q", "/f/b/q /f/b/ /f/b/z", "/f/b"),
    ("user-agent: FooBot\n# disallow: /\ndisallow: /f/q#x\nallow: /", "/f/b", "/f/q"),
    ("user-agent: FooBot\nallow: /$\ndisallow: /", "/", "/page.html"),
    ("user-agent: *\nallow: /s/index.html\ndisallow: /", "/s/ /s/index.html", "/s/index.htm /other"),
    (f"{ALL}allow: /fish", "/fish /fish.html /fish/s.html /fishheads /fishheads/y.html /fish.html?id=a",
     "/bar /Fish.asp /catfish /?id=fish"),
    (f"{ALL}allow: /fish*", "/fish /fish.html /fish/s.html /fishheads /fish.html?id=a",
     "/bar /Fish.b /catfish /?id=fish"),
    (f"{ALL}allow: /fish/", "/fish/ /fish/s /fish/?s /fish/s.html /fish/?id=a", "/bar /fish /fish.html /Fish/S.html"),
    (f"{ALL}allow: /*.php", "/f.php /d/f.php /d/f.php?p //d/any.php.f.html /f.php/ /i?f=f.php/",
     "/bar /php/ /index?php /w.PHP"),
    (f"{ALL}allow: /*.php$", "/f.php /d/f.php", "/bar /f.php?p /f.php/ /f.php5 /php/ /f?php /aaaphpaaa //w.PHP"),
    (f"{ALL}allow: /fish*.php", "/fish.php /fishheads/catfish.php?p", "/bar /Fish.PHP"),
    # long lines are cut
    (f"user-agent: FooBot\ndisallow: {LONG}/qux", "/fux", f"{LONG}/fux"),
    (f"{ALL}allow: {LONG}/qux", f"{LONG}/qux", "/"),
    # line ends; byte order marks; other lines
    ("User-agent: FooBot\rAllow: /s\rUser-agent: B\r\rDisallow: /", "/s /x", ""),
    ("User-agent: FooBot\r\nDisallow: /s\r\n", "/x", "/s"),
    ("\ufeffUser-agent: FooBot\nDisallow: /", "", "/x"),
    ("\ufffdUser-agent: FooBot\nDisallow: /", "", "/x"),
    ("\ufffd\x11\ufffdUser-agent: FooBot\nDisallow: /", "/x", ""),
    ("User-agent: FooBot\n\ufeffDisallow: /", "/x", ""),
    ("User-agent: FooBot\nFoo: bar\nUser-agent: B\nDisallow: /", "", "/x"),
    ("User-agent: FooBot\nSitemap: https://e.org/s.xml\n\nUser-agent: B\nDisallow: /", "", "/x"),
    ("User-agent: FooBot\nCrawl-delay: 2\nUser-agent: B\nDisallow: /", "", "/x"),
    ("User-agent: FooBot\nContent-Signal: ai-train=no\nDisallow: /x\nNoindex: /y\nDisallow: /z", "/y", "/x /z"),
    ("Sitemap: /s\nUser-agent: FooBot\nDisallow: /x", "/y", "/x"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "allowed", "forbidden"), ROWS)
def test_a_file_allows_and_forbids_what_the_standard_says(text: str, allowed: str, forbidden: str) -> None:
    rules = RobotsRules(text, "FooBot")
    paths = (*allowed.split(), *forbidden.split())
    assert {path for path in paths if rules.allows(f"http://foo.example{path}")} == set(allowed.split())


COPIED = (
    "citecache", "Citecache", "CITECACHE", "citecache/1.0", "citecache/0.12.3 (+https://e.org)", "citecache bot",
    '"citecache"', "'citecache'", "“citecache”", "citecache # their crawler", "citecache*", "citecache;",
    "\tcitecache\t", "`citecache/2`", "Googlebot, citecache", "citecache, Googlebot",
)  # fmt: skip
OTHERS = ("citecachebot", "cite", "cache", "my-citecache", "citecache-images", "*cite*", "x citecache", "bot", "")


@pytest.mark.parametrize("agent", COPIED)
def test_a_product_token_binds_however_it_was_copied(agent: str) -> None:
    rules = RobotsRules(f"User-agent: {agent}\nDisallow: /\n\nUser-agent: *\nAllow: /", "citecache")
    assert not rules.allows("https://e.org/x")


@pytest.mark.parametrize("agent", OTHERS)
def test_another_product_does_not_bind(agent: str) -> None:
    rules = RobotsRules(f"User-agent: {agent}\nDisallow: /", "citecache")
    assert rules.allows("https://e.org/x")


@pytest.mark.parametrize("agent", ['"*"', "* # all", "*", "* ", "Googlebot, *"])
def test_everybody_is_meant_however_the_asterisk_is_written(agent: str) -> None:
    assert not RobotsRules(f"User-agent: {agent}\nDisallow: /", "citecache").allows("https://e.org/x")


@pytest.mark.parametrize(
    ("text", "delay"),
    [
        ("User-agent: citecache\nCrawl-delay: 7", 7.0),
        ("User-agent: citecache/1.0\nDisallow: /x\ncrawl-delay: 2.5", 2.5),
        ("User-agent: *\nCrawl-delay: 9\nUser-agent: citecache\nDisallow: /x", None),
        ("User-agent: *\nCrawl-delay 3", 3.0),
        ("User-agent: *\nCrawl-delay: soon", None),
        ("User-agent: *\nCrawl-delay: -1", None),
        ("Crawl-delay: 4", None),
    ],
)
def test_a_crawl_delay_is_that_of_the_group(text: str, delay: float | None) -> None:
    assert RobotsRules(text, "citecache").crawl_delay == delay


def test_a_large_file_is_read_whole_and_in_time() -> None:
    """500 KiB is what is read of a file (RFC 9309, 2.5)."""
    line = "User-agent: x\nFoo\nDisallow: /*a*b*c$\n"
    rules = RobotsRules(line * (MAX_BYTES // len(line)) + "User-agent: citecache\nDisallow: /x", "citecache")
    assert not rules.allows("https://e.org/x")
