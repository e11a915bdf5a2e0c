"""What an assessor puts down in one assessment, what is missing in it, and what it decides. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from app.assessments.practicals.outcome import Levels, Verdict, outcome_of, top_level
from app.curriculum.model import Criterion, Practical

What: TypeAlias = Literal["level", "device_brand", "device_model", "photos", "remark", "reason"]


@dataclass(frozen=True)
class Judgement:
    """One assessment as it was put down, whole or not."""

    levels: Levels
    """Criteria that were forgotten are left out."""
    device_brand: str
    device_model: str
    not_yet: bool
    """The assessor decides "not yet competent", whatever the levels say."""
    remark: str
    stopped: bool = False
    """Something unsafe was done, and ended the assessment at once; the remark says what."""

    @property
    def device(self) -> tuple[str, str]:
        """What was worked on."""
        return self.device_brand, self.device_model


@dataclass(frozen=True)
class Gap:
    """Something that keeps a judgement from being recorded; `criterion_id` when `what` is a level."""

    what: What
    criterion_id: str = ""


def gaps(practical: Practical, judgement: Judgement, *, photos: int) -> tuple[Gap, ...]:
    """What is missing for this practical, in the order of the form; `photos` is how many there are.

    Every criterion has a level or is "not observed". Photos are asked for when the outcome is competent. A safety
    stop takes its reason and nothing else.
    """
    return tuple(_gaps_of_stop(practical, judgement) if judgement.stopped else _gaps(practical, judgement, photos))


def judged_alike(one: Practical, other: Practical) -> bool:
    """Whether the same levels mean the same in both: the same criteria, under whatever ids, and the same pass."""
    told = [(sorted(criterion.digest for criterion in each.criteria), each.pass_percent) for each in (one, other)]
    return told[0] == told[1]


def settled(practical: Practical, judgement: Judgement) -> Judgement:
    """The judgement as it is recorded: what a safety stop left unjudged was not observed."""
    if not judgement.stopped:
        return judgement
    unseen: dict[str, int | None] = dict.fromkeys(criterion.id for criterion in practical.criteria)
    return replace(judgement, levels={**unseen, **judgement.levels}, not_yet=False)


def verdict_of(practical: Practical, judgement: Judgement) -> tuple[Verdict, bool]:
    """The outcome of a whole judgement, and whether the assessor overruled levels that would have sufficed.

    Overruling goes one way: to "not yet competent", never to "competent". A safety stop is "not yet competent"
    whatever the levels, and overrules nothing.
    """
    if judgement.stopped:
        return "not_yet_competent", False
    outcome = outcome_of(practical, judgement.levels).outcome
    overruled = judgement.not_yet and outcome == "competent"
    return ("not_yet_competent" if overruled else outcome), overruled


def _gaps(practical: Practical, judgement: Judgement, photos: int) -> Iterator[Gap]:
    unjudged = [criterion for criterion in practical.criteria if not _is_judged(criterion, judgement)]
    for criterion in unjudged:
        yield Gap("level", criterion.id)
    if not judgement.device_brand:
        yield Gap("device_brand")
    if not judgement.device_model:
        yield Gap("device_model")
    if not unjudged and photos < practical.photos and verdict_of(practical, judgement)[0] == "competent":
        yield Gap("photos")
    if judgement.not_yet and not judgement.remark:
        yield Gap("remark")


def _gaps_of_stop(practical: Practical, judgement: Judgement) -> Iterator[Gap]:
    for criterion in practical.criteria:
        if criterion.id in judgement.levels and not _is_judged(criterion, judgement):
            yield Gap("level", criterion.id)
    if not judgement.remark:
        yield Gap("remark")


def _is_judged(criterion: Criterion, judgement: Judgement) -> bool:
    if criterion.id not in judgement.levels:
        return False
    level = judgement.levels[criterion.id]
    return level is None or 0 <= level <= top_level(criterion)
