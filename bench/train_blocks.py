"""Trains the models of pipelines/extract/html and measures them by cross-validation over hosts.

    python bench/train_blocks.py WEB_TYPES WEB_DEV [--measure FOLDS] [--write]

WEB_TYPES and WEB_DEV are recorded webs (bench/recorded_web.py) with truth. `--measure 2` trains on four fifths of the
hosts and prints, for the rest, the word F1 of the chosen blocks, per type, for so many of the five folds. `--write`
trains on all pages and writes pipelines/extract/html/data/model.json. Needs `pip install lightgbm` (4.x, MIT), which
is no dependency of ours: the model is used without it.

Log-odds of tokens come from other hosts than the page's own: within the training pages six folds of hosts are held
out in turn, so that the trees do not learn to trust what a page's own labels put there.
"""

import argparse
import json
import math
import random
import statistics
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from block_labels import label  # noqa: E402 - runs from a checkout, installed or not
from recorded_web import Page, load, load_truth  # noqa: E402 - likewise
from scores import word_f1  # noqa: E402 - likewise

from pipelines.extract.decode import to_text  # noqa: E402 - likewise
from pipelines.extract.elements import collect  # noqa: E402 - likewise
from pipelines.extract.html import choice  # noqa: E402 - likewise
from pipelines.extract.html.features import (  # noqa: E402 - likewise
    PHRASE,
    SHORT,
    Tables,
    features,
    phrase_of,
    tokens_of,
)
from pipelines.extract.html.markup import parse  # noqa: E402 - likewise
from pipelines.extract.html.page_type import TYPES, signals  # noqa: E402 - likewise
from pipelines.extract.html.walk import Block, walk  # noqa: E402 - likewise
from pipelines.extract.metadata import tags  # noqa: E402 - likewise

MODEL = ROOT / "pipelines" / "extract" / "html" / "data" / "model.json"
FOLDS, INNER = 5, 6
LEAST_HOSTS = {"tokens": 3, "tags": 2, "words": 3}
MOST_ENTRIES = 4500
"""Entries of the tables of tokens and of words: the most telling ones."""

WEIGHT = 0.75
"""The power of its words with which a block counts: F1 is told in words, but most decisions are on short blocks."""

TREES, TYPE_ROUNDS = 100, 30
BLOCKS = {
    "objective": "binary", "num_leaves": 31, "learning_rate": 0.1, "min_data_in_leaf": 30, "feature_fraction": 0.5,
    "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 5, "seed": 1, "verbosity": -1, "num_threads": 2,
}  # fmt: skip
PAGES = {
    "objective": "multiclass", "num_class": len(TYPES), "num_leaves": 6, "learning_rate": 0.15, "min_data_in_leaf": 10,
    "feature_fraction": 0.4, "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 3, "seed": 1, "verbosity": -1,
    "num_threads": 2,
}  # fmt: skip

Counts = dict[tuple[str, str, bool], float]


@dataclass(frozen=True, slots=True)
class Example:
    """A page to learn from, and what its blocks count for."""

    page: Page
    host: str
    kind: str
    truth: str
    labels: list[bool]
    counts: Counts


def host(url: str) -> str:
    """The registered domain, roughly: pages of one site must not be in two folds."""
    parts = (urlsplit(url).hostname or "").split(".")
    return ".".join(parts[-2:] if len(parts[-1]) > 2 or len(parts) < 3 else parts[-3:])


def blocks_of(page: Page) -> list[Block]:
    """The blocks of a page, as the engine sees them."""
    tree, _ = parse(to_text(page[2], page[1])[1])
    return walk(tree) if tree is not None else []


def example(entry: tuple[Page, str, str]) -> Example | None:
    """A page, labelled and counted; None without blocks."""
    page, kind, truth = entry
    blocks = blocks_of(page)
    if not blocks:
        return None
    labels = label(blocks, truth)
    counted = Counter(
        (table, key, right) for block, right in zip(blocks, labels, strict=True) for table, key in _keys(block)
    )
    # Square roots: a page with a thousand alike blocks is one witness, not a thousand.
    return Example(page, host(page[0]), kind, truth, labels, {key: math.sqrt(n) for key, n in counted.items()})


