"""URLs are replaced where a document cites them, and nothing else is: in every format that is text."""

import codecs
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from round_trip import PAIRS, URLS, WRITERS

from crawler.model import ParsedSource
from crawler.sources.reading import read_document
from crawler.sources.registry import FORMATS
from crawler.sources.rewriting import DRAWN, ELSEWHERE, NOT_FOR_SURE, NOT_TEXT, Rewritten, rewrite

TEXT_FORMATS = sorted(format.name for format in FORMATS if not format.binary)
OLD = "https://old.example/a?x=1&y=2"
NEW = "https://new.example/b_c?p=(1)&q=%20#s"
COPY = f"https://web.archive.org/web/20200101000000/{OLD}"


def reader(name: str) -> Callable[[bytes], ParsedSource]:
    return lambda data: read_document(name, data, f"/nowhere/{name}")


def rewritten(name: str, text: str | bytes, new: str = NEW) -> Rewritten:
    data = text if isinstance(text, bytes) else text.encode()
    return rewrite(data, {OLD: new}, reader(name))


def cited_urls(found: ParsedSource) -> set[str]:
    return {one.url for one in (*found.citations, *found.records) if one.url}


def outside(result: Rewritten) -> tuple[str, str]:
    """The text before and after without what was replaced."""
    before, after, at, shift = [], [], 0, 0
    for edit in result.edits:
        before.append(result.before[at : edit.place.start])
        after.append(result.after[at + shift : edit.place.start + shift])
        shift += len(edit.new_written) - len(edit.place.written)
        at = edit.place.start + len(edit.place.written)
    return "".join([*before, result.before[at:]]), "".join([*after, result.after[at + shift :]])


@pytest.mark.parametrize("name", TEXT_FORMATS)
@given(pairs=PAIRS, news=st.lists(URLS, min_size=6, max_size=6), mask=st.integers(1, 63), archived=st.booleans())
@settings(max_examples=20, deadline=None)
def test_the_same_is_cited_but_for_the_replaced_urls(
    name: str, pairs: list[tuple[str, str]], news: list[str], mask: int, archived: bool
) -> None:
    """And the bytes outside of them are equal."""
    file, data = WRITERS[name](pairs)
    urls = [url for url, _ in pairs]
    chosen = [url for number, url in enumerate(urls) if mask >> number & 1]
    free = [new for new in dict.fromkeys(news) if new not in urls]
    new = (
        {url: f"https://web.archive.org/web/2020/{url}" for url in chosen}
        if archived
        else dict(zip(chosen, free, strict=False))
    )
    result = rewrite(data, new, reader(file))
    assert result.left == {}
    assert [one.url for one in reader(file)(result.data).citations] == [new.get(url, url) for url in urls]
    before, after = outside(result)
    assert before == after


MARKDOWN = (
    f"# T\n\nSee [it]({OLD}) and `{OLD}` and <{OLD}>.[^1] {OLD}.\r\n\r\n```\n{OLD}\n```\n\n[^1]: {OLD}\n"
    f"[r]: {OLD} 'x'\n\nA [r] {OLD}/more https://web.archive.org/web/2020/{OLD}\n"
)
SAMPLES = {
    "a.md": (MARKDOWN, 5),
    "a.html": (
        f"<a href='{OLD.replace('&', '&amp;')}'>{OLD}</a> <a href={OLD}>x</a><!-- {OLD} --><script>a='{OLD}'</script>",
        2,
    ),
    "a.bib": ("@article{k,\n url={https://old.example/a?x=1\\&y=2},\n note={\\url{" + OLD + "}}\n}\n", 2),
    "a.json": ('[{"id":"0123456789abcdef","url":"https:\\/\\/old.example\\/a?x=1\\u0026y=2","title":"T"}]', 1),
    "a.yaml": (f"- id: 0123456789abcdef\n  url: {OLD}   # kept\n  title: '{OLD}'\n", 1),
    "a.csv": (f'title,url,note\r\n"a, b",{OLD},x\r\nq,"{OLD}",\r\n', 2),
    "a.rst": (f"T\n=\n\nSee `it <{OLD}>`_ and {OLD}.\n\n.. _x: {OLD}\n\nA x_. ``{OLD}``\n", 3),
    "a.tex": ("See \\href{https://old.example/a?x=1\\&y=2}{it} \\url{" + OLD + "} % " + OLD + "\n", 2),
    "a.ipynb": (
        '{"cells":[{"cell_type":"markdown","metadata":{},"source":["[it](' + OLD + ')\\n"]},'
        '{"cell_type":"code","metadata":{},"outputs":[],"source":["get(\'' + OLD + "')\"]}],"
        '"metadata":{},"nbformat":4,"nbformat_minor":5}',
        1,
    ),
}


