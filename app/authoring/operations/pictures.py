"""Bringing pictures into a draft, and taking away what no text uses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.authoring.operations.drafts import lock_draft, refuse_ended
from app.authoring.operations.saving import remove_file, save_file
from app.authoring.pictures import Picture, is_picture, path_for, uses
from app.shared.digests import sha256
from app.shared.errors import Refusal
from app.shared.storage import files


class PictureInUse(Refusal):
    """A text of the course shows the picture. `used_in` names the files."""

    code = "picture-in-use"


@dataclass(frozen=True)
class Brought:
    """A picture that the draft holds."""

    path: str
    digest: str
    is_new: bool
    """Whether it wasn't there before."""


def bring_picture(draft_id: UUID, picture: Picture, *, name: str, act_id: UUID, by: UUID, at: datetime) -> Brought:
    """Put a picture into the draft, under a name made of `name` that nothing else has. One that is there already, under
    whatever name, stays as it is; so the same request twice is one.

    Raises what `save_file` raises.
    """
    draft = lock_draft(draft_id)
    refuse_ended(draft)
    digest = sha256(picture.data)
    there = sorted(path for path, held in draft.files.items() if held == digest and is_picture(path))
    if there:
        return Brought(there[0], digest, False)
    path = path_for(name, picture.ending, draft.files)
    save_file(draft_id, path, picture.data, before=None, act_id=act_id, by=by, at=at, act="drew")
    return Brought(path, digest, True)


def remove_picture(draft_id: UUID, path: str, *, act_id: UUID, by: UUID, at: datetime) -> None:
    """Take a picture out of the draft that no text shows; one that isn't there is gone already.

    Raises PictureInUse, and what `remove_file` raises.
    """
    draft = lock_draft(draft_id)
    refuse_ended(draft)
    if path not in draft.files or not is_picture(path):
        return
    texts = {each: files.get(digest) for each, digest in draft.files.items() if each.endswith(".md")}
    used_in = uses({**texts, path: b""})[path]
    if used_in:
        raise PictureInUse(path=path, used_in=used_in)
    remove_file(draft_id, path, before=draft.files[path], act_id=act_id, by=by, at=at)
