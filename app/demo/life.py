"""What happens at the demonstration school besides lessons, quizzes and practicals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.courses.mistakes import ReportedItem
from app.courses.operations.cohorts import update_cohort
from app.courses.operations.due_dates import move_for_all, move_for_one
from app.courses.operations.mistake_reports import answer_report, report_mistake
from app.courses.queries.cohorts import cohort_facts
from app.courses.queries.enrolments import enrolment_facts
from app.courses.queries.mistake_reports import report_seen_by
from app.db import db
from app.demo.agenda import Act
from app.demo.moderations import look_again
from app.demo.pace import TIME_ZONE
from app.demo.people import APPLIANCES, AUTHOR, COORDINATOR, MOBILE, MODERATOR, STAFF
from app.demo.testimonies import ASKED, testify
from app.notices.operations import choose_mail, gather, mark_all_read
from app.people.member import Member
from app.people.operations import deactivate, sign_in
from app.people.queries import person_by_id
from app.records.models import Letter
from app.records.operations.outbox import begin_sending, mark_failed, mark_sent

SUBSTITUTE = "Soraya Multimètre"
ANSWERED, OPEN = "Gaëlle Quelconque", "Hugo Personne"
"""Who found a mistake that was answered, and who one that waits."""
LESSON = "washing-machine-drain"
"""In which mistakes are found."""
PRACTICAL, QUIZ = "dryer-airflow", "dryer-and-dishwasher-quiz"
"""Whose dates are moved."""
WITH_A_FULL_MAILBOX = "Oscar Factice"
GATHERED_AT = timedelta(hours=6, minutes=5)
HANDED_OVER_AFTER = timedelta(seconds=20)
NOT_SIGNED_IN = UUID(int=0)


class Life:
    """Everything else that happens to these people, cohorts and enrolments (ids by name)."""

    def __init__(self, at: datetime, people: Mapping[str, UUID], cohorts: Mapping[str, UUID]) -> None:
        self.at = at
        self.people = people
        self.cohorts = cohorts
        self.enrolments: dict[str, UUID] = {}

    def acts(self, began: datetime) -> Iterator[Act]:
        """All of it. Who is named here is there by then."""
        for name in (staff.name for staff in STAFF if not staff.gone):
            yield Act(self.at - timedelta(hours=5, minutes=len(name)), partial(self._sign_in, name))
        yield Act(self.at - timedelta(days=40), self._say_farewell)
        yield Act(self.at - timedelta(days=6), self._report_answered)
        yield Act(self.at - timedelta(hours=7), self._report_open)
        yield Act(self.at - timedelta(days=4), self._substitute)
        yield Act(self.at - timedelta(days=3), self._move_dates)
        yield Act(self.at - timedelta(days=2), self._testify)
        yield Act(began + timedelta(days=1), self._choose_mail)
        yield from (Act(morning, self._gather) for morning in self._mornings(began))
        yield Act(self.at - timedelta(days=1, hours=2), self._look_again)
        yield Act(self.at - timedelta(days=1), self._read)

    def empty_the_outbox(self) -> None:
        """Let every letter have left when it was due: nobody waits for old mail. One didn't arrive."""
        waiting = select(Letter).where(Letter.state == "waiting").order_by(Letter.due_at, Letter.id)
        stuck = self.people[WITH_A_FULL_MAILBOX]
        letters = db.session.scalars(waiting).all()
        last = [letter for letter in letters if letter.person_id == stuck][-1]
        for letter in letters:
            begin_sending(letter, at=letter.due_at)
            if letter is last:
                mark_failed(letter.id, trouble="552 5.2.2 Mailbox full")
            else:
                mark_sent(letter.id, at=letter.due_at + HANDED_OVER_AFTER)

    def _sign_in(self, name: str, now: datetime) -> None:
        sign_in(
            self.people[name], device="Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", at=now
        )

    def _say_farewell(self, now: datetime) -> None:
        for staff in STAFF:
            if staff.gone:
                leaving = person_by_id(self.people[staff.name])
                deactivate(leaving, reason="Has left the school.", by=self.people[COORDINATOR], at=now)

    def _report_answered(self, now: datetime) -> None:
        report_id = self._report(ANSWERED, "The drain pump in the drawing has no arrow: which way does it turn?", now)
        author = self._member(AUTHOR, "author")
        seen = report_seen_by(author, report_id=report_id)
        if seen is None:
            raise LookupError("an author sees every report")
        answer_report(
            seen,
            answer="Thank you, you are right. The next revision has an arrow, and says which way.",
            by=author.id,
            at=now + timedelta(hours=4),
        )

    def _report_open(self, now: datetime) -> None:
        self._report(OPEN, "Il manque l’unité dans la deuxième ligne du tableau.", now)

    def _report(self, name: str, text: str, now: datetime) -> UUID:
        enrolled = enrolment_facts(self.enrolments[name])
        item = enrolled.curriculum.items[LESSON]
        found = ReportedItem(enrolled.cohort.revision_id, enrolled.curriculum, item, enrolled)
        return report_mistake(found, place=found.places[1], text=text, by=enrolled.person_id, at=now)

    def _substitute(self, now: datetime) -> None:
        """A colleague teaches beside the others while one is on leave."""
        cohort = cohort_facts(self.cohorts[MOBILE.name])
        update_cohort(
            cohort,
            version=cohort.version,
            name=cohort.name,
            first_day=cohort.first_day,
            instructor_ids=cohort.instructor_ids | {self.people[SUBSTITUTE]},
            by=self.people[COORDINATOR],
            at=now,
        )

    def _move_dates(self, now: datetime) -> None:
        """A practical of this week is due later for all, and a quiz later still for one."""
        cohort = cohort_facts(self.cohorts[APPLIANCES.name])
        instructor = self.people[APPLIANCES.instructors[0]]
        items = cohort.curriculum.items
        due = cohort.calendar.due_on(APPLIANCES.week)
        move_for_all(cohort, items[PRACTICAL], to=due + timedelta(days=12), was=None, by=instructor, at=now)
        enrolled = enrolment_facts(self.enrolments["Iman Brouillon"])
        move_for_one(enrolled, items[QUIZ], to=due + timedelta(days=15), was=None, by=instructor, at=now)

    def _testify(self, now: datetime) -> None:
        for each in ASKED:
            testify(each, enrolment_id=self.enrolments[each.trainee], by=self.people[APPLIANCES.instructors[0]], at=now)

    def _look_again(self, now: datetime) -> None:
        look_again(self._member(MODERATOR, "moderator"), at=now)

    def _choose_mail(self, now: datetime) -> None:  # noqa: ARG002 - every act is told when
        choose_mail(self.people[APPLIANCES.instructors[0]], choices={"ready": "at_once"})
        choose_mail(self.people[APPLIANCES.instructors[1]], choices={"ready": "never"})

    def _gather(self, now: datetime) -> None:
        gather(at=now)

    def _mornings(self, began: datetime) -> Iterator[datetime]:
        zone = ZoneInfo(TIME_ZONE)
        day = began.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0) + GATHERED_AT
        while day < self.at:
            yield day
            day += timedelta(days=1)

    def _read(self, now: datetime) -> None:
        """Every second trainee has read what they were told; staff have, to the day before."""
        everybody = [*self.people.values()]
        for person_id in everybody[: len(STAFF)] + everybody[len(STAFF) :: 2]:
            mark_all_read(person_id, newest=None, at=now)

    def _member(self, name: str, role: str) -> Member:
        return Member(self.people[name], name, "fr", NOT_SIGNED_IN, frozenset({(role, None)}))
