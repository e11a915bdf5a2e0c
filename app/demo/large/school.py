"""Making the large school around the demonstration school."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from app.assessments.quizzes.operations.tallies import rebuild_tallies
from app.certificates.queries import revision_digests
from app.config import Settings
from app.courses.facts import CohortFacts
from app.courses.models import Cohort, CohortInstructor, MistakeReport, Revision, Site
from app.courses.queries.revisions import curriculum_of, newest_revision
from app.db import db
from app.demo.large.certificates import Office
from app.demo.large.ledger import Ledger
from app.demo.large.people import AN_INSTRUCTORS, PlannedCohort, name_of, planned_cohorts
from app.demo.large.scripts import Scripts
from app.demo.large.trainees import Room, enter
from app.demo.large.way import Way, add_notice
from app.demo.pace import OPENS, PREPARED, TIME_ZONE, slots
from app.demo.pictures import Gallery
from app.people.models import Person, RoleGrant
from app.records.operations.past import cover_what_stands
from app.shared.ids import new_id, repeatable_ids

SINCE = timedelta(weeks=130)
"""How long the school has existed."""
A_BATCH = 20
"""Cohorts that are written and committed together."""
NIGHT = timedelta(hours=8)
STAYS_OPEN = timedelta(weeks=5)
"""A cohort, after its last day."""
ANSWERED_AFTER = timedelta(hours=5)
REPORTS = 50
"""Of so many trainees one has reported a mistake; of five reports one waits."""


@dataclass(frozen=True)
class City:
    """A site and who works there."""

    site_id: UUID
    name: str
    coordinator_id: UUID
    coordinator: str
    instructor_ids: tuple[UUID, ...]


class LargeSchool:
    """The school while it is made."""

    def __init__(self, settings: Settings, at: datetime, password_hash: str, author_id: UUID) -> None:
        self.at = at
        self.password_hash = password_hash
        self.author_id = author_id
        self.ledger = Ledger()
        self.gallery = Gallery()
        self.scripts = Scripts()
        self.revisions = {each: self._revision(each) for each in ("household-appliances", "smartphone-repair")}
        self.office = Office(settings, revision_digests([each.id for each in self.revisions.values()]))
        self.trainees = 0

    def make(self, trainees: int) -> None:
        """Add so many trainees. Commits batch by batch: who is interrupted begins with an empty database."""
        with repeatable_ids("large school", since=self.at - SINCE):
            planned = planned_cohorts(trainees, self.at.date())
            cities = {name: self._city(name, planned) for name in dict.fromkeys(each.city for each in planned)}
            for first in range(0, len(planned), A_BATCH):
                for each in planned[first : first + A_BATCH]:
                    self._cohort(each, cities[each.city])
                self.ledger.write()
                db.session.commit()
            rebuild_tallies()
            db.session.commit()
            cover_what_stands(at=self.at)
            db.session.commit()

    @staticmethod
    def _revision(course_id: str) -> Revision:
        revision = newest_revision(course_id)
        if revision is None:
            raise LookupError(course_id)
        db.session.expunge(revision)  # commits would forget it
        return revision

    def _city(self, name: str, planned: Sequence[PlannedCohort]) -> City:
        at, site_id = self.at - SINCE, new_id()
        self.ledger.add(Site, id=site_id, name=name, time_zone=TIME_ZONE)
        self.ledger.happened(at, "site.added", by=None, kind="site", id=site_id)
        taught = sum(each.city == name for each in planned)
        staff = [self._staff("coordinator", f"{name_of(len(name))} ({name})", site_id)]
        for number in range(-(-taught // AN_INSTRUCTORS)):
            staff.append(self._staff("instructor", f"{name_of(50 + number)} ({name})", site_id))
        return City(site_id, name, staff[0][0], staff[0][1], tuple(person_id for person_id, _ in staff[1:]))

    def _staff(self, role: str, name: str, site_id: UUID) -> tuple[UUID, str]:
        at, person_id = self.at - SINCE, new_id()
        email = f"{role}.{person_id.hex[-8:]}@etabli.example"
        self.ledger.add(
            Person,
            id=person_id,
            name=name,
            email=email,
            sign_in_name=None,
            password_hash=self.password_hash,
            language="fr",
            created_at=at,
            last_signed_in_at=None,
            deactivated_at=None,
        )
        self.ledger.add_person(person_id, f"{name} {email}")
        self.ledger.add(RoleGrant, id=new_id(), person_id=person_id, role=role, site_id=site_id, granted_at=at)
        for act, detail in (("person.added", {}), ("role.granted", {"role": role, "site": str(site_id)})):
            self.ledger.happened(at, act, by=None, kind="person", id=person_id, **detail)
        return person_id, name

    def _cohort(self, planned: PlannedCohort, city: City) -> None:
        facts = self._facts(planned, city)
        begins = datetime.combine(facts.first_day, OPENS, ZoneInfo(TIME_ZONE))
        self._add_cohort(facts, city, begins - PREPARED)
        room = Room(
            self.ledger,
            facts,
            city.coordinator_id,
            self.gallery,
            self.scripts,
            self.password_hash,
            begins,
            self.at,
            slots(facts, since=begins + timedelta(minutes=20), until=self.at - NIGHT),
        )
        for _ in range(planned.size):
            self._trainee(room, city)

    def _add_cohort(self, facts: CohortFacts, city: City, at: datetime) -> None:
        self.ledger.add(
            Cohort,
            id=facts.id,
            name=facts.name,
            site_id=city.site_id,
            revision_id=facts.revision_id,
            first_day=facts.first_day,
            closed_weeks=[],
            created_at=at,
            closed_at=facts.closed_at,
        )
        for instructor_id in facts.instructor_ids:
            self.ledger.add(CohortInstructor, cohort_id=facts.id, person_id=instructor_id)
        about: dict[str, Any] = {"by": city.coordinator_id, "kind": "cohort", "id": facts.id}
        self.ledger.happened(at, "cohort.created", **about, revision=facts.revision_id)
        if facts.closed_at:
            self.ledger.happened(facts.closed_at, "cohort.closed", **about)

    def _facts(self, planned: PlannedCohort, city: City) -> CohortFacts:
        revision = self.revisions[planned.course_id]
        curriculum = curriculum_of(revision.id)
        teacher = city.instructor_ids[planned.number // 2 % len(city.instructor_ids)]
        facts = CohortFacts(
            new_id(),
            planned.name,
            planned.first_day,
            city.site_id,
            city.name,
            TIME_ZONE,
            revision.id,
            revision.number,
            frozenset({teacher}),
            curriculum,
        )
        closes = datetime.combine(facts.last_day, OPENS, ZoneInfo(TIME_ZONE)) + STAYS_OPEN
        return replace(facts, closed_at=closes if closes < self.at else None)

    def _trainee(self, room: Room, city: City) -> None:
        self.trainees += 1
        way = enter(room, self.trainees)
        until = room.cohort.closed_at or self.at
        self.office.issue(way, by=city.coordinator_id, issuer=city.coordinator, until=until)
        if self.trainees % REPORTS == 0 and way.done.completions:
            self._report(way, answered=self.trainees // REPORTS % 5 > 0)

    def _report(self, way: Way, *, answered: bool) -> None:
        item_id, at = next(iter(way.done.completions.items()))
        report_id, answered_at = new_id(), at + ANSWERED_AFTER if answered else None
        self.ledger.add(
            MistakeReport,
            id=report_id,
            revision_id=way.enrolled.cohort.revision_id,
            item_id=item_id,
            place="",
            text="I don’t understand the second step: which lead comes first?",
            reported_by=way.enrolled.person_id,
            reported_at=at,
            answer="The black one. The next revision says so." if answered else None,
            answered_by=self.author_id if answered else None,
            answered_at=answered_at,
        )
        self._tell_author(way, report_id, item_id, at, answered_at)
        if answered_at:
            way.happened(answered_at, "mistake.answered", by=self.author_id, kind="mistake_report", id=report_id)
            details = {"item": way.enrolled.curriculum.items[item_id].title}
            path = f"/reports/{report_id}"
            way.told("reply", report_id, details=details, path=path, at=answered_at, read=answered_at)

    def _tell_author(self, way: Way, report_id: UUID, item_id: str, at: datetime, read: datetime | None) -> None:
        enrolled, by = way.enrolled, way.enrolled.person_id
        about = {"revision": enrolled.cohort.revision_id, "item": item_id}
        way.happened(at, "mistake.reported", by=by, kind="mistake_report", id=report_id, **about)
        item = enrolled.curriculum.items[item_id]
        add_notice(
            self.ledger,
            new_id(),
            self.author_id,
            "report",
            report_id,
            details={"person": str(by), "item": item.title, "course": enrolled.curriculum.title},
            path=f"/reports/{report_id}",
            at=at,
            read=read,
            mail="handed_over",
        )
