"""What a document quotes is found in the sentence that cites, and belongs to the right citation."""

import json

import pytest
from office_files import docx, odt
from source_files import Read

A, B = "https://example.org/a", "https://example.org/b"


def quoted(read: Read, name: str, text: str | bytes) -> list[tuple[str | None, str]]:
    return [(citation.url, quote.text) for citation in read(name, text).citations for quote in citation.quotes]


SAID = "we never saw the old ship again"


@pytest.mark.parametrize(
    "sentence",
    [
        'She said "{}".[^1]', "She said “{}”.[^1]", "Sie sagte: „{}“.[^1]", "Elle dit : « {} ».[^1]",
        "Er sagte: »{}«.[^1]", "Hon sade: ”{}”.[^1]", "She said ‘{}’.[^1]", "She said “{},” and left.[^1]",
        "“{}.”[^1]", 'She **said** "*{}*" to us[^1].',
    ],
)  # fmt: skip
def test_quotation_marks_of_every_kind_quote(read: Read, sentence: str) -> None:
    (found,) = quoted(read, "a.md", f"{sentence.format(SAID)}\n\n[^1]: [A]({A})\n")
    assert found[0] == A
    assert found[1].strip(".,") == SAID


def test_scripts_without_spaces_count_characters(read: Read) -> None:
    text = f"彼は「私たちは二度とその船を見なかったのです」と言った。[^1]そして「船」は沈んだ。[^1]\n\n[^1]: [A]({A})\n"
    assert quoted(read, "a.md", text) == [(A, "私たちは二度とその船を見なかったのです")]


@pytest.mark.parametrize(
    "text",
    [
        'It is a "ghost ship", they say.[^1]',
        'The film is called "The Ship That Never Came Back Again".[^1]',
        'Her essay "why we never saw the ship again" is long.[^1]',
        'Smith (2020). "How the ship was lost and found." Sea.[^1]',
        '- "How the ship was lost and found" – A report on ships[^1]',
        'A 5" pipe and a 6" hose were seen there.[^1]',
        f'"[How the ship was lost again]({A})" is about it.',
        'She said "we never saw the old ship again" in a book.[^2] It sank.[^1]\n\n[^2]: Smith, Ships, 2020.',
        f'Smith, J., Jones, A. "How the ship was lost again", [Sea]({A}).',
        f'1. "How the ship was lost again", [PDF]({A})',
        'Click "show me the old ship" in the menu.[^1]',
        'You might object: "nobody has seen the old ship".[^1]',
        'It does not say that "we never saw the old ship".[^1]',
        'The "we never saw the old ship" attitude is old.[^1]',
        'A sentence like "we never saw the old ship" is short.[^1]',
        "The boys' school and the girls' school of the old town.[^1]",
        'Run `say "we never saw the old ship"` there.[^1]',
    ],
)
def test_terms_titles_and_words_of_other_sources_are_no_quotation(read: Read, text: str) -> None:
    assert quoted(read, "a.md", f"{text}\n\n[^1]: [A]({A})\n") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('[Smith](A) said "we never saw the ship", while [Jones](B) said "we saw it every day".',
         [(A, "we never saw the ship"), (B, "we saw it every day")]),
        ('"We never saw the ship," ([Smith](A)), "we saw it every day" ([Jones](B)).',
         [(A, "We never saw the ship,"), (B, "we saw it every day")]),
        ('He said "we never saw the ship".[^1] She said "we saw it every day".[^2]',
         [(A, "we never saw the ship"), (B, "we saw it every day")]),
        ('He said "we never saw the ship" and "it was gone by then".[^1]',
         [(A, "we never saw the ship"), (A, "it was gone by then")]),
        ('Both said "we never saw the ship".[^1][^2]', [(A, "we never saw the ship"), (B, "we never saw the ship")]),
        ('[Smith](B) said "we never saw the ship".[^1]', [(A, "we never saw the ship")]),
        ('As Smith[^1] said, "we never saw the ship".', [(A, "we never saw the ship")]),
        ('She said, ["we never saw the ship again"](A).', [(A, "we never saw the ship again")]),
        ('"We saw it. It was gone then. Nobody knows."[^1]', [(A, "We saw it. It was gone then. Nobody knows.")]),
        ('She said "we never saw the ship"[there](A), he "we saw it every day"[here](B).',
         [(A, "we never saw the ship"), (B, "we saw it every day")]),
        ('He said "we never\nsaw the\nship".[^1]', [(A, "we never saw the ship")]),
        ("She said “he told us ‘it is gone’ and left”.[^1]", [(A, "he told us ‘it is gone’ and left")]),
        ("She said 'we don't see the boys' old ship'.[^1]", [(A, "we don't see the boys' old ship")]),
        ('[Smith](A) asks for "a ship to be found again", though some doubt it.[^2]',
         [(A, "a ship to be found again")]),
        ('[Smith](A) speaks of "a ship that was lost", [Jones](B) of "a ship that was hidden".',
         [(A, "a ship that was lost"), (B, "a ship that was hidden")]),
        ('| who | said |\n|---|---|\n| [Smith](A) | "we never saw the ship" |\n', [(A, "we never saw the ship")]),
    ],
)  # fmt: skip
def test_a_quotation_belongs_to_the_citation_that_it_stands_at(
    read: Read, text: str, found: list[tuple[str, str]]
) -> None:
    text = text.replace("(A)", f"({A})").replace("(B)", f"({B})")
    assert quoted(read, "a.md", f"{text}\n\n[^1]: [A]({A})\n[^2]: [B]({B})\n") == found


