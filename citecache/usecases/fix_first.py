"""What to fix first in one Document: its part of the worklist, without a look at the rest of the cache."""

from collections import defaultdict
from collections.abc import MutableMapping
from itertools import chain

from citecache.render.worklist.items import Concern, WorkItem
from citecache.usecases.cited_changes import cited_changes
from citecache.usecases.grades import CaptureGrade, some_grades
from citecache.usecases.replacements import mending
from citecache.usecases.todo import (
    OF_VERDICT,
    capture_concerns,
    change_in_words,
    gravest_first,
    importance,
    work_item,
)
from crawler.cache import CacheFile
from crawler.cache.places import DocumentPlaces
from crawler.cache.read.citing import cited_resources
from crawler.cache.read.findings import findings_of_pages
from crawler.cache.read.worklist import cited_weights, page_verdicts
from crawler.model import CitingDocument


def fix_first(
    cache: CacheFile, document: CitingDocument, known_grades: MutableMapping[str, CaptureGrade], *, most_graded: int
) -> tuple[list[WorkItem], int]:
    """The pages that a Document cites and that call for a person, the most important first: docs/todo.md. And how many
    Captures nobody has graded yet: at most `most_graded` are graded now.
    """
    ids = cited_resources(cache, document.id)
    found: dict[int, dict[Concern, str]] = defaultdict(dict)
    grades, ungraded = some_grades(cache, known_grades, most=most_graded, ids=ids)
    for id_, (page, verdict) in page_verdicts(cache, ids).items():
        if concern := OF_VERDICT.get(verdict):
            found[page][concern] = ""
        if one := grades.get(id_):
            for concern, detail in capture_concerns(one, verdict):
                found[page].setdefault(concern, detail)
    for page, some in cited_changes(cache, document.id).pages.items():
        found[page][Concern.CHANGED] = change_in_words(some)
    path = document.path
    called = document.name if path is None else DocumentPlaces.of(cache).shown(path)
    weights = cited_weights(cache, found)
    places = findings_of_pages(cache, weights)
    every = chain.from_iterable(places.values())
    mended = mending(cache, every, known_grades=known_grades, most_graded=0)
    items = [
        work_item(gravest_first(found[page]), weight, places[page], called, mended) for page, weight in weights.items()
    ]
    return sorted(items, key=importance), ungraded
