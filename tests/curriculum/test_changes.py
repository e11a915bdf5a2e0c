"""What changed between two sets of sources: which parts, which files belong to them, and what means something else."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from app.curriculum.changes import Change, changes
from app.curriculum.meanings import questions_that_differ
from app.curriculum.model import Quiz
from tests.curriculum import rich_course
from tests.curriculum.rich_course import RICH
from tests.curriculum.small_course import (
    CASE,
    CASE_BODY,
    CRITERIA,
    LESSON,
    PRACTICAL,
    QUESTION,
    QUIZ,
    SVG,
    case_page,
    compiled,
    lesson_page,
    practical_page,
    quiz,
    quiz_page,
    sources,
)

Texts = Mapping[str, str | bytes | None]
OTHER_SVG = SVG.replace("M0 0h9", "M0 0v9")
SHOWS = "![A cell](../images/cell.svg)\n"


def between(before: Texts, after: Texts) -> tuple[Change, ...]:
    """What changed from the small course changed in one way to the same changed in another."""
    first, second = compiled(before), compiled(after)
    assert first.curriculum is not None, first.problems
    assert second.curriculum is not None, second.problems
    return changes(sources(before), first.curriculum, sources(after), second.curriculum)


def parts(found: tuple[Change, ...]) -> list[tuple[str, str, str]]:
    """Id, kind and fate of each part."""
    return [(change.part.id, change.part.kind, change.what) for change in found]


def whys(before: Texts, after: Texts) -> list[tuple[str, str, str]]:
    """Kind, id and reason of everything that means something else."""
    return [(each.kind, each.id, each.why) for change in between(before, after) for each in change.meanings]


def test_the_same_sources_have_not_changed() -> None:
    assert between({}, {}) == ()


def test_a_changed_lesson_is_told_with_both_of_its_sides() -> None:
    (change,) = between({}, {LESSON: lesson_page("Read that.\n")})
    assert (change.part.id, change.part.kind, change.part.paths) == ("the-bench", "item", frozenset({LESSON}))
    assert (change.what, change.moved, change.renamed_from, change.meanings) == ("changed", False, None, ())
    assert change.before is not None
    assert change.after is not None
    assert change.before.body != change.after.body


def test_parts_come_as_the_newer_course_has_them_and_what_was_removed_last() -> None:
    added = "week-01/05-welcome.md"
    after = {
        "week-02/10-lesson-2.md": None,
        "week-02/20-other.md": lesson_page("Read.\n", "minutes: 5"),
        added: lesson_page("Hello.\n", "minutes: 5"),
        "week-01/week.md": "---\ntitle: First week\nhours: 7.5\noutcomes: [Work safely]\n---\n",
        "glossary.yaml": "- term: {en: flux}\n  means: {en: It cleans.}\n",
        "competences.yaml": sources()["competences.yaml"].replace(b"Prepare a bench", b"Tidy a bench"),
        "../track.yaml": "title: {en: Phones}\nicon: phone\norder: 1\n",
    }
    assert parts(between({}, after)) == [
        ("course", "course", "changed"),
        ("track", "track", "changed"),
        ("glossary", "glossary", "changed"),
        ("week-01", "week", "changed"),
        ("welcome", "item", "added"),
        ("other", "item", "added"),
        ("lesson-2", "item", "removed"),
    ]


def test_an_added_item_has_no_side_before_and_a_removed_one_none_after() -> None:
    other = "week-02/20-other.md"
    (added,) = between({}, {other: lesson_page("Read.\n", "minutes: 5")})
    (removed,) = between({other: lesson_page("Read.\n", "minutes: 5")}, {})
    assert (added.before, added.after and added.after.id) == (None, "other")
    assert (removed.before and removed.before.id, removed.after) == ("other", None)


@pytest.mark.parametrize("path", ["week-01/30-the-bench.md", "week-02/10-the-bench.md"])
def test_a_moved_item_has_both_of_its_paths(path: str) -> None:
    (change,) = between({}, {LESSON: None, path: lesson_page("Read this.\n")})
    assert (change.part.paths, change.moved, change.what) == (frozenset({LESSON, path}), True, "changed")


def test_a_renamed_item_is_the_same_one_under_its_new_id() -> None:
    new = "week-01/10-your-bench.md"
    renamed = lesson_page("Read this.\n", "minutes: 10\ncompetences: [B1.1, B1.2]\naliases: [the-bench]")
    (change,) = between({}, {LESSON: None, new: renamed})
    assert (change.part.id, change.part.paths) == ("your-bench", frozenset({LESSON, new}))
    assert (change.renamed_from, change.moved, change.what) == ("the-bench", False, "changed")
    assert (change.before and change.before.id) == "the-bench"


def test_an_item_that_another_one_took_in_is_removed_and_the_other_stays_itself() -> None:
    kept = "week-02/10-lesson-2.md"
    text = "---\ntitle: Lesson 2\nminutes: 10\naliases: [lesson-3]\n---\nRead this.\n"
    found = between(
        {}, {kept: text, "week-03/10-lesson-3.md": None, "week-03/20-x.md": lesson_page("X\n", "minutes: 5")}
    )
    assert parts(found) == [("lesson-2", "item", "changed"), ("x", "item", "added"), ("lesson-3", "item", "removed")]
    assert found[0].renamed_from is None


def test_of_items_that_became_one_the_other_is_removed_wherever_it_stood() -> None:
    text = "---\ntitle: Lesson\nminutes: 10\naliases: [{}]\n---\nRead this.\n"
    gone = {"week-02/10-lesson-2.md": None, "week-02/20-x.md": lesson_page("X\n", "minutes: 5")}
    earlier = between({}, {**gone, "week-03/10-lesson-3.md": text.format("lesson-2")})
    assert parts(earlier) == [("x", "item", "added"), ("lesson-3", "item", "changed"), ("lesson-2", "item", "removed")]
    both = {**gone, "week-03/10-lesson-3.md": None, "week-03/20-both.md": text.format("lesson-2, lesson-3")}
    found = between({}, both)
    assert parts(found) == [("x", "item", "added"), ("both", "item", "changed"), ("lesson-3", "item", "removed")]
    assert found[1].renamed_from == "lesson-2"


def test_a_translation_belongs_to_what_it_translates() -> None:
    french = "---\ntitle: L'établi\n---\nLisez ceci.\n"
    page = "week-01/10-the-bench.fr.md"
    (change,) = between({page: french}, {page: french.replace("ceci", "cela")})
    assert (change.part.id, change.part.paths) == ("the-bench", frozenset({LESSON, page}))
    week, course = "week-01/week.fr.md", "course.fr.md"
    texts = {
        week: "---\ntitle: Semaine\noutcomes: [Travailler]\n---\n",
        course: "---\ntitle: Cours\nsummary: Oui.\n---\nOui.\n",
    }
    assert parts(between({}, texts)) == [("course", "course", "changed"), ("week-01", "week", "changed")]


def test_a_picture_belongs_to_each_item_that_shows_it_and_changes_them() -> None:
    second = "week-02/10-lesson-2.md"
    shown = {LESSON: lesson_page(SHOWS), second: lesson_page(SHOWS, "minutes: 10")}
    found = between(shown, {**shown, "images/cell.svg": OTHER_SVG})
    assert [(change.part.id, change.part.paths) for change in found] == [
        ("the-bench", frozenset({LESSON, "images/cell.svg"})),
        ("lesson-2", frozenset({second, "images/cell.svg"})),
    ]


def test_a_picture_that_a_question_or_a_translation_shows_belongs_to_their_item() -> None:
    asked = quiz_page(QUESTION.replace("\n\n", f"\n\n{SHOWS}\n", 1))
    (change,) = between({QUIZ: asked}, {QUIZ: asked, "images/cell.svg": OTHER_SVG})
    assert change.part.id == "safety-quiz"
    french = {"week-01/10-the-bench.fr.md": f"---\ntitle: L'établi\n---\n{SHOWS}"}
    (change,) = between(french, {**french, "images/cell.svg": OTHER_SVG})
    assert change.part.id == "the-bench"


def test_of_two_files_with_the_same_picture_the_one_that_is_named_belongs_to_the_item() -> None:
    shown = {LESSON: lesson_page(SHOWS), "images/other.svg": SVG}
    found = between(shown, {**shown, "images/other.svg": OTHER_SVG})
    assert [(change.part.id, "images/other.svg" in change.part.paths) for change in found] == [("course", True)]


def test_a_picture_whose_name_is_written_otherwise_belongs_to_its_item() -> None:
    shown = {LESSON: lesson_page(SHOWS.replace("cell.svg", "c%65ll.svg"))}
    assert parts(between(shown, {**shown, "images/cell.svg": OTHER_SVG})) == [("the-bench", "item", "changed")]


def test_a_picture_of_a_week_or_of_the_course_belongs_to_it_and_one_that_nobody_shows_to_the_course() -> None:
    week = {"week-01/week.md": sources()["week-01/week.md"] + SHOWS.encode()}
    assert parts(between(week, {**week, "images/cell.svg": OTHER_SVG})) == [("week-01", "week", "changed")]
    assert parts(between({}, {"images/cell.svg": OTHER_SVG})) == [("course", "course", "changed")]


def test_every_file_belongs_to_a_part() -> None:
    texts = {**dict.fromkeys(sources()), **RICH}
    found = between(texts, {})
    owned = frozenset[str]().union(*(change.part.paths for change in found))
    differ = {path for path in {*RICH, *sources()} if sources(texts).get(path) != sources().get(path)}
    assert differ <= owned


def test_an_item_called_like_another_part_does_not_share_its_id() -> None:
    page = "week-02/20-glossary.md"
    texts = {page: lesson_page("Words.\n", "minutes: 5")}
    other = {
        page: lesson_page("More words.\n", "minutes: 5"),
        "glossary.yaml": "- term: {en: flux}\n  means: {en: It.}\n",
    }
    assert parts(between(texts, other)) == [(".glossary", "glossary", "changed"), ("glossary", "item", "changed")]


TYPED = {
    "single": "- [ ] It would lose capacity\n- [x] It can catch fire\n",
    "multiple": "- [x] Gloves\n- [x] Glasses\n- [ ] Nothing\n",
    "numeric": "= 3.85 ± 0.05 V\n",
    "text": "= open circuit\n= no connection\n",
    "order": "1. Off\n2. Open\n3. Look\n",
    "match": "| Sign | Means |\n|---|---|\n| Red | Danger |\n| Blue | Do it |\n",
    "hotspot": "![A cell](../images/cell.svg)\n\n- [x] Edge: 10 10 20 20\n- [ ] Middle: 50 50 20 20\n",
}


def asked(kind: str, key: str, *, flags: str = "", title: str = "What?") -> Texts:
    """The quiz with a second question."""
    return {QUIZ: quiz_page(f"{QUESTION}\n## {title} {{#q .{kind}{flags}}}\n\n{key}")}


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("single", "- [ ] It would lose capacity\n- [x] It can", "- [x] It would lose capacity\n- [ ] It can"),
        ("single", "- [ ] It would lose capacity\n- [x] It can", "- [x] It loses capacity\n- [ ] It might"),
        ("multiple", "- [x] Glasses", "- [ ] Glasses"),
        ("multiple", "- [ ] Nothing", "- [x] A helmet\n- [ ] Nothing"),
        ("numeric", "3.85", "3.8"),
        ("numeric", "0.05", "0.1"),
        ("numeric", " V", " mV"),
        ("text", "= no connection\n", ""),
        ("order", "1. Off\n2. Open", "1. Open\n2. Off"),
        ("order", "3. Look\n", "3. Look\n4. Close\n"),
        ("match", "Red | Danger |\n| Blue | Do it", "Red | Do it |\n| Blue | Danger"),
        ("match", "| Blue | Do it |\n", "| Blue | Do it |\n| Green | Safe |\n"),
        ("match", "Red | Danger |\n| Blue | Do it", "Red | Do it |\n| Blue | Go on"),
        ("hotspot", "Edge: 10 10", "Edge: 12 10"),
        ("hotspot", "- [x] Edge: 10 10 20 20\n- [ ] Middle", "- [ ] Edge: 10 10 20 20\n- [x] Middle"),
    ],
)
def test_another_key_is_another_meaning(kind: str, old: str, new: str) -> None:
    key = TYPED[kind]
    assert old in key
    assert whys(asked(kind, key), asked(kind, key.replace(old, new))) == [("question", "q", "key")]


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("single", "lose capacity", "lose its capacity"),
        (
            "single",
            "- [ ] It would lose capacity\n- [x] It can catch fire\n",
            "- [x] It can catch fire\n- [ ] It would lose capacity\n",
        ),
        ("multiple", "- [ ] Nothing", "- [ ] Nothing\n- [ ] A hat"),
        ("multiple", "- [x] Gloves", "- [x] Thick gloves"),
        ("numeric", "3.85", "3.850"),
        ("text", "= open circuit\n= no connection\n", "= no connection\n= open circuit\n"),
        ("order", "1. Off", "1. Switch it off"),
        ("match", "Danger", "Danger of death"),
        ("match", "| Red |", "| Bright red |"),
        ("match", "| Red | Danger |\n| Blue | Do it |\n", "| Blue | Do it |\n| Red | Danger |\n"),
        ("hotspot", "Edge:", "The edge:"),
    ],
)
def test_other_words_are_no_other_meaning(kind: str, old: str, new: str) -> None:
    key = TYPED[kind]
    assert old in key
    assert whys(asked(kind, key), asked(kind, key.replace(old, new))) == []
    assert whys(asked(kind, key), asked(kind, key, title="Which, please?")) == []


def test_another_type_more_points_or_a_critical_question_are_other_meanings() -> None:
    key = TYPED["multiple"]
    single = "- [x] Gloves\n- [ ] Glasses\n- [ ] Nothing\n"
    assert whys(asked("multiple", key), asked("single", single)) == [("question", "q", "type")]
    assert whys(asked("multiple", key), asked("multiple", key, flags=" points=2")) == [("question", "q", "points")]
    assert whys(asked("multiple", key), asked("multiple", key, flags=" marking=all")) == [("question", "q", "points")]
    critical = asked("multiple", key.replace("- [ ] Nothing", "- [x] Nothing"), flags=" .critical points=3")
    assert whys(asked("multiple", key), critical) == [("question", "q", why) for why in ("key", "points", "critical")]


def test_answers_that_a_translation_accepts_belong_to_the_key() -> None:
    french = "week-01/80-safety-quiz.fr.md"
    base = asked("text", TYPED["text"])
    page = (
        "---\ntitle: Quiz\n---\n## Pourquoi ? {#pierced-cell}\n\n- Il perdrait sa capacité\n- Il peut brûler\n\n"
        "## Quoi ? {#q}\n\n= circuit ouvert\n"
    )
    more = page + "= coupure\n"
    assert whys({**base, french: page}, {**base, french: more}) == [("question", "q", "key")]


def test_a_renamed_question_is_the_same_one_and_keeps_all_its_names() -> None:
    old = asked("numeric", TYPED["numeric"], flags=" was=older")
    new = {QUIZ: str(old[QUIZ]).replace("{#q .numeric was=older}", "{#newer .numeric was=q,older}")}
    assert whys(old, new) == []
    swapped = {QUIZ: str(new[QUIZ]).replace("3.85", "3.7")}
    ((meaning,),) = [change.meanings for change in between(old, swapped)]
    assert (meaning.id, meaning.names, meaning.why) == ("q", ("q", "older"), "key")


def test_what_is_gone_is_told_with_its_old_place_and_what_changed_with_its_new_one() -> None:
    key = TYPED["single"]
    ((gone,),) = [change.meanings for change in between(asked("single", key), {})]
    assert (gone.why, gone.after_digest, gone.line) == ("gone", "", 11)
    moved = {
        QUIZ: str(asked("numeric", TYPED["numeric"].replace("3.85", "3.7"))[QUIZ]).replace("\n## What", "\n\n\n## What")
    }
    ((other,),) = [change.meanings for change in between(asked("numeric", TYPED["numeric"]), moved)]
    assert (other.line, other.before_digest == other.after_digest) == (13, False)


def test_all_questions_of_a_removed_quiz_or_of_one_that_became_a_lesson_are_gone() -> None:
    free = {PRACTICAL: practical_page()}
    with_second = {
        **free,
        "week-02/80-second.md": quiz_page(front="summative: false").replace("#pierced-cell", "#other"),
    }
    assert whys(with_second, free) == [("question", "other", "gone")]
    lesson = {**free, "week-02/80-second.md": lesson_page("Read.\n", "minutes: 5")}
    assert whys(with_second, lesson) == [("question", "other", "gone")]


def test_practice_questions_are_judged_by_nobody() -> None:
    check = "/// check\n### Why? {{#why .single}}\n\n- [{}] One\n- [{}] Two\n///\n"
    before, after = (lesson_page(check.format(*ticks)) for ticks in (("x", " "), (" ", "x")))
    assert whys({LESSON: before}, {LESSON: after}) == []


LEVELS = "\n### Cleans {#cleans}\n- 0: Not at all\n- 1: A little\n- 2: Well\n"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (".critical ", "", [("criterion", "isolate", "critical")]),
        ("- 2: Well\n", "", [("criterion", "cleans", "levels")]),
        ("- 0: Not at all\n- 1: A little\n", "- 0: A little\n- 1: Not at all\n", [("criterion", "cleans", "levels")]),
        ("- 2: Well\n", "- 2: Very well\n", []),
        ("### Cleans ", "### Cleans the board ", []),
        (LEVELS, "", [("criterion", "cleans", "gone")]),
    ],
)
def test_what_a_criterion_means(old: str, new: str, told: list[tuple[str, str, str]]) -> None:
    page = practical_page(CRITERIA + LEVELS)
    assert old in page
    assert whys({PRACTICAL: page}, {PRACTICAL: page.replace(old, new)}) == told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (".dead-only", "", [("test", "main-rail", "key")]),
        ("minutes=3 .dead-only", "minutes=2 .dead-only", [("test", "main-rail", "points")]),
        ("minutes=3 .dead-only", "minutes=3 cost=1 .dead-only", [("test", "main-rail", "points")]),
        ("It is off its connector.", "It lies beside.", []),
        ("needs=main-rail", "needs=main-rail,disconnect", [("conclusion", "short", "key")]),
        ("It held its charge.", "It held.", []),
        (
            "### Worn battery {#battery}\nIt held its charge.",
            "### Lens {#lens}\nIt was whole.",
            [("conclusion", "battery", "gone")],
        ),
        ("#main-rail minutes", "#rail was=main-rail minutes", []),
    ],
)
def test_what_a_case_means(old: str, new: str, told: list[tuple[str, str, str]]) -> None:
    page = case_page(CASE_BODY, "budget: {minutes: 10, cost: 5}")
    assert old in page
    changed = page.replace(old, new)
    if "#rail" in new:
        changed = changed.replace("needs=main-rail", "needs=rail")
    assert whys({CASE: page}, {CASE: changed}) == told


def test_the_cause_of_a_case_and_what_is_forbidden_in_it_are_its_key() -> None:
    page = case_page().replace("{#battery}", "{#battery needs=main-rail}")
    page = page.replace("## Conclusions", "### Pierce it {#pierce minutes=1}\nIt burns.\n\n## Conclusions")
    forbidden = page.replace("minutes=1}", "minutes=1 .forbidden}")
    assert whys({CASE: page}, {CASE: forbidden}) == [("test", "pierce", "key")]
    other = page.replace("{#battery ", "{#battery .cause ").replace("{#short .cause ", "{#short ")
    assert whys({CASE: page}, {CASE: other}) == [("conclusion", "battery", "key"), ("conclusion", "short", "key")]


def test_a_criterion_is_no_question_whatever_it_is_called() -> None:
    second, free = "week-02/80-second.md", {PRACTICAL: practical_page()}
    asked_ = {**free, second: quiz_page(front="summative: false").replace("#pierced-cell", "#same")}
    judged = {**free, second: practical_page(CRITERIA.replace("#isolate .critical", "#same"))}
    ((meaning,),) = [change.meanings for change in between(asked_, judged)]
    assert (meaning.kind, meaning.why, meaning.after_digest) == ("question", "gone", "")


def differing(old: Quiz, new: Quiz, *, with_answers: bool = False) -> list[list[str]]:
    """The ids of the questions that differ, of either side."""
    return [sorted(ids) for ids in questions_that_differ(old, new, with_answers=with_answers)]


@pytest.mark.parametrize("with_answers", [False, True])
def test_questions_that_read_the_same_do_not_differ_whatever_they_are_called(with_answers: bool) -> None:
    old = quiz(f"{QUESTION}\n## What? {{#q .order}}\n\n{TYPED['order']}\n## Gone? {{#gone .text}}\n\n= x\n")
    new = quiz(f"## New? {{#new .text}}\n\n= x\n\n{QUESTION}\n## What? {{#r was=q .order}}\n\n{TYPED['order']}")
    assert differing(old, new, with_answers=with_answers) == [["gone"], ["new"]]


@pytest.mark.parametrize("kind", TYPED)
def test_another_key_differs_for_those_alone_who_see_keys(kind: str) -> None:
    other = {
        "single": "- [x] It would lose capacity\n\n    > No.\n\n- [ ] It can catch fire\n",
        "multiple": "- [x] Gloves\n- [ ] Glasses\n- [x] Nothing\n",
        "numeric": "= 4 ± 1 V\n",
        "text": "= broken\n",
        "order": "1. Look\n2. Open\n3. Off\n",
        "match": "| Sign | Means |\n|---|---|\n| Red | Do it |\n| Blue | Danger |\n",
        "hotspot": "![A cell](../images/cell.svg)\n\n- [x] Edge: 9 10 20 20\n- [ ] Middle: 50 50 20 20\n",
    }[kind]
    old, new = (
        quiz(f"{QUESTION}\n## What? {{#q .{kind}{more}}}\n\n{key}\n> {why}\n")
        for key, more, why in ((TYPED[kind], "", "Because."), (other, " points=2 competence=B1.1", "So it is."))
    )
    assert differing(old, new, with_answers=True) == [["q"], ["q"]]
    assert differing(old, new) == [[], []]


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("single", "lose", "loose"),
        ("order", "Open", "Open it"),
        ("match", "Danger", "Beware"),
        ("match", "Red", "Pink"),
    ],
)
def test_other_words_differ_for_everybody(kind: str, old: str, new: str) -> None:
    before, after = (
        quiz(f"{QUESTION}\n## What? {{#q .{kind}}}\n\n{key}") for key in (TYPED[kind], TYPED[kind].replace(old, new))
    )
    assert differing(before, after) == [["q"], ["q"]]


def test_the_rich_course_has_not_changed_towards_itself() -> None:
    texts = {**dict.fromkeys(sources()), **rich_course.RICH}
    assert between(texts, texts) == ()
