"""Making cohorts, and enrolling people in them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import func, select

from app.courses.forms.cohorts import next_monday
from app.courses.models import Cohort, CohortInstructor, Enrolment
from app.courses.operations.enrolments import AlreadyEnrolled, NewPlace, enrol_by_email
from app.courses.queries.cohorts import cohort_choices
from app.db import db
from app.people.invitation_code import as_printed
from app.people.member import Member
from app.people.models import Invitation, Person
from app.people.operations import INVITATION_LASTS, deactivate, grant_role, invite
from app.people.queries import (
    open_invitation,
    open_invitation_of,
    person_by_email,
    person_by_id,
    person_by_sign_in_name,
)
from app.records.models import Letter
from app.shared.clock import now
from app.shared.ids import new_id
from tests.cast import BEFORE, NOON, Cast
from tests.lint import PageClient

ClientOf = Callable[[Member | None], PageClient]


def rows(model: type[object]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def cohort_form(cast: Cast, **changes: object) -> dict[str, object]:
    return {
        "id": str(new_id()),
        "name": "Phones, autumn",
        "revision_id": cast.revision_id,
        "site_id": str(cast.site_id),
        "first_day": "2026-09-07",
        "instructor_ids": [str(cast.instructor.id)],
    } | changes


def errors(page: str) -> list[tuple[str, str]]:
    """Field and sentence of each error beside its field."""
    found = re.findall(r'class="field-error" id="(\w+)-error"><span class="hidden">Error:</span> (.*?)</p>', page)
    return [(field, sentence.replace("&#39;", "'")) for field, sentence in found]


def made(cast: Cast, name: str = "Phones, autumn") -> Cohort | None:
    return db.session.scalar(select(Cohort).where(Cohort.name == name, Cohort.site_id == cast.site_id))


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        (date(2026, 5, 3), date(2026, 5, 4)),
        (date(2026, 5, 4), date(2026, 5, 11)),
        (date(2026, 5, 9), date(2026, 5, 11)),
    ],
)
def test_the_next_monday_is_suggested(day: date, monday: date) -> None:
    assert next_monday(day) == monday


def test_a_coordinator_chooses_among_their_own_sites_and_its_instructors(cast: Cast) -> None:
    grant_role(person_by_id(cast.author.id), role="instructor", site_id=None, by=None, at=BEFORE)
    choices = cohort_choices(cast.coordinator)
    assert [site.name for site in choices.sites] == ["Lyon"]
    assert [(each.name, each.everywhere) for each in choices.instructors] == [
        ("Aude Author", True),
        ("Ines Instructor", False),
    ]
    assert [each.curriculum.id for each in choices.revisions] == ["tiny-phone-repair"]


def test_a_coordinator_makes_a_cohort(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.coordinator)
    assert client.get("/cohorts/new").status_code == 200
    answer = client.post("/cohorts", data=cohort_form(cast))
    cohort = made(cast)
    assert cohort is not None
    assert (answer.status_code, answer.location) == (303, f"/cohorts/{cohort.id}")
    assert (cohort.first_day, cohort.revision_id) == (date(2026, 9, 7), cast.revision_id)
    teaching = select(CohortInstructor.person_id).where(CohortInstructor.cohort_id == cohort.id)
    assert list(db.session.scalars(teaching)) == [cast.instructor.id]


def test_the_same_form_twice_makes_one_cohort(cast: Cast, client_of: ClientOf) -> None:
    client, form, before = client_of(cast.coordinator), cohort_form(cast), rows(Cohort)
    answers = [client.post("/cohorts", data=form) for _ in range(2)]
    assert answers[0].location == answers[1].location
    assert rows(Cohort) == before + 1


def test_going_back_and_changing_the_form_makes_another_cohort(cast: Cast, client_of: ClientOf) -> None:
    client, form, before = client_of(cast.coordinator), cohort_form(cast), rows(Cohort)
    client.post("/cohorts", data=form)
    client.post("/cohorts", data=form | {"name": "Phones, winter"})
    assert rows(Cohort) == before + 2


def test_a_name_that_the_site_has_already_is_told_and_everything_typed_is_kept(cast: Cast, client_of: ClientOf) -> None:
    answer = client_of(cast.coordinator).post("/cohorts", data=cohort_form(cast, name="Spring 2026"))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert errors(page) == [("name", "This site has a cohort of that name already: choose another name.")]
    kept = re.findall(r'<input[^>]*name="(?:name|first_day)"[^>]*value="([^"]*)"', page)
    assert kept == ["Spring 2026", "2026-09-07"]
    assert re.findall(r'<input checked[^>]*value="([^"]*)"', page) == [str(cast.instructor.id)]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"first_day": "soon"}, "first_day"),
        ({"instructor_ids": []}, "instructor_ids"),
        ({"revision_id": "999"}, "revision_id"),
    ],
)
def test_what_is_missing_is_told_beside_its_field(
    cast: Cast, client_of: ClientOf, changes: dict[str, object], field: str
) -> None:
    before = rows(Cohort)
    answer = client_of(cast.coordinator).post("/cohorts", data=cohort_form(cast, **changes))
    assert (answer.status_code, rows(Cohort)) == (422, before)
    assert [name for name, _ in errors(answer.get_data(as_text=True))] == [field]


def test_a_coordinator_makes_no_cohort_at_another_site(cast: Cast, client_of: ClientOf) -> None:
    before = rows(Cohort)
    answer = client_of(cast.coordinator).post("/cohorts", data=cohort_form(cast, site_id=str(cast.outsider_site_id)))
    assert (answer.status_code, rows(Cohort)) == (422, before)


def test_an_instructor_of_another_site_is_told_by_name(cast: Cast, client_of: ClientOf) -> None:
    grant_role(
        person_by_id(cast.coordinator.id),
        role="coordinator",
        site_id=cast.outsider_site_id,
        by=None,
        at=BEFORE,
    )
    form = cohort_form(cast, instructor_ids=[str(cast.outsider_instructor.id)])
    answer = client_of(cast.coordinator).post("/cohorts", data=form)
    assert errors(answer.get_data(as_text=True)) == [
        ("instructor_ids", "Not an instructor at the chosen site: Igor Outsider.")
    ]


@pytest.mark.parametrize("who", ["trainee", "instructor", "author", "moderator"])
def test_only_coordinators_make_cohorts(cast: Cast, client_of: ClientOf, who: str) -> None:
    client = client_of(getattr(cast, who))
    assert client.get("/cohorts/new").status_code == 403
    assert client.post("/cohorts", data=cohort_form(cast)).status_code == 403
    assert made(cast) is None


def enrolment_form(**changes: str) -> dict[str, str]:
    return {
        "id": str(new_id()),
        "name": "Nadia New",
        "email": "Nadia@Example.org",
        "language": "fr",
    } | changes


def codes(page: str) -> list[str]:
    return re.findall(r"/invitations/(\w+)", page)


def test_somebody_without_a_mailbox_gets_an_invitation_to_hand_over(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.coordinator)
    assert client.get(f"/cohorts/{cast.cohort_id}/enrolments/new").status_code == 200
    answer = client.post(f"/cohorts/{cast.cohort_id}/enrolments", data=enrolment_form(email=""))
    page = answer.get_data(as_text=True)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (201, "no-store")
    assert re.findall(r"<h1>(.*?)</h1>", page) == ["Hand this to Nadia New"]
    [code] = codes(page)
    invitation = open_invitation(code, at=now())
    person = person_by_sign_in_name("nadia.new")
    assert invitation is not None
    assert person is not None
    assert (invitation.person_id, person.language) == (person.id, "fr")
    assert re.findall(r'<img class="invitation-code" src="(data:image/svg\+xml)', page) == ["data:image/svg+xml"]
    assert re.findall(r'invitation-typed number">([^<]+)<', page) == [as_printed(code)]
    assert f'href="/people/{person.id}/card"' in page
    assert rows(Letter) == 0


def test_somebody_with_a_mailbox_gets_a_letter_and_no_code_is_shown(cast: Cast, client_of: ClientOf) -> None:
    answer = client_of(cast.coordinator).post(f"/cohorts/{cast.cohort_id}/enrolments", data=enrolment_form())
    page = answer.get_data(as_text=True)
    person = person_by_email("nadia@example.org")
    assert person is not None
    assert (answer.status_code, codes(page)) == (201, [])
    assert re.findall(r"<h1>(.*?)</h1>", page) == ["Nadia New is invited"]
    assert "A letter is on its way to nadia@example.org." in page
    letter = db.session.scalars(select(Letter)).one()
    invitation = db.session.get_one(Invitation, UUID(letter.details["invitation"]))
    assert (letter.kind, letter.person_id, invitation.person_id) == ("invitation", person.id, person.id)


def test_somebody_deactivated_is_not_enrolled(cast: Cast, client_of: ClientOf) -> None:
    deactivate(person_by_id(cast.outsider_trainee.id), reason="Left.", by=None, at=NOON)
    form = enrolment_form(email=person_by_id(cast.outsider_trainee.id).email or "")
    answer = client_of(cast.coordinator).post(f"/cohorts/{cast.cohort_id}/enrolments", data=form)
    told = "The account with this address is deactivated. It has to be reactivated first."
    assert (answer.status_code, errors(answer.get_data(as_text=True))) == (422, [("email", told)])


def test_somebody_known_is_enrolled_as_they_are(cast: Cast, client_of: ClientOf) -> None:
    email = person_by_id(cast.coordinator.id).email or ""
    form = enrolment_form(name="Another Name", email=email.upper())
    answer = client_of(cast.coordinator).post(f"/cohorts/{cast.cohort_id}/enrolments", data=form)
    assert (answer.status_code, answer.location) == (303, f"/cohorts/{cast.cohort_id}")
    person = person_by_id(cast.coordinator.id)
    assert (person.name, person.language) == ("Cora Coordinator", "en")
    assert rows(Invitation) == 0


def test_a_second_enrolment_of_the_same_person_is_refused_beside_the_field(cast: Cast, client_of: ClientOf) -> None:
    before = rows(Enrolment)
    form = enrolment_form(email="tara.trainee@school.example")
    answer = client_of(cast.coordinator).post(f"/cohorts/{cast.cohort_id}/enrolments", data=form)
    page = answer.get_data(as_text=True)
    assert errors(page) == [("email", "Tara Trainee has this address, and is in this cohort already.")]
    assert (answer.status_code, rows(Enrolment)) == (422, before)


@pytest.mark.parametrize("email", ["", "nadia@example.org"])
def test_the_same_form_twice_makes_one_enrolment_and_one_invitation(
    cast: Cast, client_of: ClientOf, email: str
) -> None:
    client, form, before = client_of(cast.coordinator), enrolment_form(email=email), rows(Enrolment)
    pages = [client.post(f"/cohorts/{cast.cohort_id}/enrolments", data=form).get_data(as_text=True) for _ in "12"]
    first, second = (codes(page) for page in pages)
    assert first == second
    assert (rows(Enrolment), rows(Invitation), rows(Letter)) == (before + 1, 1, 1 if email else 0)


def test_the_form_sent_once_more_shows_no_code_of_an_invitation_that_replaced_its_own(
    cast: Cast, client_of: ClientOf
) -> None:
    client, form = client_of(cast.coordinator), enrolment_form(email="")
    client.post(f"/cohorts/{cast.cohort_id}/enrolments", data=form)
    person = person_by_sign_in_name("nadia.new")
    assert person is not None
    invite(person, by=None, at=now())
    answer = client.post(f"/cohorts/{cast.cohort_id}/enrolments", data=form)
    assert (answer.status_code, rows(Invitation)) == (303, 2)


def test_the_id_of_a_place_at_another_site_gets_nobody_a_code(cast: Cast, client_of: ClientOf) -> None:
    theirs, people = enrolment_form(email=""), rows(Person)
    client_of(cast.coordinator).post(f"/cohorts/{cast.cohort_id}/enrolments", data=theirs)
    client_of(cast.outsider_coordinator).post(f"/cohorts/{cast.outsider_cohort_id}/enrolments", data=theirs)
    person = person_by_sign_in_name("nadia.new")
    assert person is not None
    places = db.session.scalars(select(Enrolment.cohort_id).where(Enrolment.person_id == person.id)).all()
    assert (places, rows(Person)) == ([cast.cohort_id], people + 2)


def test_two_people_of_one_name_without_a_mailbox_are_two(cast: Cast, client_of: ClientOf) -> None:
    client, before = client_of(cast.coordinator), rows(Enrolment)
    for _ in range(2):
        client.post(f"/cohorts/{cast.cohort_id}/enrolments", data=enrolment_form(email=""))
    assert rows(Enrolment) == before + 2
    assert person_by_sign_in_name("nadia.new2") is not None


def test_going_back_and_changing_the_form_enrols_another_person(cast: Cast, client_of: ClientOf) -> None:
    client, form, before = client_of(cast.coordinator), enrolment_form(), rows(Enrolment)
    client.post(f"/cohorts/{cast.cohort_id}/enrolments", data=form)
    client.post(f"/cohorts/{cast.cohort_id}/enrolments", data=form | {"name": "Noa", "email": "noa@example.org"})
    client.post(f"/cohorts/{cast.cohort_id}/enrolments", data=form | {"name": "Naïm", "email": ""})
    assert rows(Enrolment) == before + 3


@pytest.mark.parametrize("email", ["nadia", "nadia@example", "nadia@@example.org", "na dia@example.org"])
def test_an_address_that_is_none_is_told(cast: Cast, client_of: ClientOf, email: str) -> None:
    people = rows(Person)
    form = enrolment_form(email=email)
    answer = client_of(cast.coordinator).post(f"/cohorts/{cast.cohort_id}/enrolments", data=form)
    assert [field for field, _ in errors(answer.get_data(as_text=True))] == ["email"]
    assert (answer.status_code, rows(Person)) == (422, people)


@pytest.mark.parametrize(
    ("who", "status"), [("instructor", 403), ("trainee", 404), ("outsider_coordinator", 404), ("author", 404)]
)
def test_only_the_cohorts_coordinator_enrols(cast: Cast, client_of: ClientOf, who: str, status: int) -> None:
    client, before = client_of(getattr(cast, who)), rows(Enrolment)
    assert client.get(f"/cohorts/{cast.cohort_id}/enrolments/new").status_code == status
    assert client.post(f"/cohorts/{cast.cohort_id}/enrolments", data=enrolment_form()).status_code == status
    assert rows(Enrolment) == before


def enrol(cast: Cast, email: str, enrolment_id: UUID | None = None) -> NewPlace:
    return enrol_by_email(
        "Nadia New",
        email=email,
        cohort_id=cast.cohort_id,
        language="en",
        by=cast.coordinator.id,
        at=NOON,
        enrolment_id=enrolment_id,
    )


def test_whoever_never_took_up_an_invitation_gets_another(cast: Cast) -> None:
    email = person_by_id(cast.outsider_trainee.id).email or ""
    place = enrol(cast, email)
    assert (place.letter_to, place.code) == (email, "")
    assert open_invitation_of(place.person_id, at=NOON) is not None


def test_a_lost_invitation_is_replaced_by_enrolling_once_more(cast: Cast) -> None:
    places, invitations = [], []
    for _ in range(2):
        places.append(enrol(cast, "nadia@example.org", new_id()))
        invitations.append(open_invitation_of(places[-1].person_id, at=NOON))
    lost, fresh = invitations
    assert places[0].enrolment.id == places[1].enrolment.id
    assert lost is not None
    assert fresh is not None
    db.session.refresh(lost)
    assert (lost.expires_at, fresh.expires_at, rows(Letter)) == (NOON, NOON + INVITATION_LASTS, 2)


def test_whoever_can_sign_in_is_not_enrolled_a_second_time(cast: Cast) -> None:
    email = person_by_id(cast.trainee.id).email or ""
    with pytest.raises(AlreadyEnrolled):
        enrol(cast, email, new_id())
