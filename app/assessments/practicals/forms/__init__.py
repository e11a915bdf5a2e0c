"""The forms of practicals, a file a noun."""

from app.assessments.practicals.forms.delivery import (
    DeliveryForm,
    RefusedPhoto,
    cleaned_photos,
)
from app.assessments.practicals.forms.dispute import ClashForm, DisagreementForm, SignOffDecisionForm
from app.assessments.practicals.forms.held_record import (
    DropForm,
    RecordAfterAllForm,
    why_held,
)
from app.assessments.practicals.forms.moderation import KeepForm, ModerationForm, ShareForm, moderation_form
from app.assessments.practicals.forms.sign_off import (
    LEVEL_PREFIX,
    ReadinessForm,
    SignOffForm,
    level_name,
    level_words,
    preview_of,
    sign_off_form,
)
from app.assessments.practicals.forms.signature import PinSignatureForm, SignatureForm
from app.assessments.practicals.forms.testimony import (
    TestimonyDecisionForm,
    TestimonyErasureForm,
    TestimonyForm,
    WitnessForm,
    testimony_form,
)

__all__ = [
    "LEVEL_PREFIX",
    "ClashForm",
    "DeliveryForm",
    "DisagreementForm",
    "DropForm",
    "KeepForm",
    "ModerationForm",
    "PinSignatureForm",
    "ReadinessForm",
    "RecordAfterAllForm",
    "RefusedPhoto",
    "ShareForm",
    "SignOffDecisionForm",
    "SignOffForm",
    "SignatureForm",
    "TestimonyDecisionForm",
    "TestimonyErasureForm",
    "TestimonyForm",
    "WitnessForm",
    "cleaned_photos",
    "level_name",
    "level_words",
    "moderation_form",
    "preview_of",
    "sign_off_form",
    "testimony_form",
    "why_held",
]
