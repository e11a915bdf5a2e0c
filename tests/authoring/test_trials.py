"""Trials: a draft as trainees will have it, in a school that is thrown away."""

from __future__ import annotations

import gzip
import os
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.authoring.trials import LIFETIME, Shown, clear_away, end_all_of, ground, trials_of
from app.config import Settings
from app.courses.models import Enrolment
from app.courses.queries import revisions
from app.db import Base, db
from app.people.models import SignIn
from app.shared.ids import new_id
from app.shared.storage import files
from tests.authoring.drafts import BENCH, another_author, begun, wrote
from tests.authoring.trying import Trier
from tests.cast import Cast
from tests.conftest import ClientOf

COURSE = re.compile(r"/enrolments/[0-9a-f-]{36}$")


@pytest.fixture
def trier(app: Flask, cast: Cast, client_of: ClientOf, trials: Path) -> Trier:
    """The author before the draft of the cast's course."""
    return Trier(app, client_of(cast.author), cast.author, begun(cast))


@pytest.fixture
def trials(app: Flask) -> Iterator[Path]:
    """The folder of the trials, which is empty afterwards."""
    folder = trials_of(app)
    yield folder
    clear_away(folder)


def kept(trials: Path) -> list[Path]:
    """The trials that are there."""
    return [each for each in trials.glob("*") if each.is_dir()]


def rows() -> dict[str, int]:
    """How many rows each of the school's tables has."""
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


def test_what_is_typed_is_shown_as_the_trainees_page_of_it(trier: Trier) -> None:
    shown = trier.show(BENCH, ("A clean bench", "A spotless bench"))
    page = trier.page(shown.addresses["en"])
    assert "A spotless bench is a safe bench." in page
    assert "I have worked through this lesson" in page
    assert shown.is_current
    assert "A spotless bench" not in trier.page("/revisions/1/items/the-bench")


def test_each_language_of_the_course_has_its_page(trier: Trier, cast: Cast) -> None:
    assert list(trier.show("course.md").addresses) == ["en"]
    text = "---\ntitle: Semaine 1\noutcomes: [Faire la semaine 1]\n---\n\nCe dont il s’agit.\n"
    wrote(cast, trier.draft, "week-01/week.fr.md", text)
    trier.draft = begun(cast)
    shown = trier.show("course.md")
    assert list(shown.addresses) == ["en", "fr"]
    french = trier.page(shown.addresses["fr"])
    assert '<html lang="fr">' in french
    assert "Semaine 1" in french
    assert "Semaine 1" not in trier.page(shown.addresses["en"])


def test_the_page_has_another_version_after_each_change_and_only_then(trier: Trier) -> None:
    first = trier.show(BENCH)
    assert trier.show(BENCH) == first
    second = trier.show(BENCH, ("A clean bench", "A spotless bench"))
    assert second.version != first.version
    assert trier.show("course.md").version not in (first.version, second.version)


def test_with_errors_the_trial_shows_what_it_showed_before_and_says_so(trier: Trier) -> None:
    trier.show(BENCH, ("A clean bench", "A spotless bench"))
    shown = trier.show(BENCH, ("A clean bench", "[A dirty bench](nowhere)"))
    assert not shown.is_current
    page = trier.page(shown.addresses["en"])
    assert "A spotless bench is a safe bench." in page
    assert "The draft has errors: you see it as it was before them." in page
    assert "The draft has errors" not in trier.page(trier.show(BENCH).addresses["en"])


def test_a_draft_that_never_was_without_errors_has_nothing_to_show(trier: Trier, cast: Cast) -> None:
    wrote(cast, trier.draft, BENCH, "---\ntitle: The bench\n---\n\n[A dirty bench](nowhere)\n")
    trier.draft = begun(cast)
    shown = trier.show(BENCH)
    assert (shown.version, shown.addresses, shown.is_current) == (0, {}, False)
    for answer in (trier.client.get(trier.at("en")), trier.client.post(f"{trier.draft.address}/trials")):
        assert answer.status_code == 409
        assert "there is nothing to see yet" in answer.text


