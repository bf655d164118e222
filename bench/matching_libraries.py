"""Our matching compared with libraries: identifiers, titles, alignment. Accuracy and CPU time.

    python bench/matching_libraries.py [SECTION...]

As bench/libraries.py, with these libraries:

    pip install idutils rapidfuzz

`titles`, and a part of `alignment`, need a recorded web (CITECACHE_WEB).
"""

import random
import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Sequence
from itertools import pairwise
from urllib.parse import urlsplit

from libraries import library, loading, recorded, timed

from crawler.text.alignment import Aligner
from crawler.text.languages import telling
from crawler.text.similarity import share
from pipelines.identity import identifiers


def main() -> int:
    """Run the requested sections."""
    for name in sys.argv[1:] or SECTIONS:
        print(f"\n{name}")
        SECTIONS[name]()
    return 0


# --- identifiers --------------------------------------------------------------------------------------------

FORMS = (
    ("doi:10.1145/3442188.3445922", ("DOI", "10.1145/3442188.3445922")),
    ("https://doi.org/10.1145/3442188.3445922", ("DOI", "10.1145/3442188.3445922")),
    ("https://dl.acm.org/doi/pdf/10.1145/3442188.3445922", ("DOI", "10.1145/3442188.3445922")),
    ("https://www.science.org/doi/10.1126/science.abc1234/full", ("DOI", "10.1126/science.abc1234")),
    ("https://www.biorxiv.org/content/10.1101/2020.01.30.927871v2.full", ("DOI", "10.1101/2020.01.30.927871")),
    ("https://doi.org/10.48550/arXiv.1706.03762", ("arXiv", "1706.03762")),
    ("https://arxiv.org/abs/1706.03762v7", ("arXiv", "1706.03762")),
    ("https://arxiv.org/pdf/1706.03762v7.pdf", ("arXiv", "1706.03762")),
    ("https://arxiv.org/abs/hep-th/9901001", ("arXiv", "hep-th/9901001")),
    ("arXiv:1706.03762", ("arXiv", "1706.03762")),
    ("https://pubmed.ncbi.nlm.nih.gov/31978945/", ("PMID", "31978945")),
    ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC7092803/", ("PMC", "pmc7092803")),
    ("https://hdl.handle.net/1721.1/12345", ("Handle", "1721.1/12345")),
    ("ISBN 0-306-40615-2", ("ISBN", "9780306406157")),
    ("978-0-306-40615-7", ("ISBN", "9780306406157")),
    ("978-0-306-40615-8", None),
    ("https://example.org/isbn/9780306406157", ("ISBN", "9780306406157")),
    ("https://example.org/2023/10.1000-steps", None),
    ("https://example.org/31978945", None),
    ("The ferry at night, doi 10.1000/182.", ("DOI", "10.1000/182")),
)
"""Identifiers as they occur in citations and URLs, and their meaning; from doi.org, arxiv.org and isbn.org."""


def measure_identifiers() -> None:
    """The forms above."""

    def mine(text: str) -> tuple[str, str] | None:
        found = identifiers.of_url(text) | identifiers.cited(text)
        book = identifiers.isbn(text)
        return min(found, default=book)

    readers: dict[str, Callable[[str], tuple[str, str] | None]] = {"ours": mine}
    if idutils := library("idutils"):
        names = {"doi": "DOI", "arxiv": "arXiv", "pmid": "PMID", "pmcid": "PMC", "handle": "Handle", "isbn": "ISBN"}

        def theirs(text: str) -> tuple[str, str] | None:
            scheme = next((one for one in idutils.detect_identifier_schemes(text) if one in names), None)
            if scheme is None:
                return None
            value = idutils.normalize_pid(text, scheme).lower().removeprefix("arxiv:")
            if scheme == "arxiv":
                value = re.sub(r"v\d+$", "", value)
            return names[scheme], value.replace("-", "") if scheme == "isbn" else value

        readers["idutils"] = theirs
    for name, read in readers.items():
        found, cost = timed(read, [text for text, _ in FORMS])
        wrong = [f"{text} -> {got}" for (text, want), got in zip(FORMS, found, strict=True) if got != want]
        right, load = len(FORMS) - len(wrong), loading(f"import {MODULE[name]}")
        print(f"  {name}: {right} of {len(FORMS)}, {cost:.0f} µs; {load}")
        for line in wrong:
            print(f"    {line}")


