"""The trainee's signature: on their own or with their PIN on the instructor's device, in agreement or not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from sqlalchemy import select

from app.assessments.practicals.facts import SeenSignOff
from app.assessments.practicals.models import Acknowledgement, BenchText
from app.assessments.practicals.operations import DisagreementNeedsWords, acknowledge
from app.assessments.practicals.queries import seen_sign_off_by_id
from app.courses.facts import EnrolledItem
from app.courses.operations.enrolments import Withdrawn
from app.courses.operations.places import withdraw
from app.db import db
from app.people.operations import choose_language, set_pin
from app.people.operations.tries import PIN
from app.records.models import JournalEntry
from app.shared.digests import salted
from tests.cast import NOON, Cast
from tests.conftest import ClientOf, CountQueries
from tests.notices.telling import told
from tests.people.reading import errors_of, told_by
from tests.practicals.making import judgement, signed_off
from tests.practicals.test_pages import texts

MINE = "2846"
WHY = "Nobody had shown me the strap.\nIt was <b>new</b>."
AGREED = {"agrees": "yes"}
DISAGREED = {"agrees": "no", "words": WHY}


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[time_machine.Traveller]:
    """The clock stands still at noon, until a test moves it."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def seen(bench: EnrolledItem, cast: Cast) -> SeenSignOff:
    """A sign-off of the trainee as not yet competent, which nobody but the instructor has signed."""
    levels: dict[str, int | None] = {"strap-safe": 0, "strap-tested": 1, "explains": None}
    return seen_sign_off_by_id(signed_off(bench, cast, work=judgement(levels, remark="The strap.")).id)


@pytest.fixture
def pin(cast: Cast) -> str:
    """The trainee's PIN."""
    set_pin(cast.trainee.id, pin=MINE, by=cast.trainee.id, at=NOON)
    return MINE


def signature(sign_off: SeenSignOff) -> tuple[bool, str, str | None] | None:
    """Whether the trainee agrees, how they signed, and their words."""
    made = db.session.get(Acknowledgement, sign_off.id, populate_existing=True)
    words = db.session.get(BenchText, ("disagreement", sign_off.id))
    return (made.agrees, made.signed_with, words.text if words else None) if made else None


def journal() -> list[tuple[object, object]]:
    """Who signed, and what the journal says of it besides the words' digest."""
    entries = db.session.scalars(select(JournalEntry).where(JournalEntry.act == "sign_off.acknowledged"))
    return [(each.actor_id, {name: each.detail[name] for name in each.detail if name != "words"}) for each in entries]


def test_a_trainee_who_agrees_signs_once(seen: SeenSignOff, cast: Cast) -> None:
    assert [acknowledge(seen, by=cast.trainee.id, at=NOON) for _ in range(2)] == [True, False]
    assert signature(seen) == (True, "account", None)
    assert journal() == [(cast.trainee.id, {"agrees": True, "with": "account"})]


def test_the_first_signature_counts(seen: SeenSignOff, cast: Cast) -> None:
    acknowledge(seen, by=cast.trainee.id, at=NOON, agrees=False, words=WHY, signed_with="pin")
    assert acknowledge(seen, by=cast.trainee.id, at=NOON) is False
    assert signature(seen) == (False, "pin", WHY)


def test_who_does_not_agree_says_why(seen: SeenSignOff, cast: Cast) -> None:
    with pytest.raises(DisagreementNeedsWords):
        acknowledge(seen, by=cast.trainee.id, at=NOON, agrees=False)
    assert signature(seen) is None


def test_the_words_lie_beside_and_the_record_names_them(seen: SeenSignOff, cast: Cast) -> None:
    acknowledge(seen, by=cast.trainee.id, at=NOON, agrees=False, words=WHY)
    made, words = db.session.get_one(Acknowledgement, seen.id), db.session.get_one(BenchText, ("disagreement", seen.id))
    assert made.words_digest == salted(WHY, words.salt)
    entry = db.session.scalars(select(JournalEntry).where(JournalEntry.act == "sign_off.acknowledged")).one()
    assert (entry.detail["words"], list(entry.covers or {})) == (made.words_digest, ["acknowledgement"])


def test_a_disagreement_is_told_to_the_sites_coordinators_and_to_who_judged(seen: SeenSignOff, cast: Cast) -> None:
    acknowledge(seen, by=cast.trainee.id, at=NOON, agrees=False, words=WHY)
    assert told(cast.coordinator.id) == [("disagreement", f"/disagreements/{seen.id}", False)]
    assert told(cast.instructor.id)[-1] == ("disagreement", f"/sign-offs/{seen.id}", False)
    assert told(cast.outsider_coordinator.id) == []


