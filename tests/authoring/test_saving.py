"""Every save of a draft is kept, and none overwrites what its author hasn't seen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from app.authoring.facts import DraftFacts
from app.authoring.models import DraftSave
from app.authoring.operations.changing import FileTooLarge, PathTaken, Saved, TooManyFiles, UnfitPath
from app.authoring.operations.drafts import begin_course
from app.authoring.operations.saving import (
    FileChanged,
    NothingToUndo,
    apply,
    remove_file,
    restore,
    rewrite,
    save_file,
    undo,
)
from app.authoring.queries.saves import clash_seen_by, last_saves, own_clashes, save_seen_by, saves_of
from app.authoring.queries.translations import behind
from app.authoring.rewriting import moved, renamed
from app.curriculum import limits
from app.db import db
from app.people.member import Member
from app.shared.digests import sha256
from app.shared.ids import new_id
from app.shared.storage import files
from tests.authoring.drafts import BENCH, another_author, begun, facts_of, wrote
from tests.cast import NOON, Cast
from tests.conftest import CountQueries

BATTERY = "week-02/10-the-battery.md"
FRENCH = "week-01/10-the-bench.fr.md"


@pytest.fixture
def draft(cast: Cast) -> DraftFacts:
    """A draft as it began."""
    return begun(cast)


@pytest.fixture
def anna(cast: Cast) -> Member:
    """Another author."""
    return another_author()


def save(draft: DraftFacts, text: str, *, by: Member, before: str | None, **values: Any) -> Saved:
    """What became of saving that text of the bench's lesson."""
    act = {"path": BENCH, "act_id": new_id(), "at": NOON, **values}
    return save_file(draft.id, act.pop("path"), text.encode(), before=before, by=by.id, **act)


def held(cast: Cast, draft: DraftFacts) -> Mapping[str, bytes]:
    """What the draft holds now."""
    return {path: files.get(digest) for path, digest in facts_of(cast, draft).files.items()}


def rows(draft: DraftFacts) -> list[tuple[int, str, str, str | None, str | None]]:
    """Every save of the draft."""
    saves = select(DraftSave).where(DraftSave.draft_id == draft.id).order_by(DraftSave.number)
    return [(row.number, row.act, row.path, row.before, row.after) for row in db.session.scalars(saves)]


def digest(text: str) -> str:
    """That of a text."""
    return sha256(text.encode())


def test_a_save_changes_the_draft_and_is_kept(cast: Cast, draft: DraftFacts) -> None:
    began = draft.files[BENCH]
    assert save(draft, "One.", by=cast.author, before=began) == Saved(1, digest("One."))
    assert save(draft, "Two.", by=cast.author, before=digest("One.")) == Saved(2, digest("Two."))
    now = facts_of(cast, draft)
    assert (now.version, now.files) == (2, {**draft.files, BENCH: digest("Two.")})
    assert list(now.files) == list(draft.files)
    assert rows(draft) == [
        (1, "wrote", BENCH, began, digest("One.")),
        (2, "wrote", BENCH, digest("One."), digest("Two.")),
    ]


def test_the_same_request_twice_saves_once(cast: Cast, draft: DraftFacts) -> None:
    act: dict[str, Any] = {"by": cast.author, "before": draft.files[BENCH], "act_id": new_id()}
    first = save(draft, "One.", **act)
    wrote(cast, draft, BENCH, "Two.")
    assert save(draft, "One.", **act) == first
    assert (held(cast, draft)[BENCH], len(rows(draft))) == (b"Two.", 2)


def test_other_words_under_the_same_id_are_another_save(cast: Cast, draft: DraftFacts) -> None:
    act: dict[str, Any] = {"by": cast.author, "act_id": new_id()}
    save(draft, "One.", before=draft.files[BENCH], **act)
    assert save(draft, "Two.", before=digest("One."), **act) == Saved(2, digest("Two."))


