"""Trials: an author's own throwaway school for one draft. The preview and test runs are its pages.

Nothing of it is in the school's database, journal, files or mail. It is gone when its author ends it, when the draft
ends, and after half a day.
"""

from app.authoring.trials.ground import LIFETIME, clear_away
from app.authoring.trials.house import NotInTrial, trials_of
from app.authoring.trials.pages import NothingToSee, TrialPage, answer
from app.authoring.trials.showing import Shown, Trial, begin_test, end, end_all_of, entered, show

__all__ = [
    "LIFETIME",
    "NotInTrial",
    "NothingToSee",
    "Shown",
    "Trial",
    "TrialPage",
    "answer",
    "begin_test",
    "clear_away",
    "end",
    "end_all_of",
    "entered",
    "show",
    "trials_of",
]
