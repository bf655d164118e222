"""Resource records in YAML, JSON, JSONL and CSV; bibliographies in BibTeX and CSL-JSON."""

import json
from functools import partial
from typing import Any

import pytest
from growth import assert_linear
from source_files import Read

from crawler.sources.parsing.records.yaml_nodes import BadYAML, compose, plain


def test_all_keys_of_a_record_are_read_and_unknown_keys_kept(read: Read) -> None:
    reading = read(
        "r.yaml",
        "resources:\n- id: d2f67176f1bc7b5b\n  stable_id: sid_oFtI6n9JCu\n  url: https://e.org/a\n"
        "  title: T\n  type: web\n"
        "  importance: 55.5\n  tags: [news, 2024]\n  authors:\n    - Jane Doe\n    - {given: John, family: Roe}\n"
        "  published_date: 2023-03-08\n  fetched_at: 2025-12-28 02:55:47\n  cited_by: [a, b]\n  key_points: [k]\n"
        "  summary: |\n    S\n  local_filename: x.txt\n  n: 3\n",
    )
    (record,) = reading.records
    assert reading.citations == reading.skipped == ()
    assert reading.document.format == "records"
    assert (record.id, record.stable_id, record.line, record.importance) == (
        "d2f67176f1bc7b5b",
        "sid_oFtI6n9JCu",
        2,
        55.5,
    )
    assert (record.tags, record.authors, record.cited_by) == (("news", "2024"), ("Jane Doe", "John Roe"), ("a", "b"))
    assert (record.published_date, record.fetched_at) == ("2023-03-08", "2025-12-28T02:55:47Z")
    assert (record.summary, record.extra) == ("S", {"local_filename": "x.txt", "n": 3})


@pytest.mark.parametrize(
    "written", ["0123456789012345", "12e1000000000000", "1234567890123456", "0x12345678901234", "101", "yes", "ABC"]
)
def test_an_id_is_the_text_of_its_scalar_and_an_identity_only_if_it_is_a_resource_id(read: Read, written: str) -> None:
    (record,) = read("r.yaml", f"- id: {written}\n  url: https://e.org/a\n").records
    given = record.id, record.extra.get("id")
    assert given == ((written, None) if len(written) == 16 and written[1] != "x" else (None, written))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("tags: 5", "tags is not a list"),
        ("tags: [[a]]", "tags contains a nested list"),
        ("importance: high", "importance is not a number"),
        ("importance: 101", "importance is not between"),
        ("importance: true", "importance is not between"),
        ("title: [a]", "title is not text"),
        ("published_date: soon", "published_date is not a date"),
        ("cited_by: {a: 1}", "cited_by is not a list"),
    ],
)
def test_a_value_of_the_wrong_type_is_skipped_and_the_record_is_read(read: Read, line: str, reason: str) -> None:
    reading = read("r.yaml", f"- url: https://e.org/a\n  summary: S\n  {line}\n")
    (skipped,) = reading.skipped
    assert skipped.line == 3
    assert skipped.reason.startswith(reason)
    assert reading.records[0].summary == "S"


@pytest.mark.parametrize("bad", ["title: x", "url: [a]\n  title: x", "url: ''\n  title: x", "url:\n  title: x"])
def test_a_record_without_a_url_is_skipped(read: Read, bad: str) -> None:
    reading = read("r.yaml", f"- {bad}\n- url: https://e.org/b\n")
    assert [record.url for record in reading.records] == ["https://e.org/b"]
    assert reading.skipped[0].line == 1


def test_a_syntax_error_skips_one_record(read: Read) -> None:
    text = "resources:\n  - url: https://e.org/1\n  - url: https://e.org/2\n    title: a: b\n  - url: https://e.org/3\n"
    reading = read("r.yaml", text)
    assert [(record.url, record.line) for record in reading.records] == [("https://e.org/1", 2), ("https://e.org/3", 5)]
    (skipped,) = reading.skipped
    assert skipped.line == 4
    assert skipped.reason.startswith("not valid YAML")


