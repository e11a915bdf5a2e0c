"""What a certificate states: a frozen statement that goes into JSON and comes back the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from app.certificates.validity import expiry
from app.courses.facts import Done, Enrolled
from app.curriculum.model import Case, Curriculum, Item, Practical, Quiz

VERSION = 2
"""Of the shape below. Old statements keep theirs, so that a reader can tell them apart."""
SINCE_2 = ("expires_on", "signatories", "supersedes")
"""What statements of version 1 don't have; their proofs have no `level`."""
GROUP = 5
"""Signs of the code that stand together where people read it."""
LOOKALIKES = str.maketrans("oil", "011")


@dataclass(frozen=True)
class Proof:
    """A practical signed off, a case solved, or a quiz passed. `mark` is its short name on the document: P1, C1, Q2."""

    mark: str
    kind: str
    item_id: str
    title: str
    on: date
    device: str
    """What it was shown on, each device once; empty for cases and quizzes."""
    level: str = ""
    """What was reached in a practical: the mean of its criteria in per cent, as "92.5"; empty where nothing of it is
    graded, for cases and quizzes, and in statements of version 1."""


@dataclass(frozen=True)
class StatedCompetence:
    """A competence of the course, with the marks of the proofs by which it was shown."""

    id: str
    title: str
    block: str
    shown_by: tuple[str, ...]


@dataclass(frozen=True)
class Signatory:
    """Somebody who answers for the school's certificates, and as what."""

    name: str
    function: str


@dataclass(frozen=True)
class School:
    """The school as its certificates name it."""

    name: str
    signatories: tuple[Signatory, ...] = ()


@dataclass(frozen=True)
class Statement:
    """Everything that a certificate says, in the words and names of the day it was issued."""

    code: str
    school: str
    holder: str
    language: str
    title: str
    course_id: str
    course: str
    hours: Decimal
    """Planned hours of the weeks that are written."""
    first_day: date
    last_day: date
    """The day on which the last item was completed."""
    place: str
    issued_by: str
    issued_on: date
    revision: int
    revision_digest: str
    competences: tuple[StatedCompetence, ...]
    proofs: tuple[Proof, ...]
    expires_on: date | None = None
    """The first day on which it is valid no more; None: it doesn't expire."""
    signatories: tuple[Signatory, ...] = ()
    supersedes: str = ""
    """The code of the certificate that it takes the place of."""
    version: int = VERSION

    @property
    def number(self) -> str:
        """The code as people read it: `k4t9x-2m7pq-…`."""
        return grouped(self.code)

    @property
    def practicals(self) -> tuple[Proof, ...]:
        """What was shown at the bench, in the order of the course."""
        return tuple(proof for proof in self.proofs if proof.kind == "practical")

    @property
    def cases(self) -> tuple[Proof, ...]:
        """The cases that were solved, in the order of the course."""
        return tuple(proof for proof in self.proofs if proof.kind == "case")

    @property
    def quizzes(self) -> tuple[Proof, ...]:
        """The quizzes that were passed, in the order of the course."""
        return tuple(proof for proof in self.proofs if proof.kind == "quiz")

    @property
    def by_mark(self) -> Mapping[str, Proof]:
        """The proofs by their marks."""
        return {proof.mark: proof for proof in self.proofs}

    @property
    def by_block(self) -> tuple[tuple[str, tuple[StatedCompetence, ...]], ...]:
        """The competences, each block's together under its title."""
        grouped_by = groupby(self.competences, key=lambda competence: competence.block)
        return tuple((block, tuple(competences)) for block, competences in grouped_by)


@dataclass(frozen=True)
class SignedOff:
    """One success at a practical: when, on which device, and the mean of its criteria as `Proof.level` has it."""

    at: datetime
    device: str
    level: str = ""


@dataclass(frozen=True)
class Issue:
    """The circumstances under which a certificate is issued."""

    code: str
    school: str
    issued_by: str
    at: datetime
    revision_digest: str
    signatories: tuple[Signatory, ...] = ()
    supersedes: str = ""
    """The code of the earlier certificate whose place it takes."""


def statement_of(
    enrolled: Enrolled, *, done: Done, signed_off: Mapping[str, tuple[SignedOff, ...]], issue: Issue
) -> Statement:
    """What can truthfully be said of `enrolled`. `signed_off`: the successes at practicals by item id."""
    cohort, curriculum, zone = enrolled.cohort, enrolled.curriculum.base, ZoneInfo(enrolled.cohort.time_zone)
    proofs = _proofs(curriculum, done, signed_off, zone)
    issued_on = _day(issue.at, zone)
    return Statement(
        code=issue.code,
        school=issue.school,
        holder=enrolled.name,
        language=curriculum.language,
        title=curriculum.certificate_title,
        course_id=curriculum.id,
        course=curriculum.title,
        hours=sum((week.hours for week in curriculum.weeks if week.is_written), Decimal(0)),
        first_day=cohort.first_day,
        last_day=max([cohort.first_day, *(_day(at, zone) for at in done.completions.values())]),
        place=cohort.site_name,
        issued_by=issue.issued_by,
        issued_on=issued_on,
        revision=cohort.revision_number,
        revision_digest=issue.revision_digest,
        competences=_competences(curriculum, done, proofs),
        proofs=proofs,
        expires_on=expiry(curriculum.certificate_valid_for, issued_on),
        signatories=issue.signatories,
        supersedes=issue.supersedes,
    )


