"""Sites, for those who coordinate all of them."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.courses.models import Site
from app.db import db
from app.records.models import JournalEntry
from tests.cast import Cast
from tests.conftest import ClientOf, CountQueries
from tests.directory.making import errors, head


def sites() -> dict[str, str]:
    """The time zone of each site by name."""
    db.session.expire_all()
    return {site.name: site.time_zone for site in db.session.scalars(select(Site).order_by(Site.name))}


def test_a_site_is_added_renamed_and_moved_to_another_time_zone(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(head())
    assert "Europe/Paris" in client.get("/sites/new").text
    assert client.post("/sites", data={"name": "Cayenne", "time_zone": "Europe/Paris"}).location == "/sites"
    site = db.session.scalars(select(Site).where(Site.name == "Cayenne")).one()
    assert 'value="Cayenne"' in client.get(f"/sites/{site.id}/edit").text
    client.post(f"/sites/{site.id}", data={"name": "Kourou", "time_zone": "America/Cayenne"})
    assert sites() == {"Kourou": "America/Cayenne", "Lyon": "Europe/Paris", "Nantes": "Europe/Paris"}
    about = select(JournalEntry.act).where(JournalEntry.object_id == str(site.id)).order_by(JournalEntry.number)
    assert list(db.session.scalars(about)) == ["site.added", "site.renamed", "site.time-zone-changed"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": "lyon"}, {"name": "Another site has this name already: choose another name."}),
        ({"name": ""}, {"name": "Give the site a name."}),
        ({"name": "x" * 121}, {"name": "Use at most 120 characters."}),
        ({"time_zone": "Europe/Atlantis"}, {"time_zone": "Not a valid choice."}),
    ],
)
def test_what_is_wrong_with_a_site_is_told(
    cast: Cast, client_of: ClientOf, changed: dict[str, str], said: dict[str, str]
) -> None:
    client, form = client_of(head()), {"name": "Cayenne", "time_zone": "Europe/Paris"} | changed
    for address in ("/sites", f"/sites/{cast.outsider_site_id}"):
        answer = client.post(address, data=form)
        assert (answer.status_code, errors(answer.text)) == (422, said)
    assert list(sites()) == ["Lyon", "Nantes"]


def test_a_site_may_keep_its_name(cast: Cast, client_of: ClientOf) -> None:
    form = {"name": "LYON", "time_zone": "Europe/Paris"}
    assert client_of(head()).post(f"/sites/{cast.site_id}", data=form).status_code == 303
    assert list(sites()) == ["LYON", "Nantes"]


def test_the_sites_take_two_queries_for_three_as_for_two(
    cast: Cast, client_of: ClientOf, count_queries: CountQueries
) -> None:
    client, counted = client_of(head()), []
    for name in ("Third", "Fourth"):
        client.post("/sites", data={"name": name, "time_zone": "Europe/Paris"})
        client.get("/sites")
        with count_queries() as queries:
            client.get("/sites")
        counted.append(len(queries))
    assert counted == [2, 2]


def test_sites_are_found_from_the_people_by_those_who_look_after_them(cast: Cast, client_of: ClientOf) -> None:
    pages = [client_of(who).get("/people").text for who in (cast.coordinator, head())]
    assert ['href="/sites"' in page for page in pages] == [False, True]