@pytest.mark.parametrize(
    "text",
    [
        'Smith wrote [a letter](A). "We never saw the ship," it said.',
        'Smith wrote a letter.[^1] In it he says "we never saw the ship".',
        '"We never saw the ship," he told us. See [the interview](A).',
        '"We never saw the ship," he told us. Nobody answered.[^1]',
    ],
)
def test_a_sentence_that_cites_nothing_has_the_source_of_those_around_it(read: Read, text: str) -> None:
    ((url, words),) = quoted(read, "a.md", f"{text.replace('(A)', f'({A})')}\n\n[^1]: [A]({A})\n")
    assert (url, words.lower().strip(",")) == (A, "we never saw the ship")


@pytest.mark.parametrize(
    "text",
    [
        'They say "we never saw the ship". The town is [old](A).',
        '"We never saw the ship," they say. See also [the town](A).',
        'The town is [old](A). Smith says "we never saw the ship".',
        '"We never saw the ship," he says.\n\nIt sank.[^1]',
    ],
)
def test_a_source_of_other_words_has_no_quotation(read: Read, text: str) -> None:
    assert quoted(read, "a.md", f"{text.replace('(A)', f'({A})')}\n\n[^1]: [A]({A})\n") == []


BLOCKS = {
    "a.md": "> We saw it.\n>\n> It was gone by then.\n>\n> — [Smith]({})\n",
    "b.md": "As Smith writes:[^1]\n\n> We saw it.\n> It was gone by then.\n\nMore.\n\n[^1]: [A]({})\n",
    "c.md": "> We saw it. It was gone by then.[^1]\n\n[^1]: [A]({})\n",
    "d.md": "> We saw it. It was gone by then. ([Smith]({}))\n",
    "e.md": "> We saw it. It was gone by then.\n\n— [Smith, 2020]({})\n",
    "f.md": "As [Smith]({}) says,\n\n> We saw it. It was gone by then.\n",
    "g.md": "> We saw it. It was gone by then.\n\nSource: [Smith]({})\n",
    "h.md": "> We saw it. It was gone by then.\n\n([Smith]({}))\n",
    "c.html": '<p><a href="{}">Smith</a> says:</p><blockquote>We saw it. It was gone by then.</blockquote>',
    "a.html": '<blockquote cite="{}"><p>We saw it.</p><p>It was gone by then.</p></blockquote>',
    "b.html": '<blockquote><p>We saw it. It was gone by then.</p><footer>— <a href="{}">S</a></footer></blockquote>',
    "a.wiki": "Smith writes:\n<blockquote>We saw it. It was gone by then.<ref>[{} A]</ref></blockquote>\n",
    "b.wiki": "{{{{quote|We saw it. It was gone by then.<ref>[{} A]</ref>|Smith}}}}\n\nMore.\n",
    "c.wiki": "{{{{blockquote|text=We saw it. It was gone by then.|author=S}}}}<ref>[{} A]</ref> More.\n",
    "a.rst": "Text.\n\n    We saw it. It was gone by then.\n\n    -- `Smith <{}>`_\n\nMore.\n",
    "b.rst": ".. epigraph::\n\n   We saw it. It was gone by then.\n\n   -- Smith, {}\n\nMore.\n",
    "c.rst": "`Smith <{}>`_ says:\n\n  We saw it. It was gone by then.\n\nMore.\n",
    "b.adoc": "[quote, Smith, {}]\nWe saw it. It was gone by then.\n\nMore.\n",
    "c.adoc": '"We saw it. It was gone by then."\n-- Smith, {}[S]\n\nMore.\n',
    "b.tex": "\\epigraph{{We saw it. It was gone by then.}}{{\\href{{{}}}{{Smith}}}}\n\nMore.\n",
    "a.org": "#+begin_quote\nWe saw it. It was gone by then.[fn:1]\n#+end_quote\n\n[fn:1] [[{}][A]]\n",
    "a.adoc": "[quote, Smith, {}]\n____\nWe saw it. It was gone by then.\n____\n",
    "a.tex": "\\begin{{quote}}We saw it. It was gone by then.\\footnote{{\\url{{{}}}}}\\end{{quote}}\n",
}


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_quote_belongs_to_its_attribution_its_mark_or_its_introduction(read: Read, name: str) -> None:
    assert quoted(read, name, BLOCKS[name].format(A)) == [(A, "We saw it. It was gone by then.")]


