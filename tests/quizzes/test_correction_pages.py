"""The pages on which an author withdraws a wrong key, and what trainees and those who follow them see of it."""

from __future__ import annotations

from sqlalchemy import select

from app.assessments.quizzes.models import QuestionCorrection
from app.db import db
from app.notices.models import Notice
from app.shared.ids import new_id
from tests.cast import Cast
from tests.conftest import ClientOf
from tests.courses.pages import errors
from tests.quizzes.correcting import ENERGY, REASON, published, work_off
from tests.quizzes.sittings import RIGHT, begin, finish

JUST_FAILED = {"strap-near-mains": [1], "energy": "20", "no-path": "open circuit"}
RESCORED = "Before: 40 %, 2 of 5 points. With the right key: 60 %, 3 of 5 points."
PAGE = "/revisions/{}/items/safety-quiz"


def test_an_author_withdraws_a_key_and_the_trainee_reads_both_marks(cast: Cast, client_of: ClientOf) -> None:
    quiz = cast.item("safety-quiz")
    attempt = begin(quiz)
    finish(attempt, quiz, JUST_FAILED)
    author, trainee, revision_id = client_of(cast.author), client_of(cast.trainee), published(ENERGY)
    address = f"{PAGE.format(revision_id)}/questions/energy/corrections"
    assert f'href="{address}/new"' in author.get(PAGE.format(revision_id)).text
    before = author.get(f"{address}/new").text
    told = (
        "As revision 1 asks it:",
        "Tara Trainee",
        RESCORED,
    )
    assert [words in before for words in (*told, "Would pass")] == [True] * 4
    assert errors(author.post(address, data={"reason": " "}).text) == [("reason", "Write a few words.")]
    sent = {"id": str(new_id()), "reason": REASON}
    pages = {author.post(address, data=sent).location for _ in range(2)}
    assert pages == {f"/question-corrections/{sent['id']}"}
    assert "0 of 1 done" in author.get(*pages).text
    waiting = trainee.get(f"/attempts/{attempt.id}").text
    assert ["is about to be marked again" in waiting, "You have opened something new" in waiting] == [True, False]
    work_off()
    for client in (trainee, client_of(cast.instructor), client_of(cast.coordinator)):
        seen = client.get(f"/attempts/{attempt.id}").text
        assert RESCORED in seen
        assert [words in seen for words in (REASON, "That is enough to pass.", "20 ± 0.05 Wh")] == [True] * 3
        assert "19.25 ± 0.05" not in seen
    done = author.get(*pages).text
    assert ["Tara Trainee" in done, "Passed by it" in done, REASON in done] == [True] * 3
    assert "There is no wrong key to withdraw" in author.get(f"{address}/new").text


def test_whoever_keeps_points_reads_why(cast: Cast, client_of: ClientOf) -> None:
    quiz = cast.item("safety-quiz")
    attempt = begin(quiz)
    finish(attempt, quiz, RIGHT)
    author, revision_id = client_of(cast.author), published(ENERGY)
    author.post(f"{PAGE.format(revision_id)}/questions/energy/corrections", data={"reason": REASON})
    work_off()
    seen = client_of(cast.trainee).get(f"/attempts/{attempt.id}").text
    kept = "The key was corrected after this was marked. You keep the points that you had."
    assert (seen.count(kept), "The mark stays as it was." in seen, "Marked again" in seen) == (1, True, False)


def test_the_notice_leads_to_the_attempt(cast: Cast, client_of: ClientOf) -> None:
    quiz = cast.item("safety-quiz")
    attempt = begin(quiz)
    finish(attempt, quiz, JUST_FAILED)
    author, revision_id = client_of(cast.author), published(ENERGY)
    author.post(f"{PAGE.format(revision_id)}/questions/energy/corrections", data={"reason": REASON})
    work_off()
    trainee = client_of(cast.trainee)
    assert "You have earned more: Safety quiz" in trainee.get("/notices").text
    (notice,) = db.session.scalars(select(Notice).where(Notice.kind == "quiz"))
    assert notice.path == f"/attempts/{attempt.id}"


def test_another_author_is_told_that_it_is_done(cast: Cast, client_of: ClientOf) -> None:
    author, revision_id = client_of(cast.author), published(ENERGY)
    address = f"{PAGE.format(revision_id)}/questions/energy/corrections"
    assert author.post(address, data={"reason": REASON}).status_code == 303
    second = author.post(address, data={"id": str(new_id()), "reason": "Me too."})
    assert (second.status_code, "somebody was faster" in second.text) == (409, True)
    assert len(db.session.scalars(select(QuestionCorrection)).all()) == 1


def test_an_older_revision_leads_to_the_newest(cast: Cast, client_of: ClientOf) -> None:
    author, newest = client_of(cast.author), published(ENERGY)
    address = f"{PAGE.format(cast.revision_id)}/questions/energy/corrections"
    seen = author.get(f"{address}/new").text
    assert ("There is a newer revision" in seen, f'href="/revisions/{newest}"' in seen) == (True, True)
    assert author.post(address, data={"reason": REASON}).status_code == 409


def test_the_past_corrections_of_a_course_are_listed(cast: Cast, client_of: ClientOf) -> None:
    author = client_of(cast.author)
    assert "No key was withdrawn" in author.get("/courses/tiny-phone-repair/question-corrections").text
    author.post(f"{PAGE.format(published(ENERGY))}/questions/energy/corrections", data={"reason": REASON})
    (correction,) = db.session.scalars(select(QuestionCorrection))
    listed = author.get("/courses/tiny-phone-repair/question-corrections").text
    assert (f'href="/question-corrections/{correction.id}"' in listed, "Aude Author" in listed) == (True, True)
    assert author.get("/courses/unknown/question-corrections").status_code == 404


def test_an_author_erases_the_reason(cast: Cast, client_of: ClientOf) -> None:
    author = client_of(cast.author)
    author.post(f"{PAGE.format(published(ENERGY))}/questions/energy/corrections", data={"reason": REASON})
    (correction,) = db.session.scalars(select(QuestionCorrection))
    address = f"/question-corrections/{correction.id}"
    assert REASON in author.get(f"{address}/erasure").text
    assert errors(author.post(f"{address}/erasure", data={"reason": ""}).text) == [("reason", "Say why.")]
    assert author.post(f"{address}/erasure", data={"reason": "It names somebody."}).location == address
    seen = author.get(address).text
    assert (REASON in seen, "The reason was erased." in seen) == (False, True)


def test_only_questions_of_quizzes_are_found(cast: Cast, client_of: ClientOf) -> None:
    author, revision = client_of(cast.author), f"/revisions/{cast.revision_id}/items"
    addresses = ("safety-quiz/questions/unknown", "the-bench/questions/energy", "unknown/questions/energy")
    assert [author.get(f"{revision}/{each}/corrections/new").status_code for each in addresses] == [404] * 3


def test_no_other_staff_sees_the_door(cast: Cast, client_of: ClientOf) -> None:
    seen = client_of(cast.instructor).get(PAGE.format(cast.revision_id)).text
    assert "corrections/new" not in seen