def _keys(block: Block) -> Iterable[tuple[str, str]]:
    tokens: set[str] = set()
    node = block.node
    parent = node.parent or node
    grand = parent.parent or parent
    current: Any = node
    while current is not None:
        tokens.update(tokens_of(f"{current.name} {current.id}"))
        current = current.parent
    yield from (("tokens", token) for token in tokens)
    yield from (("tags", key) for key in ("t" + block.kind, "p" + parent.tag, "g" + grand.tag))
    words = block.words
    if words <= SHORT:
        low = phrase_of(block.text)
        yield from (("words", word) for word in set(low.split()))
        if words <= PHRASE:
            yield "words", "=" + low


def tables(examples: Sequence[Example]) -> Tables:
    """Log-odds of being content, smoothed towards the mean, of what at least some hosts have."""
    by_host: dict[str, Counter[tuple[str, str, bool]]] = defaultdict(Counter)
    for one in examples:
        by_host[one.host].update(one.counts)
    total: dict[tuple[str, str, bool], float] = defaultdict(float)
    hosts: dict[tuple[str, str], set[str]] = defaultdict(set)
    for name, counts in by_host.items():
        for (table, key, right), count in counts.items():
            total[table, key, right] += math.sqrt(count)
            hosts[table, key].add(name)
    base = [
        sum(n for (t, k, r), n in total.items() if t == "tags" and k[0] == "t" and r is right)
        for right in (False, True)
    ]
    prior = base[1] / sum(base)
    odds: dict[str, dict[str, float]] = {"tokens": {}, "tags": {}, "words": {}}
    for (table, key), names in hosts.items():
        if len(names) >= LEAST_HOSTS[table]:
            good, bad = total.get((table, key, True), 0), total.get((table, key, False), 0)
            share = (good + 2 * prior) / (good + bad + 2)
            odds[table][key] = round(math.log(share / (1 - share)) - math.log(prior / (1 - prior)), 2)
    for table in ("tokens", "words"):
        weight = {
            k: abs(v) * math.log(1 + total.get((table, k, True), 0) + total.get((table, k, False), 0))
            for k, v in odds[table].items()
        }
        odds[table] = {k: odds[table][k] for k in sorted(weight, key=weight.__getitem__, reverse=True)[:MOST_ENTRIES]}
    return Tables(odds["tokens"], odds["tags"], odds["words"])


def rows(one: Example, known: Sequence[Tables], which: int) -> tuple[list[list[float]], list[int]]:
    """The features of a page's blocks, by one of the tables, and their words."""
    table, blocks = known[which], blocks_of(one.page)
    depth = sum(1 for part in urlsplit(one.page[0]).path.split("/") if part)
    fresh = Tables(table.tokens, table.tags, table.words)
    return features(blocks, fresh, depth), [block.words for block in blocks]


def page_row(one: Example) -> list[float]:
    """The features of a page's type."""
    tree, _ = parse(to_text(one.page[2], one.page[1])[1])
    assert tree is not None
    return signals(one.page[0], tags.collect(collect(tree)), walk(tree))


def fit(examples: Sequence[Example], pool: Any) -> tuple[Any, Tables]:  # noqa: ANN401 - lightgbm has no types
    """The trees of the block model, and the tables that go with them."""
    import lightgbm  # noqa: PLC0415 - only to train
    import numpy as np  # noqa: PLC0415 - likewise

    fold = fold_of_hosts(examples, seed=1, count=INNER)
    known = [tables([one for one in examples if fold[one.host] != number]) for number in range(INNER)]
    found = pool.starmap(partial(_rows_of, known), [(one, fold[one.host]) for one in examples], 8)
    weights = [np.array(words, float) ** WEIGHT for _, words in found]
    data = lightgbm.Dataset(
        np.concatenate([np.array(table, dtype=np.float32) for table, _ in found]),
        np.concatenate([np.array(one.labels, float) for one in examples]),
        weight=np.concatenate([50 * weight / weight.sum() for weight in weights]),  # every page counts alike
    )
    return lightgbm.train(BLOCKS, data, TREES), tables(examples)


def _rows_of(known: Sequence[Tables], one: Example, which: int) -> tuple[list[list[float]], list[int]]:
    return rows(one, known, which)


def fold_of_hosts(examples: Sequence[Example], seed: int = 2, count: int = FOLDS) -> dict[str, int]:
    """The fold of each host, 0 to count - 1."""
    names = sorted({one.host for one in examples})
    random.Random(seed).shuffle(names)
    return {name: number % count for number, name in enumerate(names)}


