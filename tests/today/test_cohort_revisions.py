"""The coordinator lets a cohort take a newer revision: what changed, who did what with it, all of it or some."""

from __future__ import annotations

import re
from collections.abc import Collection
from uuid import UUID

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.courses.facts import EnrolledItem
from app.courses.models import Cohort, Revision
from app.courses.operations.cohorts import close_cohort
from app.courses.operations.enrolments import declare_lesson_done
from app.courses.operations.following import follow_revision
from app.courses.queries.cohorts import cohort_facts
from app.courses.queries.enrolments import done_by, enrolment_facts
from app.db import db
from app.records.queries import journal_of
from tests.cast import NOON, Cast
from tests.conftest import ClientOf, CountQueries
from tests.courses.correcting import NEEDS_MORE, published
from tests.courses.pages import errors, messages, refusal, words
from tests.courses.renamed import after_the_rename, do_everything, place_before
from tests.lint import PageClient
from tests.practicals.making import signed_off
from tests.quizzes.sittings import RIGHT, begin, finish
from tests.today.making import newcomers, of_class, said, tree
from tests.today.newer import PARTS, SEAL, newer_sources, publish_newer, without_the_judged
from tests.tokens import without_tokens

LEFT = ["safety-quiz", "esd-bench", "the-seal", "the-port"]
MEANS = "What people are judged by means something else: How many watt-hours has a cell of 5,000 mAh at 3.85 V?"
LEVELS = "What people are judged by means something else: Strap system Its levels are others."
PATHS = {"safety-first": "/attempts/", "static-bench": "/sign-offs/", "no-power": "/case-runs/"}


def here(cast: Cast) -> str:
    return f"/cohorts/{cast.cohort_id}/revision"


def cohort(cohort_id: UUID) -> Cohort:
    return db.session.get_one(Cohort, cohort_id, populate_existing=True)


def rows(page: str) -> list[str]:
    """What stands in the row of each change, without the way to its own page."""
    found = (" ".join(" ".join(each.itertext()).split()) for each in of_class(tree(page), "panel"))
    return [each.partition(" See it side by side")[0] for each in found]


def boxes(page: str) -> dict[str, bool]:
    """Whether each part's box is ticked."""
    found = re.findall(r'<input type="checkbox" name="parts" value="([^"]*)"( checked)?', page)
    return {part: bool(ticked) for part, ticked in found}


def take(
    client: PageClient, cast: Cast, newer_id: int, parts: Collection[str] = PARTS, *, version: int = 0
) -> TestResponse:
    """The coordinator's answer to the form, sent with these ticks."""
    sent = {"version": str(version or cast.revision_id), "newer": str(newer_id), "parts": list(parts)}
    return client.post(here(cast), data=sent)


def test_the_cohorts_page_leads_to_a_newer_revision_for_those_who_may_take_it(cast: Cast, client_of: ClientOf) -> None:
    def led() -> list[bool]:
        pages = [client_of(who).get(f"/cohorts/{cast.cohort_id}").text for who in (cast.coordinator, cast.instructor)]
        return [f'href="{here(cast)}"' in page for page in pages]

    shown = [led()]
    publish_newer()
    shown.append(led())
    close_cohort(cohort_facts(cast.cohort_id), by=None, at=NOON)
    assert [*shown, led()] == [[False, False], [True, False], [False, False]]


def test_without_a_newer_revision_there_is_nothing_to_take(cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.coordinator).get(here(cast)).text
    assert "The cohort follows the newest revision" in page
    assert boxes(page) == {}


def test_each_change_is_told_with_what_became_of_it_and_is_ticked(cast: Cast, client_of: ClientOf) -> None:
    publish_newer()
    page = client_of(cast.coordinator).get(here(cast)).text
    assert boxes(page) == dict.fromkeys(PARTS, True)
    assert rows(page) == [
        "The bench Lesson · Changed Nobody has begun it",
        f"Safety first Quiz · Changed Nobody has begun it {MEANS} Another answer is right.",
        f"Set up an ESD bench Practical · Changed Nobody has begun it {LEVELS}",
        "The screen Lesson · Changed · Moved from week 3 to week 2 Nobody has begun it",
        "The seal Lesson · New",
        "The charging port Lesson · Taken away Nobody has begun it",
    ]