def test_an_id_that_somebody_else_made_takes_nobody_s_save(cast: Cast, draft: DraftFacts, anna: Member) -> None:
    act_id = new_id()
    save(draft, "One.", by=cast.author, before=draft.files[BENCH], act_id=act_id)
    wrote(cast, draft, BENCH, "Two.")
    aside = save(draft, "One.", by=anna, before=draft.files[BENCH], act_id=act_id)
    assert (aside.is_aside, aside.theirs, len(rows(draft))) == (True, digest("Two."), 3)


def test_what_the_draft_holds_already_needs_no_saving(cast: Cast, draft: DraftFacts, anna: Member) -> None:
    wrote(cast, draft, BENCH, "One.")
    for before in (digest("One."), draft.files[BENCH], None):
        assert save(draft, "One.", by=anna, before=before) == Saved(1, digest("One."))
    assert len(rows(draft)) == 1


def test_lines_end_as_the_format_has_them(cast: Cast, draft: DraftFacts) -> None:
    save(draft, "One\r\ntwo\rthree\n", by=cast.author, before=draft.files[BENCH])
    picture = b"\x89PNG\r\n\x1a\n"
    save_file(draft.id, "images/a.png", picture, before=None, act_id=new_id(), by=cast.author.id, at=NOON, act="drew")
    assert (held(cast, draft)[BENCH], held(cast, draft)["images/a.png"]) == (b"One\ntwo\nthree\n", picture)


def test_a_new_file_is_created(cast: Cast, draft: DraftFacts) -> None:
    save(draft, "New.", by=cast.author, before=None, path="week-01/20-new.md")
    assert rows(draft) == [(1, "created", "week-01/20-new.md", None, digest("New."))]


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(cast: Cast, draft: DraftFacts, anna: Member) -> None:
    began = draft.files[BENCH]
    save(draft, "Theirs.", by=cast.author, before=began)
    aside = save(draft, "Mine.", by=anna, before=began)
    assert aside == Saved(2, digest("Mine."), is_aside=True, theirs=digest("Theirs."))
    assert held(cast, draft)[BENCH] == b"Theirs."
    assert rows(draft)[1] == (2, "kept-aside", BENCH, began, digest("Mine."))
    assert files.get(digest("Mine.")) == b"Mine."


def test_the_same_aside_twice_is_one_and_what_is_typed_on_is_kept_too(
    cast: Cast, draft: DraftFacts, anna: Member
) -> None:
    act: dict[str, Any] = {"by": anna, "before": draft.files[BENCH], "act_id": new_id()}
    wrote(cast, draft, BENCH, "Theirs.")
    first = save(draft, "Mine.", **act)
    assert save(draft, "Mine.", **act) == first
    assert save(draft, "Mine.", **{**act, "act_id": new_id()}) == first
    assert save(draft, "Mine, too.", **{**act, "act_id": new_id()}).number == 3
    assert [row[1] for row in rows(draft)] == ["wrote", "kept-aside", "kept-aside"]


def test_an_aside_tells_what_the_draft_holds_now(cast: Cast, draft: DraftFacts, anna: Member) -> None:
    act: dict[str, Any] = {"by": anna, "before": draft.files[BENCH], "act_id": new_id()}
    wrote(cast, draft, BENCH, "One.")
    save(draft, "Mine.", **act)
    wrote(cast, draft, BENCH, "Two.")
    assert save(draft, "Mine.", **act).theirs == digest("Two.")


def test_a_clash_shows_both_versions_and_what_both_began_from(cast: Cast, draft: DraftFacts, anna: Member) -> None:
    base = held(cast, draft)[BENCH].decode()
    wrote(cast, draft, BENCH, "Theirs.")
    aside = save(draft, "Mine.", by=anna, before=draft.files[BENCH])
    last = save(draft, "Mine, too.", by=anna, before=draft.files[BENCH])
    for member in (anna, cast.author):
        clash = clash_seen_by(member, draft_id=draft.id, number=aside.number)
        assert clash is not None
        assert (clash.base, clash.mine, clash.theirs) == (base, "Mine, too.", "Theirs.")
        assert (clash.save.number, clash.save.saved_by, clash.theirs_digest) == (
            last.number,
            "Anna Author",
            digest("Theirs."),
        )
        assert clash.theirs_by is not None
        assert clash.theirs_by.saved_by == "Aude Author"


