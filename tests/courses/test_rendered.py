"""Pages kept in memory: what one reader has never reaches another."""

from __future__ import annotations

import re
from collections.abc import Callable

from app.courses.operations.enrolments import enrol
from app.courses.routes.rendered import Kept
from app.db import db
from app.people.member import Member
from app.people.queries import person_by_id
from tests.cast import NOON, Cast
from tests.lint import PageClient

ClientOf = Callable[[Member | None], PageClient]


def pages(cast: Cast) -> tuple[str, str]:
    """The first lesson of the trainee and of the other trainee."""
    enrolments = (cast.enrolment_id, cast.other_enrolment_id)
    own, other = (f"/enrolments/{enrolment_id}/items/the-bench" for enrolment_id in enrolments)
    return own, other


def test_what_was_made_is_kept_as_long_as_its_source_is_the_same() -> None:
    kept, made = Kept[int](2), iter(range(10))
    first, second = object(), object()
    numbers = [kept.get(("a",), source, lambda: next(made)) for source in (first, first, second, second)]
    assert numbers == [0, 0, 1, 1]


def test_the_oldest_goes_when_there_are_too_many() -> None:
    kept, source, made = Kept[int](2), object(), iter(range(10))
    assert [kept.get((key,), source, lambda: next(made)) for key in "abbcba"] == [0, 1, 1, 2, 1, 3]


def test_a_message_is_shown_once_and_to_its_reader_only(cast: Cast, client_of: ClientOf) -> None:
    own, other = pages(cast)
    client = client_of(cast.trainee)
    client.post(f"{own}/completion")
    shown = [client.get(own), client.get(own), client_of(cast.other_trainee).get(other)]
    messages = [
        re.findall(
            r'<div class="message message-done" role="status">.*?<p>(.*?)</p>',
            page.get_data(as_text=True),
            re.S,
        )
        for page in shown
    ]
    assert messages == [["Done: The bench."], [], []]


def test_a_name_is_text_whatever_it_holds(cast: Cast, client_of: ClientOf) -> None:
    person_by_id(cast.trainee.id).name = '<b>Tara</b> & "Co"'
    db.session.commit()
    page = client_of(cast.trainee).get(pages(cast)[0]).get_data(as_text=True)
    assert re.findall(r'<span class="menu-name">(.*?)</span>', page) == ["&lt;b&gt;Tara&lt;/b&gt; &amp; &#34;Co&#34;"]


def test_staff_who_learn_keep_their_menu(cast: Cast, client_of: ClientOf) -> None:
    place = enrol(person_by_id(cast.author.id), cohort_id=cast.cohort_id, by=None, at=NOON)
    own, _ = pages(cast)
    addresses = [(cast.trainee, own), (cast.author, f"/enrolments/{place.id}/items/the-bench")]
    menus = [
        re.findall(r'<li><a href="(/courses)?', client_of(member).get(address).get_data(as_text=True))[:2]
        for member, address in addresses
    ]
    assert [menu.count("/courses") for menu in menus] == [0, 1]
