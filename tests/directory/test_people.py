"""The list of people: who sees whom, in which order, found by what."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from sqlalchemy import insert

from app.db import db
from app.directory.facts import Wanted
from app.directory.operations.accounts import close_account, correct_person
from app.directory.queries import PAGE, people_listed, reach_of
from app.people.models import Person
from app.people.operations import add_person
from app.shared.clock import now
from app.shared.ids import new_id
from tests.cast import BEFORE, Cast
from tests.conftest import ClientOf, CountQueries
from tests.directory.making import facts, head, named, newcomer, staff


def test_a_coordinator_sees_who_works_and_learns_at_their_sites(cast: Cast, client_of: ClientOf) -> None:
    assert named(client_of(cast.coordinator).get("/people").text) == [
        "Aude Author",  # everywhere
        "Cora Coordinator",
        "Ines Instructor",
        "Momo Moderator",
        "Otto Trainee",
        "Tara Trainee",
    ]
    assert named(client_of(cast.outsider_coordinator).get("/people").text) == [
        "Aude Author",
        "Carl Outsider",
        "Igor Outsider",
        "Olga Outsider",
    ]


def test_who_coordinates_everywhere_sees_everybody_even_without_a_site(cast: Cast, client_of: ClientOf) -> None:
    add_person("Nobody Nowhere", email=None, language="en", by=None, at=BEFORE)
    listed = named(client_of(head()).get("/people").text)
    assert (len(listed), "Nobody Nowhere" in listed, "Olga Outsider" in listed) == (11, True, True)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("show=staff", ["Aude Author", "Cora Coordinator", "Ines Instructor", "Momo Moderator"]),
        ("show=trainees", ["Otto Trainee", "Tara Trainee"]),
        ("show=deactivated", []),
        ("show=nonsense&q=tar", ["Tara Trainee"]),
        ("q=TARÀ+trainee", ["Tara Trainee"]),
        ("q=tara.trainee@school", ["Tara Trainee"]),
        ("q=olga", []),
        ("q=%3F%21", []),
    ],
)
def test_people_are_found_by_kind_and_by_words(cast: Cast, client_of: ClientOf, query: str, found: list[str]) -> None:
    page = client_of(cast.coordinator).get(f"/people?{query}").text
    assert (named(page), "Nobody found" in page) == (found, not found)


def test_deactivated_people_are_listed_apart(cast: Cast, client_of: ClientOf) -> None:
    close_account(facts(cast.other_trainee.id), reason="Left.", by=cast.coordinator, at=now())
    client = client_of(cast.coordinator)
    assert "Otto Trainee" not in named(client.get("/people").text)
    assert named(client.get("/people?show=deactivated").text) == ["Otto Trainee"]


def test_accents_don_t_send_anybody_to_the_end(cast: Cast) -> None:
    for name in ("Emma Un", "Élise Deux", "eli Trois", "Œdipe Quatre", "Omar Cinq"):
        newcomer(cast, name)
    listed = people_listed(reach_of(cast.coordinator), Wanted(kind="trainees")).people
    assert [each.name for each in listed] == [
        *("eli Trois", "Élise Deux", "Emma Un", "Œdipe Quatre", "Omar Cinq"),
        *("Otto Trainee", "Tara Trainee"),
    ]


def test_pages_follow_each_other_forth_and_back(cast: Cast, client_of: ClientOf) -> None:
    many = [newcomer(cast, f"Same Name {number:03}") for number in range(PAGE)]
    client = client_of(cast.coordinator)
    first = client.get("/people").text
    onward = re.search(r'href="(/people\?after=[^"]+)" rel="next"', first)
    assert onward is not None
    assert 'rel="prev"' not in first
    second = client.get(onward[1]).text
    assert named(first) + named(second) == [
        *("Aude Author", "Cora Coordinator", "Ines Instructor", "Momo Moderator", "Otto Trainee"),
        *(person.name for person in many),
        "Tara Trainee",
    ]
    back = re.search(r'href="(/people\?before=[^"]+)" rel="prev"', second)
    assert back is not None
    assert 'rel="next"' not in second
    assert named(client.get(back[1]).text) == named(first)


def test_the_list_takes_five_queries_for_three_people_as_for_one(
    cast: Cast, client_of: ClientOf, count_queries: CountQueries
) -> None:
    counted = []
    for number in (1, 2):
        for each in range(number):
            newcomer(cast, f"Nadia {number} {each}")
        client = client_of(cast.coordinator)
        with count_queries() as queries:
            client.get("/people?q=nadia")
        counted.append(len(queries))
    assert counted == [5, 5]


def test_somebody_s_page_takes_as_many_queries_whatever_they_are(
    cast: Cast, client_of: ClientOf, count_queries: CountQueries
) -> None:
    client, counted = client_of(cast.coordinator), []
    for person_id in (cast.other_trainee.id, cast.instructor.id):
        with count_queries() as queries:
            client.get(f"/people/{person_id}")
        counted.append(len(queries))
    assert counted == [6, 6]


def test_people_who_are_inserted_many_at_once_stand_in_order_too(cast: Cast) -> None:
    rows = [{"id": new_id(), "name": name, "language": "fr", "created_at": BEFORE} for name in ("Élan", "Zora")]
    db.session.execute(insert(Person), rows)
    listed = people_listed(reach_of(head()), Wanted()).people
    assert [each.name for each in listed][3:5] == ["Élan", "Hedda Head"]
    assert listed[-1].name == "Zora"


def test_a_name_that_is_corrected_changes_its_place(cast: Cast) -> None:
    person = newcomer(cast, "Zora Last")
    correct_person(facts(person.id), name="Abel First", email=None, by=cast.coordinator, at=now())
    assert people_listed(reach_of(cast.coordinator), Wanted()).people[0].name == "Abel First"


def test_an_unknown_mark_shows_nobody_and_breaks_nothing(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.coordinator)
    assert named(client.get(f"/people?after={uuid4()}").text) == []
    assert len(named(client.get("/people?after=nonsense").text)) == 6


def test_names_and_words_are_shown_as_text(cast: Cast, client_of: ClientOf) -> None:
    staff("<b>Bold</b>", "author", cast.site_id, email="bold@staff.example")
    page = client_of(cast.coordinator).get("/people?q=<b>bold").text
    assert named(page) == ["&lt;b&gt;Bold&lt;/b&gt;"]
    assert 'value="&lt;b&gt;bold"' in page
