"""Issuing certificates.

It takes three steps, because drawing is slow and must not hold the database's lock: `draft_each` reads
and refuses, `draw` makes the documents and stores them, `record` writes. Whoever serves others meanwhile ends
the transaction after the first step; `issue` does all three in one go.
"""

from app.certificates.operations.automatic import begin_automatic_run, issue_when_earned
from app.certificates.operations.checking import count_look, count_miss
from app.certificates.operations.disclosing import show_parts
from app.certificates.operations.drafting import Draft, Superseding, draft_each
from app.certificates.operations.drawing import Drawn, draw
from app.certificates.operations.erasing import erase, remove_files
from app.certificates.operations.keys import bring_key, make_keys, renew_key
from app.certificates.operations.recording import PlaceTakenError, issue, record, tell
from app.certificates.operations.refusing import IssuerMayNot, NotComplete, OwnCertificate, UnprintableName
from app.certificates.operations.revoking import Why, revoke
from app.certificates.operations.runs import begin_run, record_earlier, record_line, refuse_line
from app.certificates.operations.superseding import NotRenewable, correction_of, renewal_of, supersede
from app.certificates.operations.training_papers import Sort, training_paper

__all__ = [
    "Draft",
    "Drawn",
    "IssuerMayNot",
    "NotComplete",
    "NotRenewable",
    "OwnCertificate",
    "PlaceTakenError",
    "Sort",
    "Superseding",
    "UnprintableName",
    "Why",
    "begin_automatic_run",
    "begin_run",
    "bring_key",
    "correction_of",
    "count_look",
    "count_miss",
    "draft_each",
    "draw",
    "erase",
    "issue",
    "issue_when_earned",
    "make_keys",
    "record",
    "record_earlier",
    "record_line",
    "refuse_line",
    "remove_files",
    "renew_key",
    "renewal_of",
    "revoke",
    "show_parts",
    "supersede",
    "tell",
    "training_paper",
]