def to_json(statement: Statement) -> dict[str, Any]:
    """The statement as plain values, for the database and its digest; an older one as its version had them."""
    plain: dict[str, Any] = {name: _plain(value) for name, value in asdict(statement).items()}
    if statement.version < VERSION:
        plain = {name: value for name, value in plain.items() if name not in SINCE_2}
        plain["proofs"] = [{name: proof[name] for name in proof if name != "level"} for proof in plain["proofs"]]
    return plain


def from_json(facts: Mapping[str, Any]) -> Statement:
    """The statement that `to_json` wrote down, of any version."""
    plain = dict(facts)
    plain |= {name: date.fromisoformat(plain[name]) for name in ("first_day", "last_day", "issued_on")}
    plain["hours"] = Decimal(plain["hours"])
    if plain.get("expires_on"):
        plain["expires_on"] = date.fromisoformat(plain["expires_on"])
    plain["signatories"] = tuple(Signatory(**each) for each in plain.get("signatories", ()))
    plain["proofs"] = tuple(Proof(**{**proof, "on": date.fromisoformat(proof["on"])}) for proof in plain["proofs"])
    plain["competences"] = tuple(
        StatedCompetence(**{**each, "shown_by": tuple(each["shown_by"])}) for each in plain["competences"]
    )
    return Statement(**plain)


def grouped(code: str) -> str:
    """A code in groups that an eye can hold."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def code_from(typed: str) -> str:
    """The code that somebody means who typed it from paper, by the rules of Crockford's base 32."""
    kept = "".join(sign for sign in typed.lower() if sign.isalnum())
    return kept.translate(LOOKALIKES)


def file_name(statement: Statement) -> str:
    """What the document is called when it is saved: `certificate-mariam-diallo-smartphone-repair.pdf`."""
    return f"certificate-{plain_name(statement.holder) or statement.code}-{statement.course_id}.pdf"


def plain_name(name: str) -> str:
    """A name as part of a file's: `mariam-diallo`; empty where no letter of it is Latin."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall("[a-z0-9]+", plain))


def _proofs(
    curriculum: Curriculum, done: Done, signed_off: Mapping[str, tuple[SignedOff, ...]], zone: ZoneInfo
) -> tuple[Proof, ...]:
    found: list[Proof] = []
    present = curriculum.items.values()
    since = {item.id: (item, done.completions[item.id]) for item in present if item.id in done.completions}
    since |= {item_id: (kept.item, kept.at) for item_id, kept in done.kept.items()}
    completed = [item for item, _ in since.values()]
    for letter, items in (
        ("P", [item for item in completed if isinstance(item, Practical)]),
        ("C", [item for item in completed if isinstance(item, Case)]),
        ("Q", [item for item in completed if isinstance(item, Quiz) and item.summative]),
    ):
        for number, item in enumerate(items, start=1):
            # Of what is gone since, also under the ids that it had before.
            successes = [success for name in item.names for success in signed_off.get(name, ())]
            at = successes[-1].at if successes else since[item.id][1]
            # Three successes on one device name it once.
            devices = ", ".join(dict.fromkeys(success.device for success in successes))
            # The level of the success whose day stands beside it.
            level = successes[-1].level if successes else ""
            found.append(Proof(f"{letter}{number}", item.kind, item.id, item.title, _day(at, zone), devices, level))
    return tuple(found)


def _competences(curriculum: Curriculum, done: Done, proofs: tuple[Proof, ...]) -> tuple[StatedCompetence, ...]:
    """Those that some proof shows, in the course's order. Having read about one shows nothing."""
    items = {**curriculum.items, **{item_id: kept.item for item_id, kept in done.kept.items()}}
    shown = {proof.mark: _shown_by(items[proof.item_id]) for proof in proofs}
    stated = (
        StatedCompetence(
            competence.id,
            _in_language(competence.title, curriculum.language),
            _in_language(block.title, curriculum.language),
            tuple(mark for mark, ids in shown.items() if competence.id in ids),
        )
        for block in curriculum.blocks
        for competence in block.competences
    )
    return tuple(competence for competence in stated if competence.shown_by)


def _shown_by(item: Item) -> frozenset[str]:
    parts = item.questions if isinstance(item, Quiz) else item.criteria if isinstance(item, Practical) else ()
    return frozenset([*item.competences, *(part.competence for part in parts if part.competence)])


def _in_language(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or next(iter(texts.values()), "")


def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()


def _plain(value: Any) -> Any:
    match value:
        case date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case list() | tuple():
            return [_plain(each) for each in value]
        case dict():
            return {name: _plain(each) for name, each in value.items()}
        case _:
            return value
