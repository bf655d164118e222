"""The engine of HTML: blocks, inline text, the models, the canonical form."""

import pytest
from lxml.html import document_fromstring

from crawler.model import Capture
from crawler.model.errors import ExtractionError
from pipelines.extract import Pool, extract
from pipelines.extract.html import choice, model
from pipelines.extract.html.features import features
from pipelines.extract.html.inline import count_words
from pipelines.extract.html.render import render
from pipelines.extract.html.walk import walk

SENTENCE = "The board voted on {} to drain the upper basin for nine weeks, which nobody at the meeting had asked for. "

LESS_THAN_PAGE, SHARE_ABOVE = 26, 28
"""Columns of `features`: a block's log-odds less the greatest of its page; the share of words with greater ones."""


def text_of(html: str) -> str:
    """All of a page's blocks in the canonical form."""
    blocks = walk(document_fromstring(f"<html><body>{html}</body></html>"))
    return "\n\n".join(render(blocks, [True] * len(blocks)))


def capture_of(html: str, url: str = "https://site.test/a") -> Capture:
    return extract(html.encode(), url=url, content_type="text/html; charset=utf-8")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>on <time>5 May</time> at <button>six</button> sharp</p>", "on 5 May at six sharp"),
        ("<p>2<sup>53</sup> and 10<sup>-6</sup> m</p>", "2^53 and 10^-6 m"),
        ('<p>in 1954<sup><a href="#n">2</a></sup> and 153 crowns<sup>1</sup></p>', "in 1954[2] and 153 crowns[1]"),
        ("<p>version <del>4.1</del><ins>4.6</ins></p>", "version 4.1 4.6"),
        ("<p>H<sub>2</sub>O, <b>T</b>he be<wbr>st</p>", "H2O, The best"),
        ("<p>he said <q>no</q>.</p>", "he said “no”."),
        ("<p>a<br>b</p>", "a\nb"),
        ("<div>a<br><br><br>b</div>", "a\n\nb"),
        ("<p><math><msup><mi>x</mi><mn>2</mn></msup></math></p>", "x ^2"),
        ("<h2>Gates <a href='#g'>¶</a></h2>", "Gates"),
        ("<h2>Dam <span class='mw-editsection'>[edit]</span></h2>", "Dam"),
        ("<p>می‌خواهم</p>", "می‌خواهم"),
        ("<p>so <img class='emoji' alt='🙂' src='e.png'> it is</p>", "so 🙂 it is"),
        (
            "<math><mi>E</mi><annotation encoding='application/x-tex'>{\\displaystyle E=mc^{2}}</annotation></math>.",
            "$E=mc^{2}$.",
        ),
        ("<ul><li>one</li><li><p>two</p></li></ul>", "- one\n- two"),
        ("<ol start='3'><li>c</li><li>d</li></ol>", "3. c\n4. d"),
        ("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>", "a | b\n1 | 2"),
        ("<table><tr><td>Mon</td><td><ul><li>9</li><li>14</li></ul></td></tr></table>", "Mon | 9, 14"),
        ("<table role='presentation'><tr><td>a</td><td>b</td></tr></table>", "a\n\nb"),
        ("<pre>a\n\n  b</pre>", "a\n\n  b"),
        ("<pre><span>a<br></span><span>  b<br></span></pre>", "a\n  b"),
        ("<p>the loss is <math><mfrac><mn>1</mn><mi>v</mi></mfrac></math></p>", "the loss is 1 /v"),
        ("<p>it is</p><script type='math/tex; mode=display'>x_i^2</script>", "it is\n\n$x_i^2$"),
        (
            "<p>so <span class='katex'><math alttext='E'></math><span class='katex-html'>E</span></span> is</p>",
            "so $E$ is",
        ),
        (
            "<p>if <span><math alttext='{\\displaystyle h}'></math><img class='mwe-math' alt='h'></span> is</p>",
            "if $h$ is",
        ),
        ("<p>12<sub>10</sub> is twelve, I <img alt='♥' src='h.png'> it</p>", "12_10 is twelve, I ♥ it"),
        ("<p>Renn said so. <a class='footnote-back' href='#r'>back</a></p>", "Renn said so."),
        ("<h2>Gates<a class='hash-link' href='#g'>\u200b</a></h2>", "Gates"),
        (
            "<div role='table'><div role='row'><span role='cell'>North</span><span role='cell'>4.2</span></div></div>",
            "North | 4.2",
        ),
        ("<p>a</p><script>x()</script><style>p{}</style><p>b</p>", "a\n\nb"),
    ],
)
def test_a_block_keeps_its_words_in_the_canonical_form(html: str, text: str) -> None:
    assert text_of(html) == text