def test_two_records_of_one_url_are_merged_unless_their_ids_differ(read: Read) -> None:
    reading = read(
        "r.yaml",
        "- {url: 'https://e.org/a', title: A, cited_by: [p]}\n"
        "- {url: 'https://e.org/a', title: B, summary: S, cited_by: [q]}\n"
        "- {id: 00000000000000aa, url: 'https://e.org/b'}\n- {id: 00000000000000bb, url: 'https://e.org/b'}\n",
    )
    first, second, third = reading.records
    assert (first.title, first.summary, first.cited_by) == ("A", "S", ("p", "q"))
    assert (second.url, second.id) == ("https://e.org/b", "00000000000000aa")
    assert (third.url, third.id) == ("https://e.org/b", "00000000000000bb")
    assert [skipped.line for skipped in reading.skipped] == [2, 4]
    assert "at line 3" in reading.skipped[1].reason


def test_row_numbers_of_two_records_never_merge_them(read: Read) -> None:
    reading = read("r.json", '[{"id": 1, "url": "https://e.org/a"}, {"id": 1, "url": "https://e.org/b"}]')
    assert [(r.url, r.id, r.extra) for r in reading.records] == [
        ("https://e.org/a", None, {"id": "1"}), ("https://e.org/b", None, {"id": "1"}),
    ]  # fmt: skip
    assert reading.skipped == ()


@pytest.mark.parametrize("wrap", ["resources", "records", "citations", "items", None, "id"])
@pytest.mark.parametrize("name", ["r.json", "r.yaml"])
def test_every_wrapper_is_known(read: Read, wrap: str | None, name: str) -> None:
    records = [{"id": "a" * 16, "url": "https://e.org/a"}, {"id": "b" * 16, "url": "https://e.org/b"}]
    data: Any = {wrap: records} if wrap else records
    if wrap == "id":
        data = {record["id"]: {"url": record["url"]} for record in records}
    assert [(r.id, r.url) for r in read(name, json.dumps(data)).records] == [
        ("a" * 16, "https://e.org/a"),
        ("b" * 16, "https://e.org/b"),
    ]


def test_complaints_about_json_name_the_line_of_the_key(read: Read) -> None:
    reading = read("r.json", '[\n {"url": "https://e.org/a",\n  "tags": 5}\n]')
    assert [(s.line, s.reason) for s in reading.skipped] == [(3, "tags is not a list: 5")]
    assert reading.records[0].line == 2


def test_broken_json_is_read_up_to_the_error(read: Read) -> None:
    reading = read("r.json", '{"resources": [{"url": "https://e.org/a"},\n {"url" "https://e.org/b"}]}')
    assert len(reading.records) == 1
    assert (reading.skipped[0].line, reading.skipped[0].reason[:14]) == (2, "not valid JSON")


def test_a_broken_line_of_jsonl_is_skipped_and_the_rest_is_read(read: Read) -> None:
    reading = read("r.jsonl", '{"url": "https://e.org/a"}\n{"url": \n\n{"url": "https://e.org/b"}\n')
    assert [(r.url, r.line) for r in reading.records] == [("https://e.org/a", 1), ("https://e.org/b", 4)]
    assert reading.skipped[0].line == 2


@pytest.mark.parametrize("name", ["c.yaml", "c.json"])
def test_a_configuration_cites_its_links_and_counts_other_urls(read: Read, name: str) -> None:
    reading = read(name, '{"site": {"url": "https://e.org/a",\n "image": "https://e.org/i.png"}, "n": [1, null]}')
    assert [(c.url, c.line, c.column) for c in reading.citations] == [("https://e.org/a", 1, 19)]
    assert reading.ignored_counts == {"URL in a value that is no link": 1}


@pytest.mark.parametrize("name", ["c.yaml", "c.json"])
def test_a_link_keeps_the_title_beside_it_and_its_exact_place(read: Read, name: str) -> None:
    text = '{"nav": [{"name": "One", "link": "https://e.org/1"}, {"title": "Two", "href": "https://e.org/2"}]}'
    reading = read(name, text)
    assert [(c.url, c.link_text, c.column) for c in reading.citations] == [
        (url, title, text.index(url) + 1) for url, title in (("https://e.org/1", "One"), ("https://e.org/2", "Two"))
    ]


@pytest.mark.parametrize("name", ["c.yaml", "c.json"])
def test_urls_within_longer_values_are_cited_under_a_link_key_and_counted_under_others(read: Read, name: str) -> None:
    text = '{"note": "See https://e.org/n, and more",\n "sources": "https://e.org/1 and (https://e.org/2)."}'
    reading = read(name, text)
    assert [(c.url, c.line, c.column) for c in reading.citations] == [
        ("https://e.org/1", 2, 14), ("https://e.org/2", 2, 35),
    ]  # fmt: skip
    assert [(i.text, i.line, i.column) for i in reading.ignored] == [("https://e.org/n", 1, 15)]


