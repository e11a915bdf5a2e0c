"""What readers reported arrives at its line in the draft as it stands."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from app.authoring.facts import DraftFacts
from app.authoring.models import Draft
from app.authoring.operations.drafts import begin_draft
from app.authoring.operations.saving import apply
from app.authoring.queries.drafts import text_of
from app.authoring.queries.reports import FileReport, reports_by_path, reports_in
from app.courses.operations.mistake_reports import answer_report, report_mistake
from app.courses.queries.mistake_reports import report_seen_by, reported_item
from app.db import db
from app.people.member import Member
from app.shared.ids import new_id
from tests.authoring.drafts import BENCH, COURSE_ID, begun, facts_of, wrote
from tests.cast import NOON, Cast
from tests.conftest import ClientOf, CountQueries

PLACE = "Strap tester"


def reported(cast: Cast, place: str = PLACE, *, item_id: str = "the-bench", minutes: int = 0) -> UUID:
    """A report of the trainee."""
    found = reported_item(cast.trainee, item_id=item_id, enrolment_id=cast.enrolment_id)
    assert found is not None
    at = NOON + timedelta(minutes=minutes)
    return report_mistake(found, place=place, text="It says 35. Ours says 10.", by=cast.trainee.id, at=at)


def answered(cast: Cast, report_id: UUID) -> None:
    seen = report_seen_by(cast.author, report_id=report_id)
    assert seen is not None
    answer_report(seen, answer="Mended.", by=cast.author.id, at=NOON)


def seen_in(cast: Cast, draft: DraftFacts, path: str = BENCH, *, by: Member | None = None) -> tuple[FileReport, ...]:
    return reports_in(by or cast.author, text_of(facts_of(cast, draft), path))


def line_of(text: str, wanted: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if wanted in line)


def moved(cast: Cast, draft: DraftFacts, to: str, text: str) -> DraftFacts:
    """The draft with its lesson of the bench in another file."""
    changed = {BENCH: None, to: text.encode()}
    apply(draft.id, changed, act="moved", act_id=new_id(), by=cast.author.id, at=NOON)
    return facts_of(cast, draft)


def test_a_report_stands_at_its_line_with_who_wrote_it(cast: Cast) -> None:
    report_id, draft = reported(cast), begun(cast)
    (report,) = seen_in(cast, draft)
    line = line_of(text_of(draft, BENCH).text, PLACE)
    assert report == FileReport(report_id, line, PLACE, "It says 35. Ours says 10.", "Tara Trainee", NOON)


def test_its_line_follows_what_is_written_above_it(cast: Cast) -> None:
    reported(cast)
    draft = begun(cast)
    (before,) = seen_in(cast, draft)
    text = text_of(draft, BENCH).text
    wrote(cast, draft, BENCH, text.replace("\n---\n", "\n---\n\nOne.\n\nTwo.\n", 1))
    (after,) = seen_in(cast, draft)
    assert (before.line is not None, after.line) == (True, (before.line or 0) + 4)


def test_what_is_about_the_whole_page_or_a_place_that_is_gone_has_no_line(cast: Cast) -> None:
    reported(cast, minutes=1)
    whole = reported(cast, place="")
    draft = begun(cast)
    wrote(cast, draft, BENCH, text_of(draft, BENCH).text.replace(PLACE, "Tester of straps"))
    assert [(each.id == whole, each.line) for each in seen_in(cast, draft)] == [(True, None), (False, None)]


def test_an_answered_report_and_one_about_another_file_are_not_there(cast: Cast) -> None:
    answered(cast, reported(cast))
    reported(cast, place="", item_id="safety-quiz")
    draft = begun(cast)
    assert seen_in(cast, draft) == ()
    assert reports_by_path(cast.author, draft) == {"week-01/80-safety-quiz.md": 1}


def test_reports_go_along_when_an_item_is_moved_or_renamed(cast: Cast) -> None:
    reported(cast)
    draft = begun(cast)
    text = text_of(draft, BENCH).text
    elsewhere = moved(cast, draft, "week-02/50-the-bench.md", text)
    assert reports_by_path(cast.author, elsewhere) == {"week-02/50-the-bench.md": 1}
    renamed = text.replace("---\n", "---\naliases: [the-bench]\n", 1)
    apply(
        draft.id,
        {"week-02/50-the-bench.md": None, "week-02/50-the-desk.md": renamed.encode()},
        act="moved",
        act_id=new_id(),
        by=cast.author.id,
        at=NOON,
    )
    (report,) = seen_in(cast, draft, "week-02/50-the-desk.md")
    assert report.line == line_of(renamed, PLACE)


def test_nobody_but_authors_gets_any(cast: Cast) -> None:
    reported(cast)
    draft = begun(cast)
    assert (seen_in(cast, draft, by=cast.coordinator), reports_by_path(cast.instructor, draft)) == ((), {})


def test_counting_them_takes_one_query(cast: Cast, count_queries: CountQueries) -> None:
    reported(cast)
    reported(cast, place="", minutes=1)
    draft = begun(cast)
    reports_by_path(cast.author, draft)
    with count_queries() as queries:
        assert reports_by_path(cast.author, draft) == {BENCH: 2}
    assert len(queries) == 1


# From the report to the desk


def test_a_report_leads_its_author_to_the_line_at_the_desk(cast: Cast, client_of: ClientOf) -> None:
    report_id, draft, client = reported(cast), begun(cast), client_of(cast.author)
    assert f'href="/reports/{report_id}/draft"' in client.get(f"/reports/{report_id}").text
    led = client.get(f"/reports/{report_id}/draft")
    line = line_of(text_of(draft, BENCH).text, PLACE)
    assert (led.status_code, led.location) == (303, f"{draft.address}/files/{BENCH}#line-{line}")


def test_where_there_is_no_draft_a_button_begins_one_once(cast: Cast, client_of: ClientOf) -> None:
    report_id, client = reported(cast), client_of(cast.author)
    page = client.get(f"/reports/{report_id}/draft")
    assert (page.status_code, f'action="/reports/{report_id}/draft"' in page.text) == (200, True)
    for _ in range(2):
        led = client.post(f"/reports/{report_id}/draft")
        assert led.location == f"/reports/{report_id}/draft"
    assert len(db.session.query(Draft).all()) == 1
    assert client.get(led.location).location.startswith(begun(cast).address)


def test_what_is_in_the_draft_no_more_leads_to_the_draft(cast: Cast, client_of: ClientOf) -> None:
    report_id, draft = reported(cast), begin_draft(COURSE_ID, by=cast.author.id, at=NOON)
    apply(draft.id, {BENCH: None}, act="removed", act_id=new_id(), by=cast.author.id, at=NOON)
    assert client_of(cast.author).get(f"/reports/{report_id}/draft").location == f"/drafts/{draft.id}"


def test_the_reader_s_own_page_of_the_report_has_no_way_to_the_desk(cast: Cast, client_of: ClientOf) -> None:
    report_id = reported(cast)
    page = client_of(cast.trainee).get(f"/reports/{report_id}")
    assert (page.status_code, "/draft" in page.text) == (200, False)