def test_a_clash_is_settled_by_saving_over_what_the_draft_holds(cast: Cast, draft: DraftFacts, anna: Member) -> None:
    wrote(cast, draft, BENCH, "Theirs.")
    aside = save(draft, "Mine.", by=anna, before=draft.files[BENCH])
    assert [each.number for each in own_clashes(anna, facts_of(cast, draft))] == [aside.number]
    assert own_clashes(cast.author, facts_of(cast, draft)) == ()
    save(draft, "Both.", by=anna, before=digest("Theirs."))
    assert (held(cast, draft)[BENCH], own_clashes(anna, facts_of(cast, draft))) == (b"Both.", ())
    assert clash_seen_by(anna, draft_id=draft.id, number=aside.number) is None


def test_a_clash_is_settled_by_letting_the_draft_s_text_stand(cast: Cast, draft: DraftFacts, anna: Member) -> None:
    wrote(cast, draft, BENCH, "Theirs.")
    save(draft, "Mine.", by=anna, before=draft.files[BENCH])
    save(draft, "Theirs.", by=anna, before=digest("Theirs."), act="looked-over")
    assert own_clashes(anna, facts_of(cast, draft)) == ()


def test_a_clash_with_a_file_that_is_gone_has_nothing_on_the_other_side(
    cast: Cast, draft: DraftFacts, anna: Member
) -> None:
    remove_file(draft.id, BENCH, before=draft.files[BENCH], act_id=new_id(), by=cast.author.id, at=NOON)
    aside = save(draft, "Mine.", by=anna, before=draft.files[BENCH])
    assert (aside.is_aside, aside.theirs) == (True, None)
    clash = clash_seen_by(anna, draft_id=draft.id, number=aside.number)
    assert clash is not None
    assert (clash.mine, clash.theirs, clash.theirs_digest) == ("Mine.", "", None)


def test_a_clash_shows_nothing_that_the_draft_never_held(cast: Cast, draft: DraftFacts, anna: Member) -> None:
    secret = files.put(b"A certificate of somebody else.")
    wrote(cast, draft, BENCH, "Theirs.")
    for before in (secret, "../../../../etc/passwd", draft.files[BATTERY], None):
        aside = save(draft, f"Mine, from {before}.", by=anna, before=before)
        clash = clash_seen_by(anna, draft_id=draft.id, number=aside.number)
        assert clash is not None
        assert clash.base == ""


def test_what_is_no_clash_is_not_found_as_one(cast: Cast, draft: DraftFacts, anna: Member) -> None:
    number = wrote(cast, draft, BENCH, "Text.").number
    assert [clash_seen_by(anna, draft_id=draft.id, number=each) for each in (number, 99)] == [None, None]
    aside = save(draft, "Mine.", by=anna, before=draft.files[BENCH])
    assert clash_seen_by(cast.instructor, draft_id=draft.id, number=aside.number) is None
    assert clash_seen_by(anna, draft_id=new_id(), number=aside.number) is None


@pytest.mark.parametrize(
    "path",
    [
        *("", "/a.md", "a//b.md", "./a.md", "../a.md", "week-01/../a.md", "../../track.yaml", ".hidden/a.md", ".a.md"),
        *("a.txt", "a", "week-01/", "a\\b.md", "a\n.md", "a:b.md", "a?.md", "a.MD", f"{'a' * 198}.md", "a.md/../b.md"),
    ],
)
def test_a_name_that_no_file_of_a_course_has_is_refused(cast: Cast, draft: DraftFacts, path: str) -> None:
    with pytest.raises(UnfitPath):
        save(draft, "Text.", by=cast.author, before=None, path=path)
    with pytest.raises(UnfitPath):
        apply(draft.id, {path: b"Text."}, act="created", act_id=new_id(), by=cast.author.id, at=NOON)
    assert rows(draft) == []


