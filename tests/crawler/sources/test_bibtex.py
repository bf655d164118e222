"""BibTeX and BibLaTeX: each entry cites its work once, at the place where the URL stands, and nothing is lost."""

import pytest
from bibtexparser.entrypoint import parse_string
from hypothesis import given
from hypothesis import strategies as st
from source_files import Read

from crawler.sources.parsing.bibliographies.bibtex_scanner import scan

FIELDS = {
    "url = {https://e.org/a}": ["https://e.org/a"],
    'URL = "https://e.org/a"': ["https://e.org/a"],
    "url = {<https://e.org/a>}": ["https://e.org/a"],
    r"url = {\url{https://e.org/a}}": ["https://e.org/a"],
    "url = {https://e.org/a https://e.org/b}": ["https://e.org/a", "https://e.org/b"],
    "url = {https://e.org/a, https://e.org/b;https://e.org/c}": [f"https://e.org/{c}" for c in "abc"],
    "url = {https://e.org/long/\n    path}": ["https://e.org/long/path"],
    "url = {https://e.org/a (visited 2021)}": ["https://e.org/a"],
    "url = {https://web.archive.org/web/2020/https://e.org/a}": ["https://web.archive.org/web/2020/https://e.org/a"],
    "url = {www.e.org/a}": ["http://www.e.org/a"],
    "url = {doi:10.1234/x}": ["https://doi.org/10.1234/x"],
    r"url = {https://e.org/{\textasciitilde}me/a\_b{\%}20c\#d}": ["https://e.org/~me/a_b%20c#d"],
    'url = "https://e.org/" # {a} # "b"': ["https://e.org/ab"],
    "url = {https://e.org/a}, note = {Code: https://e.org/code.}": ["https://e.org/a", "https://e.org/code"],
    "url = {https://e.org/a}, howpublished = {\\url{https://e.org/a}}": ["https://e.org/a"],
    "note = {See https://e.org/a, and (https://e.org/b).}": ["https://e.org/a", "https://e.org/b"],
    r"howpublished = {\href{https://e.org/q?a=1\&b=2}{the page}}": ["https://e.org/q?a=1&b=2"],
    "annote = {https://e.org/a}, doi = {10.1234/x}": ["https://e.org/a"],
    "ee = {https://e.org/a}, biburl = {https://dblp.org/x.bib}": ["https://e.org/a"],
    "bdsk-url-1 = {https://e.org/a}, bdsk-url-2 = {https://e.org/b}": ["https://e.org/a"],
    "adsurl = {https://e.org/a}": ["https://e.org/a"],
    "website = {https://e.org/a}": ["https://e.org/a"],
    "publisher = {https://e.org/a}": ["https://e.org/a"],
    "doi = {10.1000/a\\_b}": ["https://doi.org/10.1000/a_b"],
    "doi = {10.1000/a, https://dx.doi.org/10.1000/b}": ["https://doi.org/10.1000/a", "https://doi.org/10.1000/b"],
    "doi = {https://e.org/10.1000/a}": ["https://e.org/10.1000/a"],
    "eprint = {2101.00003v2}, archivePrefix = {arXiv}": ["https://arxiv.org/abs/2101.00003v2"],
    "eprint = {0309136}, eprintclass = {math.GT}": ["https://arxiv.org/abs/math/0309136"],
    "eprint = {12345}, eprinttype = {jstor}": ["https://www.jstor.org/stable/12345"],
    "eprint = {2027/x}, eprinttype = {hdl}": ["https://hdl.handle.net/2027/x"],
    "journal = {arXiv preprint arXiv:2101.00003}": ["https://arxiv.org/abs/2101.00003"],
    "journal = {arXiv preprint}, number = {2101.00003}": ["https://arxiv.org/abs/2101.00003"],
    "journal = {CoRR}, volume = {abs/1703.00810}": ["https://arxiv.org/abs/1703.00810"],
    "pages = {arXiv:2101.00003}, doi = {}": ["https://arxiv.org/abs/2101.00003"],
    "pmid = {123}": ["https://pubmed.ncbi.nlm.nih.gov/123/"],
    "pmcid = {PMC123}": ["https://pmc.ncbi.nlm.nih.gov/articles/PMC123/"],
    "note = {PMID: 123}": ["https://pubmed.ncbi.nlm.nih.gov/123/"],
    "note = {DOI 10.1234/x.}": ["https://doi.org/10.1234/x"],
}


@pytest.mark.parametrize(("fields", "urls"), FIELDS.items())
def test_an_entry_cites_the_urls_of_its_work(read: Read, fields: str, urls: list[str]) -> None:
    reading = read("r.bib", f"@article{{k, title = {{T}},\n  {fields}\n}}\n")
    assert [citation.url for citation in reading.citations] == urls
    assert {citation.label for citation in reading.citations} == {"k"}
    assert not reading.skipped


