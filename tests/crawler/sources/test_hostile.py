"""Any bytes are read or refused, in time, and without a traceback."""

import random
import time
from collections.abc import Callable
from math import isqrt
from pathlib import Path

import pytest
from growth import FACTOR, assert_linear

from crawler.sources.reading import read_all
from crawler.sources.registry import known_suffixes

SEEDS = {
    ".md": "---\ntitle: T\n---\n# H\n\n"
    "A [l](https://e.org/(x)) b[^1] <a href='https://e.org'>x</a> ^[n <https://e.org>]\n\n"
    "| a | b |\n|--|--|\n| `x` | https://e.org/ |\n\n> - q [r]\n\n[r]: https://e.org/r\n[^1]: n\n",
    ".mdx": "import {R} from 'x'\n\n<R id=\"d2f67176f1bc7b5b\">x</R> {/* c */} <M c={`\n"
    "${a}`} /> [l](https://e.org/)\n",
    ".yaml": "resources:\n- id: a\n  url: https://e.org/\n  tags: [a, b]\n  x: &a {b: *a}\n",
    ".json": '{"resources": [{"id": "a", "url": "https://e.org/", "tags": ["x"], "importance": 5}]}',
    ".jsonl": '{"url": "https://e.org/"}\n{"url": "https://e.org/b", "x": 1e5}\n',
    ".bib": '@string{x = "y"}\n@article{a, title = {T {\\\'e}}, url = {https://e.org/\\_x}, author = x # " and z"}\n',
    ".ris": "TY  - JOUR\nTI  - T\n  more\nUR  - https://e.org/\nDO  - 10.1/x\nY2  - 2021/05/02\nER  - \n",
    ".enw": "%0 Web\n%T T\n%U https://e.org/\n%D 2020\n\n%0 Book\n%R 10.1/x\n",
    ".nbib": "PMID- 123\nTI  - T\n      more\nLID - 10.1/x [doi]\nDP  - 2020 Mar 4\n",
    ".rdf": '<rdf:RDF xmlns:z="http://www.zotero.org/namespaces/export#"><bib:Book rdf:about="https://e.org/">'
    "<dc:title>T &amp; x</dc:title><dc:identifier>DOI 10.1/x</dc:identifier></bib:Book></rdf:RDF>",
    ".yml": "doe:\n  type: web\n  url: {value: https://e.org/, date: 2020}\n  parent: &a {type: book, parent: *a}\n",
    ".csv": 'url,title\nhttps://e.org/,"a ""b"", c"\n',
    ".txt": "https://e.org/ t\n# c\nhttp//x\n",
    ".html": "<!doctype html><p>a <a href='https://e.org/'>x</a><!-- c --><table><tr><td>1</td></tr></table>",
}
_SPLICES = '[ ]( < > { } ` ``` --- | [^ ^[ <!-- &#x110000; * http:// https://[ \\ " @ # % : &a *a'.split()
_SPLICES += ["'", "\n", "\r", "\t", "- ", "> ", "\ufdd0", "\ufdd2", "\u2028", "!!binary "]


def mutated(seed: str, chance: random.Random) -> bytes:
    text = seed
    for _ in range(chance.randint(1, 8)):
        at = chance.randint(0, len(text))
        match chance.randint(0, 3):
            case 0:
                text = text[:at] + text[at + chance.randint(1, 20) :]
            case 1:
                text = text[:at] + chance.choice(_SPLICES) * chance.choice((1, 1, 2, 30)) + text[at:]
            case 2:
                other = chance.randint(0, len(text))
                text = text[:at] + text[min(at, other) : max(at, other)] + text[at:]
            case _:
                text = text[:at]
    data = text.encode("utf-8", "replace")
    if chance.random() < 0.1:
        at = chance.randint(0, len(data))
        data = data[:at] + chance.randbytes(3) + data[at:]
    return data


@pytest.mark.parametrize("suffix", sorted(SEEDS))
def test_mutations_of_good_files_are_read_or_refused(folder: Path, suffix: str) -> None:
    chance = random.Random(suffix)
    deadline = time.perf_counter() + 0.4
    path = folder / f"f{suffix}"
    while time.perf_counter() < deadline:
        data = mutated(SEEDS[suffix], chance)
        path.write_bytes(data)
        (reading,) = read_all([path.name])
        assert not any("cannot be read" in skipped.reason for skipped in reading.skipped), (data, reading.skipped)
        lines = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for citation in reading.citations:
            assert 1 <= citation.line <= len(lines), data
            assert citation.column >= 1, data