@pytest.mark.parametrize("path", ["../track.yaml", "week-01/20-é.md", "images/Bench plan.svg", f"{'a' * 197}.md"])
def test_a_name_that_a_file_can_have_is_taken(cast: Cast, draft: DraftFacts, path: str) -> None:
    save(draft, "Text.", by=cast.author, before=draft.files.get(path), path=path)
    assert held(cast, draft)[path] == b"Text."


def test_what_was_published_is_taken_and_brought_back_whatever_it_is_called(cast: Cast, draft: DraftFacts) -> None:
    act: dict[str, Any] = {"by": cast.author.id, "at": NOON}
    apply(draft.id, {"LICENCE": b"Text.", "week-01/WEEK.md": b"Page."}, act="took", act_id=new_id(), **act)
    gone = remove_file(draft.id, "LICENCE", before=digest("Text."), act_id=new_id(), **act)
    restore(draft.id, gone.number, act_id=new_id(), **act)
    save(draft, "Other.", by=cast.author, before=digest("Text."), path="LICENCE")
    assert (held(cast, draft)["LICENCE"], held(cast, draft)["week-01/WEEK.md"]) == (b"Other.", b"Page.")


def test_a_path_that_no_save_could_name_is_refused(cast: Cast, draft: DraftFacts) -> None:
    with pytest.raises(UnfitPath):
        apply(draft.id, {f"{'a' * 198}.md": b""}, act="took", act_id=new_id(), by=cast.author.id, at=NOON)


@pytest.mark.parametrize("path", ["Week-01/10-The-Bench.md", f"{BENCH}/a.md", "images/BENCH.svg"])
def test_a_name_that_another_file_is_in_the_way_of_is_refused(cast: Cast, draft: DraftFacts, path: str) -> None:
    with pytest.raises(PathTaken):
        save(draft, "Text.", by=cast.author, before=None, path=path)


