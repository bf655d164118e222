"""What is kept beside the blocks that the models chose."""

import pytest
from lxml.html import document_fromstring

from pipelines.extract.html import model
from pipelines.extract.html.choice import coverage, open_page_forms
from pipelines.extract.html.features import features
from pipelines.extract.html.prune import prune
from pipelines.extract.html.render import render
from pipelines.extract.html.structure import in_reading_order, rules_of, settle
from pipelines.extract.html.walk import walk

PROSE = " ".join(["The board voted on Monday to drain the upper basin for nine weeks."] * 8)


def settled(html: str, chance: float, page_type: str) -> str:
    """The text of a page of which only the prose was chosen, and anything else is content with this probability."""
    blocks = walk(document_fromstring(f"<html><body>{html}</body></html>"))
    features(blocks, model.tables(), 1)
    chosen = [PROSE in block.text for block in blocks]
    chances = [0.95 if keep else chance for keep in chosen]
    kept = settle(blocks, chosen, chances, rules_of(page_type))
    return "\n\n".join(render(*in_reading_order(blocks, kept))).replace(PROSE, "PROSE")


@pytest.mark.parametrize(
    ("page_type", "chance", "html", "text"),
    [
        ("documentation", 0.1, f"<h2>Flow</h2><p>{PROSE}</p>", "Flow\n\nPROSE"),
        ("documentation", 0.01, f"<h2>Flow</h2><p>{PROSE}</p>", "PROSE"),
        ("article", 0.4, f"<h2>Flow</h2><time>8:00</time><p>{PROSE}</p>", "Flow\n\nPROSE"),
        ("documentation", 0.15, f"<p>{PROSE}</p><pre>make</pre><p>{PROSE}</p>", "PROSE\n\nmake\n\nPROSE"),
        ("documentation", 0.3, f"<p>{PROSE}</p><p>Never open two gates.</p>", "PROSE\n\nNever open two gates."),
        ("forum", 0.3, f"<p>{PROSE}</p><p>Never open two gates.</p>", "PROSE"),
        ("forum", 0.3, f"<p>{PROSE}</p><p>See gate 7.</p><p>{PROSE}</p>", "PROSE\n\nSee gate 7.\n\nPROSE"),
        ("forum", 0.1, f"<h4 class=username>ina</h4><div class=time>9:12</div><p>{PROSE}</p>", "ina\n\nPROSE"),
        ("forum", 0.1, f"<p>{PROSE}</p><h4 class=username>ina</h4><p>Never open two gates.</p>", "PROSE"),
        ("service", 0.1, f"<b class=author>ina</b><p>{PROSE}</p>", "PROSE"),
        ("service", 0.4, f"<p>{PROSE}</p><nav>Never open two gates.</nav><p>{PROSE}</p>", "PROSE\n\nPROSE"),
        ("service", 0.4, f"<p>{PROSE}</p><p><a href='/'>All gates</a></p><p>{PROSE}</p>", "PROSE\n\nPROSE"),
        ("article", 0.4, f"<p>{PROSE}</p><figcaption>The dam</figcaption><p>{PROSE}</p>", "PROSE\n\nThe dam\n\nPROSE"),
        ("article", 0.4, f"<p>{PROSE}</p><figcaption>The dam</figcaption>", "PROSE"),
        (
            "article",
            0.4,
            f"<p class='standfirst'>For the first time.</p><p>{PROSE}</p>",
            "For the first time.\n\nPROSE",
        ),
        ("article", 0.4, f"<p>For the first time.</p><p>{PROSE}</p>", "PROSE"),
        ("article", 0.01, f"<p>{PROSE}</p><aside role='doc-footnote'>See 77.</aside>", "PROSE\n\nSee 77."),
        ("article", 0.9, f"<p>{PROSE}</p><div id='labstabs'><p>{PROSE}</p></div>", "PROSE"),
        ("forum", 0.9, f"<p>{PROSE}</p><form><textarea></textarea><p>{PROSE}</p></form>", "PROSE"),
        ("forum", 0.9, f"<p>Gates</p><form><textarea></textarea><p>{PROSE}</p></form>", "PROSE"),
        ("forum", 0.9, f"<p>{PROSE}</p><form><main>{PROSE}</main><textarea></textarea></form>", "PROSE\n\nPROSE"),
        ("article", 0.7, f"<p>{PROSE}</p><div><table><tr><td><a>Oslo</a></td></tr></table></div>", "PROSE\n\nOslo"),
        ("article", 0.1, f"<blockquote><p>{PROSE}</p><footer>Ina Holt</footer></blockquote>", "PROSE\n\nIna Holt"),
        ("listing", 0.1, f"<table><tr><td>{PROSE}</td><td>x</td></tr></table>", "PROSE"),
        ("service", 0.1, f"<table><tr><td>{PROSE}</td><td>x</td></tr></table>", "PROSE\n\nx"),
    ],
)
def test_what_belongs_to_chosen_blocks_is_kept_by_the_rules_of_the_page_type(
    page_type: str, chance: float, html: str, text: str
) -> None:
    assert settled(html, chance, page_type) == text


def test_short_posts_are_kept_with_the_long_ones_of_their_thread() -> None:
    posts = "".join(f"<div class='post'><p class='body'>{text}</p></div>" for text in (PROSE, PROSE, "Thank you."))
    assert settled(posts, 0.15, "forum").endswith("Thank you.")
    assert not settled(posts, 0.05, "forum").endswith("Thank you.")


def test_a_box_of_facts_is_read_whole_behind_the_first_section() -> None:
    box = "<table class='infobox'><tr><th>Owners</th><td><ul><li>Orrin</li><li>Kell</li></ul></td></tr></table>"
    text = settled(f"{box}<p>{PROSE}</p><h2>Flow</h2><p>{PROSE}</p>", 0.06, "reference")
    assert text == "PROSE\n\nOwners | Orrin, Kell\n\nFlow\n\nPROSE"


def test_a_form_that_is_the_whole_page_is_no_form() -> None:
    blocks = walk(document_fromstring(f"<body><form><p>{PROSE}</p></form><p>Home</p></body>"))
    features(blocks, model.tables(), 1)
    assert coverage(blocks, [True, False]) is None
    open_page_forms(blocks)
    assert coverage(blocks, [True, False]) == 1.0


def test_containers_of_unlikely_blocks_are_cut_out_of_the_tree() -> None:
    tree = document_fromstring("<body><div><nav><p>Home</p></nav>and<section><p>Gates</p></section></div></body>")
    blocks = walk(tree)
    chances = [0.9 if block.text in ("Gates", "and") else 0.01 for block in blocks]
    assert prune(blocks, chances) == 1
    assert [block.text for block in walk(tree)] == ["and", "Gates"]