def test_noise_is_read_or_refused(folder: Path) -> None:
    chance = random.Random(7)
    for suffix in known_suffixes():
        for size in (0, 1, 2, 50, 3000):
            (folder / f"n{size}{suffix}").write_bytes(chance.randbytes(size).replace(b"\0", b" "))
    assert len(list(read_all([path.name for path in folder.iterdir()]))) == len(known_suffixes()) * 5


@pytest.mark.parametrize(
    ("name", "size", "text"),
    [
        ("brackets.md", 20_000, lambda n: "[" * n),
        ("links.md", 10_000, lambda n: "[a](" * n),
        ("marks.md", 5_000, lambda n: "[^1]" * n + "\n\n[^1]: https://e.org/\n"),
        ("notes.md", 5_000, lambda n: "^[" * n),
        ("stars.md", 10_000, lambda n: "**a " * n),
        ("ticks.md", 90_000, lambda n: "".join("`" * k + " " for k in range(isqrt(n)))),
        ("quotes.md", 2_000, lambda n: "> " * n + "x"),
        ("items.md", 90_000, lambda n: "".join("  " * k + "- x\n" for k in range(isqrt(n)))),
        ("schemes.md", 10_000, lambda n: "https://" * n),
        ("colons.md", 20_000, lambda n: "http:" * n),
        ("trailing.md", 20_000, lambda n: "https://e.org/" + ")" * n),
        ("stops.md", 20_000, lambda n: "A. " * n + "[x](https://e.org/)"),
        ("braces.mdx", 10_000, lambda n: "<A x={" * n),
        ("quotes.mdx", 10_000, lambda n: '<A x="' * n),
        ("tags.mdx", 20_000, lambda n: "<a>" * n),
        ("exports.mdx", 3_000, lambda n: "export const a = {\n\n" * n),
        ("comments.mdx", 20_000, lambda n: "{/* " * n),
        ("open.html", 10_000, lambda n: "<a href='" * n),
        ("comments.html", 20_000, lambda n: "<!-- " * n),
        ("scripts.html", 20_000, lambda n: "<script>" * n),
        ("nested.html", 30_000, lambda n: "<div>" * n),
        ("links.html", 5_000, lambda n: "<a href=https://e.org/>" * n),
        ("cells.html", 5_000, lambda n: "<table>" + "<tr><td><a href=https://e.org/>x</a>" * n),
        ("titles.html", 30_000, lambda n: "<title>" * n),
        ("braces.bib", 5_000, lambda n: "@a{" * n),
        ("fields.bib", 5_000, lambda n: "@misc{a, title={" + "{" * n),
        ("quotes.csv", 20_000, lambda n: 'url\n"' + "https://e.org/\n" * n),
        ("dashes.yaml", 3_000, lambda n: "- " * n),
        ("colons.yaml", 3_000, lambda n: "a: " * n),
        ("objects.json", 50_000, lambda n: '{"a":' * n),
        ("number.json", 10_000, lambda n: '{"a": ' + "9" * n + "}"),
        ("line.txt", 10_000, lambda n: "https://e.org/" * n),
    ],
)  # fmt: skip
def test_patterns_made_to_hang_are_read_in_linear_time(
    folder: Path, name: str, size: int, text: Callable[[int], str]
) -> None:
    (folder / name).write_text(text(size))
    assert len(list(read_all([name]))) == 1

    def reading(size: int) -> Callable[[], object]:
        (folder / name).write_text(text(size))
        return lambda: list(read_all([name]))

    assert_linear(reading, size // FACTOR)


def test_a_few_lines_that_make_a_million_citations_are_cut_off(folder: Path) -> None:
    """By their bytes: 10,000 citations of any file, and one more for each four bytes."""
    text = "[^1]" * 1_000 + "\n\n[^1]: " + "https://e.org/ " * 1_000
    (folder / "a.md").write_text(text)
    (reading,) = read_all(["a.md"])
    most = 10_000 + len(text) // 4
    assert len(reading.citations) == most
    assert reading.ignored_counts["citation past the limit"] == 1_000_000 - most
    assert [skipped.reason for skipped in reading.skipped] == [
        f"more than {most:,} citations, which is much for its size: the rest is not read"
    ]
