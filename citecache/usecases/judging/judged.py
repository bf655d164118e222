"""Which claims a model is asked about, what of it is known already, and what came of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import lru_cache, partial
from typing import Any

from citecache.results import ClaimCheck, ClaimJudgement, ClaimVerdict
from citecache.usecases.claims import CheckedClaim
from citecache.usecases.grades import Advance
from citecache.usecases.judging.asking import KeptJudgement, ModelRun
from citecache.usecases.judging.language_model import LanguageModel
from citecache.usecases.judging.question import prompt_version
from crawler.cache import CacheFile
from crawler.cache.read import assessments, changes
from crawler.cache.write.assessments import keep
from crawler.model import Assessment, CaptureRecord

RULES = 1
"""Raise it when the same answer can be judged otherwise, or another part of a text is sent: it is asked again."""

TEXTS = 4
"""Texts that are held at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedClaims:
    """All claims, with what the model says of them."""

    checks: tuple[ClaimCheck, ...]
    failure: str | None  # why the model, which is named, was not asked further, or gave no answer at all
    interrupted: bool

    @property
    def judged(self) -> int:
        """Those of which the model said something, now or before."""
        return sum(one.judgement is not None and one.judgement.judged_at is not None for one in self.checks)


@dataclass(frozen=True, slots=True)
class _JudgeableClaim:
    """A claim that a model can be asked about. `key`: this claim, this text, this model."""

    key: str
    stamp: str
    checked: CheckedClaim
    capture: CaptureRecord

    @property
    def calm(self) -> float:
        """Ascending, the most doubtful come first; at the end, those without a doubt to go by."""
        doubt = self.checked.check.doubt
        return 1.0 if doubt is None else -doubt


def judge_claims(
    cache: CacheFile,
    claims: Sequence[CheckedClaim],
    model: LanguageModel,
    *,
    now: Callable[[], datetime],
    limit: int | None = None,
    advance: Advance | None = None,
) -> JudgedClaims:
    """Have a model judge the claims that have a text, the most doubtful first, `limit` of them at most, not counting
    what it has judged before. Each answer is stored at once; after an error of the model it is not asked any more.
    """
    judging = _Judging(cache, model, now)
    judgeable = [judging.judgeable(one) for one in claims]
    known = judging.known([one for one in judgeable if one])
    new = {one.key: one for one in judgeable if one and one.key not in known}
    wanted = sorted(new.values(), key=lambda one: one.calm)
    said = judging.ask(wanted[:limit], advance)
    said |= {one.key: "the limit was reached" for one in wanted[len(said) :]}
    checks = [
        replace(one.check, judgement=judging.unverifiable(one) if of is None else judging.judgement(of, known, said))
        for one, of in zip(claims, judgeable, strict=True)
    ]
    return JudgedClaims(checks=tuple(checks), failure=judging.failure(said), interrupted=judging.run.interrupted)


