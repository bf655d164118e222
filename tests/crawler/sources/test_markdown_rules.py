"""Which links Markdown holds, rule by rule: CommonMark 0.31 (sections in brackets), GFM, and dialects beyond them.

The cases are our own; the rules are those of spec.commonmark.org and github.github.com/gfm.
"""

from typing import Any

import pytest
from source_files import Read

E = "https://e.org"


def urls(reading: Any) -> list[str]:
    return [citation.url for citation in reading.citations]


LINKS = [
    # inline links [6.3]: destination, title, white space
    (f'[a]({E}/1 "title")', [f"{E}/1"]),
    (f"[a]({E}/1 'title')", [f"{E}/1"]),
    (f"[a]({E}/1 (title))", [f"{E}/1"]),
    (f'[a](   {E}/1\n  "two\nlines"  )', [f"{E}/1"]),
    (f'[a]({E}/1 "no " title")', [f"{E}/1"]),  # no link: a bare URL that ends before the space
    (f"[a](<{E}/a b> 't')", [f"{E}/a b"]),
    (f"[a](<{E}/a)b>)", [f"{E}/a)b"]),
    (f"[a]({E}/a(b(c)d)e)", [f"{E}/a(b(c)d)e"]),
    (f"[a]({E}/a\\)b\\_c)", [f"{E}/a)b_c"]),
    (f"[a]({E}/?x&amp;y&copy;z)", [f"{E}/?x&y©z"]),
    (f"[a]({E}/%20ä)", [f"{E}/%20ä"]),
    (f"[a] ({E}/1)", [f"{E}/1"]),  # no link, but a bare URL
    (f"\\[a]({E}/1)", [f"{E}/1"]),
    (f"![a]({E}/1)", []),
    (f"\\![a]({E}/1)", [f"{E}/1"]),
    (f"<{E}/wrapped/\n  over/\nlines> and <{E}/a\nand b>", [f"{E}/wrapped/over/lines", f"{E}/a"]),
    # link text [6.3]: brackets in pairs, escapes, what binds tighter
    (f"[a [b] c]({E}/1)", [f"{E}/1"]),
    (f"[a \\] b]({E}/1)", [f"{E}/1"]),
    (f"[a `]({E}/1)`", []),
    (f'[a <b c="]({E}/1)">', []),
    (f"[a <{E}/?x=]({E}/1)>", [f"{E}/?x=]({E}/1)"]),
    (f"[**a**]({E}/1) *[b]({E}/2)*", [f"{E}/1", f"{E}/2"]),
    (f"[a [b]({E}/in) c]({E}/out)", [f"{E}/in", f"{E}/out"]),  # links hold no links: the outer is a bare URL
    (f"[![a]({E}/i.png)]({E}/1)", [f"{E}/1"]),
    (f'[![a](i.png "t") b][r]\n\n[r]: {E}/1', [f"{E}/1"]),
    (f"![a [b]({E}/in) c](i.png)", []),
    (f"[]({E}/1)", [f"{E}/1"]),
    # reference links [6.3], definitions [4.7]
    (f"[a][r]\n\n[r]: <{E}/a b>", [f"{E}/a b"]),
    (f"[a][R  \n r]\n\n[r r]: {E}/1", [f"{E}/1"]),
    (f"[r][]\n\n[r]: {E}/1", [f"{E}/1"]),
    (f"[r]\n\n[R]: {E}/1", [f"{E}/1"]),
    (f"[ẞ]\n\n[SS]: {E}/1", [f"{E}/1"]),
    (f"[r]\n\n[r]: {E}/1\n[r]: {E}/2", [f"{E}/1"]),
    (f"[r]\n\n[r]:\n   {E}/1\n   'title'", [f"{E}/1"]),
    (f"> [r]: {E}/1\n\n[r]", [f"{E}/1"]),
    (f"[a][x] [r]\n\n[r]: {E}/1", [f"{E}/1"]),
    (f"[a][r] [b] [r]\n\n[r]: {E}/1", [f"{E}/1", f"{E}/1"]),
    (f"[*r*]\n\n[*r*]: {E}/1", [f"{E}/1"]),
    (f"[r](not a link)\n\n[r]: {E}/1", [f"{E}/1"]),
    (f"![r]\n\n[r]: {E}/1", []),
    (f"text\n[r]: {E}/1", [f"{E}/1"]),  # a definition interrupts no paragraph: a bare URL
    # autolinks [6.5], raw HTML [6.6], code spans [6.1], entities [2.5]
    (f"<{E}/a\\b?c>", [f"{E}/a\\b?c"]),
    (f"<{E}/?a&amp;b>", [f"{E}/?a&b"]),
    (f"<URL:{E}/1>", [f"{E}/1"]),  # RFC 3986, appendix C
    (f"<{E}/a b>", [f"{E}/a"]),
    (f"<a\nhref='{E}/1' >x</a>", [f"{E}/1"]),
    (f'<a href="{E}/1">{E}/2</a> {E}/3', [f"{E}/1", f"{E}/3"]),
    (f"x <!-- [a]({E}/1) --> y", []),
    (f"`` ` [a]({E}/1) ``", []),
    (f"`[a]({E}/1)", [f"{E}/1"]),
    (f"\\`[a]({E}/1)`", [f"{E}/1"]),
    (f"&#91;a]({E}/1)", [f"{E}/1"]),
    # GFM: extended autolinks, tables
    ("www.e.org", ["http://www.e.org"]),
    ("Visit www.e.org/help for more.", ["http://www.e.org/help"]),
    ("Visit www.e.org/a.b.", ["http://www.e.org/a.b"]),
    ("(www.e.org/q?x=(y)) www.e.org/q?x=(y)+z", ["http://www.e.org/q?x=(y)", "http://www.e.org/q?x=(y)+z"]),
    ("www.e.org/q?a=b&hl; www.e.org/q<rest", ["http://www.e.org/q?a=b", "http://www.e.org/q"]),
    (f"[www.e.org/x]({E}/1)", [f"{E}/1"]),
    (f"**{E}/1** _{E}/2_ ~~{E}/3~~", [f"{E}/1", f"{E}/2", f"{E}/3"]),
    (f"{E}/a\\_b\\_c, {E}/d\\*.", [f"{E}/a_b_c", f"{E}/d"]),
    (f"{E}/?a=1&amp;b=2", [f"{E}/?a=1&b=2"]),
    (f"a|b\n-|-\n[x]({E}/1)|`\\|` {E}/2", [f"{E}/1", f"{E}/2"]),
    # LaTeX in Quarto and R Markdown
    (f"\\url{{{E}/a\\_b}} \\href{{{E}/c\\#d}}{{the text}}", [f"{E}/a_b", f"{E}/c#d"]),
    # highlights are markup, a URL may end with the same characters
    (f"==see {E}/1== {E}/?q=a", [f"{E}/1", f"{E}/?q=a"]),
    (f"{E}/?q=a==", [f"{E}/?q=a=="]),
    # wiki links are links to notes; a link may look like one
    (f"[[1]]({E}/1) [[note]] [[{E}/2]]", [f"{E}/1", f"{E}/2"]),
    (f"[[r]]\n\n[r]: {E}/1", [f"{E}/1"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), LINKS)
def test_a_link_is_what_the_rules_say(read: Read, text: str, expected: list[str]) -> None:
    reading = read("a.md", f"{text}\n")
    assert urls(reading) == expected
    lines = text.split("\n")
    for citation in reading.citations:
        assert lines[citation.line - 1][citation.column - 1] in "[<hw"


def test_the_place_of_a_link_does_not_depend_on_what_is_before_it(read: Read) -> None:
    before = "\\[ &amp; `a]` <b c='['> ![i](x) **w** [[n]] [^1] ^[n] ~~s~~ {: .x} %%c%% [a](b) "
    for text, _ in LINKS:
        if not text.startswith(("[r]:", "> ", "a|b", "&", "|")) and "\n" not in text:
            alone, moved = read("a.md", text), read("b.md", f"> - {before}{text}")
            assert [(c.url, c.column + len(before) + 4) for c in alone.citations] == [
                (c.url, c.column) for c in moved.citations
            ], text


BLOCKS = {
    "admonition": '!!! note "Read [a](https://e.org/1)"\n    [a](https://e.org/2)\n\n    - [a](https://e.org/3)\n',
    "details": "??? tip\n\n    [a](https://e.org/1)\n\n???+ tip\n    > [a](https://e.org/2)\n",
    "tabs": '=== "A"\n\n    [a](https://e.org/1)\n\n=== "B"\n\n    === "C"\n\n        [a](https://e.org/2)\n',
    "blocks of PyMdown": "/// note | Title\n[a](https://e.org/1)\n///\n",
    "colons": ":::note[T [a](https://e.org/1)]\n[a](https://e.org/2)\n:::\n\n::: {.x}\n[a](https://e.org/3)\n:::\n",
    "colons without an end": "::: tip\n[a](https://e.org/1)\n\n[a](https://e.org/2)\n",
    "directives": "```{note} T [a](https://e.org/1)\n:class: x\n[a](https://e.org/2)\n```\n[a](https://e.org/3)\n",
    "nested directives": "````{tab-set}\n```{tab-item} A\n[a](https://e.org/1)\n```\n````\n",
    "options of directives": ":::{card} T\n:link: https://e.org/1\n:::\n",
    "definitions": "Term\n:   [a](https://e.org/1)\n\n    [a](https://e.org/2)\n\nB\n~ [a](https://e.org/3)\n",
    "callouts": "> [!note]- T [a](https://e.org/1)\n> [a](https://e.org/2)\n",
    "outlines": "- x:: [a](https://e.org/1)\n  y:: https://e.org/2\n  - {{video https://e.org/3}}\n",
    "shortcodes": '{{< card link="https://e.org/1" >}} {% embed url="https://e.org/2" %}\n',
    "Markdown in HTML": '<div markdown="1">\n[a](https://e.org/1)\n</div>\n\n<details>\n\n[a](https://e.org/2)\n</details>\n',
}


@pytest.mark.parametrize("name", BLOCKS)
def test_links_in_containers_are_links_at_their_places(read: Read, name: str) -> None:
    text = BLOCKS[name]
    reading = read("a.md", text)
    assert urls(reading) == [f"https://e.org/{at + 1}" for at in range(text.count("https://"))]
    lines = text.split("\n")
    for citation in reading.citations:
        assert lines[citation.line - 1][citation.column - 1 :].startswith((f"[a]({citation.url})", citation.url))


CODE = {
    "fence in an admonition": "!!! note\n    ```\n    https://e.org/1\n    ```\n",
    "indented in an admonition": "!!! note\n\n        https://e.org/1\n",
    "code directive": "```{code-block} python\nhttps://e.org/1\n```\n",
    "code directive of colons": ":::{code-block} python\nhttps://e.org/1\n:::\n",
    "cell": "```{r, echo=FALSE}\nhttps://e.org/1\n```\n\n```{python}\nhttps://e.org/2\n```\n",
    "cell in a directive": "````{note}\n```{code-cell}\nhttps://e.org/1\n```\n````\n",
    "indented in a definition": "T\n: x\n\n      https://e.org/1\n",
    "indented": "Code:\n\n    https://e.org/1\n",
}


@pytest.mark.parametrize("name", CODE)
def test_code_in_containers_is_code(read: Read, name: str) -> None:
    reading = read("a.md", CODE[name])
    assert reading.citations == ()
    assert reading.ignored_counts == {"URL in code": CODE[name].count("https://")}


def test_comments_of_obsidian_are_no_citations(read: Read) -> None:
    reading = read(
        "a.md", "a %%https://e.org/1%% b\n\n%%\nhttps://e.org/2\n\nhttps://e.org/3\n%%\n\n50%% https://e.org/4\n"
    )
    assert urls(reading) == ["https://e.org/4"]
    assert reading.ignored_counts == {"URL in a comment": 3}


def test_claims_hold_no_syntax_of_dialects(read: Read) -> None:
    text = (
        '> [!tip] Title\n> It [rains](https://e.org/1){: target="_blank"} a lot.\n\n'
        "- [x] Done: [t](https://e.org/3)\n\nSee [[Note|the note]] and [keys](https://e.org/2){.btn}. %%x%%Then.\n"
    )
    assert [c.claim for c in read("a.md", text).citations] == ["It rains a lot.", "Done: t", "See the note and keys."]


def test_what_is_nested_too_deeply_is_reported(read: Read) -> None:
    reading = read("a.md", "ok https://e.org/1\n\n" + "> " * 100 + "https://e.org/2")
    assert urls(reading) == ["https://e.org/1"]
    assert [(s.line, s.reason) for s in reading.skipped] == [(3, "nested too deeply: not read")]


def test_a_link_counts_however_many_brackets_are_open(read: Read) -> None:
    assert urls(read("a.md", "[ " * 200 + "[a](https://e.org/1)" + " [" * 200)) == ["https://e.org/1"]
