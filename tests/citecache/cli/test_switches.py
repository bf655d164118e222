"""Parts of Scrapy that a crawl has switched off are not even imported; `-s` switches them on."""

import pytest
from command_line import Installed
from loopback_web import LOOPBACK, loopback_web

HEAVY = ("scrapy.extensions.remote_control", "scrapy.downloadermiddlewares.cookies", "twisted.conch.telnet", "aiohttp")


def test_a_crawl_imports_nothing_that_is_switched_off(installed: Installed) -> None:
    with loopback_web() as web:
        done = installed("crawl", web.page("/a"), *LOOPBACK, env={"PYTHONPROFILEIMPORTTIME": "1"})
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if "|" in line}
    assert "scrapy.core.engine" in imported
    assert imported.isdisjoint(HEAVY)


def test_cookies_can_be_switched_on(installed: Installed) -> None:
    with loopback_web() as web:
        done = installed("crawl", web.page("/a"), *LOOPBACK, "-v", "-s", "COOKIES_ENABLED=1")
    assert "CookiesMiddleware" in done.stderr
    assert "1 page" in done.stdout


def test_a_switch_is_on_or_off(installed: Installed) -> None:
    with loopback_web() as web:
        done = installed("crawl", web.page("/a"), *LOOPBACK, "-s", "COOKIES_ENABLED=perhaps", expect=1)
    assert "a setting given with -s is not valid" in done.stderr


@pytest.mark.parametrize("setting", ["EXTENSIONS=telnet", "EXTENSIONS_BASE=3"])
def test_components_that_are_no_json_object_are_told_in_one_line(installed: Installed, setting: str) -> None:
    with loopback_web() as web:
        done = installed("crawl", web.page("/a"), *LOOPBACK, "-s", setting, expect=1)
    *_, last = done.stderr.splitlines()
    assert last.startswith(f"citecache: a setting given with -s is not valid: {setting}: ")
    assert "Traceback" not in done.stderr
