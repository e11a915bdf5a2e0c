"""The document."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.certificates.document import UnprintableError, draw
from app.certificates.facts import Proof, StatedCompetence, Statement
from app.certificates.wording import WORDS
from tests.certificates.finished import ISSUED
from tests.certificates.paper import codes_in, picture_of, words_on

ADDRESS = "https://formation.ecole-de-la-reparation.example/c/k4t9x2m7pqa0c3v8rwhz"
DAY = date(2026, 5, 7)
STATEMENT = Statement(
    code="k4t9x2m7pqa0c3v8rwhz",
    school="École de la réparation",
    holder="Tara Trainee",
    language="en",
    title="Household appliance repairer",
    course_id="household-appliances",
    course="Household appliance repair",
    hours=Decimal("175"),
    first_day=date(2026, 5, 4),
    last_day=date(2026, 6, 5),
    place="Lyon",
    issued_by="Cora Coordinator",
    issued_on=date(2026, 6, 8),
    revision=3,
    revision_digest="ab12cd34ef56" + "0" * 52,
    competences=(StatedCompetence("B1.1", "Prove it dead", "Work safely", ("P1", "Q1")),),
    proofs=(
        Proof("P1", "practical", "isolate", "Isolate a plug-in appliance", DAY, "Bosch WAN28"),
        Proof("Q1", "quiz", "safety", "Electrical safety quiz", DAY, ""),
    ),
)
SENTENCE = (
    "This certificate is not a state diploma, and it is not an electrical authorisation. "
    "Only an employer gives that authorisation."
)


def pages_of(statement: Statement) -> list[str]:
    """The words on each page of the document."""
    return words_on(draw(statement, address=ADDRESS, at=ISSUED))


def test_it_says_everything_on_one_page() -> None:
    (text,) = pages_of(STATEMENT)
    said = (
        "École de la réparation",
        "Tara Trainee",
        "Household appliance repairer",
        "Household appliance repair",
        "175 hours",
        "4 May 2026",
        "5 June 2026",
        "Lyon",
        "Prove it dead",
        "Isolate a plug-in appliance",
        "Bosch WAN28",
        "7 May 2026",
        "Electrical safety quiz",
        "Cora Coordinator",
        "8 June 2026",
        "k4t9x-2m7pq-a0c3v-8rwhz",
        "no. 3 · ab12cd34ef56",
        ADDRESS,
        SENTENCE,
    )
    assert [words for words in said if words not in text] == []


def test_the_qr_code_holds_the_public_address() -> None:
    assert codes_in(picture_of(draw(STATEMENT, address=ADDRESS, at=ISSUED))) == [ADDRESS]


def test_the_qr_code_survives_a_fax_in_black_and_white() -> None:
    picture = picture_of(draw(STATEMENT, address=ADDRESS, at=ISSUED), dots_an_inch=100)
    assert codes_in(picture.convert("1").convert("L")) == [ADDRESS]


@pytest.mark.parametrize(
    "typed", ['#panic("x") *bold* $x$', "= Title", "// away", '"\\u{41}" <label> @ref', "`raw` _it_ [x]"]
)
def test_what_people_type_is_never_read_as_markup(typed: str) -> None:
    (text,) = pages_of(replace(STATEMENT, holder=typed, place=typed, issued_by=typed, school=typed))
    assert text.count(" ".join(typed.split())) == 5  # the school stands in the head and beside the issuer


def test_it_speaks_the_language_of_the_course() -> None:
    (text,) = pages_of(replace(STATEMENT, language="fr"))
    assert [
        words
        for words in ("Attestation de formation", "175 heures", "4 mai 2026", WORDS["fr"]["limits"])
        if words not in text
    ] == []


def test_a_course_in_a_language_without_wording_gets_english() -> None:
    (text,) = pages_of(replace(STATEMENT, language="de"))
    assert (SENTENCE in text, "4 May 2026" in text) == (True, True)


def test_every_language_has_every_word() -> None:
    assert [set(words) for words in WORDS.values()] == [set(WORDS["en"])] * len(WORDS)


def test_a_long_name_and_a_long_course_still_fit_one_page() -> None:
    titles = ("Choose the right measuring instrument and use it only where it is safe", "Prove it dead")
    competences = tuple(
        StatedCompetence(f"B{number // 4}.{number % 4}", titles[number % 2], f"Block {number // 4}", ("P1",))
        for number in range(23)
    )
    proofs = tuple(
        Proof(f"P{number}", "practical", "x", "Small appliance: repair and test", DAY, "Whirlpool W7 921O")
        for number in range(1, 21)
    )
    name = "Maximiliane-Alexandrine Hohenstaufen de Vasconcelos y Andrade"
    (text,) = pages_of(replace(STATEMENT, holder=name, competences=competences, proofs=proofs))
    assert (len(name), name in text, SENTENCE in text, "P20" in text) == (61, True, True, True)


def test_a_certificate_without_practicals_has_no_empty_section() -> None:
    (text,) = pages_of(replace(STATEMENT, proofs=STATEMENT.proofs[1:]))
    assert ("at the bench" in text, "simulated" in text, "Quizzes passed" in text) == (False, False, True)


def test_solved_cases_are_listed_as_simulated_ones() -> None:
    case = Proof("C1", "case", "no-drain", "The machine that keeps its water", DAY, "")
    (text,) = pages_of(replace(STATEMENT, proofs=(*STATEMENT.proofs, case)))
    listed = " ".join(text.split()).partition("Faults found in simulated cases")[2]
    assert listed.startswith(" C1 The machine that keeps its water 7 May 2026")


@pytest.mark.parametrize("name", ["Łukasz Żółć", "Нина Петрова", "Αλέξανδρος"])
def test_names_of_many_alphabets_are_drawn(name: str) -> None:
    (text,) = pages_of(replace(STATEMENT, holder=name))
    assert name in text


def test_a_sign_that_no_font_has_is_refused_and_not_drawn_as_a_box() -> None:
    with pytest.raises(UnprintableError):
        draw(replace(STATEMENT, holder="\U0001e900"), address=ADDRESS, at=ISSUED)


def test_any_moment_will_do() -> None:
    at = ISSUED.replace(microsecond=123456)
    assert draw(STATEMENT, address=ADDRESS, at=at) == draw(STATEMENT, address=ADDRESS, at=ISSUED)


def test_the_same_facts_make_the_same_bytes() -> None:
    once, again = (draw(STATEMENT, address=ADDRESS, at=ISSUED) for _ in range(2))
    assert once == again


def test_it_is_tagged_and_made_to_last() -> None:
    pdf = draw(STATEMENT, address=ADDRESS, at=ISSUED)
    marks = (b"<pdfaid:part>2", b"<pdfaid:conformance>A", b"<pdfuaid:part>1", b"/StructTreeRoot")
    assert [mark for mark in marks if mark not in pdf] == []