def test_urls_in_comments_of_yaml_are_counted_and_those_in_its_texts_are_none(read: Read) -> None:
    text = (
        "# See https://e.org/1\n"
        "url: https://e.org/a#b  # from https://e.org/2\n"
        "note: |\n  # no comment https://e.org/3\n\n  # nor https://e.org/4\n"
        "text: 'a # https://e.org/5'\n"
    )
    reading = read("c.yaml", text)
    assert [c.url for c in reading.citations] == ["https://e.org/a#b"]
    found = [(i.reason, i.line, i.text) for i in reading.ignored]
    other = "URL in a value that is no link"
    assert found == [
        ("URL in a comment", 1, "https://e.org/1"), ("URL in a comment", 2, "https://e.org/2"),
        (other, 4, "https://e.org/3"), (other, 6, "https://e.org/4"), (other, 7, "https://e.org/5"),
    ]  # fmt: skip


def test_a_url_in_a_folded_text_of_yaml_is_found_in_its_line(read: Read) -> None:
    reading = read("c.yaml", "a: >\n  See\n  https://e.org/a\n  and https://e.org/b.\n")
    assert [(i.text, i.line, i.column) for i in reading.ignored] == [
        ("https://e.org/a", 3, 3),
        ("https://e.org/b", 4, 7),
    ]


@pytest.mark.parametrize("name", ["r.yaml", "r.json"])
def test_an_item_with_its_url_under_another_name_is_no_record_without_a_url(read: Read, name: str) -> None:
    text = '[{"url": "https://e.org/a", "title": "A"}, {"title": "B", "link": "https://e.org/b"}, {"title": "C"}]'
    reading = read(name, text)
    assert [record.title for record in reading.records] == ["A"]
    assert [(citation.url, citation.link_text) for citation in reading.citations] == [("https://e.org/b", "B")]
    assert [skipped.reason for skipped in reading.skipped] == ["a record without a url"]


@pytest.mark.parametrize("name", ["r.yaml", "r.json"])
def test_urls_in_other_values_of_a_record_are_counted(read: Read, name: str) -> None:
    text = '[{"url": "https://e.org/a", "image": "https://e.org/i", "summary": "See https://e.org/s."}]'
    reading = read(name, text)
    assert {(one.text, one.line) for one in reading.ignored} == {("https://e.org/s", 1), ("https://e.org/i", 1)}
    assert reading.ignored_counts == {"URL in another value of a record": 2}


@pytest.mark.parametrize("name", ["r.yaml", "r.json"])
def test_a_record_of_several_urls_is_one_for_each(read: Read, name: str) -> None:
    a, b = "https://e.org/a", "https://e.org/b"
    text = f'[{{"id": "0123456789abcdef", "url": "{a}, {b}", "title": "T"}}, {{"url": ["{a}1", "{b}1"], "title": "U"}}]'
    records = read(name, text).records
    assert [(one.url, one.title, one.id) for one in records] == [
        (a, "T", "0123456789abcdef"), (b, "T", None), (f"{a}1", "U", None), (f"{b}1", "U", None),
    ]  # fmt: skip


@pytest.mark.parametrize("value", [">-\n    https://e.org/deep/\n    pond", "https://e.org/deep/\n    pond"])
def test_a_url_that_yaml_folds_is_joined(read: Read, value: str) -> None:
    reading = read("r.yaml", f"- title: T\n  url: {value}\n")
    assert ([one.url for one in reading.records], reading.skipped) == (["https://e.org/deep/pond"], ())


def test_a_remark_behind_the_url_of_a_record_is_no_part_of_it(read: Read) -> None:
    reading = read("r.json", '[{"title": "T", "url": "https://e.org/a (archived)"}]')
    assert [one.url for one in reading.records] == ["https://e.org/a"]


def test_escapes_of_json_do_not_shift_places(read: Read) -> None:
    text = r'{"a": "\u00e9\ud83d\ude00", "links": ["https:\/\/e.org\/a", "\n\u00e9 https:\/\/e.org\/b"]}'
    reading = read("c.json", text)
    assert [(c.url, c.column) for c in reading.citations] == [
        ("https://e.org/a", text.index("https") + 1), ("https://e.org/b", text.rindex("https") + 1),
    ]  # fmt: skip


