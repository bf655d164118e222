"""The schema, as numbered migrations: what makes an empty file, or one of an earlier version, a file of this version.

    m001_nouns.py  tables, full text and the view `cards`, as released with 0.1.0
    m002_verdicts_and_facts.py  `fetches.held` and `captures.markers` renamed, markers converted to facts
    m003_record_ids.py  which record gives which id
    m004_coverage.py  `captures.coverage`, `captures.page_type`, `captures.page_starts`
    m005_known_bodies.py  `fetches.extraction`
    m006_keeping.py  `resources.named_at`, `pages.marked_by`, `pages.marked_file`, `captures.dropped_at`
    m007_assessments.py  what is computed from stored data; `runs.planned`
    m008_claims.py  the table `claims`
    m009_local_links.py  links to files of the same project, and to anchors
    m010_search.py  full text: stems, titles first, scripts without spaces
    m011_credentials.py  no credentials of URLs and secrets of headers in files of earlier versions
    m012_imports.py  the table `imports`; `captures.source`
    m013_sketches.py  texts compared with those of their host: `sketches`, `host_answers`, columns of `fetches`
    m014_former_urls.py  the table `former_urls`
    m015_quotes.py  `citations.quotes`
    m016_differences.py  the table `differences`
    m017_space.py  `bodies.base`, `captures.preview_chars`
    m018_counters.py  the tables `counts` and `hosts`; `pages.fetched_at`, `pages.verdict_doubt`
    m019_headers.py  the table `header_sets`, `fetches.header_set`, the view `fetch_headers`
    m020_choosing.py  indexes of doubts, kinds, languages, tags, types, importance, and of who cites
    statements.py  how a script is executed

A released migration is never edited: a change is a new module `mNNN_topic.py` with a `NAME`, an `apply(db)` and small
named functions, added to `STEPS`. Its SQL and data conversions are literal and import no code of ours but
`statements.py`, so that later changes cannot alter what it does. One that changes what the view `cards` stands on drops
the view and creates it anew, from a definition of its own. All pending migrations run in one transaction
(`database.py`).

Tables are the design's nouns in the plural. The view `cards` is a public interface: its columns are a promise.
"""

from crawler.cache.lean_import import import_sqlite_utils

import_sqlite_utils()  # before a module of ours does

from sqlite_utils import Migrations  # noqa: E402

from crawler.cache.migrations import (  # noqa: E402
    m001_nouns,
    m002_verdicts_and_facts,
    m003_record_ids,
    m004_coverage,
    m005_known_bodies,
    m006_keeping,
    m007_assessments,
    m008_claims,
    m009_local_links,
    m010_search,
    m011_credentials,
    m012_imports,
    m013_sketches,
    m014_former_urls,
    m015_quotes,
    m016_differences,
    m017_space,
    m018_counters,
    m019_headers,
    m020_choosing,
)

STEPS = (
    m001_nouns,
    m002_verdicts_and_facts,
    m003_record_ids,
    m004_coverage,
    m005_known_bodies,
    m006_keeping,
    m007_assessments,
    m008_claims,
    m009_local_links,
    m010_search,
    m011_credentials,
    m012_imports,
    m013_sketches,
    m014_former_urls,
    m015_quotes,
    m016_differences,
    m017_space,
    m018_counters,
    m019_headers,
    m020_choosing,
)

migrations = Migrations("citecache")
for _step in STEPS:
    migrations(name=_step.NAME)(_step.apply)