def test_without_a_look_before_the_draft_is_shown_as_it_is_saved(trier: Trier, cast: Cast) -> None:
    text = files.get(trier.draft.files[BENCH]).decode()
    wrote(cast, trier.draft, BENCH, text.replace("A clean bench", "Written and saved. A clean bench"))
    place = trier.client.get(trier.at("en")).headers["Location"]
    assert COURSE.search(place)
    assert "Written and saved." in trier.page(f"{place}/items/the-bench")


def test_who_comes_back_to_the_preview_meets_the_draft_as_it_is_saved(trier: Trier, cast: Cast) -> None:
    trier.show(BENCH, ("A clean bench", "A spotless bench"))
    text = files.get(trier.draft.files[BENCH]).decode()
    wrote(cast, trier.draft, BENCH, text.replace("A clean bench", "Saved by somebody else: a bench"))
    course = trier.client.get(trier.at("en")).headers["Location"]
    assert "Saved by somebody else" in trier.page(f"{course}/items/the-bench")


def test_nothing_is_locked_in_the_preview_and_everything_in_a_test_run(trier: Trier) -> None:
    shown = trier.show("week-01/90-esd-bench.md")
    assert "locked" not in trier.page(shown.addresses["en"]).casefold()
    course = trier.begin()
    assert "Locked" in trier.page(f"{course}/items/esd-bench")
    trier.show(BENCH, ("A clean bench", "A spotless bench"))  # the course is renewed meanwhile
    assert "Locked" in trier.page(f"{course}/items/esd-bench")


def test_in_a_test_run_things_are_done_and_begun_again(trier: Trier) -> None:
    course = trier.begin()
    address = f"{course}/items/the-bench"
    page = trier.page(address)
    answer = trier.send(f"{address}/completion", page)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith(trier.at("test"))
    assert "I have worked through this lesson" not in trier.page(address)
    again = trier.begin()
    assert again != course
    assert "I have worked through this lesson" in trier.page(f"{again}/items/the-bench")


def test_a_test_run_that_is_asked_for_twice_begins_once(trier: Trier) -> None:
    place = str(new_id())
    assert trier.begin(place) == trier.begin(place) == trier.at("test", f"enrolments/{place}")


def test_a_form_without_the_trials_own_token_changes_nothing(trier: Trier) -> None:
    address = f"{trier.begin()}/items/the-bench"
    answer = trier.client.post(f"{address}/completion")
    assert answer.status_code == 400
    assert "I have worked through this lesson" in trier.page(address)


def test_the_school_knows_nothing_of_it(trier: Trier, settings: Settings) -> None:
    trier.page("/")
    before, shelf, stored = rows(), dict(revisions._compiled), list(Path(settings.instance, "files").rglob("*"))
    trier.show(BENCH, ("A clean bench", f"A bench that nobody wrote of, {new_id()},"))
    address = f"{trier.begin()}/items/the-bench"
    trier.send(f"{address}/completion", trier.page(address))
    trier.send(f"{address}/reports", trier.page(f"{address}/reports/new"), text="It is wrong.", place="")
    assert rows() == before
    assert revisions._compiled == shelf
    assert list(Path(settings.instance, "files").rglob("*")) == stored


def test_nobody_but_authors_gets_in_and_each_into_their_own(
    trier: Trier, app: Flask, cast: Cast, client_of: ClientOf
) -> None:
    shown = trier.show(BENCH, ("A clean bench", "A spotless bench"))
    for member in (cast.trainee, cast.instructor, cast.coordinator):
        assert client_of(member).get(shown.addresses["en"]).status_code == 404
        assert client_of(member).post(f"{trier.draft.address}/trials").status_code == 404
    assert client_of(None).get(shown.addresses["en"]).status_code == 302
    anna = another_author()
    other = Trier(app, client_of(anna), anna, trier.draft)
    assert "A clean bench is a safe bench." in other.page(shown.addresses["en"])
    other.client.post(f"{trier.draft.address}/trials/ends")
    assert "A spotless bench is a safe bench." in trier.page(shown.addresses["en"])


