"""What `repair` needs of the cache beside findings: the record files a URL stands in, and pages with the same text."""

import json
from collections.abc import Collection, Iterable

from crawler.cache.database import CacheFile
from crawler.cache.places import DocumentPlaces
from crawler.cache.read.card_filters import VERDICT_DOUBT


def record_documents(cache: CacheFile, urls: Collection[str]) -> set[str]:
    """The Documents, as shown, whose records describe one of these URLs: each that gives it an id, else the first."""
    places = DocumentPlaces.of(cache)
    sql = """
        SELECT DISTINCT json_extract(r.sources, '$.url') FROM json_each(?) AS wanted
        JOIN resources r ON r.url = wanted.value WHERE json_extract(r.sources, '$.url') IS NOT NULL
    """
    origins = cache.execute(sql, [json.dumps([*urls])]).fetchall()
    sql = """
        SELECT DISTINCT d.path FROM record_ids i JOIN documents d ON d.id = i.document_id
        WHERE i.url IN (SELECT value FROM json_each(?)) AND d.path IS NOT NULL
    """
    with_id = [path for (path,) in cache.execute(sql, [json.dumps([*urls])])]
    return {places.shown(path) for path in [*with_id, *(origin.partition(":")[2] for (origin,) in origins)] if path}


def with_archive_url(cache: CacheFile, urls: Collection[str]) -> set[str]:
    """Those of these URLs, as cited, whose record names an archived copy."""
    sql = """
        SELECT r.url FROM json_each(?) AS wanted JOIN resources r ON r.url = wanted.value
        WHERE r.archive_url IS NOT NULL
    """
    return {url for (url,) in cache.execute(sql, [json.dumps([*urls])]).fetchall()}


def doubtful(cache: CacheFile, ids: Collection[str]) -> set[str]:
    """The Resources, of these ids, whose verdict was close: the judge has a doubt."""
    sql = f"""
        SELECT r.id FROM json_each(?) AS wanted JOIN resources r ON r.id = wanted.value
        JOIN pages p ON p.id = r.page_id WHERE {VERDICT_DOUBT} IS NOT NULL
    """
    return {id_ for (id_,) in cache.execute(sql, [json.dumps([*ids])]).fetchall()}


def same_text(cache: CacheFile, pairs: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """The pairs of Pages, by URL, whose last good texts are equal."""
    sql = """
        SELECT a.value ->> 0, a.value ->> 1 FROM json_each(?) AS a
        JOIN pages one ON one.url = a.value ->> 0 JOIN captures c ON c.id = one.last_good_capture_id
        JOIN pages other ON other.url = a.value ->> 1 JOIN captures d ON d.id = other.last_good_capture_id
        WHERE c.text_sha256 = d.text_sha256
    """
    return {(one, other) for one, other in cache.execute(sql, [json.dumps([*pairs])]).fetchall()}
