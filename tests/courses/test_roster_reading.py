"""Lists as training centres have them: the people in each are found."""

from __future__ import annotations

from contextlib import suppress
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.courses.roster.lines import Remark, corrected, judged, name_key
from app.courses.roster.reading import MOST_PEOPLE, Entry, as_text, language_of, read_roster
from app.shared.spreadsheets import read_table, read_text
from app.shared.workbooks import TableError

FATOU = Entry("Fatou Diallo", "fatou@school.example")


def people(text: str) -> list[Entry]:
    return list(read_roster(read_text(text)))


def told(text: str) -> tuple[str, dict[str, int]]:
    with pytest.raises(TableError) as refused:
        people(text)
    return refused.value.code, refused.value.values


@pytest.mark.parametrize(
    "head",
    [
        "Name;E-mail",
        "full name;EMAIL ADDRESS",
        "Nom;Courriel",
        "Nom complet;Adresse électronique",
        "NOM DU STAGIAIRE;Adresse e-mail (perso)",
        "Apprenants;Mél",
        "Participants;Adresse mail",
        "Prénom et nom;@",
        "Prénom NOM;Mails",
    ],
)
def test_columns_are_found_by_their_names(head: str) -> None:
    assert people(f"{head}\nFatou Diallo;fatou@school.example") == [FATOU]


@pytest.mark.parametrize(
    "text",
    [
        "Nom;Prénom;Mail\nDiallo;Fatou;fatou@school.example",
        "Prénom;Nom;Mail\nFatou;Diallo;fatou@school.example",
        "mail;ville;nom d’usage;prénoms\nfatou@school.example;Lyon;Diallo;Fatou",
        "First name;Surname;Mail\nFatou;Diallo;fatou@school.example",
        "Last name,First name,Mail\nDiallo,Fatou,fatou@school.example",
        "Nom Prénom;Mail\nDiallo Fatou;fatou@school.example",
        "Name;Mail\nDiallo, Fatou;fatou@school.example",
        "N°;Nom;Prénom;Né le;Mail\n1;Diallo;Fatou;2001-02-03;fatou@school.example",
        "Liste du 4 mai\n\nStagiaires\nNom;Prénom;Mail\nDiallo;Fatou;fatou@school.example",
    ],
)
def test_given_and_family_names_are_put_together_as_people_say_them(text: str) -> None:
    assert people(text) == [FATOU]


def test_capitals_tell_the_family_name_in_one_column_of_both() -> None:
    text = "Nom, prénom;Mail\nEL AMRANI Nour Sofia;n@school.example\nVan den Berg Anna;a@school.example"
    assert [each.name for each in people(text.replace("Nom, prénom", "Nom et prénom"))] == [
        "Nour Sofia EL AMRANI",
        "Van den Berg Anna",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Fatou Diallo;fatou@school.example",
        "fatou@school.example;Fatou Diallo",
        "Fatou;Diallo;fatou@school.example",
        "1,Fatou,Diallo,+33 6 12 34 56 78,fatou@school.example",
        "Fatou Diallo\tLyon\tfatou@school.example",
        "Fatou Diallo fatou@school.example",
        "Fatou Diallo <fatou@school.example>",
        '"Fatou Diallo" <mailto:fatou@school.example>',
        "- Fatou Diallo <fatou@school.example>",
        "1. Fatou Diallo;fatou@school.example",
    ],
)
def test_without_a_head_the_shape_of_the_cells_tells(text: str) -> None:
    assert people(text) == [FATOU]


def test_a_formula_is_not_hidden_inside_a_name() -> None:
    assert people("Nom;Prénom\n=cmd|' /C calc'!A0;Fatou") == [Entry("=cmd|' /C calc'!A0")]


def test_a_line_of_addresses_as_mail_programs_write_it_is_several_people() -> None:
    text = "Fatou Diallo <fatou@school.example>, Karim Ben <karim@school.example>"
    assert people(text) == [FATOU, Entry("Karim Ben", "karim@school.example")]


@pytest.mark.parametrize("cell", ["a" * 200_000, "a" + "\u0301\u0316" * 100_000])
def test_a_cell_without_end_takes_no_time(cell: str) -> None:
    begun = process_time()
    [line] = judged(read_roster(read_text(f"Nom;E-mail\n{cell};{cell}")))
    assert [each.code for each in line.problems] == ["long-name", "address"]
    assert process_time() - begun < 2


def test_a_list_of_names_alone_is_people_without_a_mailbox() -> None:
    assert people("Fatou Diallo\nKarim Ben") == [Entry("Fatou Diallo"), Entry("Karim Ben")]


