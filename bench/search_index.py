"""What the full-text index takes: ours, plain words, and trigrams over the same texts.

    python bench/search_index.py FOLDER...

Each folder's text files are one set. Printed are the bytes that an index adds to a file, and the time of a query.
"""

import sqlite3
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from crawler.text.segments import segmented

WORDS = "unicode61 remove_diacritics 2"
SEGMENTS = f"porter {WORDS} categories 'L* N* Co M*'"
QUERIES = 200


def main() -> int:
    """A line for each set and index."""
    print(f"{'texts':<20} {'index':<22} {'text bytes':>11} {'index bytes':>11} {'ms a query':>10}")
    for folder in map(Path, sys.argv[1:]):
        texts = [path.read_text("utf-8", "replace") for path in sorted(folder.rglob("*")) if path.is_file()]
        pairs = [found for text in texts if (found := segmented(text))]
        size = sum(len(text.encode()) for text in texts)
        for name, tokenizer, indexed, content in (
            ("plain words", WORDS, texts, "texts"),
            ("words, other forms", f"porter {WORDS}", texts, "texts"),
            ("pairs of letters", SEGMENTS, pairs, ""),
            ("trigrams", "trigram", texts, "texts"),
        ):
            if not indexed:
                continue
            taken, query = measured(tokenizer, indexed, content)
            print(f"{folder.name:<20} {name:<22} {size:>11,} {taken:>11,} {query:>10.2f}")
    return 0


def measured(tokenizer: str, texts: Sequence[str], content: str) -> tuple[int, float]:
    """Bytes of the index, without the texts, and CPU milliseconds of a query of two of its words."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "index.db"
        db = sqlite3.connect(path)
        db.execute("CREATE TABLE texts (id INTEGER PRIMARY KEY, text TEXT)")
        if content:
            db.executemany("INSERT INTO texts (text) VALUES (?)", ((text,) for text in texts))
        db.commit()
        before = path.stat().st_size
        rowid = ", content_rowid='id'" if content else ""
        db.execute(f"CREATE VIRTUAL TABLE i USING fts5(text, tokenize=\"{tokenizer}\", content='{content}'{rowid})")
        db.executemany("INSERT INTO i (rowid, text) VALUES (?, ?)", enumerate(texts, 1))
        db.execute("INSERT INTO i (i) VALUES ('optimize')")
        db.commit()
        db.execute("VACUUM")
        taken = path.stat().st_size - before
        query = _query(texts)
        start = time.process_time()
        for _ in range(QUERIES):
            db.execute("SELECT rowid FROM i WHERE i MATCH ? ORDER BY rank LIMIT 20", [query]).fetchall()
        took = (time.process_time() - start) / QUERIES * 1000
        db.close()
    return taken, took


def _query(texts: Sequence[str]) -> str:
    """Two words from the middle of the texts: of four letters or more, else pairs."""
    every = [word for word in " ".join(texts).split() if word.isalnum()]
    words = [word for word in every if len(word) > 3] or every
    return " ".join(f'"{word}"' for word in words[len(words) // 2 :][:2])


if __name__ == "__main__":
    sys.exit(main())
