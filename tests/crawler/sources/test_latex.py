r"""LaTeX: `\href`, `\url`, footnotes and `\cite`: what cites, where, and what it is cited for."""

from pathlib import Path
from typing import Any

import pytest
from growth import assert_linear
from source_files import Read

BIB = (
    "@misc{doe2020, title = {On {P}onds}, url = {https://e.org/doe}}\n"
    "@misc{roe2021, title = {On Lakes}, doi = {10.1234/roe}, urldate = {2021-05-03}}\n"
    "@book{offline, title = {No link}}\n"
)


def cited(reading: Any) -> list[tuple[str, str | None]]:
    return [(citation.url, citation.link_text) for citation in reading.citations]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"\href{https://e.org/s}{the \emph{survey}} says", [("https://e.org/s", "the survey")]),
        (r"\href{https://e.org/a\_b\%20c\#d\&e\~{}f}{x}", [("https://e.org/a_b%20c#d&e~f", "x")]),
        (r"\href[page=1]{https://e.org/s} {x}", [("https://e.org/s", "x")]),
        ("\\href{https://e.org/%\n  s}{x\ny}", [("https://e.org/s", "x y")]),
        (r"\url{https://e.org/a_b%20c} \nolinkurl{https://e.org/n}",
         [("https://e.org/a_b%20c", None), ("https://e.org/n", None)]),
        (r"\url{www.e.org/x}", [("http://www.e.org/x", None)]),
        (r"See https://e.org/bare\_x, {\tt https://e.org/tt}.",
         [("https://e.org/bare_x", None), ("https://e.org/tt", None)]),
        (r"\textbf{\href{https://e.org/b}{B} and}", [("https://e.org/b", "B")]),
        (r"\href{https://e.org/m}{M\"uller \& S\o{}n --- \'{e}}", [("https://e.org/m", "Müller & Søn — é")]),
        (r"\doi{10.1234/x\_y}", [("https://doi.org/10.1234/x_y", r"10.1234/x\_y")]),
        (r"\begin{itemize}\item[a] \url{https://e.org/i}\end{itemize}", [("https://e.org/i", None)]),
        ("100\\% of \\url{https://e.org/p} % \\url{https://e.org/c}", [("https://e.org/p", None)]),
    ],
)  # fmt: skip
def test_each_form_of_a_link_cites_what_stands_there(read: Read, text: str, expected: list[tuple[str, str]]) -> None:
    reading = read("a.tex", text)
    assert cited(reading) == expected
    assert reading.skipped == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("% \\url{https://e.org/}\n\\iffalse https://e.org/ \\fi", {"URL in a comment": 2}),
        ("\\begin{comment}\nhttps://e.org/\n\\end{comment}", {"URL in a comment": 1}),
        ("\\begin{document}\\end{document}\nhttps://e.org/", {"URL in a comment": 1}),
        ("\\begin{verbatim}\n\\url{https://e.org/} {\n\\end{verbatim}", {"URL in code": 1}),
        ("\\begin{lstlisting}[a=b]\nhttps://e.org/%\n\\end{lstlisting} \\verb|https://e.org/| \\lstinline{https://e.org/}",
         {"URL in code": 3}),
        ("\\begin{minted}{sh}\ncurl https://e.org/\n\\end{minted}", {"URL in code": 1}),
        ("\\newcommand{\\issue}[1]{\\href{https://e.org/#1}{x #1} \\url{https://e.org/#1}}",
         {"link made by a macro": 2}),
        ("\\hypersetup{pdfurl={https://e.org/}}", {"URL in code": 1}),
        ("\\includegraphics[width=1cm]{i.png} \\input{other}", {"image": 1, "include": 1}),
        ("\\href{mailto:a@e.org}{x} \\href{other.pdf}{y} \\hyperref[sec:a]{z}", {"mailto link": 1, "relative link": 1}),
        ("\\cite{nobody}", {"citation key without an entry": 1}),
        ("\\footnote{No link.}", {"footnote without a link": 1}),
    ],
)  # fmt: skip
def test_what_cites_nothing_is_counted(read: Read, text: str, expected: dict[str, int]) -> None:
    reading = read("a.tex", text)
    assert reading.citations == ()
    assert reading.ignored_counts == expected


def test_places_claims_and_the_title_are_exact(read: Read) -> None:
    text = (
        "\\documentclass{article}\n\\title{On \\emph{ponds}\\thanks{By https://e.org/t}}\n\\begin{document}\n"
        "One. Water ``rises'', % as\n  \\href{https://e.org/s}{the survey} says. Two.\n\n"
        "\\section{See \\url{https://e.org/h}}\nText~\\footnote{Or \\url{https://e.org/f}, accessed 3 May 2021.}. "
        "Last.\n"
    )
    reading = read("a.tex", text)
    assert reading.document.title == "On ponds"
    assert [(c.url, c.line, c.column, c.claim, c.accessed) for c in reading.citations] == [
        ("https://e.org/t", 2, 23, "On ponds", None),
        ("https://e.org/s", 5, 3, "Water “rises”, the survey says.", None),
        ("https://e.org/h", 7, 14, "See https://e.org/h", None),
        ("https://e.org/f", 8, 6, "Text.", "2021-05-03"),
    ]