def test_json_that_breaks_off_is_read_up_to_there(read: Read) -> None:
    reading = read("c.json", '{"links": ["https://e.org/a", "https://e.org/b", "https://e.o')
    assert [c.url[-1] for c in reading.citations] == ["a", "b"]
    assert len(reading.skipped) == 1


def test_several_values_in_a_row_are_all_read(read: Read) -> None:
    reading = read("c.json", '{"url": "https://e.org/a"}\n{"url": "https://e.org/b", "id": "x"}')
    assert [(r.url[-1], r.line) for r in reading.records] == [("a", 1), ("b", 2)]


def test_a_list_of_checked_citations_is_read_as_citations(read: Read) -> None:
    text = (
        "pageId: p\ncitations:\n  - footnote: 1\n    url: https://e.org/a\n"
        "    linkText: T\n    claimContext: A <b>b</b>.[^1]\n"
    )
    (citation,) = read("c.yaml", text).citations
    assert (citation.label, citation.link_text, citation.claim, citation.line) == ("1", "T", "A b.", 4)


def test_alias_bombs_and_deep_nesting_are_refused(read: Read) -> None:
    bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12)
    )
    assert read("bomb.yaml", bomb).document is not None
    reading = read("bomb2.yaml", bomb + "items:\n- url: https://e.org/\n  x: *a11\n")
    assert reading.records[0].url == "https://e.org/"
    assert "unfold" in reading.skipped[0].reason
    assert read("deep.yaml", "[" * 5000).skipped
    assert read("deep.json", "[" * 100_000).skipped
    assert read("self.yaml", "- &a\n  url: https://e.org/\n  x: *a\n").skipped


def test_records_are_read_in_linear_time(read: Read) -> None:
    def records(count: int) -> str:
        row = "- id: {0:016x}\n  url: https://e.org/{0}\n  title: T {0}\n  tags: [a, b]\n"
        return "".join(row.format(number) for number in range(count))

    assert len(read("r.yaml", records(500)).records) == 500
    assert_linear(lambda count: partial(read, "r.yaml", records(count)), 500)


def test_bibtex_entries_give_their_best_url(read: Read) -> None:
    reading = read(
        "r.bib",
        '@article{a, title={The {LaTeX} of G{\\"o}del}, author={Doe, Jane and Roe, John}, year=2020, month=mar,\n'
        "  doi={10.1/x_y}, url={https://e.org/a\\_b}, urldate={2024-03-05}}\n"
        "@misc{b, howpublished={\\url{https://e.org/b}}}\n@misc{c, doi={https://doi.org/10.1/z}}\n"
        "@misc{d, eprint={2101.00001}, archiveprefix={arXiv}}\n@book{e, title={None}}\n",
    )
    assert [(c.label, c.url) for c in reading.citations] == [
        ("a", "https://e.org/a_b"), ("b", "https://e.org/b"), ("c", "https://doi.org/10.1/z"),
        ("d", "https://arxiv.org/abs/2101.00001"),
    ]  # fmt: skip
    first = reading.records[0]
    assert (first.title, first.authors, first.published_date, first.type, first.doi) == (
        "The LaTeX of Gödel", ("Jane Doe", "John Roe"), "2020-03", "article", "10.1/x_y",
    )  # fmt: skip
    assert (reading.citations[0].line, reading.citations[0].column, reading.citations[0].accessed) == (
        2,
        24,
        "2024-03-05",
    )
    assert reading.ignored_counts == {"entry without a URL": 1}


def test_a_broken_bibtex_entry_is_skipped_and_the_rest_is_read(read: Read, capfd: pytest.CaptureFixture[str]) -> None:
    reading = read(
        "r.bib", "@misc{a, url={https://e.org/a}}\n@misc{b, url={https://e.org/b\n@misc{c, url={https://e.org/c}}\n"
    )
    assert [c.label for c in reading.citations] == ["a", "c"]
    assert [s.line for s in reading.skipped] == [2]
    assert capfd.readouterr() == ("", "")