def test_every_block_has_a_row_of_the_same_numbers() -> None:
    blocks = walk(document_fromstring("<body><h1>T</h1><p>a b</p><ul><li>c</li></ul><table><tr><td>d</table></body>"))
    rows = features(blocks, model.tables(), 2)
    assert len(rows) == len(blocks) == 4
    assert len({len(row) for row in rows}) == 1
    assert all(0 <= chance <= 1 for chance in model.probabilities(rows))


def test_the_model_prefers_prose_to_navigation() -> None:
    menu = "".join(f"<li><a href='/{n}'>Section {n}</a></li>" for n in range(9))
    prose = "".join(f"<p>{SENTENCE.format(day) * 2}</p>" for day in ("Monday", "Tuesday", "Friday"))
    page = f"<body><nav class='menu'><ul>{menu}</ul></nav><main><h1>Basin</h1>{prose}</main></body>"
    blocks = walk(document_fromstring(page))
    chances = model.probabilities(features(blocks, model.tables(), 1))
    in_menu = [c for block, c in zip(blocks, chances, strict=True) if block.text.startswith("Section")]
    in_prose = [c for block, c in zip(blocks, chances, strict=True) if block.text.startswith("The board")]
    assert max(in_menu) < min(in_prose)


def test_the_choice_maximises_the_expected_f1() -> None:
    kept, expected = choice.by_model([0.9, 0.1, 0.8], [10, 10, 10])
    assert kept == [True, False, True]
    assert expected == pytest.approx(2 * 17 / (20 + 18))


def test_a_product_is_chosen_with_more_caution_but_for_its_specifications() -> None:
    rows = "<p>The lamp</p><p>Free shipping</p><table><tr><td>Weight</td></tr></table>"
    blocks, chances = walk(document_fromstring(f"<body>{rows}</body>")), [0.9, 0.45, 0.45]
    assert choice.by_model(chances, [40, 30, 30])[0] == [True, True, True]
    assert choice.by_model(choice.wary(blocks, chances), [40, 30, 30])[0] == [True, False, True]


def test_a_block_is_judged_with_those_that_are_marked_alike() -> None:
    posts = "".join(f"<div class='post'>{SENTENCE.format(day)}</div>" for day in ("Monday", "Tuesday", "Friday"))
    blocks = walk(document_fromstring(f"<body>{posts}<div class='menu'>{SENTENCE.format('Sunday')}</div></body>"))
    *thread, menu = choice.evened(blocks, [0.9, 0.9, 0.3, 0.3])
    assert thread[0] == thread[1] > thread[2] > menu


def test_a_container_counts_by_what_else_is_on_its_page() -> None:
    """The class "post" is good or bad beside another, not by itself."""
    alone = f"<div class='post'><p>{SENTENCE.format('Monday')}</p></div>"
    beside = f"{alone}<div class='post-content article-body'><p>{SENTENCE.format('Friday')}</p></div>"
    first, second = (
        features(walk(document_fromstring(f"<body>{html}</body>")), model.tables(), 1)[0] for html in (alone, beside)
    )
    assert (first[LESS_THAN_PAGE], first[SHARE_ABOVE]) == (0, 0)
    assert second[LESS_THAN_PAGE] < 0 < second[SHARE_ABOVE]