def test_a_language_is_found_by_head_and_by_shape() -> None:
    assert people("Nom;Langue\nFatou Diallo;Français") == [Entry("Fatou Diallo", language="Français")]
    assert people("Fatou Diallo;fatou@school.example;fr") == [Entry("Fatou Diallo", "fatou@school.example", "fr")]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("fr", "fr"),
        ("FR-fr", "fr"),
        ("Français", "fr"),
        ("French", "fr"),
        ("English (UK)", "en"),
        ("anglais", "en"),
        ("español", None),
        ("", None),
    ],
)
def test_languages_are_known_by_their_names_in_either(cell: str, code: str | None) -> None:
    assert language_of(cell) == code


def test_a_head_without_anybody_below_is_told() -> None:
    assert told("Nom;Prénom;Courriel\n;;\n") == ("only-head", {})


def test_ten_thousand_people_at_once_are_told() -> None:
    text = "".join(f"Person Nr{number};p{number}@school.example\n" for number in range(10_000))
    assert told(text) == ("too-many-people", {"people": 10_000, "most": MOST_PEOPLE})


def problems(*entries: Entry) -> list[tuple[Remark, ...]]:
    return [line.problems for line in judged(entries)]


@pytest.mark.parametrize(
    ("entry", "codes"),
    [
        (FATOU, []),
        (Entry("Fatou Diallo"), []),
        (Entry("", "fatou@school.example"), ["no-name"]),
        (Entry("17", "fatou@school.example"), ["no-name"]),
        (Entry("x" * 200), []),
        (Entry("x" * 201), ["long-name"]),
        (Entry("RenÃ©e"), ["garbled"]),
        (Entry("Ren\ufffde"), ["garbled"]),
        (Entry("Ren\ue000e"), ["garbled"]),
        (Entry("Renée Œdipe-Šimić"), []),
        (Entry("Zoé", "zoe@school"), ["address"]),
        (Entry("Zoé", "aucune"), ["address"]),
        (Entry("Zoé", "a" * 250 + "@b.fr"), ["address"]),
        (Entry("=cmd|' /C calc'!A0", "zoe@school.example"), ["formula"]),
        (Entry("Zoé", "=zoe@school.example"), ["formula"]),
        (Entry("@Zoé"), ["formula"]),
    ],
)
def test_what_is_wrong_with_a_line_is_told(entry: Entry, codes: list[str]) -> None:
    assert problems(entry) == [tuple(Remark(code) for code in codes)]


def test_the_same_address_twice_is_wrong_the_second_time() -> None:
    again = Entry("Fatou D.", "FATOU@school.example")
    assert problems(FATOU, Entry("Karim"), again) == [(), (), (Remark("same-address", 1),)]


def test_the_same_name_is_doubtful_where_an_address_is_missing() -> None:
    lines = judged([FATOU, Entry("DIALLO Fatou"), Entry("Karim Ben", "k@school.example"), Entry("Karim Ben", "b@x.fr")])
    assert [line.doubts for line in lines] == [(), (Remark("same-name", 1),), (), ()]


def test_a_language_that_is_none_of_ours_is_doubtful() -> None:
    [line] = judged([Entry("Ana Ruiz", language="español")])
    assert (line.language, line.doubts) == (None, (Remark("language"),))


def test_addresses_are_compared_as_they_are_stored() -> None:
    assert [line.email for line in judged([Entry("Zoé", "ZOE@School.example")])] == ["zoe@school.example"]


def test_corrections_change_the_lines_that_they_name() -> None:
    assert corrected([Entry("A"), Entry("B", "b", "fr")], {2: ("Bo", "b@x.fr")}) == (
        Entry("A"),
        Entry("Bo", "b@x.fr", "fr"),
    )


def test_a_name_is_the_same_in_another_order_and_without_accents() -> None:
    assert name_key("DIALLO, Élodie-Anne") == name_key("Elodie Anne Diallo")


CELL = st.text(st.characters(codec="utf-8"), max_size=12)


@given(st.lists(st.lists(CELL, max_size=5), max_size=8))
def test_any_table_is_people_or_a_named_error(rows: list[list[str]]) -> None:
    with suppress(TableError):
        lines = judged(read_roster(rows))
        assert [line.number for line in lines] == list(range(1, len(lines) + 1))


@given(st.binary(max_size=300))
def test_any_file_is_people_or_a_named_error(data: bytes) -> None:
    with suppress(TableError):
        assert judged(read_roster(read_table(data)))


@given(st.text(max_size=300))
def test_what_was_read_is_read_back_the_same(text: str) -> None:
    try:
        entries = read_roster(read_text(text))
    except TableError:
        return
    assert read_roster(read_text(as_text(entries, ("Nom", "E-mail", "Langue")))) == entries