def test_authors_read_it_with_the_answers(trier: Trier) -> None:
    first = trier.show(BENCH)
    trier.show(BENCH, ("A clean bench", "A spotless bench"))
    assert "A spotless bench is a safe bench." in trier.page(first.answers)  # what was overtaken leads on
    assert re.search(r"/as/author/revisions/\d+$", trier.client.get(trier.at("author")).headers["Location"])


def test_there_are_no_other_readers(trier: Trier) -> None:
    assert trier.client.get(trier.at("de")).status_code == 404
    assert trier.client.get(trier.at("test")).status_code == 404


@pytest.mark.parametrize("page", ["account", "sign-in", "desk", "account/name"])
def test_a_trial_has_no_accounts_and_no_desk(trier: Trier, page: str) -> None:
    trier.show(BENCH)
    assert trier.client.get(trier.at("author", page)).status_code == 404


def test_nobody_signs_out_of_a_trial(trier: Trier) -> None:
    address = trier.show(BENCH).addresses["en"]
    answer = trier.send(trier.at("en", "sign-out"), trier.page(address))
    assert answer.status_code == 404
    assert "nothing else of the school" in answer.text
    trier.page(address)


def test_everything_on_a_page_leads_within_the_trial(trier: Trier) -> None:
    page = trier.page(trier.show(BENCH).addresses["en"])
    within = trier.at("en").rstrip("/")
    strip, _, rest = page.partition('<header class="header">')
    addresses = set(re.findall(r'(?:href|src|action|hx-post|hx-get)="(/[^"]*)"', rest))
    outside = {each for each in addresses if not each.startswith((f"{within}/", "/assets/"))}
    assert {each.rpartition("/")[0] for each in outside} == {f"{trier.draft.address}/images"}
    assert f'<body data-within="{within}"' in strip
    assert "<what-waits" not in page


def test_an_address_that_is_only_told_stays_as_it_was_written(trier: Trier) -> None:
    shown = trier.show(BENCH, ("A clean bench", '`<a href="/enrolments/x">` href="/enrolments/y"\n\nA clean bench'))
    page = trier.page(shown.addresses["en"])
    assert 'href="/enrolments/y"' in page.replace("&quot;", '"')
    assert 'href="/enrolments/x"' in page.replace("&quot;", '"')


def test_the_desk_may_frame_its_pages_and_nobody_else(trier: Trier) -> None:
    address = trier.show(BENCH).addresses["en"]
    answer = trier.client.get(address)
    assert "frame-ancestors 'self';" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'none';" in trier.client.get("/").headers["Content-Security-Policy"]
    assert 'class="preview' in answer.text
    framed = trier.client.get(address, headers={"Sec-Fetch-Dest": "iframe"})
    assert 'class="preview' not in framed.text


def test_pages_go_compressed_once(trier: Trier) -> None:
    address = trier.show(BENCH).addresses["en"]
    answer = trier.client.get(address, headers={"Accept-Encoding": "gzip"})
    assert answer.headers.getlist("Content-Encoding") == ["gzip"]
    assert b"A clean bench is a safe bench." in gzip.decompress(answer.data)


def test_the_trials_cookie_goes_to_its_own_pages_alone(trier: Trier) -> None:
    cookies = trier.client.get(trier.show(BENCH).addresses["en"]).headers.getlist("Set-Cookie")
    (own,) = [each for each in cookies if each.startswith("etabli-trial=")]
    assert f"Path={trier.at('en')};" in f"{own};"


def test_words_that_are_typed_are_found_by_searching(trier: Trier) -> None:
    trier.show(BENCH)
    assert "The bench" not in _found(trier, "spotless")
    trier.show(BENCH, ("A clean bench", "A spotless bench"))
    assert "The bench" in _found(trier, "spotless")


def _found(trier: Trier, words: str) -> str:
    page = trier.page(trier.at("en", f"search?q={words}"))
    return page.partition("<main")[2]


