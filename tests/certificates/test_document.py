"""The document."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PIL import Image

from app.certificates.document import UnprintableError, can_be_printed, draw
from app.certificates.facts import Proof, Signatory, StatedCompetence, Statement
from app.certificates.letterhead import letterhead
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
        Proof("P1", "practical", "isolate", "Isolate a plug-in appliance", DAY, "Bosch WAN28", "92.5"),
        Proof("Q1", "quiz", "safety", "Electrical safety quiz", DAY, ""),
    ),
    expires_on=date(2029, 6, 8),
    signatories=(Signatory("Jeanne Moreau", "Director"), Signatory("Ali Haddad", "Head of training")),
    supersedes="zzzzz00000yyyyy11111",
)
SENTENCE = (
    "This certificate is not a state diploma, and it is not an electrical authorisation. "
    "Only an employer gives that authorisation."
)


def pages_of(statement: Statement) -> list[str]:
    """The words on each page of the document."""
    return words_on(draw(statement, address=ADDRESS, at=ISSUED))


def with_so_many(competences: int, *, practicals: int, cases: int = 0, quizzes: int = 0) -> Statement:
    """A statement of a long course."""
    titles = ("Choose the right measuring instrument and use it only where it is safe", "Prove it dead")
    kinds = (("P", "practical", practicals), ("C", "case", cases), ("Q", "quiz", quizzes))
    return replace(
        STATEMENT,
        competences=tuple(
            StatedCompetence(f"B{each // 6}.{each % 6}", titles[each % 2], f"Block {each // 6}", ("P1", "P2", "Q1"))
            for each in range(competences)
        ),
        proofs=tuple(
            Proof(f"{letter}{number}", kind, "x", "Repair and test", DAY, "Whirlpool W7" if letter == "P" else "")
            for letter, kind, count in kinds
            for number in range(1, count + 1)
        ),
    )


def test_the_first_page_is_the_certificate() -> None:
    page = pages_of(STATEMENT)[0]
    said = (
        "École de la réparation",
        "Tara Trainee",
        "Household appliance repairer",
        "Household appliance repair",
        "175 hours",
        "4 May 2026",
        "5 June 2026",
        "Lyon",
        "Work safely",
        "Prove it dead",
        "Jeanne Moreau",
        "Director",
        "Ali Haddad",
        "Head of training",
        "Cora Coordinator",
        "8 June 2026",
        "7 June 2029",  # the last day on which it is valid
        "Takes the place of certificate zzzzz-00000-yyyyy-11111.",
        "k4t9x-2m7pq-a0c3v-8rwhz",
        "no. 3 · ab12cd34ef56",
        ADDRESS,
        SENTENCE,
    )
    assert [words for words in said if words not in page] == []


def test_the_second_page_is_the_passport_with_what_showed_each_competence() -> None:
    first, passport = pages_of(STATEMENT)
    said = (
        "Competence passport",
        "What Tara Trainee can do, and how it was shown",
        "B1.1 Prove it dead P1 Q1",
        "P1 Isolate a plug-in appliance Bosch WAN28 7 May 2026 92.5%",
        "Q1 Electrical safety quiz 7 May 2026",
        "k4t9x-2m7pq-a0c3v-8rwhz",
        "Page 2 of 2",
        SENTENCE,
    )
    assert [words for words in said if words not in passport] == []
    assert "Bosch WAN28" not in first


def test_one_that_does_not_expire_says_so() -> None:
    page = pages_of(replace(STATEMENT, expires_on=None, supersedes="", signatories=()))[0]
    assert ("no end date" in page, "Takes the place" in page, "Jeanne Moreau" in page) == (True, False, False)


def test_a_statement_without_levels_has_no_column_for_them() -> None:
    practical, quiz = STATEMENT.proofs
    passport = pages_of(replace(STATEMENT, proofs=(replace(practical, level=""), quiz)))[1]
    assert ("Level" in passport, "Isolate a plug-in appliance Bosch WAN28 7 May 2026" in passport) == (False, True)


def test_the_qr_code_holds_the_public_address() -> None:
    assert codes_in(picture_of(draw(STATEMENT, address=ADDRESS, at=ISSUED))) == [ADDRESS]


def test_the_qr_code_survives_a_fax_in_black_and_white() -> None:
    picture = picture_of(draw(STATEMENT, address=ADDRESS, at=ISSUED), dots_an_inch=100)
    assert codes_in(picture.convert("1").convert("L")) == [ADDRESS]


@pytest.mark.parametrize(
    "typed", ['#panic("x") *bold* $x$', "= Title", "// away", '"\\u{41}" <label> @ref', "`raw` _it_ [x]"]
)
def test_what_people_type_is_never_read_as_markup(typed: str) -> None:
    signatory = Signatory(typed, typed)
    first, passport = pages_of(
        replace(STATEMENT, holder=typed, place=typed, issued_by=typed, school=typed, signatories=(signatory,))
    )
    written = " ".join(typed.split())
    # The school: in the head, beside the issuer, and where it says that it signed.
    assert (first.count(written), passport.count(written)) == (8, 2)


def test_it_speaks_the_language_of_the_course() -> None:
    first, passport = pages_of(replace(STATEMENT, language="fr"))
    said = ("Attestation de formation", "175 heures", "4 mai 2026", "7 juin 2029", WORDS["fr"]["limits"])
    assert [words for words in said if words not in first] == []
    said_there = ("Passeport de compétences", "Page 2 sur 2", "92,5", WORDS["fr"]["limits"])
    assert [words for words in said_there if words not in passport] == []


def test_a_course_in_a_language_without_wording_gets_english() -> None:
    first = pages_of(replace(STATEMENT, language="de"))[0]
    assert (SENTENCE in first, "4 May 2026" in first) == (True, True)


def test_every_language_has_every_word() -> None:
    assert [set(words) for words in WORDS.values()] == [set(WORDS["en"])] * len(WORDS)


def test_a_long_name_and_twenty_four_competences_fit_two_pages() -> None:
    name = "Maximiliane-Alexandrine Hohenstaufen de Vasconcelos y Andrade"
    long = with_so_many(24, practicals=10, cases=6, quizzes=8)
    first, passport = pages_of(replace(long, holder=name))
    assert (len(name), name in first, SENTENCE in first, "P10" in passport, "Q8" in passport) == (61, *[True] * 4)
    assert passport.count("Prove it dead") == 12


def test_the_first_page_counts_competences_that_it_has_no_room_for() -> None:
    few, many = (pages_of(with_so_many(number, practicals=1))[0] for number in (12, 40))
    assert ("Prove it dead" in few, "Block 0 · 6 competences" in few) == (True, False)
    assert ("Prove it dead" in many, "Block 0 · 6 competences" in many) == (False, True)


def test_a_passport_goes_on_to_further_pages_rather_than_becoming_too_small() -> None:
    pages = pages_of(with_so_many(40, practicals=20, quizzes=10))
    assert (len(pages), "Page 3 of 3" in pages[2], SENTENCE in pages[2]) == (3, True, True)


def test_a_certificate_without_practicals_has_no_empty_section() -> None:
    passport = pages_of(replace(STATEMENT, proofs=STATEMENT.proofs[1:]))[1]
    assert ("at the bench" in passport, "simulated" in passport, "Quizzes passed" in passport) == (False, False, True)


def test_one_that_was_issued_though_nothing_was_shown_has_no_passport() -> None:
    (page,) = pages_of(replace(STATEMENT, proofs=(), competences=()))
    assert ("Tara Trainee" in page, "Competences shown" in page, "next page" in page) == (True, False, False)


def test_solved_cases_are_listed_as_simulated_ones() -> None:
    case = Proof("C1", "case", "no-drain", "The machine that keeps its water", DAY, "")
    passport = pages_of(replace(STATEMENT, proofs=(*STATEMENT.proofs, case)))[1]
    listed = passport.partition("Faults found in simulated cases")[2]
    assert listed.startswith(" C1 The machine that keeps its water 7 May 2026")


@pytest.mark.parametrize("name", ["Łukasz Żółć", "Нина Петрова", "Αλέξανδρος"])
def test_names_of_many_alphabets_are_drawn(name: str) -> None:
    assert [name in page for page in pages_of(replace(STATEMENT, holder=name))] == [True, True]


def test_a_sign_that_no_font_has_is_refused_and_not_drawn_as_a_box() -> None:
    with pytest.raises(UnprintableError):
        draw(replace(STATEMENT, holder="\U0001e900"), address=ADDRESS, at=ISSUED)


@pytest.fixture
def with_logo(tmp_path: Path) -> Iterator[Callable[[str, bytes], Path]]:
    """Makes a file the school's logo, for one test."""

    def use(name: str, data: bytes) -> Path:
        file = tmp_path / name
        file.write_bytes(data)
        letterhead.open(file)
        return file

    yield use
    letterhead.open(None)