def test_coverage_is_the_share_of_prose_that_is_kept() -> None:
    html = f"<body><p>{SENTENCE.format('Monday')}</p><p>{SENTENCE.format('Friday')}</p><nav>{SENTENCE}</nav></body>"
    blocks = walk(document_fromstring(html))
    assert choice.coverage(blocks, [True, False, False]) == pytest.approx(0.5)
    assert choice.coverage([], []) is None


@pytest.mark.parametrize(
    ("name", "of_article", "covered"),
    [
        ("related", False, 1.0),
        ("comments", True, 1.0),
        ("comments", False, 0.5),
        ("story", True, 0.5),
        ("site-footer", False, 1.0),
        ("testimonials", True, 1.0),
        ("testimonials", False, 0.5),
    ],
)
def test_what_is_named_as_beside_the_content_is_no_loss(name: str, of_article: bool, covered: float) -> None:
    """Comments are the content of a thread, but not of an article."""
    other = f"<div class='{name}'><div><p>{SENTENCE.format('Friday')}</p></div></div>"
    blocks = walk(document_fromstring(f"<body><p>{SENTENCE.format('Monday')}</p>{other}</body>"))
    assert choice.coverage(blocks, [True, False], of_article=of_article) == pytest.approx(covered)


def test_a_list_beside_one_sentence_has_no_coverage() -> None:
    links = "".join(f"<li><a href='/{number}'>Gate {number}, upper dam</a></li>" for number in range(100))
    blocks = walk(document_fromstring(f"<body><p>{SENTENCE.format('Monday')}</p><ul>{links}</ul></body>"))
    assert choice.coverage(blocks, [False, *[True] * 100]) is None


def test_words_of_scripts_without_spaces_are_counted_by_their_letters() -> None:
    assert count_words("one two") == 2
    assert count_words("漢" * 40) == 20


def test_all_posts_of_a_thread_are_the_text_first_poster_first() -> None:
    posts = "".join(
        f"<div class='post'><div class='author'>user{n}</div><div class='post-body'><p>Reply {n}. "
        f"{SENTENCE.format('Monday')}</p></div></div>"
        for n in range(5)
    )
    capture = capture_of(
        f"<body><h1>Gate skips a step</h1><div class='thread'>{posts}</div></body>", "https://forum.site.test/t/1"
    )
    assert capture.text is not None
    places = [capture.text.find(f"Reply {n}.") for n in range(5)]
    assert -1 not in places
    assert places == sorted(places)


def test_the_environment_chooses_the_extractor(monkeypatch: pytest.MonkeyPatch) -> None:
    prose = "".join(f"<p>{SENTENCE.format(day)}</p>" for day in ("Monday", "Tuesday", "Friday", "Sunday"))
    page = f"<html><body><article><h1>Basin</h1>{prose}</article></body></html>"
    for mode, extractor in (("trafilatura", "trafilatura"), ("blocks", "blocks")):
        monkeypatch.setenv("CITECACHE_EXTRACTOR", mode)
        capture = capture_of(page)
        assert (capture.extractor, capture.page_type is not None) == (extractor, True)
        assert capture.coverage == 1.0


def test_a_long_list_and_a_long_table_are_read_in_linear_work() -> None:
    items = "".join(f"<li>item {n}</li>" for n in range(20_000))
    rows = "".join(f"<tr><td>{n}</td><td>x</td></tr>" for n in range(10_000))
    text = text_of(f"<ol>{items}</ol><table>{rows}</table>{'<br>' * 20_000}")
    assert "20000. item 19999\n\n0 | x\n1 | x" in text


def test_an_extractor_that_there_is_not_is_refused_before_anything_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITECACHE_EXTRACTOR", "fast")
    with pytest.raises(ExtractionError, match="CITECACHE_EXTRACTOR is 'fast': set it to auto, trafilatura or blocks"):
        Pool(size=1)