def test_the_list_counts_who_has_done_what(cast: Cast, client_of: ClientOf) -> None:
    other = enrolment_facts(cast.other_enrolment_id)
    for place in (cast.enrolled(), other):
        declare_lesson_done(EnrolledItem(place, place.curriculum.items["the-port"]), by=place.person_id, at=NOON)
    quiz = cast.item("safety-quiz")
    finish(begin(quiz), quiz, RIGHT)
    begin(EnrolledItem(other, quiz.item))
    publish_newer()
    found = rows(client_of(cast.coordinator).get(here(cast)).text)
    assert "1 has completed it, 1 is at it" in found[1]
    assert found[5] == "The charging port Lesson · Taken away 2 have completed it"


def test_a_renamed_item_is_one_item_with_what_was_done(cast: Cast, client_of: ClientOf) -> None:
    place = place_before(cast)
    do_everything(cast, place)
    publish_newer(after_the_rename())
    client = client_of(cast.coordinator)
    found = rows(client.get(f"/cohorts/{place.cohort.id}/revision").text)
    assert found[0] == "The bench Lesson · Changed · Its id was the-bench 1 has completed it"
    for part, leads_to in PATHS.items():
        page = client.get(f"/cohorts/{place.cohort.id}/revision/parts/{part}").text
        assert len(re.findall(f'href="{leads_to}[^"]*">Last \\w+', page)) == 1


def test_a_part_is_shown_side_by_side_with_who_did_what(cast: Cast, client_of: ClientOf) -> None:
    quiz = cast.item("safety-quiz")
    attempt = begin(quiz)
    finish(attempt, quiz, RIGHT)
    publish_newer()
    page = client_of(cast.coordinator).get(f"{here(cast)}/parts/safety-quiz").text
    assert re.findall(r'href="/attempts/([^"]*)">(.*?)</a>', page) == [
        (str(attempt.id), 'Last attempt<span class="hidden">: Tara Trainee</span>')
    ]
    assert "Otto Trainee" not in page
    removed, added = (words(" ".join(re.findall(f"<{tag}[^>]*>(.*?)</{tag}>", page))) for tag in ("del", "ins"))
    assert ("19.25" in removed, "20.25" in added) == (True, True)
    assert re.findall(r"<(h\d)", page.partition("<main")[2])[:4] == ["h1", "h2", "h2", "h3"]


@pytest.mark.parametrize(("part", "sides"), [("the-seal", ["It is new"]), ("the-port", ["It is taken away"])])
def test_what_is_new_or_gone_has_one_side(cast: Cast, client_of: ClientOf, part: str, sides: list[str]) -> None:
    publish_newer()
    page = tree(client_of(cast.coordinator).get(f"{here(cast)}/parts/{part}").text)
    assert [said(each) for each in of_class(page, "changes-word")] == sides


def test_the_page_of_a_part_that_did_not_change_leads_to_the_list(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.coordinator)
    answers = [client.get(f"{here(cast)}/parts/the-board") for _ in range(2) if publish_newer()]
    assert [(each.status_code, each.location) for each in answers] == [(303, here(cast))] * 2


def test_all_that_is_ticked_is_taken_and_the_cohort_follows_the_newer_revision(cast: Cast, client_of: ClientOf) -> None:
    newer, client = publish_newer(), client_of(cast.coordinator)
    answer = take(client, cast, newer)
    assert (answer.status_code, answer.location) == (303, f"/cohorts/{cast.cohort_id}")
    assert cohort(cast.cohort_id).revision_id == newer
    page = client.get(f"/cohorts/{cast.cohort_id}").text
    assert "The cohort has what you ticked." in page
    assert f'href="{here(cast)}"' not in page


def test_some_is_taken_and_what_is_left_is_still_there_to_take(cast: Cast, client_of: ClientOf) -> None:
    newer, client = publish_newer(), client_of(cast.coordinator)
    take(client, cast, newer, ["the-bench", "the-screen"])
    composed = cohort(cast.cohort_id).revision_id
    made = db.session.get_one(Revision, composed)
    assert (made.base_id, made.source_id) == (cast.revision_id, newer)
    page = client.get(here(cast)).text
    assert list(boxes(page)) == LEFT
    numbers = {each.id: each.number for each in db.session.scalars(select(Revision))}
    assert f"The cohort has revision {numbers[cast.revision_id]} with parts of revision {numbers[newer]}." in words(
        page
    )
    take(client, cast, newer, LEFT, version=composed)
    assert cohort(cast.cohort_id).revision_id == newer


