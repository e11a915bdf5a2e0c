"""Photos that a form carries while it is put right: they lie in the file store already, and the form names them.

Browsers forget chosen files when a form comes back. What the form names is signed, and bound to this one form: nobody
can claim a photo that they never sent.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable

from app.assessments.practicals.photos import KeptPhoto
from app.shared.keys import keys


def token(form_id: str, photo: KeptPhoto) -> str:
    """How the form with that id names the photo."""
    named = f"{photo.received_digest}.{photo.stored_digest}"
    return f"{named}.{keys.digest('carried photo', f'{form_id} {named}')}"


def photos_from(form_id: str, tokens: Iterable[str]) -> list[KeptPhoto]:
    """The photos that these tokens name, in their order; tokens of another form, or of nobody's, name none."""
    found = []
    for each in tokens:
        photo = KeptPhoto(*each.split(".")[:2]) if each.count(".") == 2 else None
        if photo is not None and hmac.compare_digest(token(form_id, photo).encode(), each.encode()):
            found.append(photo)
    return found
