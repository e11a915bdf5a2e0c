"""The words of the document, and a school's own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from app import create_app
from app.certificates.document import draw
from app.certificates.training_words import WORDS as TRAINING
from app.certificates.training_words import training_wordings, training_words
from app.certificates.wording import CLAIMS, FIXED, WORDS, UnusableWordingError, Wordings, wordings, words_in
from app.config import ROOT, Settings, SettingsError
from tests.certificates.finished import ISSUED
from tests.certificates.paper import words_on
from tests.certificates.test_document import ADDRESS, SENTENCE, STATEMENT

Words = Mapping[str, Mapping[str, str]]
BOTH = (
    ("certificate", wordings, WORDS, FIXED),
    ("training", training_wordings, TRAINING, ("attestation_limits", "transcript_limits")),
)
"""Of certificates, and of attestations and transcripts: the file's name, what is in use, the house's, what is fixed."""


@pytest.fixture(autouse=True)
def the_houses_words_again() -> Iterator[None]:
    yield
    wordings.open(None)
    training_wordings.open(None)


def written(folder: Path, text: str, language: str = "en", name: str = "certificate") -> Path:
    """The folder, with that file in it."""
    (folder / f"{name}.{language}.yaml").write_text(text)
    return folder


def test_a_schools_own_words_stand_on_its_certificates(tmp_path: Path) -> None:
    wordings.open(written(tmp_path, "awarded: presented to\nnote: Registered as a training body, no. 84 69 12345 69\n"))
    first = words_on(draw(STATEMENT, address=ADDRESS, at=ISSUED))[0]
    assert ("presented to Tara Trainee" in first, "no. 84 69 12345 69" in first) == (True, True)
    assert words_in("en")["place"] == "Place"


def test_each_language_has_words_of_its_own(tmp_path: Path) -> None:
    wordings.open(written(tmp_path, "awarded: remise à", "fr"))
    assert (words_in("fr")["awarded"], words_in("en")["awarded"]) == ("remise à", "awarded to")


def test_an_empty_file_changes_nothing(tmp_path: Path) -> None:
    wordings.open(written(tmp_path, "# nothing yet\n"))
    assert words_in("en") == WORDS["en"]


@pytest.mark.parametrize("key", FIXED)
def test_that_it_is_no_diploma_and_no_authorisation_cannot_be_changed(tmp_path: Path, key: str) -> None:
    with pytest.raises(UnusableWordingError, match=f"certificate.en.yaml, {key}: this sentence can't be changed"):
        wordings.open(written(tmp_path, f"{key}: Anything\n"))
    assert words_in("en")["limits"] == SENTENCE


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("awarded_to: given to", "awarded_to: there is no such wording. There are kind, awarded, course"),
        ("hours: some hours", "hours: it must hold {hours}, and no other braces."),
        ("hours: '{hours} of {place}'", "hours: it must hold {hours}, and no other braces."),
        ("hours: '{hours:>9}'", "hours: it must hold {hours}, and no other braces."),
        ("hours: '{hours.real}'", "hours: it must hold {hours}, and no other braces."),
        ("hours: '{hours'", "hours: it must hold {hours}, and no other braces."),
        ("page: 'Page {page}'", "page: it must hold {page} and {pages}, and no other braces."),
        ("awarded: 'to {holder}'", "awarded: it can't hold braces."),
        ("awarded: 7", "awarded: write one line of at most 160 signs."),
        (f"awarded: {'x' * 161}", "awarded: write one line of at most 160 signs."),
        ("awarded: 'two\n\n  lines'", "awarded: write one line of at most 160 signs."),
        ("kind: State Diploma", "kind: “diplom…” would claim what no certificate of this school is."),
        ("kind: Habilitation électrique B0", "kind: “habilit…” would claim what no certificate of this school is."),
        ("- one", "must hold lines such as “awarded: delivered to”."),
        ("awarded: [", "can't be read as YAML"),
    ],
)
def test_what_cannot_be_used_is_said_in_a_sentence(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(UnusableWordingError) as refused:
        wordings.open(written(tmp_path, line))
    assert said in str(refused.value)


def test_the_application_does_not_start_with_words_that_cannot_be_used(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"^ETABLI_WORDINGS: .*certificate.fr.yaml, lieu: there is no such wording"):
        create_app(replace(settings, wordings=written(tmp_path, "lieu: Ville", "fr")))


def test_the_documents_name_each_wording_with_what_it_must_hold() -> None:
    table = (ROOT / "docs" / "settings.md").read_text().partition("## Words of the certificates")[2]
    documented = {key: re.findall(r"`{(\w+)}`", held) for key, held in re.findall(r"\| `(\w+)` \|(.*)\|$", table, re.M)}
    changeable = {key: text for key, text in WORDS["en"].items() if key not in FIXED}
    assert documented == {key: re.findall(r"{(\w+)}", text) for key, text in changeable.items()}


@pytest.mark.parametrize(("name", "used", "house", "fixed"), BOTH)
def test_every_wording_of_the_house_would_do_as_a_schools_own(
    tmp_path: Path, name: str, used: Wordings, house: Words, fixed: tuple[str, ...]
) -> None:
    """So none of them claims a diploma or an authorisation either."""
    for language, words in house.items():
        lines = [f'{key}: "{text}"' for key, text in words.items() if key not in fixed]
        written(tmp_path, "\n".join(lines), language, name)
    used.open(tmp_path)
    assert [used.words(language) for language in house] == [dict(words) for words in house.values()]


DENIAL = {
    "en": r"not a state diploma, and (it is )?not an electrical authorisation\. "
    r"Only an employer gives that authorisation\.",
    "fr": r"ni un diplôme d’État,? ni une habilitation électrique\. Seul un employeur délivre cette habilitation\.",
}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_diploma_and_an_authorisation_are_named_only_to_deny_them(language: str) -> None:
    sentences = [house[language][key] for _, _, house, keys in BOTH for key in keys if key != "qr"]
    left = [re.subn(DENIAL[language], "", sentence) for sentence in sentences]
    assert [denials for _, denials in left] == [1, 1, 1]
    assert [part for part in CLAIMS for rest, _ in left if part in rest.casefold()] == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_pages_name_a_diploma_in_no_other_sentence(language: str) -> None:
    pages = words_on(draw(replace(STATEMENT, language=language), address=ADDRESS, at=ISSUED))
    limits = " ".join(WORDS[language]["limits"].split())
    said = [page.replace(limits, "").casefold() for page in pages]
    assert [part for part in CLAIMS for page in said if part in page] == []
    assert [limits in page for page in pages] == [True, True]


def test_attestations_and_transcripts_take_the_schools_words_too(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"^ETABLI_WORDINGS: .*training.en.yaml, holder: it can't hold braces"):
        create_app(replace(settings, wordings=written(tmp_path, "holder: '{name}'", "en", "training")))
    training_wordings.open(written(tmp_path, "holder: Trainee", "en", "training"))
    assert training_words("en")["holder"] == "Trainee"