def test_an_agreement_is_news_to_nobody(seen: SeenSignOff, cast: Cast) -> None:
    acknowledge(seen, by=cast.trainee.id, at=NOON)
    assert (told(cast.coordinator.id), told(cast.instructor.id)) == ([], [])


def test_who_was_withdrawn_signs_no_more(seen: SeenSignOff, cast: Cast) -> None:
    withdraw(cast.enrolled(), reason="left", by=None, at=NOON)
    with pytest.raises(Withdrawn):
        acknowledge(seen, by=cast.trainee.id, at=NOON)


def test_on_their_own_they_agree_or_say_why_not(seen: SeenSignOff, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.trainee)
    sent = client.post(f"/sign-offs/{seen.id}/acknowledgement", data=DISAGREED)
    assert (sent.status_code, sent.location) == (303, f"/sign-offs/{seen.id}")
    page = client.get(f"/sign-offs/{seen.id}")
    assert told_by(page) == [
        "You have signed that you don’t agree. A coordinator reads it, decides, and you get a notice."
    ]
    assert signature(seen) == (False, "account", WHY.replace("\n", "\n"))
    assert "<p>It was &lt;b&gt;new&lt;/b&gt;.</p>" in page.text
    assert "A coordinator has not decided yet." in page.text
    assert 'id="sign"' not in page.text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, ["Choose whether you agree."]),
        ({"agrees": "perhaps"}, ["Choose whether you agree."]),
        ({"agrees": "no", "words": "  "}, ["Say in a few words why you don’t agree."]),
        (
            {"agrees": "yes", "words": "The strap was new."},
            ["You say why you don’t agree, and that you agree. Choose one."],
        ),
        ({"agrees": "no", "words": "x" * 2001}, ["Use at most 2000 characters."]),
    ],
)
def test_a_signature_that_says_nothing_is_asked_for_again_and_keeps_what_was_typed(
    seen: SeenSignOff, cast: Cast, client_of: ClientOf, data: dict[str, str], said: list[str]
) -> None:
    page = client_of(cast.trainee).post(f"/sign-offs/{seen.id}/acknowledgement", data=data)
    assert (page.status_code, errors_of(page)) == (422, said)
    assert data.get("words", "").strip() in page.text
    assert signature(seen) is None


@pytest.mark.parametrize("who", ["instructor", "coordinator"])
def test_staff_see_who_signed_how_and_when(seen: SeenSignOff, cast: Cast, client_of: ClientOf, who: str) -> None:
    client = client_of(cast.members[who])
    acknowledge(seen, by=cast.trainee.id, at=NOON, agrees=False, words=WHY, signed_with="pin")
    page = client.get(f"/sign-offs/{seen.id}").text
    assert "<dt>Ines Instructor</dt><dd>5 May 2026, 12:00, signed in to their account</dd>" in page
    his = "5 May 2026, 12:00, with their PIN, on the instructor’s device: <b>doesn’t agree</b>"
    assert f"<dt>Tara Trainee</dt><dd>{his}</dd>" in page


def test_the_page_of_a_sign_off_asks_no_more_for_what_was_signed(
    seen: SeenSignOff, cast: Cast, client_of: ClientOf, count_queries: CountQueries
) -> None:
    client = client_of(cast.instructor)
    counts = []
    for _ in range(2):
        client.get(f"/sign-offs/{seen.id}")
        with count_queries() as queries:
            client.get(f"/sign-offs/{seen.id}")
        counts.append(len(queries))
        acknowledge(seen, by=cast.trainee.id, at=NOON, agrees=False, words=WHY)
    assert counts[0] == counts[1]


def test_passed_over_the_device_shows_the_outcome_and_takes_the_pin(
    seen: SeenSignOff, cast: Cast, client_of: ClientOf, pin: str
) -> None:
    client = client_of(cast.instructor)
    assert f'href="/sign-offs/{seen.id}/signature"' in client.get(f"/sign-offs/{seen.id}").text
    page = client.get(f"/sign-offs/{seen.id}/signature")
    assert "Tara Trainee, this is the outcome of your work" in page.text
    assert ("Not yet competent" in page.text, "The strap." in page.text) == (True, True)
    sent = client.post(f"/sign-offs/{seen.id}/signature", data=AGREED | {"pin": pin})
    assert (sent.status_code, sent.location) == (303, f"/sign-offs/{seen.id}/signature")
    assert signature(seen) == (True, "pin", None)
    assert journal() == [(cast.trainee.id, {"agrees": True, "with": "pin", "beside": str(cast.instructor.id)})]
    assert f'href="/sign-offs/{seen.id}/signature"' not in client.get(f"/sign-offs/{seen.id}").text