@pytest.mark.parametrize(
    "text",
    ["> [!NOTE]\n> We saw it. It was gone by then.[^1]", "> Note: we saw it, and it was gone.[^1]", "> We saw it."],
)
def test_a_remark_set_off_is_no_quotation(read: Read, text: str) -> None:
    assert quoted(read, "a.md", f"{text}\n\n[^1]: [A]({A})\n") == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.html", f'<p>She said <q>we never saw the ship</q> (<a href="{A}">Smith</a>).</p>'),
        ("a.html", f'<p>She said <q cite="{A}">we never saw the ship</q>.</p>'),
        ("a.rst", f'She said "we never saw the ship" [1]_.\n\n.. [1] `A <{A}>`_\n'),
        ("a.adoc", f'She said "we never saw the ship".footnote:[{A}[A]]\n'),
        ("a.org", f'She said "we never saw the ship".[fn:1]\n\n[fn:1] [[{A}][A]]\n'),
        ("a.tex", f"She said ``we never saw the ship''.\\footnote{{\\url{{{A}}}}}\n"),
        ("a.tex", f"She said \\enquote{{we never saw the ship}}.\\footnote{{\\url{{{A}}}}}\n"),
        ("a.tex", f"She said \\og we never saw the ship\\fg{{}}.\\footnote{{\\url{{{A}}}}}\n"),
        ("a.wiki", f'She said "we never saw the ship".<ref>[{A} A]</ref>\n'),
        ("a.mdx", f'She said "we never saw the <b>ship</b>" (<a href="{A}">Smith</a>).\n'),
        ("a.txt", f'She said "we never saw the ship" ({A}).\n'),
    ],
)
def test_every_format_with_running_text_quotes(read: Read, name: str, text: str) -> None:
    assert quoted(read, name, text) == [(A, "we never saw the ship")]