MODULE = {"ours": "pipelines.identity.identifiers", "idutils": "idutils"}


# --- titles and alignment -----------------------------------------------------------------------------------


def measure_titles() -> None:
    """The chance that a page's slug is more like its own title than like another page's, and the time of a pair."""
    slugs = [(urlsplit(url).path.rsplit("/", 1)[-1], title) for url, _, title, _ in recorded()]
    pages = [(" ".join(re.findall(r"[^\W\d_]{4,}", slug)), title) for slug, title in slugs]
    pages = [(slug, title) for slug, title in pages if len(slug.split()) >= 3 and title]
    if not pages:
        return
    chance = random.Random(1)
    pairs = pages + [(slug, chance.choice(pages)[1]) for slug, _ in pages for _ in range(5)]
    measures: dict[str, Callable[[tuple[str, str]], float]] = {"share": lambda p: share(telling(p[0]), telling(p[1]))}
    if fuzz := library("rapidfuzz.fuzz"):
        measures["token_set_ratio"] = lambda p: fuzz.token_set_ratio(p[0].lower(), p[1].lower())
        measures["token_set_ratio of stems"] = lambda p: fuzz.token_set_ratio(
            " ".join(sorted(telling(p[0]))), " ".join(sorted(telling(p[1])))
        )
    for name, alike in measures.items():
        values, cost = timed(alike, pairs)
        right, wrong = values[: len(pages)], sorted(values[len(pages) :])
        above = sum(bisect_left(wrong, value) + bisect_right(wrong, value) for value in right) / 2
        area = above / len(right) / len(wrong)
        print(f"  {name}: area under the curve {area:.4f} on {len(pairs)} pairs, {cost:.1f} µs")


def measure_alignment() -> None:
    """Words kept by the alignment of two versions of a text, and its time; then what repeats and differs."""
    distance = library("rapidfuzz.distance")
    chance = random.Random(1)
    text = [f"w{int(chance.paretovariate(0.8)) % 3000}" for _ in range(5000)]
    edited = [word for word in text if chance.random() > 0.03]
    for _ in range(150):
        edited.insert(chance.randrange(len(edited)), f"new{chance.randrange(50)}")
    moved = text[2000:3000] + text[:2000] + text[3000:]
    inputs = {
        "3 % cut, 150 new": (text, edited),
        "a fifth moved": (text, moved),
        "a b a b / a a a a, 2,000": (["a", "b"] * 1000, ["a"] * 2000),
        "nothing in common, 20,000": (list(map(str, range(20_000))), list(map(str, range(20_000, 40_000)))),
    }

    pages = [page[3].split() for page in recorded()[:6]]
    inputs |= {f"two recorded pages, {number}": pair for number, pair in enumerate(pairwise(pages), 1)}

    def mine(pair: tuple[Sequence[Hashable], Sequence[Hashable]]) -> tuple[int, int]:
        same = [op.i2 - op.i1 for op in Aligner().ops(*pair) if op.same]
        return sum(same), len(same)

    def theirs(pair: tuple[Sequence[Hashable], Sequence[Hashable]]) -> tuple[int, int]:
        same = [code.src_end - code.src_start for code in distance.Indel.opcodes(*pair) if code.tag == "equal"]
        return sum(same), len(same)

    for label, pair in inputs.items():
        for name, align in {"ours": mine, **({"rapidfuzz Indel": theirs} if distance else {})}.items():
            ((kept, runs),), cost = timed(align, [pair])
            print(f"  {label}: {name} keeps {kept} words in {runs} runs, {cost / 1000:.0f} ms")


SECTIONS: dict[str, Callable[[], None]] = {
    "identifiers": measure_identifiers,
    "titles": measure_titles,
    "alignment": measure_alignment,
}


if __name__ == "__main__":
    sys.exit(main())
