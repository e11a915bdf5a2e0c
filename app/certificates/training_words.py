"""The words of attestation and transcript, in the language of the course: the house's, or the school's own.

A school's own stand beside those of its certificates, in `training.en.yaml` and `training.fr.yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.certificates.wording import Wordings

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "attestation": "Attestation of training",
        "transcript": "Transcript",
        "sentence": "{school} attests that {holder} followed the course “{course}” from {first} to {last}.",
        "sentence_left": "{school} attests that {holder} followed the course “{course}” from {first} until "
        "they left it on {last}.",
        "holder": "Name",
        "course": "Course",
        "place": "Place",
        "dates": "Dates",
        "dates_value": "{first} to {last}",
        "weeks": "Weeks followed",
        "weeks_value": "{number} of {all}",
        "hours": "Hours planned in them",
        "hours_value": "{number} of {all}",
        "revision": "Edition of the course",
        "revision_value": "no. {number}",
        "so_far": "What was done until {on}",
        "what": "Part of the course",
        "done": "Done",
        "done_value": "{number} of {all}",
        "lesson": "Lessons read",
        "quiz": "Quizzes passed",
        "case": "Simulated cases solved",
        "practical": "Practicals shown as competent",
        "practicals": "Work signed off at the bench",
        "work": "Work",
        "device": "Device",
        "date": "Date",
        "week": "Week {number}: {title}",
        "empty": "This week is still being written.",
        "sort": "Part",
        "item": "Title",
        "outcome": "Outcome",
        "reached": "Reached",
        "a_lesson": "Lesson",
        "a_quiz": "Quiz",
        "a_case": "Case",
        "a_practical": "Practical",
        "lesson_done": "read",
        "quiz_done": "passed",
        "case_done": "solved",
        "practical_done": "competent",
        "quiz_not_yet": "not passed",
        "case_not_yet": "not solved",
        "practical_not_yet": "not yet competent",
        "open": "–",
        "drawn": "Drawn on {on}, and signed by the school: a reader of PDFs tells whether it was changed.",
        "page": "Page {page} of {pages}",
        "attestation_limits": "This paper says what was followed and done until {on}. It doesn’t say that the "
        "course was completed: for that there is a certificate. Hours are those that the "
        "course plans; nobody’s presence is counted here. It is not a state diploma, and it "
        "is not an electrical authorisation. Only an employer gives that authorisation.",
        "transcript_limits": "This paper lists what was done until {on}, part by part. Percentages are the best "
        "mark of a quiz, and the mean of the graded criteria of a practical. It is not a "
        "certificate, not a state diploma, and not an electrical authorisation. Only an "
        "employer gives that authorisation.",
    },
    "fr": {
        "attestation": "Attestation de suivi",
        "transcript": "Relevé de résultats",
        "sentence": "{school} atteste que {holder} a suivi la formation « {course} » du {first} au {last}.",
        "sentence_left": "{school} atteste que {holder} a suivi la formation « {course} » du {first} jusqu’à "
        "son départ, le {last}.",
        "holder": "Nom",
        "course": "Formation",
        "place": "Lieu",
        "dates": "Dates",
        "dates_value": "du {first} au {last}",
        "weeks": "Semaines suivies",
        "weeks_value": "{number} sur {all}",
        "hours": "Heures prévues dans ces semaines",
        "hours_value": "{number} sur {all}",
        "revision": "Édition de la formation",
        "revision_value": "n° {number}",
        "so_far": "Ce qui était fait au {on}",
        "what": "Partie de la formation",
        "done": "Fait",
        "done_value": "{number} sur {all}",
        "lesson": "Leçons lues",
        "quiz": "Quiz réussis",
        "case": "Cas simulés résolus",
        "practical": "Épreuves pratiques acquises",
        "practicals": "Travaux validés à l’établi",
        "work": "Travail",
        "device": "Appareil",
        "date": "Date",
        "week": "Semaine {number} : {title}",
        "empty": "Cette semaine est encore en cours d’écriture.",
        "sort": "Partie",
        "item": "Titre",
        "outcome": "Résultat",
        "reached": "Atteint",
        "a_lesson": "Leçon",
        "a_quiz": "Quiz",
        "a_case": "Cas",
        "a_practical": "Pratique",
        "lesson_done": "lue",
        "quiz_done": "réussi",
        "case_done": "résolu",
        "practical_done": "acquis",
        "quiz_not_yet": "non réussi",
        "case_not_yet": "non résolu",
        "practical_not_yet": "pas encore acquis",
        "open": "–",
        "drawn": "Établi le {on} et signé par l’école : un lecteur de PDF dit s’il a été modifié.",
        "page": "Page {page} sur {pages}",
        "attestation_limits": "Ce document dit ce qui a été suivi et fait jusqu’au {on}. Il ne dit pas que la "
        "formation est terminée : une attestation de formation le dit. Les heures sont "
        "celles que la formation prévoit ; la présence n’est pas comptée ici. Ce n’est ni un "
        "diplôme d’État ni une habilitation électrique. Seul un employeur délivre cette "
        "habilitation.",
        "transcript_limits": "Ce document énumère ce qui a été fait jusqu’au {on}, partie par partie. Les "
        "pourcentages sont la meilleure note d’un quiz, et la moyenne des critères notés "
        "d’une épreuve pratique. Ce n’est ni une attestation de formation, ni un diplôme "
        "d’État, ni une habilitation électrique. Seul un employeur délivre cette "
        "habilitation.",
    },
}


training_wordings = Wordings("training", WORDS, fixed=("attestation_limits", "transcript_limits"))


def training_words(language: str) -> Mapping[str, str]:
    """The words in `language`; in English where there are none."""
    return training_wordings.words(language)