def test_csl_items_are_read(read: Read) -> None:
    items = [
        {"id": "a", "type": "article-journal", "title": "T", "URL": "https://e.org/a",
         "author": [{"family": "Doe", "given": "J."}],
         "issued": {"date-parts": [[2020, 3]]}, "accessed": {"date-parts": [[2024, 1, 2]]}, "DOI": "10.1/x"},
        {"id": "b", "DOI": "10.1/y"}, {"id": "c", "title": "no link"},
    ]  # fmt: skip
    reading = read("r.json", json.dumps(items))
    assert reading.document.format == "csl"
    assert [(c.label, c.url, c.accessed) for c in reading.citations] == [
        ("a", "https://e.org/a", "2024-01-02"), ("b", "https://doi.org/10.1/y", None),
    ]  # fmt: skip
    assert (reading.records[0].authors, reading.records[0].published_date) == (("J. Doe",), "2020-03")
    assert reading.ignored_counts == {"entry without a URL": 1}


def test_a_table_cites_its_url_column_and_makes_records_of_other_columns(read: Read) -> None:
    reading = read("t.csv", 'Title,Link,Tags,Year\n"A, ""b""\nc",https://e.org/a,x;y,2020\nB,nonsense,,\nC,,,\n')
    assert [(c.url, c.line) for c in reading.citations] == [("https://e.org/a", 3), ("nonsense", 4)]
    assert (reading.records[0].title, reading.records[0].tags, reading.records[0].published_date) == (
        'A, "b"\nc', ("x", "y"), "2020",
    )  # fmt: skip
    assert reading.skipped[0].line == 4
    assert reading.ignored_counts == {"row without a URL": 1}


def test_tables_with_tabs_semicolons_or_no_header_are_read(read: Read) -> None:
    assert read("t.tsv", "name\turl\nA, B; C\thttps://e.org/a\n").citations[0].column == 9
    assert read("s.csv", "url;title\nhttps://e.org/a;x\n").citations[0].link_text == "x"
    assert [c.line for c in read("h.csv", "x,https://e.org/a\ny,https://e.org/b\n").citations] == [1, 2]
    assert "no column" in read("n.csv", "a,b\n1,2\n").skipped[0].reason


def test_unusual_characters_skip_one_record_and_shift_no_line(read: Read) -> None:
    text = (
        "- url: https://e.org/a\n  title: a\u2028b\n- url: https://e.org/b\n  title: a\x0bb\n- url: https://e.org/c\n"
    )
    reading = read("r.yaml", text)
    assert [(r.url[-1], r.line) for r in reading.records] == [("a", 1), ("c", 5)]
    assert [(s.line, s.reason) for s in reading.skipped] == [
        (4, "not valid YAML: the character U+000B is not allowed"),
    ]


def test_a_repeated_anchor_is_valid(read: Read) -> None:
    reading = read("r.yaml", "- url: https://e.org/a\n  x: &a 1\n- url: https://e.org/b\n  x: &a 2\n  y: *a\n")
    assert reading.skipped == ()
    assert reading.records[1].extra == {"x": 2, "y": 2}


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("yes", "yes"),
        ("True", True),
        ("~", None),
        ("", None),
        ("12", 12),
        ("0x1F", 31),
        ("0o17", 15),
        ("010", "010"),
        ("1_000", "1_000"),
        ("1.5e3", 1500.0),
        ("12:30:45", "12:30:45"),
        ("2020-01-01", "2020-01-01"),
        ('"12"', "12"),
        ("!!str 12", "12"),
        ("=", "="),
    ],
)
def test_yaml_scalars_have_the_types_of_the_core_schema(written: str, value: object) -> None:
    assert [plain(node) for node in compose(f"key: {written}\n")] == [{"key": value}]


def test_a_yaml_anchor_may_be_given_again_and_an_alias_is_its_node() -> None:
    (root,) = compose("- &a x\n- *a\n- &a [y]\n- *a\n")
    assert plain(root) == ["x", "x", ["y"], ["y"]]
    assert root.value[2] is root.value[3]
    with pytest.raises(BadYAML, match="undefined alias 'b'"):
        compose("- *b\n")


@pytest.mark.parametrize("text", ["[" * 5_000, "- " * 5_000, "{" * 900 + "}" * 900])
def test_deeply_nested_yaml_is_refused(text: str) -> None:
    with pytest.raises(BadYAML, match="nest"):
        compose(text)


@pytest.mark.parametrize("blank", ["\n", " \n", "\t\n", "\n \n"])
def test_blank_lines_before_records_are_read_at_once(read: Read, blank: str) -> None:
    """Forty of them took a pattern longer than the universe is old."""
    reading = read("a.yaml", blank * 200 + "- url: https://e.org/\n  title: a\n")
    assert [record.url for record in reading.records] == ["https://e.org/"]
    assert read("b.yaml", blank * 200 + "x").records == ()
