"""Names of exported files: every system accepts them, and no two Resources share one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecache.exports.file_names import LONGEST_STEM, file_stem

RESERVED = re.compile(r"(?i)(con|prn|aux|nul|(com|lpt)[0-9¹²³])(\.|$)")
ID = "d2f67176f1bc7b5b"


@given(url=st.text(max_size=300) | st.from_regex(r"https?://[^\n]{0,300}"), id_=st.text(max_size=30))
def test_a_name_is_plain_short_and_not_reserved(url: str, id_: str) -> None:
    stem = file_stem(url, id_)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", stem)
    assert len(stem) <= LONGEST_STEM
    assert not RESERVED.match(f"{stem}.md")


@pytest.mark.parametrize(
    "url", ["https://con.example.org/", "https://nul/", "http://com1.org/aux.html", "http://a.org/b."]
)
def test_a_device_s_name_or_a_final_dot_in_a_url_does_no_harm(url: str) -> None:
    assert not RESERVED.match(f"{file_stem(url, ID)}.md")
    assert "." not in file_stem(url, ID)


@given(
    one=st.text(max_size=99),
    other=st.text(max_size=99),
    ids=st.lists(st.from_regex(r"[0-9a-f]{16}", fullmatch=True), min_size=2, max_size=2, unique=True),
)
def test_two_resources_have_two_names(one: str, other: str, ids: list[str]) -> None:
    assert file_stem(one, ids[0]) != file_stem(other, ids[1])


def test_urls_that_differ_in_case_alone_differ_by_more_than_case() -> None:
    names = {file_stem("https://example.org/A", "0" * 16), file_stem("https://example.org/a", "1" * 16)}
    assert len({name.casefold() for name in names}) == 2


def test_a_long_url_is_cut_and_an_empty_one_is_its_id() -> None:
    assert file_stem(f"https://example.org/{'word-' * 100}", ID).endswith(f"-word-{ID}")
    assert file_stem("https://例え.jp/例", ID) == f"jp-{ID}"
    assert file_stem("", ID) == ID