NO_LINKS = {
    "isbn = {978-3-16-148410-0}": {"entry without a URL": 1},
    "file = {paper.pdf:/home/me/paper.pdf:PDF}": {"entry without a URL": 1},
    "opturl = {https://e.org/a}": {"entry without a URL": 1, "URL in a field that is no link": 1},
    "abstract = {Code at https://e.org/a.}": {"entry without a URL": 1, "URL in a field that is no link": 1},
    "url = {https://e.org/}, ee = {https://e.org/b}": {"another URL of an entry": 1},
    "url = {https://e.org/},\n  % url = {https://e.org/old},\n": {"URL in a comment": 1},
    "note = {\\href{mailto:me@e.org}{me}}": {"mailto link": 1},
    "url = {n/a}": {"entry without a URL": 1},
    "url = {}": {"entry without a URL": 1},
}


@pytest.mark.parametrize(("fields", "counts"), NO_LINKS.items())
def test_what_is_not_cited_is_counted(read: Read, fields: str, counts: dict[str, int]) -> None:
    assert read("r.bib", f"@article{{k, title = {{T}},\n  {fields}\n}}\n").ignored_counts == counts


DATES = {
    "urldate = {2023-05-02}": "2023-05-02",
    "lastchecked = {May 2, 2023}": "2023-05-02",
    "note = {Accessed: 2023-05-02}": "2023-05-02",
    "note = {[Online; accessed 2-May-2023]}": "2023-05-02",
    "howpublished = {Online, visited 2 May 2023}": "2023-05-02",
    "note = {(last accessed May 2, 2023)}": "2023-05-02",
    'note = {Besucht am 2. M{\\"a}rz 2023}': "2023-03-02",
    "note = {Zugriff: 2.5.2023}": "2023-05-02",
    "note = {Consulté le 2 mai 2023}": "2023-05-02",
    "year = {2023}": None,
}


@pytest.mark.parametrize(("field", "date"), DATES.items())
def test_the_access_date_is_that_of_a_field_or_of_a_note(read: Read, field: str, date: str | None) -> None:
    (citation,) = read("r.bib", f"@misc{{k, url = {{https://e.org/}}, {field}}}").citations
    assert citation.accessed == date


def test_every_place_is_exact(read: Read) -> None:
    text = (
        "@string{base = {https://e.org/}}\n@misc{a, note = {https://e.org/a of\n  https://e.org/b}}\n"
        '@misc{b,\n  url = base # "x"}\n@misc\n{c, title = {https://e.org/c}, url = {https://e.org/c}}\n'
    )
    found = [(c.label, c.url, c.line, c.column) for c in read("r.bib", text).citations]
    assert found == [
        ("a", "https://e.org/a", 2, 18),
        ("a", "https://e.org/b", 3, 3),
        ("b", "https://e.org/x", 5, 9),
        ("c", "https://e.org/c", 7, 39),
    ]


FORMS = {
    "the brace on the next line": "@misc\n{k, url = {https://e.org/}}",
    "parentheses": "@misc (k, url = {https://e.org/})",
    "a backslash before the brace": "@misc{k, file = {C:\\\\}, url = {https://e.org/}}",
    "a brace alone behind a backslash": "@misc{k, title = {A \\{ b}, url = {https://e.org/}}",
    "no comma between fields": "@misc{k, title = {T} url = {https://e.org/}}",
    "no comma behind the key": "@misc{k\n url = {https://e.org/}}",
    "commas too many": "@misc{k,, url = {https://e.org/},,}",
    "a key with spaces": "@misc{a key, url = {https://e.org/}}",
    "no key": "@misc{url = {https://e.org/}}",
    "braces in quotes": '@misc{k, title = "a {"} b", url = {https://e.org/}}',
    "one line": "@misc{x, title = {X}}@misc{k, url = {https://e.org/}}",
    "text before it": "Some text, me@e.org.\n\n@misc{k, url = {https://e.org/}}",
    "a comment before it": "@comment{jabref-meta: databaseType:bibtex; {x}}\n@misc{k, url = {https://e.org/}}",
    "an undefined macro": "@misc{k, month = undefined, url = {https://e.org/}}",
}


@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS.keys())
def test_an_entry_is_read_in_every_form(read: Read, text: str) -> None:
    reading = read("r.bib", text)
    assert [citation.url for citation in reading.citations] == ["https://e.org/"]
    assert not reading.skipped


def test_an_entry_without_a_url_has_that_of_its_parent_at_its_own_place(read: Read) -> None:
    reading = read(
        "r.bib",
        "@proceedings{p, url = {https://e.org/p}}\n@inproceedings{a,\n  crossref = {P}}\n"
        "@inproceedings{b, url = {https://e.org/b}, crossref = {p}}\n"
        "@xdata{x, url = {https://e.org/x}}\n@misc{c, xdata = {x}}\n@misc{d, crossref = {d}}\n",
    )
    assert [(c.label, c.url, c.line, c.column) for c in reading.citations] == [
        ("p", "https://e.org/p", 1, 24),
        ("a", "https://e.org/p", 3, 15),
        ("b", "https://e.org/b", 4, 26),
        ("x", "https://e.org/x", 5, 18),
        ("c", "https://e.org/x", 6, 19),
    ]


