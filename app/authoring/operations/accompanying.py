"""Translations when the files around them are moved or renamed: that changes words of an original (a link, an alias),
and nothing that would have to be translated again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.authoring.models import Draft
from app.authoring.paths import original_of
from app.authoring.queries.drafts import draft_facts
from app.authoring.queries.translations import made_from_of


@dataclass(frozen=True)
class Accompanied:
    """From which text of its original each translation is made, behind an act that nobody has to translate."""

    changed: Mapping[str, str | None]
    """Of those whose file changes, by the new path; None: nobody knows."""
    unchanged: Mapping[str, str]
    """Of those whose file stays, while its original's changes."""


def accompanied(draft: Draft, held: Mapping[str, str | None], came_from: Mapping[str, str]) -> Accompanied:
    """What holds of the translations behind an act that gives the draft those files (path → digest, None: it goes); the
    draft is as before it. `came_from` has the old path of each file that is moved.

    One that was made from its original as it stood is so still; one that was behind is behind by the same text.
    """
    made = made_from_of(draft_facts(draft.id))
    before, behind = draft.files, {**draft.files, **held}
    changed: dict[str, str | None] = {}
    unchanged: dict[str, str] = {}
    for path, original in _translations(behind):
        was_at = came_from.get(path, path)
        text_then, text_now = made.get(was_at), behind[original]
        is_current = was_at not in made or text_then == before[original_of(was_at) or ""]
        if path in held:
            changed[path] = text_now if is_current else text_then
        elif is_current and text_now and text_now != text_then:
            unchanged[path] = text_now
    return Accompanied(changed, unchanged)


def _translations(files: Mapping[str, str | None]) -> Iterator[tuple[str, str]]:
    """The path of each translation that is there, and of its original."""
    for path, digest in files.items():
        original = original_of(path)
        if digest and original and files.get(original):
            yield path, original
