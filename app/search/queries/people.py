"""Finding people: coordinators find those at their sites, instructors the trainees of their cohorts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from sqlalchemy import select

from app.courses.models import Cohort, CohortInstructor, Enrolment
from app.db import db
from app.directory.facts import PersonFacts, Wanted
from app.directory.permissions import coordinates_everywhere
from app.directory.queries import named, people_listed, reach_of
from app.people.member import Member
from app.people.models import Person
from app.search.facts import MOST, FoundPerson, Group, Learning, group_of
from app.search.marking import marked


def people_found(member: Member, words: str, *, sought: Sequence[str]) -> Group[FoundPerson]:
    """People by name. Trainees find nobody. Four queries for coordinators, one for instructors."""
    if not (sought and member.is_staff):
        return group_of(())
    found = {each.id: each for each in _of_their_sites(member, words, sought)}
    if not coordinates_everywhere(member):
        for each in _taught_by(member, words, sought):
            found.setdefault(each.id, each)
    return group_of(found.values())


def _of_their_sites(member: Member, words: str, sought: Sequence[str]) -> Iterator[FoundPerson]:
    if member.is_a("coordinator"):
        for person in people_listed(reach_of(member), Wanted(words=words)).people:
            yield _in_the_directory(member, person, sought)


def _in_the_directory(member: Member, person: PersonFacts, sought: Sequence[str]) -> FoundPerson:
    learns = tuple(
        Learning(place.enrolment_id, place.cohort_name)
        for place in person.places
        if place.enrolment_id and member.is_a_at("coordinator", place.site_id)
    )
    name, signs_in_as = marked(person.name, sought), marked(person.signs_in_as, sought)
    return FoundPerson(person.id, name, signs_in_as, f"/people/{person.id}", learns)


def _taught_by(member: Member, words: str, sought: Sequence[str]) -> Iterator[FoundPerson]:
    rows = db.session.execute(
        select(Person.id, Person.name, Enrolment.id.label("enrolment_id"), Cohort.name.label("cohort_name"))
        .join(Enrolment, Enrolment.person_id == Person.id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(CohortInstructor, CohortInstructor.cohort_id == Cohort.id)
        .where(CohortInstructor.person_id == member.id, Person.deactivated_at.is_(None), named(words))
        .order_by(Person.sort_name, Person.id, Cohort.first_day.desc(), Enrolment.id)
        .limit(2 * MOST)
    )
    for (person_id, name), places in groupby(rows, key=lambda row: (row.id, row.name)):
        learns = tuple(Learning(place.enrolment_id, place.cohort_name) for place in places)
        yield FoundPerson(person_id, marked(name, sought), (), f"/enrolments/{learns[0].enrolment_id}", learns)
