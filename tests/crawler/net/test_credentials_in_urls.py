"""User names, passwords and tokens in URLs, in every spelling; and what looks like them and is not."""

import sys
from collections.abc import Callable

import pytest

from crawler.net.credentials import hide_credentials, hide_within, kept_headers, without_credentials

HIDDEN = {
    "http://u:p@h.org/x": "http://h.org/x",
    "http:/u:p@h.org": "http:/h.org",
    "http:u:p@h.org": "http:h.org",
    "HTTP:\\\\u:p@h.org": "HTTP:\\\\h.org",
    "http:////u:p@h.org": "http:////h.org",
    "//u:p@h.org/x": "//h.org/x",
    "https://ghp_token@github.com/x": "https://github.com/x",
    "ftp://u:p@h.org": "ftp://h.org",
    "git+https://u:p@h.org": "git+https://h.org",
    "postgres://u:p@h.org/d": "postgres://h.org/d",
    "view-source:http://u:p@h.org": "view-source:http://h.org",
    "http://u:p%40h.org/": "http://h.org/",
    "http://u%3Ap%40h.org/": "http://h.org/",
    "http://u:p\uff20h.org/": "http://h.org/",
    "http://a:b@c@h.org/": "http://h.org/",
    "http://u:p@[::1/": "http://[::1/",
    "http://u:p/w@h.org/": "http://u:…/@h.org/",
    "http://u:p#w@h.org/": "http://u:…/@h.org/",
    "http://u:p@/x": "http://@/x",
    "http://web.archive.org/web/1/http://u:p@h.org/": "http://web.archive.org/web/1/http://h.org/",
    "https://t.co/?u=https%3A%2F%2Fu%3Ap%40h.org%2Fx%2F&m=a%40b": "https://t.co/?u=https%3A%2F%2Fh.org%2Fx%2F&m=a%40b",
    "https://t.co/?u=https%253A%252F%252Fu%253Ap%2540h.org": "https://t.co/?u=https%253A%252F%252Fh.org",
}
"""The same as a URL and within a text."""

URLS_ONLY = {
    "ht\ttp://u:p@h.org": "ht\ttp://h.org",
    "http://u:p w@h.org": "http://h.org",
    "http://u:p\"w'@h.org": "http://h.org",
    "u:p@h.org/x": "u:h.org/x",
    "\\\\u:p@h.org": "\\\\h.org",
}
"""What only a reader who knows that it is a URL can tell."""

OTHERS = (
    "mailto:a@b.org", "https://medium.com/@user/x", "https://h.org/a//b@c", "git@github.com:x/y", "https://h.org/?q=a@b",
    "xmpp:a@b/c", "https://h.org/x?m=http://a.b/@c", "https://g.org/maps/@1,2,3z", "https://h.org/%40user", "urn:x@y",
    "http://h.org:80/@x", "https://ga.jspm.io/npm:react@18.2.0/index.js", "http://@/x", "https://matrix.to/#/@a:b.org",
)  # fmt: skip


@pytest.mark.parametrize("url", sorted(HIDDEN))
def test_credentials_are_taken_from_a_url_and_from_a_text(url: str) -> None:
    assert without_credentials(url) == HIDDEN[url]
    assert without_credentials(HIDDEN[url]) == HIDDEN[url]
    assert hide_credentials(f"see <{url}> or a@b.org") == f"see <{HIDDEN[url]}> or a@b.org"
    assert hide_within({"a": [url]}) == {"a": [HIDDEN[url]]}


@pytest.mark.parametrize("url", sorted(URLS_ONLY))
def test_credentials_are_taken_from_what_is_known_to_be_a_url(url: str) -> None:
    assert without_credentials(url) == URLS_ONLY[url]


@pytest.mark.parametrize("text", OTHERS)
def test_other_signs_at_stay(text: str) -> None:
    assert (without_credentials(text), hide_credentials(text)) == (text, text)


def test_headers_with_secrets_are_kept_by_name() -> None:
    secret = "set-cookie authorization www-authenticate proxy-authenticate proxy-status x-api-key x-auth-token"
    secret += " authentication-info x-amz-security-token x-csrf-token x-session-id api-key ocp-apim-subscription-key"
    plain = "etag content-type cf-mitigated x-kpsdk-ct access-control-allow-credentials x-cache-key retry-after"
    stored = dict(kept_headers([(name, "v") for name in (secret + " " + plain).split()]))
    assert {name for name, value in stored.items() if not value} == set(secret.split())
    assert kept_headers([("location", "//u:p@h/"), ("refresh", "0; url=http:/u:p@h"), ("link", "<http://u@h>")]) == (
        ("location", "//h/"), ("refresh", "0; url=http:/h"), ("link", "<http://h>"),
    )  # fmt: skip


def calls(work: Callable[[], object]) -> int:
    """Lines of Python that a call runs: a measure of time that no other process disturbs."""
    count = 0

    def trace(*_: object) -> object:
        nonlocal count
        count += 1
        return trace

    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(None)
    return count


@pytest.mark.parametrize(
    "part", ["http:", "http://", "http://a:b", "http://a:b/", "http%3A%2F%2F", "http:@", "//", "a@", ":"]
)
def test_the_cost_is_linear(part: str) -> None:
    small, large = (calls(lambda n=n: hide_credentials(part * n + " @")) for n in (500, 2_000))
    assert large <= 4.5 * small + 100
