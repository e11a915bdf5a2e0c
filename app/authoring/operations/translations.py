"""Beginning a translation, and saying that one is right as it stands."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from app.authoring.comparing import skeleton
from app.authoring.operations.drafts import lock_draft, refuse_ended
from app.authoring.operations.saving import FileChanged, save_file
from app.authoring.queries.translations import SeenTranslation
from app.shared.storage import files


def begin_translation(seen: SeenTranslation, *, act_id: UUID, by: UUID, at: datetime) -> None:
    """Put the translation into the draft, with the words of its original to write over; one that is there stays as it
    is. Raises what `save_file` raises."""
    draft = lock_draft(seen.draft.id)
    refuse_ended(draft)
    original = draft.files.get(seen.original)
    if original is None:
        raise FileChanged(path=seen.original)
    if seen.path in draft.files:
        return
    text = skeleton(seen.original, files.get(original).decode("utf-8", "replace"))
    save_file(draft.id, seen.path, text.encode(), before=None, act_id=act_id, by=by, at=at, act="created")


def look_over(seen: SeenTranslation, *, translation: str, original: str, act_id: UUID, by: UUID, at: datetime) -> None:
    """Note that the translation is right as it stands beside the original. Both are digests of the texts that were
    seen. The same request twice does it once. Raises FileChanged when somebody changed one since, and DraftEnded."""
    draft = lock_draft(seen.draft.id)
    refuse_ended(draft)
    for path, digest in ((seen.path, translation), (seen.original, original)):
        if draft.files.get(path) != digest:
            raise FileChanged(path=path)
    save_file(
        draft.id,
        seen.path,
        files.get(translation),
        before=translation,
        act_id=act_id,
        by=by,
        at=at,
        act="looked-over",
    )
