"""How a moderator of the demonstration school judges work again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.assessments.practicals.models import Moderation
from app.assessments.practicals.moderating import SecondJudgement, WorkToJudge
from app.assessments.practicals.operations import keep_to_judgement, moderate
from app.assessments.practicals.queries import (
    moderated_seen_by,
    moderation_counts,
    seen_sign_off_by_id,
    work_list,
    work_to_judge,
)
from app.db import db
from app.people.member import Member

A_LOOK = timedelta(minutes=12)


@dataclass(frozen=True)
class Look:
    """What a moderator makes of a piece of work: how many criteria they can't tell, and how they decide."""

    words: str
    unseen: int = 0
    not_yet: bool = False
    answer: str = ""
    """Of an assessor who keeps to their judgement."""


LOOKS = (
    Look("Les photos montrent chaque étape, et les mesures sont notées."),
    Look("The photos show the work before and after. What was said at the bench I can’t judge.", unseen=1),
    Look("Une seule photo, floue : je ne vois ni le branchement ni la mesure.", unseen=99),
    Look(
        "On the second photo the part lies beside the mat.",
        not_yet=True,
        answer="It was put there for the photo only. I stood beside it the whole time.",
    ),
    Look("Je ne vois pas que l’appareil était hors tension avant l’ouverture.", not_yet=True),
)


def look_again(moderator: Member, *, at: datetime) -> None:
    """Let the moderator judge the oldest work that waits, one after the other."""
    waiting = work_list(moderator, page=1, total=moderation_counts(moderator).to_judge).lines
    for number, (look, line) in enumerate(zip(LOOKS, waiting, strict=False)):
        work = work_to_judge(moderator, moderation_id=line.id)
        if work is None:
            raise LookupError("a moderator finds what is on their list")
        _look(look, work, moderator, at + number * A_LOOK)


def _look(look: Look, work: WorkToJudge, moderator: Member, at: datetime) -> None:
    """Who looks closely sees what the assessor saw, as far as photos tell it."""
    levels = dict(seen_sign_off_by_id(db.session.get_one(Moderation, work.id).sign_off_id).levels)
    for name in list(levels)[max(0, len(levels) - look.unseen) :]:
        levels[name] = None
    judged = SecondJudgement(levels, look.not_yet, look.words)
    moderate(work, judged=judged, by=moderator.id, at=at)
    seen = moderated_seen_by(moderator, moderation_id=work.id)
    if seen is not None and look.answer and seen.standing == "waits":
        keep_to_judgement(seen, words=look.answer, by=seen.assessor_id, at=at + A_LOOK)
