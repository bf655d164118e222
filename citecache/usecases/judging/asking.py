"""A model asked about one claim after the other, until it fails."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from citecache.results import ClaimVerdict
from citecache.usecases.judging.answer import PlacedAnswer, RefusedAnswer, placed_answer
from citecache.usecases.judging.language_model import LanguageModel, ModelFailure
from citecache.usecases.judging.question import SCHEMA, question
from crawler.cache import utc
from pipelines.claims import ClaimSource, excerpts

ASKS = 2
"""Times that a model is asked about a claim: once more after an answer that is refused."""

MOST_LOST = 3
"""Claims in a row without an answer that can be read, after which no more are asked: the model cannot do it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptJudgement:
    """What is stored of an answer: no words of the page."""

    verdict: ClaimVerdict
    judged_at: str  # UTC, ISO 8601 with Z
    start: int | None = None
    end: int | None = None
    refused: str | None = None  # why the answer was, twice
    sent: int | None = None  # characters of the text that the model was given; None: all


class ModelRun:
    """`failure`: why the model is not asked any more; `interrupted`: because of Ctrl-C."""

    def __init__(self, model: LanguageModel, now: Callable[[], datetime]) -> None:
        self.failure: str | None = None
        self.interrupted = False
        self._model = model
        self._now = now
        self._lost = 0  # in a row

    def judge(self, claim: str, title: str | None, read: Callable[[], str]) -> KeptJudgement | str:
        """What the model says of a claim and a text, or why it says nothing. `read` gives the text."""
        try:
            if self.failure is None and not self.interrupted:
                return self._judgement(claim, title or "", read())
        except ModelFailure as failure:
            if failure.of_question:
                return self._without(str(failure))
            self.failure = str(failure)
        except KeyboardInterrupt:
            self.interrupted = True
        return self.failure or "interrupted"

    def _judgement(self, claim: str, title: str, text: str) -> KeptJudgement | str:
        if not text:  # another program has dropped it meanwhile
            return "the text is no longer kept"
        spans = excerpts(claim, ClaimSource(text))
        parts = [text[start:end] for start, end in spans]
        sent = None if spans == ((0, len(text)),) else sum(map(len, parts))
        refused: RefusedAnswer | None = None
        for _ in range(ASKS):
            asked = question(claim, title, parts, boundary=token_hex(8), refused=refused.reason if refused else None)
            found = placed_answer(self._model.ask(asked.system, asked.prompt, SCHEMA), text)
            if isinstance(found, PlacedAnswer):
                return self._kept(found, sent)
            refused = found
        if refused is not None and refused.malformed:
            return self._without(f"the answer cannot be read: {refused.reason}")
        return self._kept(PlacedAnswer(ClaimVerdict.UNVERIFIABLE), sent, refused)

    def _kept(self, found: PlacedAnswer, sent: int | None, refused: RefusedAnswer | None = None) -> KeptJudgement:
        self._lost = 0
        return KeptJudgement(
            verdict=found.verdict,
            judged_at=utc(self._now()),
            start=found.start,
            end=found.end,
            refused=refused.reason if refused else None,
            sent=sent,
        )

    def _without(self, reason: str) -> str:
        """No answer about this claim, and perhaps about the next."""
        self._lost += 1
        if self._lost >= MOST_LOST:
            self.failure = reason
        return reason