def measure(examples: Sequence[Example], folds: int, pool: Any) -> None:  # noqa: ANN401 - a Pool
    """Print the word F1 of the chosen blocks on hosts that were not trained on."""
    fold = fold_of_hosts(examples)
    scores: dict[str, list[float]] = defaultdict(list)
    for number in range(folds):
        trees, known = fit([one for one in examples if fold[one.host] != number], pool)
        held = [one for one in examples if fold[one.host] == number]
        for one, (table, words) in zip(
            held, pool.starmap(partial(_rows_of, [known]), [(one, 0) for one in held], 8), strict=True
        ):
            blocks = blocks_of(one.page)
            kept, _ = choice.by_model(choice.evened(blocks, list(trees.predict(table))), words)
            text = "\n".join(block.text for block, keep in zip(blocks, kept, strict=True) if keep)
            scores[one.kind].append(word_f1(one.truth, text))
    for kind, values in sorted(scores.items()):
        print(f"{kind:15} {len(values):4} pages  F1 {statistics.mean(values):.3f}")
    every = [value for values in scores.values() for value in values]
    print(f"{'all':15} {len(every):4} pages  F1 {statistics.mean(every):.3f}")


def measure_types(examples: Sequence[Example], pool: Any) -> None:  # noqa: ANN401 - a Pool
    """Print the share of pages whose type is named right, on hosts that were not trained on, in all folds."""
    import numpy as np  # noqa: PLC0415 - only to train

    shapes, kinds = _shapes(examples, pool)
    fold = np.array([zlib.crc32(one.host.encode()) % FOLDS for one in examples])
    right = 0
    for number in range(FOLDS):
        held = fold == number
        guessed = _fit_types(shapes[~held], kinds[~held]).predict(shapes[held]).argmax(1)
        right += int((guessed == kinds[held]).sum())
    print(f"types: {right / len(examples):.3f} of {len(examples)} pages right")


def _shapes(examples: Sequence[Example], pool: Any) -> tuple[Any, Any]:  # noqa: ANN401 - a Pool
    import numpy as np  # noqa: PLC0415 - only to train

    shapes = np.array(pool.map(page_row, examples, 16), dtype=np.float32)
    return shapes, np.array([TYPES.index(one.kind.split()[0]) for one in examples])


def _fit_types(shapes: Any, kinds: Any) -> Any:  # noqa: ANN401 - numpy arrays
    import lightgbm  # noqa: PLC0415 - only to train

    return lightgbm.train(PAGES, lightgbm.Dataset(shapes, kinds), TYPE_ROUNDS)


def write(examples: Sequence[Example], pool: Any, path: Path = MODEL) -> None:  # noqa: ANN401 - a Pool
    """Train on all of the examples; write the data file."""
    trees, known = fit(examples, pool)
    data = {"blocks": _trees(trees), "types": _trees(_fit_types(*_shapes(examples, pool)))}
    data |= {"tokens": known.tokens, "tags": known.tags, "words": known.words}
    path.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def _trees(model: Any) -> list[Any]:  # noqa: ANN401 - lightgbm has no types
    return [_nodes(tree["tree_structure"]) for tree in model.dump_model()["tree_info"]]


def _nodes(node: dict[str, Any]) -> list[Any] | float:
    if "leaf_value" in node:
        return round(float(node["leaf_value"]), 4)
    threshold = float(f"{node['threshold']:.5g}")
    return [node["split_feature"], threshold, _nodes(node["left_child"]), _nodes(node["right_child"])]


def read_examples(webs: Sequence[Path], pool: Any) -> list[Example]:  # noqa: ANN401 - a Pool
    """The labelled pages of WEB_TYPES and WEB_DEV."""
    examples: list[Example] = []
    for web, name in zip(webs, ("", "article of web-dev"), strict=True):
        truths = {url: truth for url, truth in load_truth(web).items() if truth.text}
        entries = [(page, name or truths[page[0]].kind, truths[page[0]].text) for page in load(web, set(truths))]
        examples += [one for one in pool.map(example, entries, 8) if one is not None]
    return examples


def main() -> None:
    """Train and measure."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("webs", nargs=2, type=Path)
    options.add_argument("--measure", type=int, default=0)
    options.add_argument("--write", action="store_true")
    given = options.parse_args()
    with Pool(2) as pool:
        examples = read_examples(given.webs, pool)
        if given.measure:
            measure_types(examples, pool)
            measure(examples, given.measure, pool)
        if given.write:
            write(examples, pool)


if __name__ == "__main__":
    main()
