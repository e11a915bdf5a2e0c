"""Work that is judged again, and what comes of comparing the two judgements. Pure.

Until a moderator has judged, they know `WorkToJudge` and nothing else: neither levels, nor outcome, nor whose judgement
it was, nor whose work.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias
from uuid import UUID

from app.assessments.practicals.facts import SeenSignOff
from app.assessments.practicals.outcome import Levels, Verdict, outcome_of, top_level
from app.assessments.practicals.sampling import Why
from app.curriculum.model import Criterion, Practical
from app.shared.intervals import Estimate, share

Second: TypeAlias = Literal["competent", "not_yet_competent", "cannot_tell"]
"""The outcome that a moderator comes to."""
Standing: TypeAlias = Literal["agrees", "cannot_tell", "waits", "stands", "corrected", "set_aside"]
"""What has come of a moderator's judgement: the same outcome; nothing that can be told; another outcome, which the
assessor has not answered yet, or keeps to theirs, or has corrected, or which a coordinator settled."""


What: TypeAlias = Literal["level", "words"]


@dataclass(frozen=True)
class SecondJudgement:
    """What a moderator puts down, whole or not."""

    levels: Levels
    """By criterion, None: it can't be told from the photos. Criteria that were forgotten are left out."""
    not_yet: bool
    """The moderator decides "not yet competent", whatever the levels say."""
    words: str
    """What led them to it."""


@dataclass(frozen=True)
class SecondGap:
    """Something that keeps a moderator's judgement from being recorded; `criterion_id` when `what` is a level."""

    what: What
    criterion_id: str = ""


def second_gaps(practical: Practical, judged: SecondJudgement) -> tuple[SecondGap, ...]:
    """What is missing, in the order of the form: a level or "can't tell" for each criterion, and words."""
    unjudged = (each for each in practical.criteria if not _is_judged(each, judged.levels))
    return (*(SecondGap("level", each.id) for each in unjudged), *(() if judged.words else (SecondGap("words"),)))


def second_outcome(practical: Practical, judged: SecondJudgement) -> Second:
    """What a moderator's whole judgement comes to.

    It can be told where what they couldn't see would change nothing, whether all of it was well done or all badly.
    """
    if judged.not_yet:
        return "not_yet_competent"
    if all(level is None for level in judged.levels.values()):
        return "cannot_tell"
    best, worst = (outcome_of(practical, _filled(practical, judged.levels, well=well)) for well in (True, False))
    return best.outcome if best.outcome == worst.outcome else "cannot_tell"


def agrees(first: str, second: Second) -> bool:
    """Whether the moderator's outcome doesn't contradict the sign-off's; where it can't be told, it doesn't."""
    return second in (first, "cannot_tell")


def standing_of(second: Second, *, agreed: bool, stands: bool, corrected: bool, set_aside: bool) -> Standing:
    """What has come of a judgement: `stands`, the assessor kept to theirs; the rest happened to the sign-off since."""
    if second == "cannot_tell":
        return "cannot_tell"
    if agreed:
        return "agrees"
    if stands:
        return "stands"
    if corrected:
        return "corrected"
    return "set_aside" if set_aside else "waits"


@dataclass(frozen=True)
class WorkToJudge:
    """Somebody's work at the bench, as a moderator sees it before they have judged it."""

    id: UUID
    """Of the moderation."""
    practical: Practical
    """Of the revision in which the work was done."""
    revision_id: int
    device: str
    remark: str
    photo_ids: tuple[UUID, ...]
    done_at: datetime
    site_name: str
    time_zone: str
    enrolment_id: UUID
    """For the lock behind which it is judged; no page shows it."""


@dataclass(frozen=True)
class Answer:
    """What the assessor answered to a moderator who came to another outcome: that they keep to theirs."""

    words: str
    at: datetime


@dataclass(frozen=True)
class Moderated:
    """Two judgements of the same work, and what came of comparing them."""

    id: UUID
    why: Why
    first: SeenSignOff
    assessor_id: UUID
    second: Second
    agreed: bool
    levels: Levels
    words: str
    moderator: str
    moderator_id: UUID
    judged_at: datetime
    answer: Answer | None
    closed: bool
    """Whether more of this work waits for a moderator: its sign-offs are closed to moderators until then."""

    @property
    def standing(self) -> Standing:
        """What has come of it."""
        return standing_of(
            self.second,
            agreed=self.agreed,
            stands=self.answer is not None,
            corrected=self.first.corrected_by_id is not None,
            set_aside=self.first.set_aside,
        )

    @property
    def overruled(self) -> bool:
        """The moderator decided "not yet competent" although the levels don't say so."""
        by_levels = second_outcome(self.first.practical, SecondJudgement(self.levels, not_yet=False, words=self.words))
        return self.second == "not_yet_competent" != by_levels

    def word(self, criterion: Criterion) -> str:
        """What the moderator gave to the criterion as pages write it: a number, met, not_met, or not_observed."""
        level = self.levels[criterion.id]
        if level is None:
            return "not_observed"
        return str(level) if criterion.levels else "met" if level else "not_met"

    @property
    def differing(self) -> tuple[Criterion, ...]:
        """The criteria that both judged, and to which they gave different levels."""
        theirs, own = self.first.levels, self.levels
        both = (each for each in self.first.practical.criteria if None not in (theirs[each.id], own[each.id]))
        return tuple(each for each in both if theirs[each.id] != own[each.id])


@dataclass(frozen=True)
class OpenLine:
    """Work in the list of what is to be judged: what it was, and when and where it was done."""

    id: UUID
    practical: Practical
    done_at: datetime
    site_name: str
    time_zone: str


@dataclass(frozen=True)
class JudgedLine:
    """A moderator's judgement in a list."""

    id: UUID
    practical: Practical
    trainee: str
    assessor: str
    moderator: str
    judged_at: datetime
    time_zone: str
    first: Verdict
    second: Second
    standing: Standing


@dataclass(frozen=True)
class Agreement:
    """How often moderators came to the same outcome as one assessor in one practical."""

    assessor_id: UUID
    assessor: str
    practical: Practical
    judged: int
    told: int
    """Of these, where an outcome could be told from photos and remark."""
    agreed: int
    """Of these, the same outcome as the assessor's."""

    @property
    def rate(self) -> Estimate | None:
        """The share of agreement among those that could be told, with its interval; None of none."""
        return share(self.agreed, self.told)


@dataclass(frozen=True)
class SiteShare:
    """A site, and how many of a hundred sign-offs there are drawn at random."""

    id: UUID
    name: str
    percent: int


@dataclass(frozen=True)
class Counts:
    """What there is of moderation for one person, in numbers."""

    to_judge: int = 0
    """Work that they can judge."""
    open: int = 0
    """Work at their sites that nobody has judged yet, whoever can."""
    judged: int = 0
    differing: int = 0
    """Judgements that came to another outcome."""
    unanswered: int = 0
    """Of these, those whose assessor has not answered yet."""
    to_answer: int = 0
    """Of these, those that they are to answer themselves."""


def _is_judged(criterion: Criterion, levels: Levels) -> bool:
    level = levels.get(criterion.id)
    return criterion.id in levels and (level is None or 0 <= level <= top_level(criterion))


def _filled(practical: Practical, levels: Levels, *, well: bool) -> Mapping[str, int]:
    """The levels, where what couldn't be seen was done as well, or as badly, as can be."""
    unseen = {each.id: top_level(each) if well else 0 for each in practical.criteria}
    return unseen | {name: level for name, level in levels.items() if level is not None}
