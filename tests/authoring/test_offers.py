"""What a file can name of the rest of its course."""

from __future__ import annotations

from app.authoring.offers import Offer, Offers, offers
from app.curriculum.compiler import compile_course
from tests.curriculum.rich_course import LESSON, RICH

SOURCES = {path: text.encode() for path, text in RICH.items()}


def compiled_offers(path: str) -> Offers:
    curriculum = compile_course(SOURCES, track_id="mobile", course_id="phone-repair").curriculum
    assert curriculum is not None
    return offers(curriculum, SOURCES, path=path)


def test_everything_in_the_course_that_can_be_named_is_offered_with_what_is_put_in() -> None:
    found = compiled_offers(LESSON)
    assert found.terms[0] == Offer("flux", "flux", "flux", "It cleans metal.")
    assert found.competences[2] == Offer("B2.1", "Measure a voltage", "competence=B2.1")
    assert found.items[2] == Offer("safety-quiz", "Safety quiz", "[Safety quiz](safety-quiz)", "quiz")
    assert found.gates == (Offer("safety", "Safety quiz", "safety"),)
    assert found.images[1] == Offer("images/cell.svg", "cell.svg", "![](../images/cell.svg)")
    assert [len(each) for each in (found.terms, found.competences, found.items, found.images)] == [2, 3, 9, 2]


def test_a_picture_is_addressed_from_where_the_file_lies() -> None:
    assert [each.text for each in compiled_offers("course.md").images] == [
        "![](images/bench.svg)",
        "![](images/cell.svg)",
    ]


def test_a_course_that_does_not_compile_offers_the_same() -> None:
    assert offers(None, SOURCES, path=LESSON) == compiled_offers(LESSON)


def test_files_that_cannot_be_understood_take_away_only_what_stands_in_them() -> None:
    broken = {
        **SOURCES,
        LESSON: b"no front matter",
        "glossary.yaml": b"- term: [\n",
        "competences.yaml": b"- block: B1\n- 3\n- competences: [1, {id: B1.1}, {id: B1.2, title: {fr: Mesurer}}]\n",
        "course.md": b"\xff",
    }
    found = offers(None, broken, path=LESSON)
    assert found.terms == ()
    assert found.competences == (Offer("B1.2", "Mesurer", "competence=B1.2"),)
    assert found.items[0] == Offer("the-bench", "the-bench", "[the-bench](the-bench)", "lesson")
    assert offers(None, {}) == Offers()


def test_a_link_to_a_title_with_signs_of_markdown_in_it_shows_them() -> None:
    titled = {**SOURCES, LESSON: SOURCES[LESSON].replace(b"title: The bench", b"title: The [bench]_*")}
    assert offers(None, titled).items[0].text == r"[The \[bench\]\_\*](the-bench)"


def test_every_id_of_an_item_or_a_heading_is_taken() -> None:
    taken = compiled_offers(LESSON).taken
    assert {"the-bench", "safety-quiz", "pierced-cell", "isolate", "main-rail", "how-warm"} <= taken
    assert "glue" not in taken