def test_items_and_definitions_of_rst_are_no_block_quotes(read: Read) -> None:
    text = (
        f"As `Smith <{A}>`_ says:\n\n- an item\n\n  goes on with more words here\n\nterm\n    its meaning is this one\n"
    )
    assert quoted(read, "a.rst", text) == []


NOTED = "He writes “we never saw the ship”, which is “odd”."
STATED = json.dumps(NOTED)
BOOK = {"key": "I", "itemType": "book", "creators": [], "url": A}  # in Zotero
FILE = {"key": "F", "itemType": "attachment", "parentItem": "I"}
HIGHLIGHT = {"itemType": "annotation", "parentItem": "F", "annotationText": "we never saw the ship"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", f"url,annotation\n{A},{NOTED.replace(',', '')}\n"),
        ("a.csv", f"url,quote\n{A},we never saw the ship\n"),
        ("a.bib", f"@misc{{a, title={{Ships}}, url={{{A}}}, annote={{He writes ``we never saw the ship''.}}}}\n"),
        ("a.ris", f"TY  - JOUR\nTI  - Ships\nUR  - {A}\nN1  - {NOTED}\nER  - \n"),
        ("a.json", f'[{{"id": "a", "type": "article", "URL": "{A}", "annote": {STATED}}}]'),
        ("a.json", f'[{{"url": "{A}", "footnote": "1", "quote": "we never saw the ship"}}]'),
        ("a.yaml", f"- url: {A}\n  title: Ships\n  quotes:\n    - we never saw the ship\n"),
        ("a.yaml", f"- url: {A}\n  title: Ships\n  annotation: {NOTED}\n"),
        ("a.json", json.dumps({"items": [BOOK | {"attachments": [{"annotations": [HIGHLIGHT]}]}]})),
        ("a.json", json.dumps([{"data": item} for item in (BOOK, FILE, HIGHLIGHT)])),
    ],
)
def test_fields_of_quotations_and_notes_quote(read: Read, name: str, text: str) -> None:
    assert quoted(read, name, text) == [(A, "we never saw the ship")]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        (
            "a.docx",
            docx(
                '<w:p><w:r><w:t>As </w:t></w:r><w:hyperlink r:id="a"><w:r><w:t>Smith</w:t></w:r></w:hyperlink>'
                '<w:r><w:t> says:</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="Zitat"/></w:pPr><w:r><w:t>We never saw '
                "the ship.</w:t></w:r></w:p><w:p><w:r><w:t>It sank.</w:t></w:r></w:p>",
                {"a": A},
                styles='<w:style w:styleId="Zitat"><w:name w:val="Quote"/></w:style>',
            ),
        ),
        (
            "a.odt",
            odt(
                f'<text:p>As <text:a xlink:href="{A}">Smith</text:a> says:</text:p>'
                '<text:p text:style-name="Quotations">We never saw the ship.</text:p><text:p>It sank.</text:p>'
            ),
        ),
    ],
)
def test_paragraphs_in_the_style_of_quotations_are_block_quotes(read: Read, name: str, data: bytes) -> None:
    assert quoted(read, name, data) == [(A, "We never saw the ship.")]


def test_a_footnote_quotes_what_stands_behind_a_colon(read: Read) -> None:
    notes = f'[^1]: [Memo]({A}): "we never saw the ship". See "the ship that was lost at sea", [B]({B}).\n'
    assert quoted(read, "a.md", f"It sank.[^1] It was old.[^1]\n\n{notes}") == [(A, "we never saw the ship")]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", f'As [Smith]({A}) says:\n\n- It sank.\n- "We never saw the ship."\n- "we saw it" ([Jones]({B}))\n'),
        (
            "a.html",
            f'<p>As <a href="{A}">Smith</a> says:</p><ul><li>It sank.</li><li>"We never saw the ship."</li></ul>',
        ),
    ],
)
def test_items_of_a_list_have_the_source_of_its_lead_in(read: Read, name: str, text: str) -> None:
    assert quoted(read, name, text) == [(A, "We never saw the ship.")]


