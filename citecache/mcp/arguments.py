"""What each tool takes, as models that the SDK's library checks; their JSON Schemas are what a client sees."""

from typing import Annotated

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

MAX_LENGTH = 50_000
"""Characters of a text in one answer: some 12,000 tokens of English."""

Wanted = Annotated[
    str,
    Field(
        min_length=1,
        max_length=10_000,
        validation_alias=AliasChoices("url_or_id", "url", "id", "stable_id"),
        description="The cited page: its URL, resource ID (16 hex digits), stable ID (sid_...) or citation key.",
    ),
]


class ToolArguments(BaseModel):
    """What all tools have in common: a name that is not known is a mistake."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class SearchArguments(ToolArguments):
    query: Annotated[
        str,
        Field(
            min_length=1,
            max_length=2_000,
            description='All words must be there, in any form; "quoted words" stay together; cora* finds beginnings.',
        ),
    ]
    limit: Annotated[int, Field(ge=1, le=50, description="The most hits.")] = 10


class CardArguments(ToolArguments):
    url_or_id: Wanted


class TextArguments(ToolArguments):
    url_or_id: Wanted
    page: Annotated[
        int | None, Field(ge=1, description="A page of a document with pages, such as a PDF; instead of start.")
    ] = None
    start: Annotated[int, Field(ge=0, description="The first character (code point), from 0.")] = 0
    length: Annotated[int, Field(ge=1, le=MAX_LENGTH, description="The most characters.")] = 10_000
    capture_id: Annotated[
        int | None,
        Field(
            ge=1, le=2**63 - 1, description="Another capture of the page than its newest good one."
        ),  # SQLite's INTEGER
    ] = None


class EvidenceArguments(ToolArguments):
    url_or_id: Wanted
    fetches: Annotated[int, Field(ge=1, le=100, description="The most fetches and archive lookups, newest first.")] = 5


class QuoteArguments(ToolArguments):
    url_or_id: Wanted
    quote: Annotated[
        str,
        Field(
            min_length=1,
            max_length=20_000,
            description="The quoted words. `...`, `[...]` and `[T]he` are read as editors mean them.",
        ),
    ]
