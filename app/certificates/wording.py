"""The fixed words of the document, in the language of the course.

Pages speak the reader's language and go through the catalogue; a certificate keeps the language that it
was issued in, whoever opens it.
"""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "kind": "Certificate of training",
        "awarded": "awarded to",
        "course": "Course completed",
        "hours": "{hours} hours",
        "place": "Place",
        "competences": "Competences shown",
        "practicals": "Work signed off at the bench",
        "cases": "Faults found in simulated cases",
        "quizzes": "Quizzes passed",
        "issued_by": "Issued by",
        "issued_for": "for {school}",
        "issued_on": "Issued on",
        "number": "Certificate number",
        "revision_value": "no. {number} · {digest}",
        "check": "Check this certificate",
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
        "practicals": "Travaux validés à l’établi",
        "cases": "Pannes trouvées dans des cas simulés",
        "quizzes": "Quiz réussis",
        "issued_by": "Délivrée par",
        "issued_for": "pour {school}",
        "issued_on": "Délivrée le",
        "number": "Numéro de l’attestation",
        "revision_value": "n° {number} · {digest}",
        "check": "Vérifier cette attestation",
        "qr": "Code QR avec l’adresse de la page publique de cette attestation : {address}",
        "limits": "Cette attestation n’est ni un diplôme d’État ni une habilitation électrique. "
        "Seul un employeur délivre cette habilitation.",
    },
}


def words_in(language: str) -> Mapping[str, str]:
    """The words of the document in `language`; in English where there are none."""
    return WORDS.get(language, WORDS["en"])
