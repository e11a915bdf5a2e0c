"""Compiling only what changed: the same comes out as when everything is compiled anew."""

from __future__ import annotations

import random
from collections.abc import Mapping

import pytest

from app.curriculum.compiler import Compiled, compile_course
from app.curriculum.memory import Memory
from tests import fuzz
from tests.curriculum.rich_course import CELLS, LESSON, QUIZ, RICH

Files = Mapping[str, bytes]

SOUND: Files = {path: text.encode() for path, text in RICH.items()}
EDITS = 12
TALLER = SOUND["images/cell.svg"].replace(b"120 80", b"120 90")


def made_of(files: Files, memory: Memory | None = None) -> Compiled:
    return compile_course(files, track_id="mobile", course_id="phone-repair", memory=memory)


def edited(files: Files, chance: random.Random) -> dict[str, bytes]:
    """The course after somebody did something to one file, as hands, editors and accidents do."""
    path = chance.choice(sorted(files))
    changed = dict(files)
    match chance.randrange(8):
        case 0:
            del changed[path]
        case 1:
            changed[path.replace("0-", f"{chance.randrange(9)}-", 1)] = changed.pop(path)
        case 2:
            changed[path.replace("-", "-x-", 1)] = files[path]
        case 3 | 4:
            changed[path] = SOUND.get(path, b"")
        case 5:
            changed = {**SOUND, path: files[path]}
        case _:
            changed[path] = chance.choice(fuzz.CHANGES)(files[path], chance)
    return changed


@pytest.mark.parametrize("seed", range(60))
def test_after_any_edits_the_same_comes_out_as_anew(seed: int) -> None:
    chance = random.Random(seed)
    files, memory = SOUND, made_of(SOUND, Memory()).memory
    for _ in range(EDITS):
        files = edited(files, chance)
        again = made_of(files, memory)
        anew = made_of(files)
        assert (again.curriculum, again.problems) == (anew.curriculum, anew.problems)
        memory = again.memory


def compiled_again(changes: Files) -> set[str]:
    """The items that were made anew after these changes to the sound course."""
    first = made_of(SOUND, Memory())
    second = made_of({**SOUND, **changes}, first.memory)
    assert first.curriculum is not None
    assert second.curriculum is not None
    before = first.curriculum.items
    return {item_id for item_id, item in second.curriculum.items.items() if item is not before.get(item_id)}


@pytest.mark.parametrize(
    ("changes", "items"),
    [
        ({}, set()),
        ({CELLS: SOUND[CELLS] + b"\nMore.\n"}, {"swollen-cells"}),
        ({QUIZ: SOUND[QUIZ] + b"= cell\n"}, {"safety-quiz"}),
        ({"images/cell.svg": TALLER}, {"swollen-cells"}),
        ({"images/more.svg": TALLER}, set()),
        ({"week-01/30-more.md": b"---\ntitle: More\nminutes: 5\n---\nMore.\n"}, {"more"}),
        ({"week-01/week.md": SOUND["week-01/week.md"] + b"More.\n"}, set()),
        ({"competences.yaml": SOUND["competences.yaml"].replace(b"Measure a", b"Read a")}, set()),
        ({"competences.yaml": SOUND["competences.yaml"] + b"    - {id: B2.2, title: {en: Solder}}\n"}, set()),
        ({"glossary.yaml": SOUND["glossary.yaml"] + b"- {term: {en: mat}, means: {en: A mat}}\n"}, set()),
    ],
)
def test_only_what_sees_the_change_is_compiled_again(changes: Files, items: set[str]) -> None:
    assert compiled_again(changes) == items


def test_a_link_is_told_as_soon_as_what_it_led_to_is_gone() -> None:
    memory = made_of(SOUND, Memory()).memory
    without = {path: data for path, data in SOUND.items() if path != CELLS}
    told = [(each.file, each.code) for each in made_of(without, memory).problems if each.level == "error"]
    assert told == [(LESSON, "leads-nowhere")]


def test_a_mistake_is_told_again_of_a_page_that_was_not_compiled_again() -> None:
    wrong = {**SOUND, CELLS: SOUND[CELLS] + b"\n[a](nowhere)\n"}
    first = made_of(wrong, Memory())
    second = made_of({**wrong, QUIZ: SOUND[QUIZ] + b"= cell\n"}, first.memory)
    assert [each.code for each in second.problems] == [each.code for each in first.problems] == ["leads-nowhere"]


def test_a_page_that_took_too_long_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.curriculum.rendering.SECONDS", -1.0)
    slow = made_of(SOUND, Memory())
    assert "too-slow" in {problem.code for problem in slow.problems}
    monkeypatch.undo()
    assert made_of(SOUND, slow.memory).problems == ()


def test_what_was_meant_is_guessed_again_when_there_is_more_to_guess_from() -> None:
    wrong = {**SOUND, CELLS: SOUND[CELLS] + b"\n[a](the-new-lesson)\n"}
    first = made_of(wrong, Memory())
    second = made_of({**wrong, "week-02/30-a-new-lesson.md": SOUND["week-02/10-lesson-2.md"]}, first.memory)
    assert [each.values["nearest"] for each in (*first.problems, *second.problems)] == ["", "a-new-lesson"]


@pytest.mark.parametrize("most", range(5, 90, 7))
def test_when_no_more_names_may_be_compared_the_same_guesses_are_missing(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.curriculum.problems.MOST_COMPARED", most)
    lost = {path: SOUND[path] + b"\n\n[a](the-bensh) [b](safety-quis)\n" for path in ("course.md", LESSON, CELLS)}
    memory: Memory | None = Memory()
    for wrong in ((LESSON, CELLS), (CELLS,), (LESSON, CELLS), tuple(lost), (LESSON, CELLS), (CELLS,)):
        files = {**SOUND, **{path: lost[path] for path in wrong}}
        again = made_of(files, memory)
        assert again.problems == made_of(files).problems
        memory = again.memory


def test_a_memory_holds_no_more_than_the_last_run_used() -> None:
    first = made_of(SOUND, Memory())
    assert first.memory is not None
    second = made_of({path: data for path, data in SOUND.items() if path != CELLS}, first.memory)
    assert second.memory is not None
    assert {path for _, path in first.memory.kept} - {path for _, path in second.memory.kept} == {CELLS}


def test_without_a_memory_nothing_is_kept() -> None:
    assert made_of(SOUND).memory is None
