"""What a page shows twice, for narrow and wide screens, stands in the text once; repeats that say something stay."""

import pytest
from lxml.html import document_fromstring

from pipelines.extract import extract
from pipelines.extract.html.repeats import without_repeats
from pipelines.extract.html.walk import walk

SAID = "The board drains the upper basin for nine weeks."


def kept_of(html: str, chosen: tuple[bool, ...] | None = None) -> list[str]:
    blocks = walk(document_fromstring(f"<html><body>{html}</body></html>"))
    kept = without_repeats(blocks, chosen or [True] * len(blocks))
    return [block.text for block, keep in zip(blocks, kept, strict=True) if keep]


@pytest.mark.parametrize("tag", ["p", "div", "h2"])
def test_a_repeated_paragraph_is_dropped_where_it_stands_again(tag: str) -> None:
    said = f"<{tag}>{SAID}</{tag}>"
    assert kept_of(f"<div>{said}<p>No.</p></div><div>{said}</div>") == [SAID, "No."]


@pytest.mark.parametrize(
    "html",
    [
        f"<blockquote><p>{SAID}</p></blockquote>",
        f"<ul><li>{SAID}</li></ul>",
        f"<table><tr><td>{SAID}</td></tr></table>",
        f"<pre>{SAID}</pre>",
        f"<dl><dd>{SAID}</dd></dl>",
    ],
)
def test_quotations_lists_tables_and_code_stay_whole(html: str) -> None:
    assert kept_of(f"<div><p>{SAID}</p></div><div>{html}</div>") == [SAID, SAID]


def test_an_author_may_repeat_himself() -> None:
    assert kept_of(f"<div><p>{SAID}</p><p>No.</p><p>{SAID}</p></div>") == [SAID, "No.", SAID]


def test_short_answers_may_be_alike() -> None:
    assert kept_of("<div><p>Thank you, it works.</p></div>" * 2) == ["Thank you, it works."] * 2


def test_what_was_not_chosen_is_no_reason_to_drop_what_was() -> None:
    assert kept_of(f"<div><p>{SAID}</p></div><p>{SAID}</p>", (False, True)) == [SAID]


def test_a_description_that_a_shop_shows_twice_stands_in_the_text_once() -> None:
    facts = "".join(
        f"<p>Part {n} of the lamp is made of brass and was polished by hand in our own shop.</p>" for n in range(9)
    )
    page = f"<h1>Lamp</h1><div class='description mobile'>{facts}</div><div class='description desktop'>{facts}</div>"
    text = extract(page.encode(), url="https://shop.example/products/lamp", content_type="text/html").text or ""
    assert text.count("Part 3 of the lamp") == 1
