"""Measures of an extracted text against the true one."""

import re
import statistics
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from recorded_web import Truth

Counts = tuple[float, float, float]


def shingle_f1(pairs: Iterable[tuple[str, str]]) -> tuple[float, float, float]:
    """`(F1, precision, recall)` of pairs of true and extracted text.

    As evaluate.py of scrapinghub/article-extraction-benchmark: multisets of 4-word shingles per page, true and false
    positives and false negatives scaled to a sum of 1, precision and recall averaged over the pages, F1 from the two
    averages.
    """
    counts = [match(true, found) for true, found in pairs]
    precision = statistics.mean(_ratio(tp, fp, fn) for tp, fp, fn in counts if tp + fp > 0)
    recall = statistics.mean(_ratio(tp, fn, fp) for tp, fp, fn in counts if tp + fn > 0)
    return 2 * precision * recall / (precision + recall), precision, recall


def match(true: str, found: str) -> Counts:
    """True positives, false positives and false negatives, scaled to a sum of 1."""
    tp, fp, fn = _counts(_shingles(true), _shingles(found))
    total = tp + fp + fn
    return (tp / total, fp / total, fn / total) if total else (0.0, 0.0, 0.0)


def word_f1(true: str, found: str) -> float:
    """F1 of the multisets of lower-case words, as evaluate.py of WCXB; 1 where both are empty."""
    tp, fp, fn = _counts(Counter(re.findall(r"\w+", true.lower())), Counter(re.findall(r"\w+", found.lower())))
    return 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else 1.0


def word_recall(true: str, found: str) -> float:
    """The share of the true text's lower-case words that was found."""
    tp, _, fn = _counts(Counter(re.findall(r"\w+", true.lower())), Counter(re.findall(r"\w+", found.lower())))
    return tp / (tp + fn) if tp + fn else 1.0


def snippet_shares(truths: Mapping[str, Truth], texts: Mapping[str, str]) -> tuple[float, float]:
    """The shares of wanted snippets that are present and of unwanted ones that are too, ignoring white space."""
    flat = {url: _flat(texts.get(url, "")) for url in truths}
    found = [_flat(snippet) in flat[url] for url, truth in truths.items() for snippet in truth.present]
    leaked = [_flat(snippet) in flat[url] for url, truth in truths.items() for snippet in truth.absent]
    return statistics.mean(found or [1.0]), statistics.mean(leaked or [0.0])


def _flat(text: str) -> str:
    return " ".join(text.split())


def _ratio(hits: float, errors: float, others: float) -> float:
    if errors == others == 0:
        return 1.0
    return hits / (hits + errors) if hits + errors else 0.0


def _counts(expected: Counter[Any], found: Counter[Any]) -> Counts:
    tp = float((expected & found).total())
    return tp, found.total() - tp, expected.total() - tp


def _shingles(text: str, n: int = 4) -> Counter[tuple[str, ...]]:
    tokens = re.findall(r"\w+", text)
    starts = range(max(1, len(tokens) - n + 1))
    return Counter(shingle for start in starts if (shingle := tuple(tokens[start : start + n])))
