"""Text that stands only in a page's scripts, and pages that have none."""

import json
from html import escape
from typing import Any

import pytest

from crawler.model import Capture
from pipelines.extract.embedded import literals
from pipelines.extract.embedded.prose import paragraphs
from pipelines.extract.page import extract

FIRST = "The harbour office closed the old lock on Monday, after a diver had found that both of its gates were rotten."
SECOND = (
    "Until the new gates arrive in the autumn, barges will wait at the quay of Tarn, where the town has put up lamps."
)
THIRD = (
    "Nobody in the office could say who pays for the lamps; the mayor, asked twice, spoke about the weather instead."
)
TEXT = (FIRST, SECOND, THIRD)
HTML = "".join(f"<p>{text}</p>" for text in TEXT)
TITLE = "Lock closed at Tarn"
POLICY = (
    "We use cookies and similar technologies so that this site works, and we share what we learn with partners. " * 20
)


def capture(body: str, head: str = "") -> Capture:
    page = f"<!DOCTYPE html><html lang=en><head><title>{TITLE}</title>{head}</head><body>{body}</body></html>"
    return extract(page.encode(), url="https://news.example/lock-closed", content_type="text/html; charset=utf-8")


def data(value: Any, attributes: str = "") -> str:
    return f'<div id="app"></div><script type="application/json" {attributes}>{json.dumps(value)}</script>'


def assigned(name: str, value: Any) -> str:
    return f'<div id="root"></div><script>window.{name} = {json.dumps(value)};</script>'


def flight(*rows: str) -> str:
    pushes = "".join(f"<script>self.__next_f.push([1,{json.dumps(row)}])</script>" for row in rows)
    return f"<div id='__next'></div>{pushes}"


def element(tag: str, children: Any) -> list[Any]:
    return ["$", tag, None, {"children": children}]


SPANS = [{"type": "paragraph", "children": [{"type": "text", "text": text}]} for text in TEXT]
NUXT = ",".join(f'{{type:"p",text:{name}}}' for name in "abc")
POSTS = {"post_stream": {"posts": [{"cooked": f"<p>{text}</p>"} for text in TEXT]}}
DEVALUE = [{"data": 1}, {"post": 2}, {"title": 3, "body": 4}, TITLE, HTML]

