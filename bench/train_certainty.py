"""Fits how likely a text is its page's content (pipelines/extract/html/certainty.py), by cross-validation over hosts.

    python bench/train_certainty.py WEB_TYPES WEB_DEV [--models FOLDER] [--write]

The models of blocks and page types are trained five times, each time without the hosts of one fold, and the whole
engine reads the pages of those hosts: the models that we ship have seen all of them, and promise too much there. From
the signs of each page a ridge regression tells its word F1. Printed are that F1, by page type, and, for hosts that the
regression has not seen either, how well it tells poor pages, beside the F1 that the block model promises: the area
under the curve, and the poor pages that carry no doubt where 3 % of the good ones do. `--models` keeps the models of
the folds, which take most of the time, and uses those that it finds. Needs what bench/train_blocks.py needs.
"""

import argparse
import json
import sys
import tempfile
import zlib
from multiprocessing import Pool
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from scores import word_f1  # noqa: E402 - runs from a checkout
from train_blocks import FOLDS, Example, fold_of_hosts, read_examples, write  # noqa: E402 - likewise

from crawler.text.tidy import tidy  # noqa: E402 - likewise
from pipelines.extract.decode import to_text  # noqa: E402 - likewise
from pipelines.extract.elements import collect  # noqa: E402 - likewise
from pipelines.extract.html import declared, model  # noqa: E402 - likewise
from pipelines.extract.html.engine import main_text  # noqa: E402 - likewise
from pipelines.extract.html.markup import parse  # noqa: E402 - likewise
from pipelines.extract.metadata import tags  # noqa: E402 - likewise

CERTAINTY = ROOT / "pipelines" / "extract" / "html" / "data" / "certainty.json"
PENALTY = 30.0
"""Of the ridge regression, on standardised signs. From 3 to 100 it makes no difference."""

SPLITS = 10
POOR, GOOD, ALLOWED = 0.5, 0.9, 0.03


def read(one: Example) -> tuple[tuple[float, ...], float]:
    """The signs of a page and the word F1 of its text, by the model that the process uses."""
    url, content_type, body = one.page
    tree, _ = parse(to_text(body, content_type)[1])
    assert tree is not None
    elements = collect(tree)
    found = tags.collect(elements)
    said = declared.look(url, found, elements).certain
    main = main_text(tree, found, url, known=(), authors=(), declared=said)
    return main.signs, word_f1(one.truth, tidy("\n\n".join(main.paragraphs)))


def use(path: Path) -> None:
    """Make a new process use the models of a fold."""
    model.DATA = path


def unseen(examples: list[Example], folder: Path, pool: Any) -> list[tuple[Example, tuple[float, ...], float]]:  # noqa: ANN401 - a Pool
    """Each page, its signs and F1 by the models that were trained without its host."""
    fold = fold_of_hosts(examples)
    found = []
    for number in range(FOLDS):
        path = folder / f"model{number}.json"
        if not path.exists():
            write([one for one in examples if fold[one.host] != number], pool, path)
        held = [one for one in examples if fold[one.host] == number]
        with Pool(2, use, (path,)) as readers:
            found += [(one, *measured) for one, measured in zip(held, readers.map(read, held, 8), strict=True)]
    return found


def fit(rows: Any, f1: Any) -> tuple[float, Any]:  # noqa: ANN401 - numpy arrays
    """(base, weights) of the ridge regression."""
    import numpy as np  # noqa: PLC0415 - only to train

    mean, scale = rows.mean(0), rows.std(0) + 1e-9
    scaled = (rows - mean) / scale
    system = scaled.T @ scaled + PENALTY * np.eye(rows.shape[1])
    weights = np.linalg.solve(system, scaled.T @ (f1 - f1.mean())) / scale
    return float(f1.mean() - mean @ weights), weights


def report(name: str, told: Any, f1: Any) -> None:  # noqa: ANN401 - numpy arrays
    """Print how well a number tells poor pages."""
    import numpy as np  # noqa: PLC0415 - only to train

    poor, good = told[f1 < POOR], told[f1 > GOOD]
    rest = told[f1 >= POOR]
    area = float(np.mean([np.mean(one < rest) + np.mean(one == rest) / 2 for one in poor]))
    least = np.sort(good)[int(ALLOWED * len(good))]
    silent = int((poor >= least).sum())
    print(f"{name:12} AUC {area:.3f}, silent {silent} of {len(poor)} where {ALLOWED:.0%} of {len(good)} carry a doubt")


def main() -> None:
    """Train and measure."""
    import numpy as np  # noqa: PLC0415 - only to train

    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("webs", nargs=2, type=Path)
    options.add_argument("--models", type=Path)
    options.add_argument("--write", action="store_true")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary, Pool(2) as pool:
        folder = given.models or Path(temporary)
        folder.mkdir(exist_ok=True)
        found = unseen(read_examples(given.webs, pool), folder, pool)
    for kind in sorted({one.kind for one, _, _ in found}):
        values = [value for one, _, value in found if one.kind == kind]
        print(f"{kind:20} {len(values):4} pages  F1 {np.mean(values):.3f}")
    rows, f1 = np.array([signs for _, signs, _ in found]), np.array([value for _, _, value in found])
    split = np.array([zlib.crc32(one.host.encode()) % SPLITS for one, _, _ in found])
    told = np.zeros(len(found))
    for number in range(SPLITS):
        base, weights = fit(rows[split != number], f1[split != number])
        told[split == number] = base + rows[split == number] @ weights
    report("promised F1", rows[:, 0], f1)
    report("expected F1", told, f1)
    base, weights = fit(rows, f1)
    if given.write:
        data = {"base": round(base, 4), "weights": [round(float(weight), 4) for weight in weights]}
        CERTAINTY.write_text(json.dumps(data) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
