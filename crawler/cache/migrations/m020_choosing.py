"""Migration 020: indexes by which a few cards are found among many. Frozen once released.

Those of doubts, tags, types and importance have only rows that have one. Kind and language are looked up in their
index alone, since they stand behind the text in a Capture. The index of citations by Resource has the Document as
well: who cites it is counted without reading the citations.
"""

from sqlite_utils import Database

from crawler.cache.migrations.statements import run

NAME = "m020_choosing"

INDEXES = """
CREATE INDEX captures_doubt ON captures (page_id, doubt) WHERE doubt IS NOT NULL;
CREATE INDEX fetches_doubt ON fetches (page_id) WHERE instr(seen, '"doubt"') > 0;
CREATE INDEX captures_kind ON captures (kind, page_id) WHERE kind IS NOT NULL;
CREATE INDEX captures_language ON captures (language, page_id) WHERE language IS NOT NULL;
CREATE INDEX resources_tags ON resources (tags) WHERE tags IS NOT NULL;
CREATE INDEX resources_type ON resources (type) WHERE type IS NOT NULL;
CREATE INDEX resources_importance ON resources (importance) WHERE importance IS NOT NULL;
DROP INDEX citations_resource;
CREATE INDEX citations_resource ON citations (resource_id, document_id);
"""


def apply(db: Database) -> None:
    """Add the indexes."""
    run(db, INDEXES)