PAGES = {
    "next": data({"props": {"pageProps": {"post": {"title": TITLE, "body": HTML}}}}, 'id="__NEXT_DATA__"'),
    "next, with its texts of the interface": data(
        {
            "props": {
                "pageProps": {"messages": {"policy": POLICY}, "related": [{"body": POLICY}], "post": {"html": HTML}}
            }
        }
    ),
    "react's stream": flight(*(f"{n}:{json.dumps(element('p', text))}\n" for n, text in enumerate(TEXT))),
    "react's stream, cut anywhere": flight(
        '0:["$","main",null,{"children":[["$","p",null,{"child',
        f'ren":{json.dumps(FIRST)}}}],"$L1","$L2"]}}]\n1:["$","p",null,{{"children":{json.dumps(SECOND)}}}]\n',
        f'2:["$","div",null,{{"dangerouslySetInnerHTML":{{"__html":"$3"}}}}]\n3:T{len(THIRD) + 7:x},<p>{THIRD}</p>',
    ),
    "react's stream, a component": flight(f"0:{json.dumps(['$', '$L9', None, {'post': {'html': HTML}}])}\n"),
    "nuxt 2": "<div id=__nuxt></div><script>window.__NUXT__=(function(a,b,c){return {data:[{article:{blocks:["
    + NUXT
    + "]}}],error:null,ok:!0,none:void 0}}("
    + ",".join(json.dumps(text) for text in TEXT)
    + "));</script>",
    "nuxt 3": data(DEVALUE, 'id="__NUXT_DATA__"'),
    "apollo": assigned(
        "__APOLLO_STATE__",
        {
            "Post:1": {"title": "Another post", "contents": {"html": f"<p>{POLICY}</p>"}},
            "Post:2": {"title": TITLE, "contents": {"html": HTML}},
        },
    ),
    "apollo, by reference": assigned(
        "__APOLLO_STATE__",
        {
            "Post:2": {"title": TITLE, "body": {"paragraphs": [{"__ref": f"Paragraph:{n}"} for n in range(3)]}},
            **{f"Paragraph:{n}": {"__typename": "Paragraph", "type": "P", "text": text} for n, text in enumerate(TEXT)},
        },
    ),
    "redux": assigned("__PRELOADED_STATE__", {"article": {"current": {"bodyText": "\n\n".join(TEXT)}}}),
    "a state in a string": f"<div id=root></div><script>window.__INITIAL_STATE__ = JSON.parse("
    f"{json.dumps(json.dumps({'article': {'body': HTML}}))})</script>",
    "json-ld": '<div id="root"></div><script type="application/ld+json">'
    + json.dumps({"@type": "NewsArticle", "headline": TITLE, "articleBody": "\n\n".join(TEXT)})
    + "</script>",
    "discourse": f"<div data-preloaded='{escape(json.dumps({'topic_1': json.dumps(POSTS)}))}'></div>"
    '<section id="main"></section><script src="/d.js"></script>',
    "inertia": f'<div id="app" data-page="{escape(json.dumps({"props": {"post": {"content": HTML}}}))}"></div>',
    "sveltekit": '<div id="svelte"></div><script>{ kit.start(app, element, { node_ids: [0, 2], data: [null,'
    f'{{type:"data",data:{{post:{{title:"{TITLE}",html:{json.dumps(HTML)}}}}},uses:{{}}}}], form: null }}) }}</script>',
    "remix": "<div id=root></div><script>window.__remixContext.streamController.enqueue("
    + json.dumps(json.dumps([{"_1": 2}, "post", {"_3": 4}, "html", HTML]) + "\n")
    + ")</script>",
    "prosemirror": data(
        {
            "post": {
                "body": {
                    "type": "doc",
                    "content": [{"type": "paragraph", "content": [{"type": "text", "text": text}]} for text in TEXT],
                }
            }
        }
    ),
    "contentful": data(
        {
            "fields": {
                "body": {
                    "nodeType": "document",
                    "content": [
                        {"nodeType": "paragraph", "content": [{"nodeType": "text", "value": text, "marks": []}]}
                        for text in TEXT
                    ],
                }
            }
        }
    ),
    "portable text": data(
        {
            "post": {
                "body": [
                    {"_type": "block", "style": "normal", "children": [{"_type": "span", "text": text}]}
                    for text in TEXT
                ]
            }
        }
    ),
    "slate": data({"post": {"content": SPANS}}),
    "lexical": data({"post": {"content": {"root": {"type": "root", "children": SPANS}}}}),
    "draft.js": data(
        {
            "post": {
                "content": json.dumps(
                    {"entityMap": {}, "blocks": [{"key": "x", "type": "unstyled", "text": text} for text in TEXT]}
                )
            }
        }
    ),
    "editor.js": data({"post": {"blocks": [{"type": "paragraph", "data": {"text": text}} for text in TEXT]}}),
    "wordpress": data(
        {"post": {"blocks": [{"name": "core/paragraph", "attributes": {"content": text}} for text in TEXT]}}
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_the_text_is_found_in_the_scripts_and_said_so(name: str) -> None:
    found = capture(PAGES[name])
    assert found.text is not None
    assert found.text.split("\n\n") == list(TEXT)
    assert found.extractor == "embedded"
    assert (found.doubt or "").startswith("text found only in a script (")


def test_the_menu_around_an_empty_article_is_not_its_text() -> None:
    around = (
        f"<header><a>Courier</a></header><main><h1>{TITLE}</h1></main><footer><p>© Courier. All is ours.</p></footer>"
    )
    found = capture(around + data({"post": {"title": TITLE, "bodyHtml": HTML}}))
    assert found.text is not None
    assert found.text.split("\n\n") == list(TEXT)


def test_a_page_that_shows_its_text_is_left_alone() -> None:
    shown = capture(f"<article><h1>{TITLE}</h1>{HTML}</article>" + data({"page": {"title": "Terms", "body": POLICY}}))
    assert shown.extractor != "embedded"
    assert shown.text is not None
    assert "cookies" not in shown.text


def test_the_lead_stands_before_the_body() -> None:
    article = {
        "title": TITLE,
        "intro": FIRST,
        "blocks": [{"type": "html", "content": f"<p>{SECOND}</p><p>{THIRD}</p>"}],
    }
    found = capture(assigned("__INITIAL_STATE__", {"articles": {"byId": {"12": article}}}))
    assert found.text is not None
    assert found.text.split("\n\n") == list(TEXT)


def test_every_question_keeps_its_answer() -> None:
    answers = [
        {"@type": "Question", "name": f"What about gate {n}?", "acceptedAnswer": {"@type": "Answer", "text": text}}
        for n, text in enumerate(TEXT)
    ]
    source = json.dumps({"@type": "FAQPage", "mainEntity": answers})
    found = capture(f'<div id="root"></div><script type="application/ld+json">{source}</script>')
    assert found.text is not None
    asked = [f"What about gate {n}?\n\n{text}" for n, text in enumerate(TEXT)]
    assert found.text == "\n\n".join(asked)


def test_a_shadow_root_in_the_markup_is_shown() -> None:
    found = capture(f'<my-article><template shadowrootmode="open"><article>{HTML}</article></template></my-article>')
    assert found.text is not None
    assert found.text.split("\n\n") == list(TEXT)


def test_every_post_of_a_long_thread_is_kept() -> None:
    posts = [f"Post {number} of this thread says that the lock stays closed until autumn." for number in range(900)]
    found = capture(data({"thread": {"posts": [{"cooked": f"<p>{post}</p>"} for post in posts]}}))
    assert found.text is not None
    assert found.text.split("\n\n") == posts


def test_every_answer_of_a_question_is_kept() -> None:
    answers = {"acceptedAnswer": {"text": f"<p>{SECOND}</p>"}, "suggestedAnswer": [{"text": THIRD}]}
    page = {"@type": "QAPage", "mainEntity": {"@type": "Question", "name": TITLE, "text": FIRST, **answers}}
    body = f'<div id="app"></div><script type="application/ld+json">{json.dumps(page)}</script>'
    assert capture(body).text == "\n\n".join(TEXT)


def test_a_recipe_has_its_ingredients() -> None:
    steps = [{"@type": "HowToStep", "text": text} for text in TEXT]
    page = {"@type": "Recipe", "name": TITLE, "recipeIngredient": ["1 pike", "3 dl cream"], "recipeInstructions": steps}
    body = f'<div id="app"></div><script type="application/ld+json">{json.dumps(page)}</script>'
    assert capture(body).text == "- 1 pike\n- 3 dl cream\n\n" + "\n\n".join(TEXT)


def test_a_short_description_of_a_video_is_its_text() -> None:
    item = {"itemInfo": {"itemStruct": {"desc": FIRST[:60]}}}
    body = data(
        {"other": POLICY, "__DEFAULT_SCOPE__": {"webapp.video-detail": item}}, 'id="__UNIVERSAL_DATA_FOR_REHYDRATION__"'
    )
    assert capture(body).text == FIRST[:60]


def test_messages_and_settings_are_no_text() -> None:
    found = capture(
        data({"messages": {"about": POLICY}, "config": {"html": f"<p>{POLICY}</p>"}, "footer": {"text": POLICY}})
    )
    assert found.text is None
    assert (found.doubt or "").startswith("needs JavaScript: an empty #app")


def test_a_video_s_description_keeps_its_lines() -> None:
    said = "A lock is a lift for boats.\n\n0:00 The gates\n1:30 The water"
    found = capture(
        f"<ytd-app></ytd-app><script>var ytInitialPlayerResponse = "
        f"{json.dumps({'videoDetails': {'shortDescription': said, 'author': 'Locks'}})};var a=1;</script>"
    )
    assert found.text == said


@pytest.mark.parametrize(
    "body",
    [
        "<div id=root></div><noscript>You need to enable JavaScript to run this app.</noscript><script src=a></script>",
        "<div id=react-root></div><noscript><h1>JavaScript is not available.</h1></noscript><script>start()</script>",
        "<main><p>Please enable JavaScript in your browser to read the Courier.</p></main><script src=a.js></script>",
        "<p>Bitte aktivieren Sie JavaScript, um diese Seite zu sehen.</p><script src=a.js></script>",
        "<p>このサイトを表示するにはJavaScriptを有効にしてください。</p><script src=a.js></script>",
        "<app-root></app-root><script src=main.js></script>",
        "<div id=app></div><p>You are using an outdated browser. Please upgrade it.</p><script src=a.js></script>",
    ],
)  # fmt: skip
def test_a_page_that_needs_javascript_has_no_text(body: str) -> None:
    found = capture(body)
    assert found.text is None
    assert (found.no_text or "").startswith("no text: needs JavaScript: ")
    assert (found.doubt or "").startswith("needs JavaScript: ")
    assert not any("JavaScript" in heading for heading in found.headings)
    assert found.metadata.title == TITLE


def test_the_description_is_the_text_where_there_is_nothing_else() -> None:
    said = "How the lock at Tarn was built, and why its gates are rotten today."
    found = capture(
        '<div id="root"></div><script src=a.js></script>', f'<meta property="og:description" content="{said}">'
    )
    assert (found.text, found.extractor) == (said, "description")
    assert found.doubt == "only the page's description: needs JavaScript: an empty #root"


def test_a_short_text_about_javascript_stays() -> None:
    text = (
        "JavaScript was written in ten days of May 1995. Its author has said since that he would have liked a few more "
        "days, and that the name was a matter of marketing; browsers have had it ever since."
    )
    found = capture(f"<main><p>{text}</p></main><script src=a.js></script>")
    assert found.text == text


@pytest.mark.parametrize(
    ("body", "source"),
    [
        ('<iframe src="/viewer?id=7" width="100%" height="800"></iframe>', "/viewer?id=7"),
        ('<iframe src="https://tracker.example/" width="1" height="1"></iframe><iframe src="/a"></iframe>', "/a"),
        ('<object data="/report.pdf" type="application/pdf"><embed src="/report.pdf"></object>', "/report.pdf"),
    ],
)
def test_a_page_that_is_a_frame_says_where_its_content_is(body: str, source: str) -> None:
    assert capture(body).doubt == f"the content is in a frame: {source}"


def test_of_a_frameset_the_main_frame_is_named() -> None:
    page = (
        b"<html><frameset cols='20%,*'><frame src=menu.html name=menu><frame src=text.html name=main></frameset></html>"
    )
    found = extract(page, url="https://old.example/", content_type="text/html")
    assert found.doubt == "the content is in a frame: text.html"


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("{a:1,'b':[!0,!1,void 0,null,.5,-2e3,0x1f],c:new Date(5)};x()",
         {"a": 1, "b": [True, False, None, None, 0.5, -2000.0, 31], "c": 5}),
        (r"""['it\'s', "\u00e9\x41\u{1f600}", `a
b`]""", ["it's", "éA😀", "a\nb"]),
        ('(function(a,b){return {x:a,y:[b,a]}}("one",2))', {"x": "one", "y": [2, "one"]}),
    ],
)  # fmt: skip
def test_javascript_literals_are_read(source: str, value: Any) -> None:
    assert literals.read(source)[0] == value


@pytest.mark.parametrize(
    "source", ["", "{a:", "[b]", "{a:f()}", "[" * 100_000, "{a:" * 100_000, '"' * 99_999, "!" * 100_000]
)
def test_what_is_no_literal_is_refused(source: str) -> None:
    with pytest.raises(literals.Unreadable):
        literals.read(f"({source}")


def test_plain_text_and_markdown_become_blocks() -> None:
    source = "## A & B\nOne **bold** [link](https://a.example/)\nline\n\n- x\n- y\n\n```\n  code <b>\n```"
    assert paragraphs(source) == (
        "<h2>A &amp; B</h2><p>One bold link<br>line</p><ul><li>x</li><li>y</li></ul><pre>  code &lt;b&gt;</pre>"
    )