def test_a_file_over_the_format_s_limit_is_refused(cast: Cast, draft: DraftFacts) -> None:
    most = limits.MARKDOWN_BYTES
    with pytest.raises(FileTooLarge) as refused:
        save(draft, "a" * (most + 1), by=cast.author, before=draft.files[BENCH])
    assert refused.value.values == {"path": BENCH, "limit": 128}
    with pytest.raises(FileTooLarge):
        save(draft, "a" * (limits.IMAGE_BYTES + 1), by=cast.author, before=None, path="images/a.png")
    save(draft, "a\r\n" * (most // 2), by=cast.author, before=draft.files[BENCH])
    save(draft, "a" * (most + 1), by=cast.author, before=None, path="images/a.png")
    assert len(rows(draft)) == 2


def test_a_course_has_no_more_files_than_the_format_takes(
    cast: Cast, draft: DraftFacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.authoring.operations.changing.SOURCE_FILES", len(draft.files))
    with pytest.raises(TooManyFiles):
        save(draft, "Text.", by=cast.author, before=None, path="week-01/20-new.md")
    wrote(cast, draft, BENCH, "Text.")
    changed = {"week-01/20-new.md": b"Text.", BENCH: None}
    assert len(apply(draft.id, changed, act="moved", act_id=new_id(), by=cast.author.id, at=NOON)) == 2


def test_a_file_is_removed_once_and_only_as_its_author_saw_it(cast: Cast, draft: DraftFacts) -> None:
    act: dict[str, Any] = {"act_id": new_id(), "by": cast.author.id, "at": NOON}
    with pytest.raises(FileChanged) as refused:
        remove_file(draft.id, BENCH, before=digest("Other."), **act)
    assert refused.value.values == {"path": BENCH}
    for _ in range(2):
        assert remove_file(draft.id, BENCH, before=draft.files[BENCH], **act) == Saved(1, None)
    assert BENCH not in facts_of(cast, draft).files
    assert rows(draft) == [(1, "removed", BENCH, draft.files[BENCH], None)]
    assert remove_file(draft.id, BENCH, before=None, **{**act, "act_id": new_id()}) == Saved(1, None)


def test_several_files_change_in_one_act(cast: Cast, draft: DraftFacts) -> None:
    act: dict[str, Any] = {"act": "moved", "act_id": new_id(), "by": cast.author.id, "at": NOON, "seen": draft.files}
    changed = {BENCH: None, "week-02/05-the-bench.md": b"Bench.", BATTERY: files.get(draft.files[BATTERY])}
    first = apply(draft.id, changed, **act)
    assert [(each.number, each.digest) for each in first] == [(1, None), (2, digest("Bench."))]
    wrote(cast, draft, BATTERY, "Changed.")
    assert apply(draft.id, changed, **act) == first
    assert [row[1:3] for row in rows(draft)] == [
        ("moved", BENCH),
        ("moved", "week-02/05-the-bench.md"),
        ("wrote", BATTERY),
    ]


def test_an_act_under_an_id_that_somebody_else_made_is_another(cast: Cast, draft: DraftFacts, anna: Member) -> None:
    act: dict[str, Any] = {"act": "took", "act_id": new_id(), "at": NOON}
    apply(draft.id, {BENCH: b"One.", BATTERY: b"One."}, by=cast.author.id, **act)
    saved = apply(draft.id, {BENCH: b"Two."}, by=anna.id, **act)
    assert [(each.number, each.digest) for each in saved] == [(3, digest("Two."))]
    undo(draft.id, act_id=new_id(), by=anna.id, at=NOON)
    assert (held(cast, draft)[BENCH], held(cast, draft)[BATTERY]) == (b"One.", b"One.")


def test_several_files_are_not_changed_when_somebody_changed_one_meanwhile(cast: Cast, draft: DraftFacts) -> None:
    wrote(cast, draft, BENCH, "Changed.")
    act: dict[str, Any] = {"act": "took", "act_id": new_id(), "by": cast.author.id, "at": NOON, "seen": draft.files}
    with pytest.raises(FileChanged):
        apply(draft.id, {BATTERY: b"Battery.", BENCH: b"Bench."}, **act)
    assert len(rows(draft)) == 1
    apply(draft.id, {BATTERY: b"Battery."}, **act)
    assert len(rows(draft)) == 2


def test_an_act_is_made_of_what_the_draft_holds_at_that_moment(cast: Cast, draft: DraftFacts) -> None:
    wrote(cast, draft, BATTERY, "See [the bench](the-bench).")
    act: dict[str, Any] = {"act": "moved", "act_id": new_id(), "by": cast.author.id, "at": NOON}
    for _ in range(2):
        rewrite(draft.id, lambda sources: renamed(sources, BENCH, "first"), **act)
    assert held(cast, draft)[BATTERY] == b"See [the bench](first)."
    assert (BENCH in held(cast, draft), "week-01/10-first.md" in held(cast, draft)) == (False, True)
    assert len(rows(draft)) == 4


def test_a_file_is_brought_back_as_it_was_saved(cast: Cast, draft: DraftFacts) -> None:
    first = wrote(cast, draft, BENCH, "One.")
    wrote(cast, draft, BENCH, "Two.")
    act: dict[str, Any] = {"act_id": new_id(), "by": cast.author.id, "at": NOON}
    for _ in range(2):
        assert restore(draft.id, first.number, **act) == Saved(3, digest("One."))
    assert rows(draft)[2:] == [(3, "restored", BENCH, digest("Two."), digest("One."))]
    assert restore(draft.id, first.number, **{**act, "act_id": new_id()}) == Saved(3, digest("One."))


def test_a_removed_file_is_brought_back_as_it_was_before(cast: Cast, draft: DraftFacts) -> None:
    act: dict[str, Any] = {"by": cast.author.id, "at": NOON}
    gone = remove_file(draft.id, BENCH, before=draft.files[BENCH], act_id=new_id(), **act)
    restore(draft.id, gone.number, act_id=new_id(), **act)
    assert facts_of(cast, draft).files == draft.files


def test_what_was_kept_aside_can_be_brought_back(cast: Cast, draft: DraftFacts, anna: Member) -> None:
    wrote(cast, draft, BENCH, "Theirs.")
    aside = save(draft, "Mine.", by=anna, before=draft.files[BENCH])
    restore(draft.id, aside.number, act_id=new_id(), by=anna.id, at=NOON)
    assert (held(cast, draft)[BENCH], own_clashes(anna, facts_of(cast, draft))) == (b"Mine.", ())


def test_a_file_is_not_brought_back_where_another_is_in_the_way(cast: Cast, draft: DraftFacts) -> None:
    act: dict[str, Any] = {"by": cast.author.id, "at": NOON}
    gone = remove_file(draft.id, BENCH, before=draft.files[BENCH], act_id=new_id(), **act)
    save(draft, "Other.", by=cast.author, before=None, path=BENCH.title().replace(".Md", ".md"))
    with pytest.raises(PathTaken):
        restore(draft.id, gone.number, act_id=new_id(), **act)


def test_an_act_is_undone_in_all_its_files(cast: Cast, draft: DraftFacts) -> None:
    act: dict[str, Any] = {"by": cast.author.id, "at": NOON}
    act_id, undo_id = new_id(), new_id()
    rewrite(draft.id, lambda sources: moved(sources, BENCH, 2, 1), act="moved", act_id=act_id, **act)
    wrote(cast, draft, BATTERY, "Changed.")
    for _ in range(2):
        undo(draft.id, act_id, act_id=undo_id, **act)
    assert facts_of(cast, draft).files == {**draft.files, BATTERY: digest("Changed.")}
    assert {row[1] for row in rows(draft)[3:]} == {"restored"}
    assert len(rows(draft)) == 5


def test_an_act_is_not_undone_when_somebody_changed_one_of_its_files(cast: Cast, draft: DraftFacts) -> None:
    act: dict[str, Any] = {"by": cast.author.id, "at": NOON}
    act_id = new_id()
    rewrite(draft.id, lambda sources: moved(sources, BENCH, 2, 1), act="moved", act_id=act_id, **act)
    wrote(cast, draft, "week-02/05-the-bench.md", "Changed.")
    with pytest.raises(FileChanged) as refused:
        undo(draft.id, act_id, act_id=new_id(), **act)
    assert refused.value.values == {"path": "week-02/05-the-bench.md"}
    assert BENCH not in facts_of(cast, draft).files


def test_an_author_undoes_their_own_last_act(cast: Cast, draft: DraftFacts, anna: Member) -> None:
    wrote(cast, draft, BENCH, "One.")
    wrote(cast, draft, BATTERY, "Two.", by=anna)
    save(draft, "Aside.", by=cast.author, before=None)
    undo(draft.id, act_id=new_id(), by=cast.author.id, at=NOON)
    assert (held(cast, draft)[BATTERY], facts_of(cast, draft).files[BENCH]) == (b"Two.", draft.files[BENCH])
    undo(draft.id, act_id=new_id(), by=cast.author.id, at=NOON)
    assert held(cast, draft)[BENCH] == b"One."


def test_there_is_nothing_to_undo_for_who_did_nothing(cast: Cast, draft: DraftFacts, anna: Member) -> None:
    wrote(cast, draft, BENCH, "One.")
    aside = save(draft, "Mine.", by=anna, before=draft.files[BENCH])
    kept = db.session.scalars(select(DraftSave.act_id).where(DraftSave.number == aside.number)).one()
    for act in (None, new_id(), kept):
        with pytest.raises(NothingToUndo):
            undo(draft.id, act, act_id=new_id(), by=anna.id, at=NOON)


def beside(draft: DraftFacts, path: str) -> list[str | None]:
    """What each save of a translation says that it was made from."""
    saves = select(DraftSave).where(DraftSave.draft_id == draft.id, DraftSave.path == path)
    return [row.beside for row in db.session.scalars(saves.order_by(DraftSave.number))]


def test_a_translation_names_the_original_that_it_was_made_from(cast: Cast, draft: DraftFacts) -> None:
    wrote(cast, draft, FRENCH, "Un.")
    wrote(cast, draft, BENCH, "Two.")
    wrote(cast, draft, FRENCH, "Deux.")
    wrote(cast, draft, "course.fr.md", "Cours.")
    assert beside(draft, FRENCH) == [draft.files[BENCH], digest("Two.")]
    assert beside(draft, BENCH) == [None]
    assert beside(draft, "course.fr.md") == [draft.files["course.md"]]
    wrote(cast, draft, "week-01/10-nothing.fr.md", "Rien.")
    assert beside(draft, "week-01/10-nothing.fr.md") == [None]


def test_a_translation_that_is_right_as_it_stands_is_noted(cast: Cast, draft: DraftFacts) -> None:
    wrote(cast, draft, FRENCH, "Un.")
    wrote(cast, draft, BENCH, "Two.")
    act: dict[str, Any] = {"path": FRENCH, "act": "looked-over", "act_id": new_id(), "by": cast.author}
    for _ in range(2):
        assert save(draft, "Un.", before=digest("Un."), **act) == Saved(3, digest("Un."))
    assert rows(draft)[2] == (3, "looked-over", FRENCH, digest("Un."), digest("Un."))
    assert beside(draft, FRENCH) == [draft.files[BENCH], digest("Two.")]


def behind_of(cast: Cast, draft: DraftFacts) -> dict[str, bool]:
    """Of each translation, whether its original has changed since it was made."""
    return behind(facts_of(cast, draft))


def renames(draft: DraftFacts, path: str, name: str, *, by: Member) -> UUID:
    """The id of the act by which an item gets another name."""
    values: dict[str, Any] = {"act": "moved", "act_id": new_id(), "by": by.id, "at": NOON}
    rewrite(draft.id, lambda sources: renamed(sources, path, name), **values)
    return UUID(str(values["act_id"]))


def test_a_translation_is_no_more_behind_when_things_are_called_otherwise(cast: Cast, draft: DraftFacts) -> None:
    battery_fr = "week-02/10-the-battery.fr.md"
    wrote(cast, draft, BATTERY, "---\ntitle: B\n---\n[the bench](the-bench)")
    for path in (FRENCH, battery_fr):
        wrote(cast, draft, path, "Un.")
    act_id = renames(draft, BENCH, "first", by=cast.author)
    now = {"week-01/10-first.fr.md": False, battery_fr: False}
    assert behind_of(cast, draft) == now
    renames(draft, BATTERY, "second", by=cast.author)
    assert behind_of(cast, draft) == {"week-01/10-first.fr.md": False, "week-02/10-second.fr.md": False}
    undo(draft.id, act_id=new_id(), by=cast.author.id, at=NOON)
    assert behind_of(cast, draft) == now
    undo(draft.id, act_id, act_id=new_id(), by=cast.author.id, at=NOON)
    assert behind_of(cast, draft) == {FRENCH: False, battery_fr: False}


def test_a_translation_that_was_behind_is_so_under_another_name(cast: Cast, draft: DraftFacts) -> None:
    battery_fr = "week-02/10-the-battery.fr.md"
    for path in (FRENCH, battery_fr):
        wrote(cast, draft, path, "Un.")
    wrote(cast, draft, BENCH, "---\ntitle: B\n---\nChanged.")
    wrote(cast, draft, BATTERY, "---\ntitle: B\n---\n[the bench](the-bench)")
    assert behind_of(cast, draft) == {FRENCH: True, battery_fr: True}
    act_id = renames(draft, BENCH, "first", by=cast.author)
    assert behind_of(cast, draft) == {"week-01/10-first.fr.md": True, battery_fr: True}
    assert beside(draft, "week-01/10-first.fr.md") == [draft.files[BENCH]]
    undo(draft.id, act_id, act_id=new_id(), by=cast.author.id, at=NOON)
    assert behind_of(cast, draft) == {FRENCH: True, battery_fr: True}


def test_undoing_what_was_typed_makes_a_translation_no_more_right_than_it_is(cast: Cast, draft: DraftFacts) -> None:
    wrote(cast, draft, FRENCH, "Un.")
    wrote(cast, draft, BENCH, "Two.")
    act_id = db.session.scalars(select(DraftSave.act_id).order_by(DraftSave.number.desc()).limit(1)).one()
    wrote(cast, draft, FRENCH, "Deux.")
    assert behind_of(cast, draft) == {FRENCH: False}
    undo(draft.id, act_id, act_id=new_id(), by=cast.author.id, at=NOON)
    assert behind_of(cast, draft) == {FRENCH: True}


def test_the_history_tells_every_save_the_newest_first(
    cast: Cast, draft: DraftFacts, anna: Member, count_queries: CountQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.authoring.queries.saves.ON_A_PAGE", 2)
    for text in ("One.", "Two."):
        wrote(cast, draft, BENCH, text)
    wrote(cast, draft, BATTERY, "Three.", by=anna)
    with count_queries() as queries:
        page = saves_of(draft, page=1)
    assert len(queries) == 2
    assert [(each.number, each.path, each.saved_by) for each in page.saves] == [
        (3, BATTERY, "Anna Author"),
        (2, BENCH, "Aude Author"),
    ]
    assert (page.number, page.pages) == (1, 2)
    assert [each.number for each in saves_of(draft, page=99).saves] == [1]
    of_one = saves_of(draft, path=BENCH)
    assert ([each.number for each in of_one.saves], of_one.pages) == ([2, 1], 1)
    assert saves_of(draft, path="nothing.md").saves == ()


def test_a_save_is_seen_with_both_texts(cast: Cast, draft: DraftFacts) -> None:
    wrote(cast, draft, BENCH, "One.")
    number = wrote(cast, draft, BENCH, "Two.").number
    seen = save_seen_by(cast.author, draft_id=draft.id, number=number)
    assert seen is not None
    assert (seen.before, seen.after, seen.save.path, seen.is_text) == ("One.", "Two.", BENCH, True)
    assert save_seen_by(cast.instructor, draft_id=draft.id, number=number) is None
    assert save_seen_by(cast.author, draft_id=draft.id, number=99) is None


def test_a_save_of_a_picture_has_no_texts(cast: Cast, draft: DraftFacts) -> None:
    save(draft, "picture", by=cast.author, before=None, path="images/a.png", act="drew")
    seen = save_seen_by(cast.author, draft_id=draft.id, number=1)
    assert seen is not None
    assert (seen.before, seen.after, seen.is_text) == ("", "", False)


def test_the_tree_knows_who_saved_each_file_last(
    cast: Cast, draft: DraftFacts, anna: Member, count_queries: CountQueries
) -> None:
    wrote(cast, draft, BENCH, "One.")
    wrote(cast, draft, BENCH, "Two.", by=anna)
    wrote(cast, draft, BATTERY, "Three.")
    save(draft, "Aside.", by=cast.author, before=draft.files[BENCH])
    with count_queries() as queries:
        found = last_saves(draft)
    assert len(queries) == 1
    assert {path: (each.number, each.saved_by) for path, each in found.items()} == {
        BENCH: (2, "Anna Author"),
        BATTERY: (3, "Aude Author"),
    }


def test_each_draft_has_a_history_of_its_own(cast: Cast, draft: DraftFacts) -> None:
    row = begin_course({BENCH: b"Other."}, course_id="other", track_id="mobile", by=cast.author.id, at=NOON)
    other = facts_of(cast, row)
    wrote(cast, draft, BENCH, "One.")
    act_id = new_id()
    for each in (draft, other):
        save(each, "Two.", by=cast.author, before=facts_of(cast, each).files[BENCH], act_id=act_id)
    wrote(cast, other, BENCH, "Three.")
    wrote(cast, other, BENCH, "Two.")
    assert [save.number for save in saves_of(other).saves] == [3, 2, 1]
    assert {path: save.number for path, save in last_saves(draft).items()} == {BENCH: 2}
    undo(other.id, act_id, act_id=new_id(), by=cast.author.id, at=NOON)
    assert (held(cast, other)[BENCH], held(cast, draft)[BENCH]) == (b"Other.", b"Two.")
    assert [save.number for save in saves_of(draft).saves] == [2, 1]