class _Judging:
    """One run of a model over claims."""

    def __init__(self, cache: CacheFile, model: LanguageModel, now: Callable[[], datetime]) -> None:
        self.run = ModelRun(model, now)
        self._cache = cache
        self._name = model.name
        self._text = lru_cache(TEXTS)(lambda capture_id: changes.text(cache, capture_id))

    def judgeable(self, one: CheckedClaim) -> _JudgeableClaim | None:
        """None: there is no text, or none that may be given away."""
        capture = one.source.capture
        if capture is None or one.source.no_text is not None or one.source.withheld is not None:
            return None
        key = assessments.stamp(one.check.claim, capture.text_sha256, self._name)
        return _JudgeableClaim(key, assessments.stamp(RULES, prompt_version(), capture.title), one, capture)

    def known(self, claims: Sequence[_JudgeableClaim]) -> dict[str, KeptJudgement]:
        """Key -> what the model has said in an earlier run."""
        kept = assessments.stored(self._cache, assessments.JUDGEMENT, [one.key for one in claims])
        current = (one.key for one in claims if one.key in kept and kept[one.key].stamp == one.stamp)
        read = ((key, _kept(kept[key].result)) for key in current)
        return {key: found for key, found in read if found is not None}

    def ask(self, wanted: Sequence[_JudgeableClaim], advance: Advance | None) -> dict[str, KeptJudgement | str]:
        """Key -> what the model says now, or why it says nothing."""
        said: dict[str, KeptJudgement | str] = {}
        if advance is not None and wanted:
            advance(0, len(wanted))
        for number, one in enumerate(wanted, start=1):
            answer = self.run.judge(one.checked.check.claim, one.capture.title, partial(self._text, one.capture.id))
            if isinstance(answer, KeptJudgement):
                keep(self._cache, assessments.JUDGEMENT, {one.key: Assessment(one.stamp, asdict(answer))})
            said[one.key] = answer
            if advance is not None and self.run.failure is None and not self.run.interrupted:
                advance(number, len(wanted))
        return said

    def failure(self, said: Mapping[str, KeptJudgement | str]) -> str | None:
        """Why the model was not asked further; or, if it said nothing of any claim, why of the first."""
        answered = any(isinstance(one, KeptJudgement) for one in said.values())
        lost = next((one for one in said.values() if isinstance(one, str) and not answered), None)
        reason = self.run.failure or lost
        return reason and f"{self._name}: {reason}"

    def unverifiable(self, one: CheckedClaim) -> ClaimJudgement:
        """Of a claim that no model is asked about."""
        return self._claim_judgement(ClaimVerdict.UNVERIFIABLE, one.source.withheld or one.source.no_text)

    def judgement(
        self, one: _JudgeableClaim, known: Mapping[str, KeptJudgement], said: Mapping[str, KeptJudgement | str]
    ) -> ClaimJudgement:
        answer = known.get(one.key) or said[one.key]
        if isinstance(answer, str):
            return self._claim_judgement(None, answer)
        verdict, reason = _limited(answer, one)
        words = "" if answer.start is None else self._text(one.capture.id)[answer.start : answer.end]
        judged = self._claim_judgement(verdict, reason)
        judged = replace(judged, judged_at=answer.judged_at, cached=one.key in known)
        return replace(judged, passage=words, start=answer.start, end=answer.end) if words else judged

    def _claim_judgement(self, verdict: ClaimVerdict | None, reason: str | None) -> ClaimJudgement:
        return ClaimJudgement(
            verdict=verdict,
            reason=reason,
            passage=None,
            start=None,
            end=None,
            model=self._name,
            prompt_version=prompt_version(),
            judged_at=None,
            cached=False,
        )


def _limited(answer: KeptJudgement, one: _JudgeableClaim) -> tuple[ClaimVerdict, str | None]:
    """The verdict, and what it does not rest on."""
    if answer.refused is not None:
        return ClaimVerdict.UNVERIFIABLE, f"the model's answer was refused: {answer.refused}"
    missing = answer.verdict is ClaimVerdict.UNSUPPORTED and answer.start is None
    if missing and one.checked.source.partial is not None:
        return ClaimVerdict.UNVERIFIABLE, one.checked.source.partial
    if answer.sent is not None:
        return answer.verdict, f"judged by the closest {answer.sent:,} of {one.capture.text_chars:,} characters"
    return answer.verdict, None


def _kept(result: Any) -> KeptJudgement | None:  # noqa: ANN401 - JSON
    """A stored judgement; None: it is none of ours, so that the model is asked again."""
    try:
        found = KeptJudgement(**result | {"verdict": ClaimVerdict(result["verdict"])})
    except (TypeError, KeyError, ValueError):
        return None
    numbers = all(one is None or isinstance(one, int) for one in (found.start, found.end, found.sent))
    words = all(one is None or isinstance(one, str) for one in (found.judged_at, found.refused))
    return found if numbers and words else None
