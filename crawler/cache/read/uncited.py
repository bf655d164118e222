"""The Resources that nothing cites, and why some are kept nevertheless."""

import json

from crawler.cache.database import CacheFile
from crawler.model import UncitedResource

BY_URL, MARKED, RECORD = "added by URL", "marked", "described in a record"
"""What a person has said about a Resource outside of citations, and may want to keep."""

RECORDS = "records"
"""The one format whose records need not cite what they describe. An entry of a bibliography cites: a Resource that none
cites has no entry any more.
"""


def uncited_resources(cache: CacheFile) -> list[UncitedResource]:
    """Every Resource without a citation, by URL."""
    describing = {
        f"{RECORDS}:{row[0]}"
        for row in cache.execute("SELECT path FROM documents WHERE path IS NOT NULL AND format = ?", [RECORDS])
    }
    rows = cache.execute(
        "SELECT r.id, r.url, r.page_id, r.named_at, p.marked_at, r.sources,"
        " EXISTS (SELECT 1 FROM record_ids WHERE id IN (r.id, r.stable_id)) FROM resources r"
        " JOIN pages p ON p.id = r.page_id"
        " WHERE NOT EXISTS (SELECT 1 FROM citations t WHERE t.resource_id = r.id) ORDER BY r.url, r.id"
    )
    found = []
    for id_, url, page_id, named, marked, sources, in_record in rows:
        described = in_record or not describing.isdisjoint(json.loads(sources).values())
        kept = MARKED if marked else BY_URL if named else RECORD if described else None
        found.append(UncitedResource(id=id_, url=url, page_id=page_id, kept_as=kept))
    return found
