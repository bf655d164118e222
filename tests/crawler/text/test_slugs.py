"""Slugs: the part of a URL that is made from a title."""

import pytest

from crawler.text.slugs import last_parts, long_words, plain_words, slug


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("https://example.org/news/night-ferry/", ["night-ferry", "news"]),
        ("https://example.org/night-ferry/123", ["123", "night-ferry"]),
        ("https://example.org/caf%C3%A9", ["café", ""]),
        ("https://example.org/a?b=/c/d", ["a", ""]),
        ("https://example.org/", [""]),
        ("not a URL", ["not a URL"]),
        ("http://[", [""]),
    ],
)
def test_the_last_parts_of_a_path(url: str, parts: list[str]) -> None:
    assert last_parts(url, 2) == parts
    assert slug(url) == parts[0]


def test_long_words_leave_out_what_says_little() -> None:
    assert long_words("the-Cafe\u0301-of-2023_and_the-café") == ["café"]


def test_plain_words_are_spelled_as_slugs_spell_them() -> None:
    assert plain_words("Ein Café in Łódź, Größe 12") == plain_words("ein-cafe-in-lodz-groesse-12".replace("oe", "o"))