def test_a_process_that_did_not_renew_the_trial_shows_it_too(trier: Trier) -> None:
    shown = trier.show(BENCH, ("A clean bench", "A spotless bench"))
    ground._shelves.clear()
    page = trier.page(shown.addresses["en"])
    assert "A spotless bench" in page
    assert f'src="{trier.draft.address}/images/' in page


def test_a_trial_keeps_few_compiled_courses_in_memory(trier: Trier) -> None:
    for number in range(6):
        trier.show(BENCH, ("A clean bench", f"A clean bench {number}"))
    (shelf,) = ground._shelves.values()
    assert len(shelf) == ground.MOST_COMPILED


def test_an_attempt_under_way_goes_on_with_what_was_changed(trier: Trier) -> None:
    course = trier.begin()
    quiz = f"{course}/items/safety-quiz"
    answer = trier.send(f"{quiz}/attempts", trier.page(quiz), attempt=str(new_id()))
    assert answer.status_code == 303
    attempt = answer.headers["Location"]
    trier.show("week-01/80-safety-quiz.md", ("What does OL on the meter mean?", "What does the meter mean by OL?"))
    assert "What does the meter mean by OL?" in trier.page(attempt)


def test_an_ended_trial_is_gone(trier: Trier, trials: Path) -> None:
    trier.begin()
    assert len(kept(trials)) == 1
    for _ in range(2):
        answer = trier.client.post(f"{trier.draft.address}/trials/ends")
        assert (answer.status_code, answer.headers["Location"]) == (303, trier.draft.address)
    assert kept(trials) == []


def test_trials_end_with_their_draft(trier: Trier, app: Flask, trials: Path) -> None:
    trier.show(BENCH)
    with app.app_context():
        end_all_of(new_id())
        assert len(kept(trials)) == 1
        end_all_of(trier.draft.id)
    assert kept(trials) == []


def test_trials_are_gone_after_half_a_day_and_what_a_killed_server_left_too(trier: Trier, trials: Path) -> None:
    trier.show(BENCH)
    (own,) = kept(trials)
    half_made = trials / ".new-12345678"
    half_made.mkdir()
    clear_away(trials, older_than=LIFETIME)
    assert set(kept(trials)) == {own, half_made}
    long_ago = (own / ground.BEGUN).stat().st_mtime - LIFETIME.total_seconds() - 1
    os.utime(own / ground.BEGUN, (long_ago, long_ago))
    os.utime(half_made, (long_ago, long_ago))
    clear_away(trials, older_than=LIFETIME)
    assert kept(trials) == []


def test_of_two_who_begin_a_trial_at_once_both_see_it_and_there_is_one(trier: Trier, trials: Path) -> None:
    ready = Barrier(2)

    def look(words: str) -> Shown:
        ready.wait()
        return trier.show(BENCH, ("A clean bench", words))

    with ThreadPoolExecutor(2) as both:
        one, other = both.map(look, ("A spotless bench", "A tidy bench"))
    assert {one.version, other.version} == {1, 2}
    last = "A spotless bench" if one.version == 2 else "A tidy bench"
    assert f"{last} is a safe bench." in trier.page(one.addresses["en"])
    assert len(kept(trials)) == 1


def test_a_trial_that_was_killed_while_it_began_begins_again(trier: Trier, trials: Path) -> None:
    trier.show(BENCH)
    (whole,) = kept(trials)
    ground.end(whole)

    def killed() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ground.lay_out(whole, killed, killed)
    assert not whole.exists()
    assert "A clean bench" in trier.page(trier.show(BENCH).addresses["en"])


def test_people_of_a_trial_are_not_signed_in_at_the_school(trier: Trier, app: Flask) -> None:
    trier.page(trier.show(BENCH).addresses["en"])
    assert db.session.scalar(select(func.count()).select_from(Enrolment)) == 3
    assert "A trainee" not in [each.device for each in db.session.scalars(select(SignIn))]
