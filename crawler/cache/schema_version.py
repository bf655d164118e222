"""What a file of this version is known by, without the migrations that make it."""

APPLICATION_ID = 0x63697465
"""`PRAGMA application_id` of a citecache file: "cite" in ASCII (sqlite.org/pragma.html#pragma_application_id)."""

SCHEMA_VERSION = 20
"""`PRAGMA user_version`: the number of migrations. A file with a higher one is from a newer citecache."""

SCHEMA_DIGEST = "364959d32109d23f"
"""Of the schema that they make (`schema.digest`). A test says what it is to be."""
