"""Tally: how much is cited, counted the same way by every command."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What some Documents, or all, cite."""

    documents: int  # that were read
    citations: int  # places in these Documents, with line and column
    resources: int  # that are cited there, or described by a record, or named by themselves: each once
    named_documents: int = 0  # that only records name as citing
    named_citations: int = 0  # of a Resource in a Document, without a place: known from records only