@pytest.mark.parametrize(
    "note",
    [
        f'<ol><li>No.</li><li id="fn1"><p><a href="{A}">Smith</a></p></li><li id="fn2"><a href="{B}">B</a></li></ol>',
        f'<p><a id="fn1" href="#r1">1.</a> Smith, <a href="{A}">Ships</a></p><p><a href="{B}">B</a></p>',
    ],
)
def test_a_mark_that_links_to_a_note_of_the_page_has_what_it_cites(read: Read, note: str) -> None:
    said = (
        '<p>She said "we never saw the ship"<sup><a id="r1" href="#fn1">[1]</a></sup>, and so <a href="#fn2">2</a>.</p>'
    )
    assert quoted(read, "a.html", said + note) == [(A, "we never saw the ship")]


def test_a_link_to_a_section_is_no_mark_of_a_note(read: Read) -> None:
    text = f'<p>"We never saw the ship" (section <a href="#s3">3</a> of <a href="{A}">Smith</a>).</p>'
    assert quoted(read, "a.html", text) == [(A, "We never saw the ship")]


def test_a_text_fragment_is_a_quotation(read: Read) -> None:
    url = f"{A}#:~:text=before-,we%20never%20saw,the%20ship,-behind&text=gone"
    assert quoted(read, "a.md", f"See [it]({url}).\n") == [(url, "we never saw ... the ship"), (url, "gone")]


def test_a_url_of_thousands_of_text_fragments_has_few_quotations(read: Read) -> None:
    url = f"{A}#:~:text=" + "&text=".join(f"word{number}" for number in range(5_000))
    found = quoted(read, "a.md", f"See [it]({url}).\n")
    assert [words for _, words in found] == [f"word{number}" for number in range(50)]


def test_a_quotation_has_the_place_of_its_first_word(read: Read) -> None:
    text = f'Line.\n\nShe said: "we never **saw**\nthe ship", and\nleft.[^1]\n\n[^1]: [A]({A})\n'
    (citation,) = read("a.md", text).citations
    assert (citation.line, citation.column) == (5, 6)
    assert [(one.line, one.column) for one in citation.quotes] == [(3, 12)]


def test_each_of_many_quotations_is_found_at_its_place(read: Read) -> None:
    """5,000 in one paragraph."""
    text = " ".join(f'Number {n} said "we never saw the ship {n}".[^{n}]' for n in range(5_000))
    notes = "\n".join(f"[^{n}]: [A]({A}/{n})" for n in range(5_000))
    found = [(citation.url, *citation.quotes) for citation in read("a.md", f"{text}\n\n{notes}\n").citations]
    assert [(url, quote.text) for url, quote in found] == [
        (f"{A}/{n}", f"we never saw the ship {n}") for n in range(5_000)
    ]
    assert all(text.startswith(quote.text, quote.column - 1) for _, quote in found)


def test_no_markup_between_words_makes_the_search_for_their_place_slow(read: Read) -> None:
    """What might be tags in many ways, eleven times: tried one by one, they would take years."""
    words = "we never saw the old ship again in that harbour they".split()
    text = f'{" <><><><><><> ".join(words)} left.\n\nShe said "{" ".join(words)} said" ([A]({A})).\n'
    (citation,) = read("a.md", text).citations
    assert [(one.line, one.column) for one in citation.quotes] == [(3, 11)]


def test_words_with_tags_between_them_have_a_place(read: Read) -> None:
    text = f'<p>She said "<b>we</b> <a href="/x"><i>never</i></a> saw<br>\nthe ship" <a href="{A}">A</a></p>'
    (citation,) = read("a.html", text).citations
    assert [(one.text, one.line, one.column) for one in citation.quotes] == [("we never saw the ship", 1, 17)]
