"""What stands within an article and is no part of it is left out: links to other articles, invitations, notes."""

from collections.abc import Callable, Sequence
from functools import partial

import pytest
from lxml.html import document_fromstring

from pipelines.extract.html.asides import is_aside, without_asides, without_named
from pipelines.extract.html.walk import Block, walk

PROSE = "<p>The board voted on Monday to drain the upper basin for nine weeks, which nobody at the meeting wanted.</p>"


Rule = Callable[[Sequence[Block], Sequence[bool]], list[bool]]


def kept_of(html: str, rule: Rule = without_asides) -> list[str]:
    blocks = walk(document_fromstring(f"<html><body>{html}</body></html>"))
    kept = rule(blocks, [True] * len(blocks))
    return [block.text for block, keep in zip(blocks, kept, strict=True) if keep]


@pytest.mark.parametrize(
    "text",
    [
        "Read more: Gates of the upper dam fail a second test",
        "RELATED ARTICLES",
        "Lesen Sie auch: Der Damm hält",
        "Weitere Meldungen aus der Region:",
        "Lea también:",
        "関連記事",
        "Filed under Water, Dams",
        "Sign up here for our weekly newsletter and never miss a story.",
        "Suivez-nous sur Facebook",
        "© 2024 The Dam Gazette",
    ],
)
def test_a_stock_line_beside_the_article_is_told(text: str) -> None:
    assert is_aside(text)


@pytest.mark.parametrize(
    "text",
    [
        "Related work",
        "Read more slowly: that is the advice of the board to all who write about its dams.",
        "The newsletter of the board says nothing of the gates.",
        "See also: Dam, Weir",
        "Posted in the hall of the town since Friday, the plan was read by few and understood by nobody at all.",
        "He read more.",
    ],
)
def test_a_line_of_the_article_is_not(text: str) -> None:
    assert not is_aside(text)


def test_a_label_takes_the_links_that_it_announces_with_it() -> None:
    links = "<ul><li><a href='/b'>Gates fail again</a></li><li><a href='/c'>Who pays for the dam</a></li></ul>"
    assert kept_of(f"{PROSE * 3}<h3>Related stories</h3>{links}{PROSE}") == kept_of(PROSE * 4)


def test_an_article_that_would_lose_most_of_its_words_keeps_them() -> None:
    html = "<p>Read more: gates of the upper dam fail again</p><p>The end.</p>"
    assert kept_of(html) == ["Read more: gates of the upper dam fail again", "The end."]


def test_a_heading_that_only_begins_like_a_label_is_one_unless_it_is_a_single_word() -> None:
    html = f"{PROSE * 3}<h2>Related work</h2>{PROSE}<h2>More on this topic at the board</h2>"
    assert kept_of(html)[-2:] == kept_of(f"<h2>Related work</h2>{PROSE}")


@pytest.mark.parametrize(
    ("page_type", "name"),
    [
        *(("product", name) for name in ("promo-banner", "js-modal", "product related", "cart-drawer", "also-bought")),
        *(("article", name) for name in ("post-author-box", "about-the-author", "affiliate-disclosure", "next-story")),
        ("forum", "postsignature postmsg"),
        ("collection", "mfp-popup"),
        (None, "tool-tip__content"),
    ],
)
def test_what_is_named_as_lying_beside_the_content_is_left_out(page_type: str | None, name: str) -> None:
    beside = f"<div class='{name}'><p>Save 10 percent on your first order</p></div>"
    assert kept_of(f"{beside}{PROSE * 3}", named(page_type)) == kept_of(PROSE * 3)


@pytest.mark.parametrize(
    ("page_type", "name"),
    [
        ("product", "correlated"),
        ("article", "tooltip-note"),
        ("article", "author-name"),
        ("documentation", "member-signature"),
        ("service", "modal-link"),
        ("service", "popular"),
    ],
)
def test_what_only_seems_to_be_named_so_is_kept(page_type: str, name: str) -> None:
    html = f"<div class='{name}'>{PROSE}</div>{PROSE}"
    assert kept_of(html, named(page_type)) == kept_of(PROSE * 2)


@pytest.mark.parametrize(("page_type", "name"), [("article", "about-the-author"), ("documentation", "tooltip")])
def test_a_section_whose_id_is_made_of_the_words_of_its_heading_is_kept(page_type: str, name: str) -> None:
    html = f"<section id='{name}'><h2>Tooltips</h2>{PROSE}</section>{PROSE * 2}"
    assert kept_of(html, named(page_type)) == ["Tooltips", *kept_of(PROSE * 3)]


def test_a_product_whose_page_is_a_dialog_is_kept() -> None:
    html = f"<div class='modal-page'>{PROSE * 3}</div><p>Prices</p>"
    assert kept_of(html, named("product")) == [*kept_of(PROSE * 3), "Prices"]


def named(page_type: str | None) -> Rule:
    return partial(without_named, page_type=page_type)
