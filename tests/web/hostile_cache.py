"""A cache in which everything that strangers write is hostile: titles, URLs, texts, tags, names of files, claims."""

import json
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

from cited_web import NOW, SITE, START
from hostile_words import WORDS, file_name

from citecache import Cache
from crawler.cache import CacheFile
from crawler.cache.read.due import due_pages
from crawler.cache.write import runs
from crawler.cache.write.fetches import store_fetches
from crawler.model import Capture, Evidence, Fetch, Hop, Metadata, Outcome, Page, Selection, Verdict
from pipelines.preview import preview

VERDICTS = [one for one in Verdict if one not in (Verdict.LEGAL, Verdict.UNCHECKED)]


def url(number: int) -> str:
    return f"{SITE}/{number}/{quote(WORDS[number], safe='=:')}?q={quote(WORDS[-number])}"


def build_hostile(folder: Path) -> Path:
    """200 Resources, each with hostile words of its own in every field, cited by 200 Documents with such names.

    The first has all of them: as tags, in its text, in its evidence, and in what cites it.
    """
    records = [_record(number, words) for number, words in enumerate(WORDS)]
    (folder / "records.jsonl").write_text("".join(f"{json.dumps(record)}\n" for record in records))
    wiki = folder / "wiki"
    wiki.mkdir()
    for number, words in enumerate(WORDS):
        one_line = " ".join(words.replace("\0", "").split())
        text = f"# {one_line}\n\nThey say “{one_line}” in [{one_line}]({url(number)}), and in [another]({url(0)}).\n"
        (wiki / file_name(words, number)).write_text(text)
    path = folder / "citecache.db"
    with Cache(path, create=True) as cache:
        cache.add(folder / "records.jsonl", wiki)
    with CacheFile.open(path) as opened:
        for day in range(2):
            _crawl(opened, day)
    return path


def _record(number: int, words: str) -> dict[str, object]:
    fields = dict.fromkeys(("title", "type", "summary", "published_date"), words)
    all_of_them = WORDS if number == 0 else (words, WORDS[-1 - number])
    several = dict.fromkeys(("tags", "authors", "key_points"), all_of_them)
    return {"url": url(number), "importance": number % 100, **fields, **several}


def _crawl(cache: CacheFile, day: int) -> None:
    now = START + timedelta(days=day)
    run = runs.begin(cache, Selection(everything=True), now=now)
    for batch in list(due_pages(cache, run.selection, cutoff=run.cutoff, now=now, batch=1_000)):
        numbers = {url(number): number for number in range(len(WORDS))}
        fetches = [_fetch(numbers.get(page.url, 1), page, day) for page in batch]
        store_fetches(cache, fetches, run_id=run.id)
    runs.finish(cache, run, now=NOW)


def _fetch(number: int, page: Page, day: int) -> Fetch:
    words = WORDS[number]
    several = WORDS if number == 0 else WORDS[number : number + 3]
    verdict = VERDICTS[(number + day) % len(VERDICTS)]
    text = "\n\n".join([words, *(f"- {one}" for one in several), *several, "Words enough. " * 20, f"Day {day}."])
    metadata = Metadata(title=words, authors=(words,), sitename=words, description=words, language=words, kind=words)
    capture = Capture(
        media_type="text/html",
        charset=words,
        text=text,
        preview=preview(text)[0],
        doubt=words,
        headings=(words,),
        metadata=metadata,
        extractor=words,
    )
    return Fetch(
        page=page,
        started_at=START + timedelta(days=day),
        elapsed=0.2,
        outcome=Outcome.RESPONSE,
        status=200,
        error=words,
        final_url=f"{SITE}/{number}/{quote(words)}",
        redirects=(Hop(url=f"{SITE}/{words}", status=301),),
        headers=(("content-type", "text/html"), ("x-words", words)),
        body=f"<script>alert({number})</script>{words}".encode(),
        capture=capture,
        verdict=verdict,
        effective_verdict=verdict,
        evidence=tuple(Evidence(rule=one, verdict=verdict, detail=one) for one in several),
    )