def png(colour: str) -> bytes:
    """A square of that colour."""
    file = io.BytesIO()
    Image.new("RGB", (60, 60), colour).save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        (
            "logo.svg",
            b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><path fill='red' d='M0 0h9v9H0z'/></svg>",
        ),
        ("logo.png", png("red")),
    ],
)
def test_the_logo_stands_at_the_head_of_the_certificate(
    with_logo: Callable[[str, bytes], Path], name: str, data: bytes
) -> None:
    with_logo(name, data)
    assert letterhead.drawing is not None
    assert can_be_printed(letterhead.drawing)
    picture = picture_of(draw(STATEMENT, address=ADDRESS, at=ISSUED), dots_an_inch=72).convert("RGB")
    reds = [(x, y) for x in range(200) for y in range(150) if picture.getpixel((x, y)) == (255, 0, 0)]
    left, top = min(x for x, _ in reds), min(y for _, y in reds)
    assert (round(left / 72 * 25.4), round(top / 72 * 25.4)) == (21, 20)  # millimetres from the sheet's edges


def test_a_logo_that_is_no_picture_cannot_be_printed(with_logo: Callable[[str, bytes], Path]) -> None:
    with_logo("logo.svg", b"<svg")
    assert letterhead.drawing is not None
    assert not can_be_printed(letterhead.drawing)