@pytest.mark.parametrize("new", [NEW, COPY])
@pytest.mark.parametrize("name", SAMPLES)
def test_code_comments_titles_and_longer_urls_stay(name: str, new: str) -> None:
    text, count = SAMPLES[name]
    result = rewritten(name, text, new)
    assert (len(result.edits), result.left) == (count, {})
    before, after = outside(result)
    assert before == after
    assert OLD not in cited_urls(reader(name)(result.data))
    assert new in cited_urls(reader(name)(result.data))


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_the_encoding_and_its_mark_stay(mark: bytes) -> None:
    codec = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}.get(mark, "utf-8")
    text = "Ä [it]({}) Ω\r\n"
    result = rewritten("a.md", mark + text.format(OLD).encode(codec))
    assert result.data == mark + text.format(NEW).encode(codec)


@pytest.mark.parametrize("url", [OLD, "https://old.example/Größe"])
def test_an_older_encoding_stays(url: str) -> None:
    text = "Größe: [it]({}) für alle schönen Füße\n"
    result = rewrite(text.format(url).encode("cp1252"), {url: NEW}, reader("a.md"))
    assert result.data == text.format(NEW).encode("cp1252")


def test_a_url_that_is_not_written_as_it_is_read_is_left() -> None:
    """A host without its scheme is read as a URL, and a URL over two lines is one."""
    text = "See www.old.example/a for it.\n"
    cited = cited_urls(reader("a.md")(text.encode()))
    result = rewrite(text.encode(), dict.fromkeys(cited, NEW), reader("a.md"))
    assert result.data == text.encode()
    assert result.left == dict.fromkeys(cited, NOT_FOR_SURE)


def test_a_url_that_would_be_read_as_another_is_not_written() -> None:
    """In plain text a URL ends at a space, and no escape helps."""
    text = f"{OLD}\n"
    result = rewritten("a.txt", text, "https://new.example/a b")
    assert result.data == text.encode()
    assert result.left == {OLD: NOT_FOR_SURE}


def test_a_url_that_stands_in_another_file_is_left(tmp_path: Path) -> None:
    """A citation key has the URL of its bibliography."""
    (tmp_path / "refs.bib").write_text(f"@misc{{key, title={{T}}, url={{{OLD}}}}}\n")
    path = tmp_path / "a.md"
    text = b"---\nbibliography: refs.bib\n---\nSo they say [@key].\n"
    path.write_bytes(text)
    result = rewrite(text, {OLD: NEW}, lambda data: read_document(str(path), data, str(path)))
    assert (result.data, result.left) == (text, {OLD: ELSEWHERE})


def test_backslashes_that_may_be_read_in_two_ways_take_no_time() -> None:
    url = "https://old.example/" + "\\" * 60
    assert rewrite(f"{url * 3}\n".encode(), {url: NEW}, reader("a.txt")).edits == ()


def test_a_binary_document_is_left() -> None:
    name, data = WRITERS["docx"]([(OLD, "it")])
    result = rewritten(name, data)
    assert result.data == data
    assert result.left == {OLD: NOT_TEXT}


# --- drawn tables -----------------------------------------------------------------------------------

SHORT = "https://a.example/one"
SAME, LONGER, SHORTER = "https://a.example/two", "https://a.example/twofold", "https://a.example/2"
GRID = f"""Table
=====

+-----------------------+------+
| URL                   | Note |
+=======================+======+
| {SHORT} | one  |
|                       | more |
+-----------------------+------+
"""
SIMPLE = f"""Table
=====

=====================  =====
URL                    Note
=====================  =====
{SHORT}  one

{SHORT}  two
=====================  =====

"""
LAST = f"""Table
=====

====  =====================
Note  URL
====  =====================
one   {SHORT}
====  =====================
"""


@pytest.mark.parametrize("table", [GRID, SIMPLE], ids=["grid", "simple"])
@pytest.mark.parametrize("new", [LONGER, SHORTER])
def test_a_drawn_table_that_would_break_is_left_and_the_rest_of_the_document_is_not(table: str, new: str) -> None:
    text = f"See {SHORT} first.\n\n{table}\nAnd {SHORT} last.\n"
    result = rewrite(text.encode(), {SHORT: new}, reader("a.rst"))
    assert result.left == {SHORT: DRAWN}
    assert result.data.decode() == f"See {new} first.\n\n{table}\nAnd {new} last.\n"


@pytest.mark.parametrize(("table", "new"), [(GRID, SAME), (SIMPLE, SAME), (LAST, LONGER), (LAST, SHORTER)])
def test_a_drawn_table_that_holds_the_new_url_gets_it(table: str, new: str) -> None:
    result = rewrite(table.encode(), {SHORT: new}, reader("a.rst"))
    assert (result.data.decode(), result.left) == (table.replace(SHORT, new), {})


def test_a_table_of_markdown_holds_any_length() -> None:
    table = f"| URL | Note |\n|-----|------|\n| {SHORT} | one |\n"
    result = rewrite(table.encode(), {SHORT: LONGER}, reader("a.md"))
    assert (result.data.decode(), result.left) == (table.replace(SHORT, LONGER), {})