@pytest.mark.parametrize(
    ("mark", "claim"),
    [
        (r"One. Water rises~\cite[see][p.~4]{doe2020}. Two.", "Water rises."),
        (r"One. Water rises \parencite{doe2020}, but falls.", "Water rises, but falls."),
        (r"One. Water rises.\autocite{doe2020} Two.", "Water rises."),
        (r"One. \textcite{doe2020} says so. Two.", "[@doe2020] says so."),
        (r"One. As \citet*{doe2020} says. Two.", "As [@doe2020] says."),
        (r"One. Water\footcite[4]{doe2020} rises.", "Water rises."),
        (r"One. Water\footnote{See \cite{doe2020}.} rises.", "Water rises."),
    ],
)
def test_a_citation_key_cites_its_entrys_url_with_its_own_claim(
    read: Read, folder: Path, mark: str, claim: str
) -> None:
    (folder / "refs.bib").write_text(BIB)
    reading = read("a.tex", mark + "\n\\bibliography{refs}")
    (citation,) = reading.citations
    assert (citation.url, citation.label, citation.link_text) == ("https://e.org/doe", "@doe2020", "On Ponds")
    assert citation.claim == claim
    assert reading.depends


def test_several_keys_several_groups_and_nocite(read: Read, folder: Path) -> None:
    (folder / "refs.bib").write_text(BIB)
    text = (
        "\\addbibresource{refs.bib}\n\\cite{doe2020, roe2021}\n\n\\cites[1]{doe2020}[2]{roe2021}\n\n"
        "\\nocite{roe2021}\\nocite{*}\\cite{offline}"
    )
    reading = read("a.tex", text)
    doe, roe = "https://e.org/doe", "https://doi.org/10.1234/roe"
    assert [c.url for c in reading.citations] == [doe, roe, doe, roe, roe]
    assert reading.citations[1].accessed == "2021-05-03"
    assert reading.ignored_counts == {"citation key of an entry without a URL": 1}


def test_the_documents_own_bibliography_is_cited_at_its_keys(read: Read) -> None:
    text = (
        "Water rises \\cite{doe}. It falls \\cite{roe}.\n\\begin{thebibliography}{9}\n"
        "\\bibitem[{Doe}(2020)]{doe} Doe. \\href{https://e.org/d}{Ponds}.\n\\bibitem{roe} Roe. \\url{https://e.org/r}.\n"
        "\\end{thebibliography}\nhttps://e.org/after\n"
    )
    reading = read("a.tex", text)
    assert [(c.url, c.label, c.line, c.claim) for c in reading.citations] == [
        ("https://e.org/d", "@doe", 1, "Water rises."),
        ("https://e.org/r", "@roe", 1, "It falls."),
        ("https://e.org/after", None, 6, "https://e.org/after"),
    ]


def test_tables_are_read_row_by_row(read: Read) -> None:
    rows = "Pond & \\url{https://e.org/a} \\\\[2pt]\nLake & \\url{https://e.org/b}\\\\\n"
    text = f"\\begin{{tabular}}{{l|l}}\n\\hline\n{rows}\\end{{tabular}}"
    assert [(c.line, c.column, c.claim) for c in read("a.tex", text).citations] == [
        (3, 8, "Pond | https://e.org/a"),
        (4, 8, "Lake | https://e.org/b"),
    ]


PATTERNS = ["{", "}", "\\url{", "\\href{a}{", "\\footnote{", "\\cite{a,", "\\cite[", "%", "\\begin{verbatim}", "\\'",
            "``", "\\bibitem[{", "\\iffalse ", "\\verb|", "\\begin{tabular}{", "\\title{", "\\bibliography{",
            "a & \\\\ ", "\\cite[]", "\\textcite{a} "]  # fmt: skip


@pytest.mark.parametrize("pattern", PATTERNS)
def test_time_grows_as_the_text_does(read: Read, pattern: str) -> None:
    assert_linear(lambda size: lambda: read("a.tex", pattern * (size // len(pattern))), 40_000)


def test_a_whole_document_that_names_no_bibliography_has_none_but_its_chapters_may(read: Read, folder: Path) -> None:
    (folder / "refs.bib").write_text("@misc{doe, url={https://e.org/doe}}")
    assert [citation.url for citation in read("chapter.tex", r"Water rises \cite{doe}.").citations] == [
        "https://e.org/doe"
    ]
    whole = read("whole.tex", "\\documentclass{article}\\begin{document}Water rises \\cite{doe}.\\end{document}")
    assert whole.citations == ()
    assert whole.ignored_counts == {"citation key without an entry": 1}
