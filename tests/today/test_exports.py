"""The chart as a table for spreadsheets."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from io import StringIO

from app.courses.models import Enrolment
from app.courses.operations.enrolments import declare_lesson_done
from app.db import db
from app.people.operations import add_person
from app.shared.clock import now
from app.shared.spreadsheets import read_table
from tests.cast import BEFORE, Cast
from tests.conftest import ClientOf, CountQueries
from tests.today.making import before, newcomers, place_in, running_cohort, sit, today_in_paris

HEAD = ["Trainee", "Withdrawn on", "Items done", "Items behind", "Complete", "Certificate"]


def test_a_row_a_trainee_and_a_column_an_item(cast: Cast, client_of: ClientOf) -> None:
    cohort = running_cohort(cast, 2)
    tara = place_in(cohort, cast.trainee.id)
    declare_lesson_done(before(tara, "the-bench"), by=cast.trainee.id, at=now())
    sit(tara, right=False)
    gone = place_in(cohort, cast.other_trainee.id)
    db.session.get_one(Enrolment, gone).withdrawn_at = now()
    answer = client_of(cast.coordinator).get(f"/cohorts/{cohort.id}.csv")
    today = today_in_paris().isoformat()
    head, first, last = csv.reader(StringIO(answer.data.decode("utf-8-sig")))
    titles = [
        f"Week {item.week}: {item.title}" for item in before(tara, "the-bench").enrolled.curriculum.items.values()
    ]
    assert head == [*HEAD, *titles]
    assert first == ["Tara Trainee", "", "1", "2", "no", "no", f"Done {today}", "Not yet", "Locked"] + ["To do"] * 4
    assert last[:6] == ["Otto Trainee", today, "0", "0", "no", "no"]
    assert answer.headers["Content-Disposition"] == f'attachment; filename="Running {today}.csv"'
    assert answer.mimetype == "text/csv"


def test_the_excel_file_holds_the_same(cast: Cast, client_of: ClientOf) -> None:
    cohort = running_cohort(cast)
    newcomers(cohort, 2)
    client = client_of(cast.instructor)
    as_excel = client.get(f"/cohorts/{cohort.id}.xlsx")
    as_csv = client.get(f"/cohorts/{cohort.id}.csv")
    assert read_table(as_excel.data) == read_table(as_csv.data)
    assert as_excel.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_words_and_separators_are_the_readers(cast: Cast, client_of: ClientOf) -> None:
    cohort = running_cohort(cast)
    newcomers(cohort, 1)
    client = client_of(cast.instructor)
    client.post("/language", data={"language": "fr"})
    first = client.get(f"/cohorts/{cohort.id}.csv").data.decode("utf-8-sig").splitlines()[0]
    assert first.count(";") == len(HEAD) + 7 - 1


def test_a_name_cannot_carry_a_formula(cast: Cast, client_of: ClientOf) -> None:
    cohort = running_cohort(cast)
    person = add_person("=HYPERLINK(0)", email=None, language="en", by=None, at=BEFORE)
    place_in(cohort, person.id)
    row = client_of(cast.coordinator).get(f"/cohorts/{cohort.id}.csv").data.decode("utf-8-sig").splitlines()[1]
    assert row.startswith("'=HYPERLINK(0),")


def test_days_are_those_of_the_cohorts_site(cast: Cast, client_of: ClientOf) -> None:
    cohort = running_cohort(cast)
    place = place_in(cohort, cast.trainee.id)
    midnight = datetime.combine(today_in_paris(), datetime.min.time(), tzinfo=now().tzinfo) - timedelta(minutes=30)
    declare_lesson_done(before(place, "the-bench"), by=cast.trainee.id, at=midnight)
    rows = read_table(client_of(cast.coordinator).get(f"/cohorts/{cohort.id}.csv").data)
    assert rows[1][6] == f"Done {today_in_paris().isoformat()}"


def test_an_export_takes_as_many_queries_for_three_trainees_as_for_one(
    cast: Cast, client_of: ClientOf, count_queries: CountQueries
) -> None:
    cohort = running_cohort(cast)
    address, counted = f"/cohorts/{cohort.id}.csv", []
    for count in (1, 2):
        newcomers(cohort, count)
        client = client_of(cast.instructor)
        client.get(address)
        with count_queries() as queries:
            client.get(address)
        counted.append(len(queries))
    assert counted == [6, 6]