def test_whoever_has_signed_gives_the_device_back_and_gets_no_further(
    seen: SeenSignOff, cast: Cast, client_of: ClientOf, pin: str
) -> None:
    client = client_of(cast.instructor)
    client.post(f"/sign-offs/{seen.id}/signature", data=AGREED | {"pin": pin})
    page = client.get(f"/sign-offs/{seen.id}/signature")
    assert (texts(page, "heading"), texts(page, "act"), texts(page, "navigation")) == (
        ["Give the device back to Ines Instructor Tara Trainee has signed."],
        ["I am Ines Instructor: go on"],
        [],
    )


def test_signed_twice_with_the_pin_is_signed_once(seen: SeenSignOff, cast: Cast, client_of: ClientOf, pin: str) -> None:
    client = client_of(cast.instructor)
    for data in (DISAGREED, AGREED):
        assert client.post(f"/sign-offs/{seen.id}/signature", data=data | {"pin": pin}).status_code == 303
    assert signature(seen) == (False, "pin", WHY)


def test_a_wrong_pin_signs_nothing_and_keeps_the_words(
    seen: SeenSignOff, cast: Cast, client_of: ClientOf, pin: str
) -> None:
    page = client_of(cast.instructor).post(f"/sign-offs/{seen.id}/signature", data=DISAGREED | {"pin": "3333"})
    assert (page.status_code, errors_of(page)) == (
        422,
        ["This is not your PIN. Type it again; after a few wrong ones you have to wait."],
    )
    assert ("Nobody had shown me the strap." in page.text, "3333" in page.text) == (True, False)
    assert signature(seen) is None


def test_an_instructor_cannot_guess_a_trainees_pin(
    seen: SeenSignOff, cast: Cast, client_of: ClientOf, pin: str
) -> None:
    client = client_of(cast.instructor)
    path = f"/sign-offs/{seen.id}/signature"
    tried = [client.post(path, data=AGREED | {"pin": "3333"}).status_code for _ in range(PIN.most)]
    page = client.post(path, data=AGREED | {"pin": pin})
    assert (tried, page.status_code, page.headers["Retry-After"]) == ([422] * PIN.most, 429, "900")
    assert errors_of(page) == ["That was tried too often. Wait 15 minutes, then try again."]
    assert signature(seen) is None


def test_who_has_no_pin_signs_later_on_their_own(seen: SeenSignOff, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.instructor)
    page = client.get(f"/sign-offs/{seen.id}/signature")
    assert ("You have no PIN yet" in page.text, 'id="sign"' in page.text) == (True, False)
    assert client.post(f"/sign-offs/{seen.id}/signature", data=AGREED | {"pin": MINE}).status_code == 422
    assert signature(seen) is None


def test_the_device_speaks_the_trainees_language_as_long_as_it_is_theirs(
    seen: SeenSignOff, cast: Cast, client_of: ClientOf, pin: str
) -> None:
    choose_language(cast.trainee.id, language="fr")
    client = client_of(cast.instructor)
    assert '<html lang="fr">' in client.get(f"/sign-offs/{seen.id}/signature").text
    wrong = client.post(f"/sign-offs/{seen.id}/signature", data=AGREED | {"pin": "3333"})
    assert '<html lang="fr">' in wrong.text
    client.post(f"/sign-offs/{seen.id}/signature", data=AGREED | {"pin": pin})
    assert '<html lang="en">' in client.get(f"/sign-offs/{seen.id}").text


def test_only_the_cohorts_instructors_pass_their_device_over(
    seen: SeenSignOff, cast: Cast, client_of: ClientOf
) -> None:
    got = {
        name: client_of(member).get(f"/sign-offs/{seen.id}/signature").status_code
        for name, member in cast.members.items()
        if member
    }
    assert {name for name, status in got.items() if status == 200} == {"instructor"}
    assert {name for name, status in got.items() if status == 403} == {"trainee", "coordinator"}


def test_in_a_closed_place_nobody_signs_any_more(seen: SeenSignOff, cast: Cast, client_of: ClientOf, pin: str) -> None:
    withdraw(cast.enrolled(), reason="left", by=None, at=NOON)
    client = client_of(cast.instructor)
    assert f'href="/sign-offs/{seen.id}/signature"' not in client.get(f"/sign-offs/{seen.id}").text
    assert client.get(f"/sign-offs/{seen.id}/signature").status_code == 403
    assert client.post(f"/sign-offs/{seen.id}/signature", data=AGREED | {"pin": pin}).status_code == 403