@pytest.mark.parametrize("parts", [PARTS, ("the-bench",)])
def test_the_same_request_twice_takes_it_once(cast: Cast, client_of: ClientOf, parts: tuple[str, ...]) -> None:
    newer, client = publish_newer(), client_of(cast.coordinator)
    answers = [take(client, cast, newer, parts).status_code for _ in range(2)]
    told = journal_of("cohort", id=cast.cohort_id, acts=["cohort.revision-taken"])
    assert (answers, len(told)) == ([303, 303], 1)


def test_nothing_ticked_takes_nothing(cast: Cast, client_of: ClientOf) -> None:
    answer = take(client_of(cast.coordinator), cast, publish_newer(), [])
    assert answer.status_code == 422
    assert errors(answer.text) == [("parts", "Tick at least one part.")]
    assert not any(boxes(answer.text).values())
    assert cohort(cast.cohort_id).revision_id == cast.revision_id


def test_what_makes_no_whole_course_is_refused_with_what_it_needs_and_keeps_its_ticks(
    cast: Cast, client_of: ClientOf
) -> None:
    newer, client = published(NEEDS_MORE), client_of(cast.coordinator)
    answer = take(client, cast, newer, ["the-battery"])
    assert answer.status_code == 422
    (told,) = messages(answer.text)
    assert "Nothing was taken. Take these, too: Battery quiz" in told
    assert "week-02/10-the-battery.md:2" in told
    assert boxes(answer.text) == {"battery-quiz": False, "the-battery": True}
    assert cohort(cast.cohort_id).revision_id == cast.revision_id


def test_who_comes_after_somebody_else_took_something_is_refused(cast: Cast, client_of: ClientOf) -> None:
    newer, client = publish_newer(), client_of(cast.coordinator)
    answers = [take(client, cast, newer, [part]) for part in ("the-bench", "the-screen")]
    assert [each.status_code for each in answers] == [303, 409]
    assert refusal(answers[1].text).startswith("Somebody else changed which revision")


def test_what_was_published_meanwhile_is_looked_at_first(cast: Cast, client_of: ClientOf) -> None:
    seen = publish_newer()
    case = SEAL.replace("The seal", "The case").encode()
    publish_newer(newer_sources() | {"week-05/30-the-case.md": case})
    answer = take(client_of(cast.coordinator), cast, seen)
    assert answer.status_code == 409
    assert boxes(answer.text) == {**dict.fromkeys(PARTS, True), "the-case": False}
    assert cohort(cast.cohort_id).revision_id == cast.revision_id


@pytest.mark.parametrize("sent", [{"newer": "x"}, {"newer": "9" * 40}, {"version": "999999"}, {"version": ""}])
def test_a_form_that_names_no_revision_takes_nothing(cast: Cast, client_of: ClientOf, sent: dict[str, str]) -> None:
    form = {"version": str(cast.revision_id), "newer": str(publish_newer()), "parts": ["the-bench"], **sent}
    assert client_of(cast.coordinator).post(here(cast), data=form).status_code == 409
    assert cohort(cast.cohort_id).revision_id == cast.revision_id


def test_a_closed_cohort_is_only_read(cast: Cast, client_of: ClientOf) -> None:
    newer, client = publish_newer(), client_of(cast.coordinator)
    close_cohort(cohort_facts(cast.cohort_id), by=None, at=NOON)
    page = client.get(here(cast)).text
    assert (len(rows(page)), boxes(page), "Take what is ticked" in page) == (6, {}, False)
    assert take(client, cast, newer).status_code == 409


def test_what_was_completed_stays_though_its_item_moved_or_is_gone(cast: Cast, client_of: ClientOf) -> None:
    for item_id in ("the-screen", "the-port"):
        declare_lesson_done(cast.item(item_id), by=cast.trainee.id, at=NOON)
    take(client_of(cast.coordinator), cast, publish_newer())
    assert done_by(cast.enrolled()).completions == {"the-screen": NOON, "the-port": NOON}
    assert [client_of(cast.trainee).get(cast.item("the-screen").prefix).status_code] == [200]


def judged(cast: Cast) -> tuple[str, str]:
    """The pages of an attempt and of a sign-off of the trainee."""
    quiz = cast.item("safety-quiz")
    attempt = begin(quiz)
    finish(attempt, quiz, RIGHT)
    return f"/attempts/{attempt.id}", f"/sign-offs/{signed_off(cast.item('esd-bench'), cast, at=NOON).id}"


