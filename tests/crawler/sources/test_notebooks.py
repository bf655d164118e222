"""Jupyter notebooks: Markdown cells cite, at the place in the .ipynb file that an editor jumps to."""

import json
from typing import Any

import pytest
from source_files import Read


def cell(kind: str, source: str | list[str], **more: object) -> dict[str, object]:
    return {"cell_type": kind, "metadata": {}, "source": source, **more}


def notebook(*cells: object, **metadata: object) -> dict[str, object]:
    return {"cells": [*cells], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def places(reading: Any, file: str) -> list[tuple[str, str]]:
    """The URL of each citation, and what stands at its place in the file."""
    lines = file.split("\n")
    return [(c.url, lines[c.line - 1][c.column - 1 :]) for c in reading.citations]


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("as_list", [True, False])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_the_place_is_the_links_in_the_file(
    read: Read, indent: int | None, ascii_only: bool, as_list: bool, line_end: str
) -> None:
    lines = [
        f'# "Ponds" \\ 中\t{line_end}',
        f"Ein Тeich 🦆, [é 🦆](https://e.org/1) rises.{line_end}",
        "So https://e.org/2.",
    ]
    data = notebook(cell("markdown", lines if as_list else "".join(lines)))
    file = json.dumps(data, indent=indent, ensure_ascii=ascii_only)
    reading = read("a.ipynb", file)
    assert [(url, at[:1]) for url, at in places(reading, file)] == [("https://e.org/1", "["), ("https://e.org/2", "h")]
    first, second = reading.citations
    assert (first.link_text, first.claim) == ("é 🦆", "Ein Тeich 🦆, é 🦆 rises.")
    assert places(reading, file)[1][1].startswith('https://e.org/2."')
    if as_list and indent:
        assert second.line == first.line + 1


def test_code_output_and_raw_cells_are_counted_with_their_places(read: Read) -> None:
    output = {"output_type": "stream", "name": "stdout", "text": ["https://e.org/out\n"]}
    data = notebook(
        cell("code", ["get('https://e.org/code')"], outputs=[output], execution_count=1),
        cell("raw", "https://e.org/raw"),
        cell("markdown", "`https://e.org/inline` ![i](https://e.org/i.png) [a](b.md)"),
    )
    file = json.dumps(data, indent=1)
    reading = read("a.ipynb", file)
    assert reading.citations == ()
    assert reading.ignored_counts == {
        "URL in a raw cell": 1, "URL in an output": 1, "URL in code": 2, "image": 1, "relative link": 1,
    }  # fmt: skip
    lines = file.split("\n")
    shown = {ignored.text: lines[ignored.line - 1][ignored.column - 1 :] for ignored in reading.ignored if ignored.text}
    assert shown["https://e.org/code"].startswith("https://e.org/code'")
    assert shown["https://e.org/out"].startswith("https://e.org/out\\n")
    assert shown["https://e.org/raw"].startswith('https://e.org/raw"')


def test_the_title_is_the_metadatas(read: Read) -> None:
    assert read("a.ipynb", json.dumps(notebook(cell("markdown", "x"), title="Ponds"))).document.title == "Ponds"


def test_worksheets_of_nbformat_3_are_read(read: Read) -> None:
    cells = [
        {"cell_type": "heading", "level": 1, "source": ["On [ponds](https://e.org/h)"]},
        {"cell_type": "markdown", "source": ["[a](https://e.org/a)"]},
        {"cell_type": "code", "input": ["'https://e.org/in'"], "outputs": []},
    ]
    data = {"metadata": {"name": "Old"}, "nbformat": 3, "worksheets": [{"cells": cells, "metadata": {}}]}
    reading = read("a.ipynb", json.dumps(data))
    assert [c.url for c in reading.citations] == ["https://e.org/h", "https://e.org/a"]
    assert reading.ignored_counts == {"URL in code": 1}
    assert reading.document.title == "Old"


def test_an_unclosed_fence_ends_with_its_cell(read: Read) -> None:
    data = notebook(cell("markdown", "```\ncode"), cell("markdown", "[a](https://e.org/a)"))
    assert [c.url for c in read("a.ipynb", json.dumps(data)).citations] == ["https://e.org/a"]


def test_a_complaint_is_at_the_cells_line(read: Read) -> None:
    file = json.dumps(notebook(cell("markdown", ["x\n", "\n", "[a](http://e.org:99999/)"])), indent=1)
    (skipped,) = read("a.ipynb", file).skipped
    assert "99999" in file.split("\n")[skipped.line - 1]


def test_what_stands_before_a_fault_is_read(read: Read) -> None:
    reading = read("a.ipynb", '{"cells": [{"cell_type": "markdown", "source": "https://e.org/a"},\n oops')
    assert [skipped.line for skipped in reading.skipped] == [2]
    assert [one.url for one in reading.citations] == ["https://e.org/a"]


@pytest.mark.parametrize("text", ["", "<html>https://e.org/</html>", "[1]", "{}", '{"metadata": {}}'])
def test_what_is_no_notebook_is_refused(read: Read, text: str) -> None:
    reading = read("a.ipynb", text)
    (skipped,) = reading.skipped
    assert (reading.document, skipped.fatal) == (None, True)
    assert skipped.reason.startswith("not a Jupyter notebook")
