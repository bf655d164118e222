"""Which URLs are told to no third party."""

import doctest
import socket
from typing import Any

import pytest

from crawler.net import confidential as module
from crawler.net.confidential import confidential, resolves_to_private


def test_the_examples_of_the_docstrings_hold() -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    "url",
    [
        "https://user:pw@example.org/",
        "https://token@example.org/",
        "http://localhost:8000/",
        "http://10.1.2.3/",
        "http://[fd00::1]/",
        "http://printer/",
        "http://wiki.internal/page",
        "http://metadata.google.internal/",
        "ftp://example.org/a",
        "https://example.org:22/",
        "https://example.org/?access_token=1",
        "https://example.org/?a=1&accessToken=1",
        "https://example.org/?PHPSESSID=0a1b",
        "https://example.org/a;jsessionid=0A1B?x=1",
        "https://example.org/cb?code=4%2F0Ad&state=x",
        "https://example.org/?api-key=1",
        "https://example.org/?password=",
        "https://blob.example.org/a?sv=2022&sp=r&sig=abc%3D",
        "https://s3.example.org/a?X-Amz-Credential=AKIA&X-Amz-Signature=0",
        "https://cdn.example.org/a?Key-Pair-Id=K1&Policy=x",
        "https://example.org/page#access_token=abc&type=bearer",
    ],
)
def test_secrets_and_what_is_not_public_are_kept(url: str) -> None:
    assert confidential(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/",
        "https://example.org/a@b?page=2&lang=en&id=7&q=signatures+of+tokens#section",
        "https://example.org/?design=1&keyword=passport&author=x&decode=1&zipcode=1",
        "https://example.org/tokens/secret/password",
        "https://93.184.215.14/",
        "http://example.org:8080/",
    ],
)
def test_what_everybody_may_know_is_not(url: str) -> None:
    assert confidential(url) is None


def lookup_of(*addresses: str) -> Any:
    def lookup(_host: str, port: int) -> Any:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in addresses]

    return lookup


def fails(_host: str, _port: int) -> Any:
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


def test_a_name_of_a_private_address_is_private_also_if_it_has_a_public_one() -> None:
    assert resolves_to_private("wiki.example.org", lookup_of("93.184.215.14", "10.0.0.7")) == (
        "wiki.example.org is private: 10.0.0.7 is private (RFC 1918)"
    )
    assert resolves_to_private("example.org", lookup_of("93.184.215.14")) is None


def test_a_name_that_cannot_be_resolved_here_is_not_held_to_be_private() -> None:
    """Behind a proxy no name can be."""
    assert resolves_to_private("example.org", fails) is None