@pytest.mark.parametrize("who", ["trainee", "coordinator"])
def test_attempts_and_sign_offs_show_the_same_afterwards(cast: Cast, client_of: ClientOf, who: str) -> None:
    pages, newer, client = judged(cast), publish_newer(), client_of(getattr(cast, who))
    before = [without_tokens(client.get(page).text) for page in pages]
    take(client_of(cast.coordinator), cast, newer)
    assert cohort(cast.cohort_id).revision_id == newer
    assert [without_tokens(client.get(page).text) for page in pages] == before


@pytest.mark.parametrize("who", ["trainee", "coordinator"])
def test_what_was_asked_and_judged_is_shown_though_quiz_and_practical_are_gone(
    cast: Cast, client_of: ClientOf, who: str
) -> None:
    (attempt, sign_off), client = judged(cast), client_of(getattr(cast, who))

    def shown() -> tuple[list[str], str]:
        asked = [said(each) for each in of_class(tree(client.get(attempt).text), "question")]
        return asked, words(client.get(sign_off).text.partition("<h1")[2])

    before = shown()
    take(client_of(cast.coordinator), cast, publish_newer(without_the_judged()))
    assert len(before[0]) == 4
    assert shown() == before


def test_runs_and_all_that_is_on_record_show_the_same_under_other_ids(cast: Cast, client_of: ClientOf) -> None:
    place = place_before(cast)
    do_everything(cast, place)
    newer, client = publish_newer(after_the_rename()), client_of(cast.coordinator)
    parts = [client.get(f"/cohorts/{place.cohort.id}/revision/parts/{part}").text for part in PATHS]
    pages = [re.findall(f'href="({PATHS[part]}[^"]*)"', page)[0] for part, page in zip(PATHS, parts, strict=True)]

    def shown() -> list[str]:
        # But for the address at which a mistake is reported.
        return [re.sub(r"/items/[\w-]+", "", without_tokens(client.get(page).text)) for page in pages]

    before = shown()
    follow_revision(place.cohort, revision_id=newer, by=None, at=NOON)
    assert shown() == before


def test_a_cohort_is_served_the_same_bytes_whatever_another_takes(cast: Cast, client_of: ClientOf) -> None:
    address = f"/enrolments/{cast.outsider_enrolment_id}/items/the-bench"
    client = client_of(cast.outsider_trainee)

    def served() -> str:
        return without_tokens(client.get(address).text)

    bytes_served = [served()]
    newer = publish_newer()
    bytes_served.append(served())
    take(client_of(cast.coordinator), cast, newer)
    assert "Never work on it alone." in client_of(cast.trainee).get(cast.item("the-bench").prefix).text
    assert [*bytes_served, served()] == [bytes_served[0]] * 3
    assert "Never work on it alone." not in bytes_served[0]


def test_no_page_takes_more_queries_for_more_trainees(
    cast: Cast, client_of: ClientOf, count_queries: CountQueries
) -> None:
    publish_newer()
    counted, client = [], client_of(cast.coordinator)
    for count in (0, 3):
        for place in newcomers(cohort(cast.cohort_id), count):
            found = enrolment_facts(place)
            begin(EnrolledItem(found, found.curriculum.items["safety-quiz"]))
        for address in (f"/cohorts/{cast.cohort_id}", here(cast), f"{here(cast)}/parts/safety-quiz"):
            client.get(address)
            with count_queries() as queries:
                client.get(address)
            counted.append(len(queries))
    assert counted == [6, 8, 7] * 2


def test_who_lets_a_cohort_take_something_is_told_in_the_journal(cast: Cast, client_of: ClientOf) -> None:
    newer = publish_newer()
    take(client_of(cast.coordinator), cast, newer, ["the-bench"])
    (line,) = journal_of("cohort", id=cast.cohort_id, acts=["cohort.revision-taken"])
    assert (line.actor_id, line.detail["newer"], line.detail["parts"]) == (cast.coordinator.id, newer, ["the-bench"])
    follow_revision(cohort_facts(cast.cohort_id), revision_id=newer, by=None, at=NOON)
    assert len(journal_of("cohort", id=cast.cohort_id, acts=["cohort.revision-taken"])) == 2