def test_a_fault_costs_what_follows_it_in_its_entry(read: Read) -> None:
    reading = read(
        "r.bib",
        "@misc{a, url = {https://e.org/a}, title = {never closed\n@misc{b, url = {https://e.org/b}}\n"
        "@misc{b, url = {https://e.org/c}, url = {https://e.org/d}}\n@misc{c, url = {https://e.org/e}",
    )
    assert [c.url for c in reading.citations] == [f"https://e.org/{c}" for c in "abcde"]
    assert [(s.line, s.reason) for s in reading.skipped] == [
        (1, "not valid BibTeX at line 1: a brace is never closed"),
        (3, "the key b is already used by an earlier entry"),
        (3, "duplicate field: url"),
        (4, "not valid BibTeX at line 4: the entry does not end before the next one"),
    ]


def test_comments_are_no_entries(read: Read) -> None:
    reading = read(
        "r.bib",
        "See https://e.org/1\n% @misc{a, url = {https://e.org/2}}\n@comment{@misc{b, url = {https://e.org/3}}}\n"
        '@preamble{"\\url{https://e.org/4}"}\n@misc{c, url = {https://e.org/5}}',
    )
    assert [c.url for c in reading.citations] == ["https://e.org/5"]
    assert [(i.reason, i.text, i.line) for i in reading.ignored] == [
        ("URL in a comment", f"https://e.org/{line}", line) for line in (1, 2, 3, 4)
    ]


def test_a_work_is_described_in_plain_text(read: Read) -> None:
    (record,) = read(
        "r.bib",
        "@InProceedings{k, title = {{On} P{\\'o}nds \\& Lakes}, author = {Doe, Jr., Jane and {Ponds and Lakes Ltd.}\n"
        "  and de la Cruz, Ana and others}, date = {2020-03-04/2020-03-09}, keywords = {water, mud; sea},\n"
        "  doi = {https://doi.org/10.1234/x}, url = {https://e.org/}}",
    ).records
    assert (record.title, record.type, record.published_date) == ("On Pónds & Lakes", "inproceedings", "2020-03-04")
    assert record.authors == ("Jane Doe Jr.", "Ponds and Lakes Ltd.", "Ana de la Cruz")
    assert (record.tags, record.doi, record.id) == (("water", "mud", "sea"), "10.1234/x", None)


def test_macros_do_not_expand_without_limit(read: Read) -> None:
    bomb = "@string{a = {https://e.org/xxxxxxxx}}\n" + "@string{a = a # a}\n" * 60
    assert read("r.bib", bomb + "@misc{k, url = {https://e.org/}}").citations[0].url == "https://e.org/"


_TEXT = st.text("ab {}é", max_size=8).filter(lambda text: text.count("{") == text.count("}") and _balanced(text))
_ENTRIES = st.lists(st.lists(st.tuples(st.sampled_from(["title", "url", "note"]), _TEXT), max_size=3), max_size=3)


def _balanced(text: str) -> bool:
    depth = 0
    for char in text:
        depth += {"{": 1, "}": -1}.get(char, 0)
        if depth < 0:
            return False
    return True


@given(_ENTRIES)
def test_the_scanner_agrees_with_bibtexparser_on_what_both_read(entries: list[list[tuple[str, str]]]) -> None:
    fields = [dict(pairs) for pairs in entries]
    text = "\n".join(
        f"@misc{{k{at},\n" + ",\n".join(f"  {name} = {{{value}}}" for name, value in entry.items()) + "\n}"
        for at, entry in enumerate(fields)
    )
    ours = [(block.key, {v.name: v.text for v in block.fields}) for block in scan(text) if block.kind == "misc"]
    theirs = [
        (entry.key, {field.key: field.value for field in entry.fields})
        for entry in parse_string(text, parse_stack=[]).entries
    ]
    assert ours == [(key, {name: str(value)[1:-1] for name, value in values.items()}) for key, values in theirs]


@pytest.mark.parametrize("date", ["2021-09-10", "2021/09/10", "2021.9.10", "10.9.2021", "10 September 2021"])
def test_a_note_says_when_the_url_was_visited(read: Read, date: str) -> None:
    (citation,) = read("a.bib", f"@misc{{a, url={{https://e.org/a}}, note={{Retrieved {date}}}}}").citations
    assert citation.accessed == "2021-09-10"


def test_the_braces_of_a_url_are_its_own(read: Read) -> None:
    urls = [
        c.url
        for c in read("a.bib", "@misc{a, url={https://e.org/?p={a}}}\n@misc{b, url={{https://e.org/b}}}").citations
    ]
    assert urls == ["https://e.org/?p={a}", "https://e.org/b"]
