"""A draft as a tree, whatever is wrong in it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.authoring.facts import SavedFile
from app.authoring.outlining import Known, Outline, front_of, linking_to, outlined, requiring
from app.curriculum.problems import Problem
from app.shared.ids import new_id

BENCH, QUIZ, PRACTICAL = "week-01/10-bench.md", "week-01/80-quiz.md", "week-02/90-proof.md"
SOURCES = {
    "course.md": b"---\ntitle: Kettles\nlanguage: fr\n---\n",
    "../track.yaml": b"",
    "glossary.yaml": b"",
    "week-01/week.md": b"---\ntitle: Boil\n---\n",
    "week-01/week.en.md": b"---\ntitle: Boiling\n---\n",
    BENCH: b"---\ntitle: Bench\n---\n\nSee [the quiz](quiz) and [it](80-quiz.md#q).\n",
    QUIZ: b"---\ntitle: Quiz\nkind: quiz\ngate: safety\n---\n\n[self](quiz)\n",
    "week-01/80-quiz.en.md": b"---\ntitle: Quiz\n---\n\n[self](quiz)\n",
    "week-02/week.md": b"",
    PRACTICAL: b"---\ntitle: Proof\nkind: practical\nrequires: [safety]\n---\n\n[q](../week-01/80-quiz.md)\n",
    "images/cell.svg": b"",
    "notes.md": b"---\ntitle: Notes\n---\n",
}


def tree(known: Known | None = None, *, quiz: bytes | None = None) -> Outline:
    """The tree of these sources, another text for the quiz perhaps among them."""
    return outlined(SOURCES if quiz is None else {**SOURCES, QUIZ: quiz}, known or Known())


def test_items_stand_in_their_weeks_in_order() -> None:
    found = [(week.number, [(item.id, item.kind, item.place) for item in week.items]) for week in tree().weeks]
    assert found == [(1, [("bench", "lesson", 1), ("quiz", "quiz", 2)]), (2, [("proof", "practical", 1)])]
    assert [(each.leaf.title, each.leaf.is_there) for each in tree().weeks] == [("Boil", True), ("", True)]


def test_what_is_neither_week_nor_item_stands_around_or_nowhere() -> None:
    outline = tree()
    assert (outline.title, outline.language, outline.cover.path, outline.pictures) == ("Kettles", "fr", "course.md", 1)
    assert [leaf.path for leaf in outline.around] == ["glossary.yaml", "../track.yaml"]
    assert [leaf.path for leaf in outline.others] == ["notes.md"]


def test_each_file_says_which_translations_there_are() -> None:
    outline = tree(Known(behind={"week-01/80-quiz.en.md": True}))
    assert outline.languages == ("en",)
    (bench, quiz), (proof,) = (week.items for week in outline.weeks)
    found = [
        (each.leaf.path, each.leaf.is_there, each.is_behind)
        for item in (bench, quiz, proof)
        for each in item.translations
    ]
    assert found == [
        ("week-01/10-bench.en.md", False, False),
        ("week-01/80-quiz.en.md", True, True),
        ("week-02/90-proof.en.md", False, False),
    ]
    assert [leaf.path for leaf in quiz.files] == [QUIZ, "week-01/80-quiz.en.md"]
    assert [each.leaf.is_there for each in outline.translations] == [False]
    assert [each.leaf.is_there for each in outline.weeks[0].translations] == [True]


def test_what_is_known_of_a_file_stands_at_it() -> None:
    problems = [Problem(QUIZ, 1, level, "", {}) for level in ("error", "warning", "error")]
    saved = SavedFile(1, "wrote", QUIZ, None, "", datetime(2026, 5, 5, tzinfo=UTC), "Ada", new_id())
    outline = tree(Known([*problems, Problem("course.md", 1, "warning", "", {})], {QUIZ: saved}, {}, {QUIZ: 3}))
    leaf = outline.items[QUIZ].leaf
    assert (leaf.errors, leaf.warnings, leaf.saved, leaf.reports) == (2, 1, saved, 3)
    assert (outline.errors, outline.warnings, outline.cover.warnings) == (2, 2, 1)
    assert outline.items[BENCH].leaf.saved is None


@pytest.mark.parametrize("text", [b"", b"---\n", b"---\ntitle: [\n---\n", b"---\n- a\n---\n", b"\xff\xfe"])
def test_what_cannot_be_understood_has_no_title_and_is_a_lesson(text: bytes) -> None:
    leaf = tree(quiz=text).items[QUIZ]
    assert (leaf.leaf.title, leaf.kind) == ("", "lesson")
    assert front_of(QUIZ, {QUIZ: text}) == {}


def test_a_kind_that_is_none_is_shown_as_a_lesson() -> None:
    assert tree(quiz=b"---\nkind: [song]\n---\n").items[QUIZ].kind == "lesson"
    assert front_of("glossary.yaml", SOURCES) == {}


def test_links_by_id_and_by_file_are_found_but_for_its_own() -> None:
    assert linking_to(SOURCES, QUIZ, "quiz") == (BENCH, PRACTICAL)
    assert linking_to(SOURCES, BENCH, "bench") == ()


def test_what_waits_for_a_gate_is_found() -> None:
    assert requiring(SOURCES, tree(), "safety") == (PRACTICAL,)
    assert requiring(SOURCES, tree(), "other") == ()


def test_odd_front_matter_waits_for_no_gate() -> None:
    sources = SOURCES | {BENCH: b"---\ntitle: B\nrequires: 3\n---\n"}
    assert requiring(sources, outlined(sources, Known()), "safety") == (PRACTICAL,)


@pytest.mark.parametrize(
    ("path", "way", "target"),
    [
        (BENCH, "up", None),
        (BENCH, "down", (1, 2)),
        (QUIZ, "up", (1, 1)),
        (QUIZ, "down", (2, 1)),
        (PRACTICAL, "up", (1, 3)),
        (PRACTICAL, "down", None),
        (BENCH, "", None),
    ],
)
def test_a_step_leads_to_the_next_place_or_over_the_border_of_a_week(
    path: str, way: str, target: tuple[int, int] | None
) -> None:
    outline = tree()
    assert outline.stepped(outline.items[path], way) == target


@given(st.dictionaries(st.sampled_from(sorted(SOURCES)), st.binary(max_size=60)))
def test_any_text_makes_a_tree_with_every_item_in_it(changes: dict[str, bytes]) -> None:
    assert list(outlined({**SOURCES, **changes}, Known()).items) == [BENCH, QUIZ, PRACTICAL]
