"""Redirects by script are seen in pages that have nothing else."""

import pytest

from crawler.net.script_redirects import MAX_CHARS, script_redirect

HERE = "https://old.example/a/1"
THERE = "https://new.example/b"


def page(script: str, *, head: str = "", body: str = "") -> str:
    return f"<html><head>{head}<title>Moved</title><script>{script}</script></head><body>{body}</body></html>"


@pytest.mark.parametrize(
    "script",
    [
        f'window.location.replace("{THERE}")',
        f"location.href = '{THERE}';",
        f'document.location="{THERE}"',
        f"window.top.location.assign('{THERE}');",
        f'window.opener = null; location.replace("{THERE}")'.replace("/", r"\/"),
        f"setTimeout(function () {{ window.location = '{THERE}'; }}, 0)",
        f"window.location.href = '{THERE}' + window.location.search + window.location.hash;",
        r"location.href='https:\x2f\u002fnew.example/b'",
    ],
)
def test_the_target_of_a_script_that_does_nothing_else(script: str) -> None:
    assert script_redirect(page(script, body="Redirecting… <a href='/b'>Click here</a>"), HERE) == THERE


def test_a_relative_target_is_resolved() -> None:
    assert script_redirect(page("location.replace('../b')"), HERE) == "https://old.example/b"


def test_the_handler_of_the_body_counts_as_a_script() -> None:
    html = f'<body onload="window.location.href=&quot;{THERE}&quot;"></body>'
    assert script_redirect(html, HERE) == THERE


@pytest.mark.parametrize(
    "script",
    [
        "location.reload()",
        "if (top != self) top.location.href = 'https://new.example/b'",
        "document.cookie = 'seen=1'; location.href = 'https://new.example/b'",
        "location.href = 'https://new.example/' + id",
        "location.href = one ? 'https://new.example/a' : 'https://new.example/b'",
        "location.href = 'https://new.example/a'; location.href = 'https://new.example/b'",
        "var mylocation = 'https://new.example/b'",
        "if (location.href == 'https://new.example/b') { start() }",
        'window.onload=function(){window.location.href="/lander"}',
    ],
)
def test_a_script_that_decides_something_leads_nowhere(script: str) -> None:
    assert script_redirect(page(script), HERE) is None


@pytest.mark.parametrize(
    "head",
    [
        f'<link rel="canonical" href="{THERE}">',
        f"<noscript><meta http-equiv='refresh' content=\"0; URL='{THERE}'\"></noscript>",
    ],
)
def test_a_condition_does_no_harm_where_the_page_names_the_same_target(head: str) -> None:
    script = f"if (navigator.userAgent) {{ location.replace('{THERE}') }}"
    assert script_redirect(page(script, head=head), HERE) == THERE
    assert script_redirect(page(script.replace(THERE, "/c"), head=head), HERE) is None


def test_a_page_with_content_stays_where_it_is() -> None:
    script = f"location.replace('{THERE}')"
    assert script_redirect(page(script, body="<p>A sentence of the page itself.</p>" * 10), HERE) is None
    assert script_redirect(page(script + ";" + " " * MAX_CHARS), HERE) is None


def test_a_comment_is_no_script() -> None:
    assert script_redirect(f"<!-- <script>location.replace('{THERE}')</script> -->", HERE) is None


def test_a_noscript_refresh_alone_is_not_followed() -> None:
    html = f'<noscript><meta http-equiv="refresh" content="0;url={THERE}"></noscript><script src="/app.js"></script>'
    assert script_redirect(html, HERE) is None
