"""Forms of certificates."""

from app.certificates.forms.checking import CheckForm, FileForm
from app.certificates.forms.issuing import ExceptionForm, IssueForm
from app.certificates.forms.life import CorrectionForm, DisclosureForm, ErasureForm, RenewalForm, RevocationForm

__all__ = [
    "CheckForm",
    "CorrectionForm",
    "DisclosureForm",
    "ErasureForm",
    "ExceptionForm",
    "FileForm",
    "IssueForm",
    "RenewalForm",
    "RevocationForm",
]
