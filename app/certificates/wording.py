"""The words of the document, in the language of the course: the house's, or the school's own.

Pages speak the reader's language and go through the catalogue; a certificate keeps the language that it was issued in,
whoever opens it. A school's own words stand in a folder (`ETABLI_WORDINGS`), in `certificate.en.yaml` and
`certificate.fr.yaml`. Two sentences are the house's for good: that it is neither a diploma nor an authorisation, and
what the QR code is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from string import Formatter
from typing import Final

import yaml

FIXED: Final = ("limits", "qr")
"""What no school may change."""
MOST_SIGNS: Final = 160
"""Of one wording: what is longer has no room on the sheet."""
CLAIMS: Final = (
    "diplom",
    "diplôm",
    "habilit",
    "authoris",
    "authoriz",
    "titre professionnel",
    "state-cert",
    "state cert",
)
"""Parts of words by which a certificate would say that it is what it isn't."""
WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "kind": "Certificate of training",
        "awarded": "awarded to",
        "course": "Course completed",
        "hours": "{hours} hours",
        "place": "Place",
        "competences": "Competences shown",
        "competence_count": "{count} competences",
        "see_passport": "Each of them, and how it was shown, stands on the next page.",
        "issued_by": "Issued by",
        "issued_for": "for {school}",
        "issued_on": "Issued on",
        "valid_until": "Valid until",
        "no_expiry": "no end date",
        "supersedes": "Takes the place of certificate {number}.",
        "number": "Certificate number",
        "revision": "Course revision",
        "revision_value": "no. {number} · {digest}",
        "signed": "Signed digitally by {school}: a change to the file can be seen.",
        "check": "Check this certificate",
        "note": "",
        "passport": "Competence passport",
        "passport_lead": "What {holder} can do, and how it was shown",
        "practicals": "Work signed off at the bench",
        "cases": "Faults found in simulated cases",
        "quizzes": "Quizzes passed",
        "practical": "Practical",
        "device": "Device",
        "date": "Date",
        "level": "Level",
        "level_value": "{level}%",
        "level_note": "Level: the mean of what was judged; 100% is the highest level in everything.",
        "page": "Page {page} of {pages}",
        "qr": "QR code with the address of this certificate's public page: {address}",
        "limits": "This certificate is not a state diploma, and it is not an electrical authorisation. "
        "Only an employer gives that authorisation.",
    },
    "fr": {
        "kind": "Attestation de formation",
        "awarded": "délivrée à",
        "course": "Formation suivie",
        "hours": "{hours} heures",
        "place": "Lieu",
        "competences": "Compétences démontrées",
        "competence_count": "{count} compétences",
        "see_passport": "Chacune d’elles, et la façon dont elle a été montrée, figure à la page suivante.",
        "issued_by": "Délivrée par",
        "issued_for": "pour {school}",
        "issued_on": "Délivrée le",
        "valid_until": "Valable jusqu’au",
        "no_expiry": "sans limite",
        "supersedes": "Remplace l’attestation {number}.",
        "number": "Numéro de l’attestation",
        "revision": "Édition de la formation",
        "revision_value": "n° {number} · {digest}",
        "signed": "Signée numériquement par {school} : toute modification du fichier se voit.",
        "check": "Vérifier cette attestation",
        "note": "",
        "passport": "Passeport de compétences",
        "passport_lead": "Ce que {holder} sait faire, et comment cela a été montré",
        "practicals": "Travaux validés à l’établi",
        "cases": "Pannes trouvées dans des cas simulés",
        "quizzes": "Quiz réussis",
        "practical": "Épreuve pratique",
        "device": "Appareil",
        "date": "Date",
        "level": "Niveau",
        "level_value": "{level} %",
        "level_note": "Niveau : moyenne de ce qui a été évalué ; 100 % est le plus haut niveau partout.",
        "page": "Page {page} sur {pages}",
        "qr": "Code QR avec l’adresse de la page publique de cette attestation : {address}",
        "limits": "Cette attestation n’est ni un diplôme d’État ni une habilitation électrique. "
        "Seul un employeur délivre cette habilitation.",
    },
}


class UnusableWordingError(Exception):
    """A school's wording that can't be used. The message is a sentence that says which and why."""


class Wordings:
    """The words in use: the school's own where it has some, else the house's."""

    def __init__(self, name: str, house: Mapping[str, Mapping[str, str]], *, fixed: Collection[str]) -> None:
        self._name, self._house, self._fixed = name, house, fixed
        self._own: Mapping[str, Mapping[str, str]] = {}

    def open(self, folder: Path | None) -> None:
        """Use the words in this folder; without one the house's. Raises UnusableWordingError."""
        files = {language: folder / f"{self._name}.{language}.yaml" for language in self._house} if folder else {}
        self._own = {
            language: _read(file, self._house[language], self._fixed)
            for language, file in files.items()
            if file.exists()
        }

    def words(self, language: str) -> Mapping[str, str]:
        """The words of the document in `language`; in English where there are none."""
        known = language if language in self._house else "en"
        return {**self._house[known], **self._own.get(known, {})}


wordings = Wordings("certificate", WORDS, fixed=FIXED)


def words_in(language: str) -> Mapping[str, str]:
    """The words of the document in `language`; in English where there are none."""
    return wordings.words(language)


def _read(file: Path, words: Mapping[str, str], fixed: Collection[str]) -> dict[str, str]:
    try:
        written = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeError, yaml.YAMLError) as unreadable:
        raise UnusableWordingError(f"{file} can't be read as YAML: {' '.join(str(unreadable).split())}") from unreadable
    if not isinstance(written, dict):
        raise UnusableWordingError(f"{file} must hold lines such as “awarded: delivered to”.")
    for key, text in written.items():
        if fault := _fault(key, text, words, fixed):
            raise UnusableWordingError(f"{file}, {key}: {fault}")
    return written


def _fault(key: object, text: object, words: Mapping[str, str], fixed: Collection[str]) -> str:
    """What is wrong with one line, as a sentence; nothing if it can be used."""
    if key in fixed:
        return "this sentence can't be changed."
    if not isinstance(key, str) or key not in words:
        return f"there is no such wording. There are {', '.join(each for each in words if each not in fixed)}."
    if not isinstance(text, str) or len(text) > MOST_SIGNS or "\n" in text.strip():
        return f"write one line of at most {MOST_SIGNS} signs."
    asked, given = _placeholders(words[key]), _placeholders(text)
    if given is None or given != asked:
        names = " and ".join(f"{{{name}}}" for name in sorted(asked or ()))
        return f"it must hold {names}, and no other braces." if names else "it can't hold braces."
    claimed = next((part for part in CLAIMS if part in text.casefold()), "")
    return f"“{claimed}…” would claim what no certificate of this school is." if claimed else ""


def _placeholders(text: str) -> set[str] | None:
    """The names in braces; None where braces aren't placeholders."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return None
    fields = [(name, spec, conversion) for _, name, spec, conversion in parts if name is not None]
    plain = all(name.isidentifier() and not spec and not conversion for name, spec, conversion in fields)
    return {name for name, _, _ in fields} if plain else None
