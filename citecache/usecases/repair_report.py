"""What `repair` proposes or has done, document by document: for JSON and for the Python API."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from citecache.render.patch import diff_lines
from citecache.usecases.repair import DocumentRepair, RepairPlan
from citecache.usecases.replacements import Replacement, ReplacementKind
from crawler.model import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class UrlRepair:
    """A place in a document where a URL is replaced."""

    line: int  # from 1
    column: int  # from 1, in characters
    url: str  # as cited until now
    new_url: str
    kind: ReplacementKind
    verdict: Verdict  # of the page at `url`
    reason: str  # one line for a person


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairedDocument:
    """A document in which URLs are replaced, or cannot be."""

    document: str  # its path
    repairs: tuple[UrlRepair, ...]  # in the order of the text
    left: Mapping[str, str]  # URL as cited -> why it is not replaced everywhere
    written: bool  # whether the file has been changed
    refused: str | None  # why it has not, though it was to be
    diff: str  # unified, with the reasons; bytes outside of the encoding are surrogates (PEP 383); "": nothing changes


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairReport:
    """All documents in which a URL is replaced or has to stay, by path."""

    documents: tuple[RepairedDocument, ...]
    without_copy: int  # cited URLs of pages that are gone, for which no archived copy is known
    with_copy: int  # those that stay, since the documents name archived copies of them
    written: bool  # whether files were to be changed

    @property
    def diff(self) -> str:
        """Those of all documents."""
        return "".join(one.diff for one in self.documents)


def report(plan: RepairPlan, documents: Iterable[DocumentRepair], *, written: bool) -> RepairReport:
    """What was planned for these documents. `written`: they have been through `repair.write`."""
    rows = [_document(one, plan.replacements, written=written) for one in documents]
    return RepairReport(
        documents=tuple(rows), without_copy=plan.without_copy, with_copy=plan.with_copy, written=written
    )


def diff(one: DocumentRepair, replacements: Mapping[str, Replacement]) -> str:
    """The change of a document as a unified diff, which `git apply` and `patch` take."""
    changed = one.rewritten
    reasons = ((edit.place.start, replacements[edit.place.url].reason) for edit in changed.edits)
    return "".join(diff_lines(one.path, changed.before, changed.after, reasons))


def _document(one: DocumentRepair, replacements: Mapping[str, Replacement], *, written: bool) -> RepairedDocument:
    return RepairedDocument(
        document=one.path,
        repairs=tuple(_repairs(one, replacements)),
        left=dict(one.rewritten.left),
        written=written and one.changed,
        refused=one.refused,
        diff=diff(one, replacements),
    )


def _repairs(one: DocumentRepair, replacements: Mapping[str, Replacement]) -> Iterable[UrlRepair]:
    for edit in one.rewritten.edits:
        place, why = edit.place, replacements[edit.place.url]
        yield UrlRepair(
            line=place.line,
            column=place.column,
            url=place.url,
            new_url=edit.new_url,
            kind=why.kind,
            verdict=why.verdict,
            reason=why.reason,
        )
