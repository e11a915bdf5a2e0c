"""A draft whose course was published by another way meanwhile: both are brought together, file by file."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from sqlalchemy import select

from app.authoring.facts import DraftFacts
from app.authoring.models import DraftSave
from app.authoring.operations.bases import Choice, take_base
from app.authoring.operations.publishing import BaseIsOld, DraftChanged, publish_draft
from app.authoring.operations.saving import remove_file
from app.authoring.queries.bases import NewerBase, newer_base
from app.authoring.queries.drafts import text_of
from app.courses.doors import Unsettled
from app.courses.operations.revisions import Origin, publish
from app.courses.queries.revisions import revision_files
from app.db import db
from app.shared.ids import new_id
from tests.authoring.drafts import BENCH, COURSE_ID, begun, facts_of, wrote
from tests.authoring.published import changed, newest, text_in
from tests.cast import NOON, Cast
from tests.conftest import ClientOf
from tests.courses.pages import messages, refusal, words

COVER, BATTERY = "course.md", "week-02/10-the-battery.md"
WELCOME = ("Welcome to the bench.", "Welcome at the desk.")


def by_the_folder(*replaced: tuple[str, str, str], gone: str = "", new: str = "") -> int:
    """The id of the revision that comes of replacing something in files of the newest one."""
    sources = revision_files(newest())
    for path, old, text in replaced:
        assert old.encode() in sources[path]
        sources[path] = sources[path].replace(old.encode(), text.encode())
    if gone:
        del sources[gone]
    if new:
        sources[new] = b"---\nkind: lesson\ntitle: More\nminutes: 5\n---\n\nMore.\n"
    made, is_new = publish(
        sources, course_id=COURSE_ID, track_id="mobile", by=None, at=NOON, origin=Origin("folder", None)
    )
    assert is_new
    return made.id


def taken(
    cast: Cast,
    draft: DraftFacts,
    choices: dict[str, Choice] | None = None,
    *,
    act_id: UUID | None = None,
    newest_id: int | None = None,
) -> DraftFacts:
    """The draft, gone on from the newest revision."""
    take_base(
        draft.id,
        newest_id=newest_id or newest().id,
        choices=choices or {},
        version=draft.version,
        act_id=act_id or new_id(),
        by=cast.author.id,
        at=NOON,
    )
    return facts_of(cast, draft)


def newer(draft: DraftFacts) -> NewerBase:
    found = newer_base(draft)
    assert found is not None
    return found


def who(draft: DraftFacts) -> dict[str, str]:
    return {change.path: change.who for change in newer(draft).changes}


def saves(draft: DraftFacts) -> list[tuple[int, str, str]]:
    rows = select(DraftSave.number, DraftSave.act, DraftSave.path).where(DraftSave.draft_id == draft.id)
    return [(row.number, row.act, row.path) for row in db.session.execute(rows.order_by(DraftSave.number))]


def test_a_draft_of_the_newest_revision_has_nothing_to_take(cast: Cast) -> None:
    assert newer_base(begun(cast)) is None


def test_each_file_is_told_by_who_changed_it(cast: Cast) -> None:
    draft = changed(cast, COVER, *WELCOME)
    by_the_folder(
        (COVER, WELCOME[0], "Welcome, folder."), (BENCH, "leaves slowly", "goes slowly"), new="week-02/90-more.md"
    )
    assert who(draft) == {COVER: "clash", BENCH: "theirs", "week-02/90-more.md": "theirs"}
    assert (newer(draft).number, newer(draft).door, [each.path for each in newer(draft).clashes]) == (
        2,
        "folder",
        [COVER],
    )


def test_what_only_the_revision_changed_is_taken_and_what_only_the_draft_changed_stays(cast: Cast) -> None:
    draft = changed(cast, COVER, *WELCOME)
    newest_id = by_the_folder((BENCH, "leaves slowly", "goes slowly"), new="week-02/90-more.md")
    after = taken(cast, draft)
    assert after.base_id == newest_id
    assert (WELCOME[1] in text_of(after, COVER).text, "goes slowly" in text_of(after, BENCH).text) == (True, True)
    assert "week-02/90-more.md" in after.files
    assert saves(draft)[1:] == [(2, "took", BENCH), (3, "took", "week-02/90-more.md")]
    assert newer_base(after) is None


def test_what_the_revision_took_away_goes_from_the_draft(cast: Cast) -> None:
    by_the_folder(new="week-02/90-more.md")
    draft = changed(cast, COVER, *WELCOME)
    by_the_folder(gone="week-02/90-more.md")
    assert "week-02/90-more.md" not in taken(cast, draft).files


@pytest.mark.parametrize(
    ("choice", "welcome"),
    [("mine", WELCOME[1]), ("theirs", "Welcome, folder."), (b"---\nBoth.\n", "Both.")],
)
def test_of_what_both_changed_what_was_chosen_counts(cast: Cast, choice: Choice, welcome: str) -> None:
    draft = changed(cast, COVER, *WELCOME)
    by_the_folder((COVER, WELCOME[0], "Welcome, folder."))
    assert welcome in text_of(taken(cast, draft, {COVER: choice}), COVER).text


def test_nothing_is_taken_while_nobody_has_chosen(cast: Cast) -> None:
    draft = changed(cast, COVER, *WELCOME)
    by_the_folder((COVER, WELCOME[0], "Welcome, folder."), (BENCH, "leaves slowly", "goes slowly"))
    with pytest.raises(Unsettled) as refused:
        taken(cast, draft)
    assert refused.value.paths == {COVER}
    assert facts_of(cast, draft) == draft


def test_a_choice_of_a_file_that_only_one_side_changed_is_passed_over(cast: Cast) -> None:
    draft = changed(cast, COVER, *WELCOME)
    by_the_folder((BENCH, "leaves slowly", "goes slowly"))
    after = taken(cast, draft, {BENCH: b"Mine.", COVER: "theirs"})
    assert (WELCOME[1] in text_of(after, COVER).text, "goes slowly" in text_of(after, BENCH).text) == (True, True)


def test_a_file_that_the_draft_took_away_and_the_revision_changed_comes_back_or_not(cast: Cast) -> None:
    draft = begun(cast)
    remove_file(draft.id, BATTERY, before=draft.files[BATTERY], act_id=new_id(), by=cast.author.id, at=NOON)
    draft = facts_of(cast, draft)
    by_the_folder((BATTERY, "title:", "title: New"))
    assert BATTERY not in taken(cast, draft, {BATTERY: "mine"}).files


def test_the_same_request_twice_takes_once(cast: Cast) -> None:
    draft, act_id = changed(cast, COVER, *WELCOME), new_id()
    by_the_folder((BENCH, "leaves slowly", "goes slowly"))
    first = taken(cast, draft, act_id=act_id)
    assert taken(cast, draft, act_id=act_id) == first


def test_what_was_saved_or_published_since_is_looked_at_first(cast: Cast) -> None:
    draft = changed(cast, COVER, *WELCOME)
    old = by_the_folder((BENCH, "leaves slowly", "goes slowly"))
    wrote(cast, draft, BENCH, "---\n")
    with pytest.raises(DraftChanged):
        taken(cast, draft)
    seen = facts_of(cast, draft)
    by_the_folder((BENCH, "goes slowly", "goes gently"))
    with pytest.raises(BaseIsOld):
        taken(cast, seen, {BENCH: "mine"}, newest_id=old)


def test_what_was_brought_together_is_published_with_both_changes(cast: Cast) -> None:
    draft = changed(cast, COVER, *WELCOME)
    by_the_folder((BENCH, "leaves slowly", "goes slowly"))
    after = taken(cast, draft)
    made = publish_draft(draft.id, version=after.version, note="Both.", knowingly=False, by=cast.author.id, at=NOON)
    assert (made.number, WELCOME[1] in text_in(made, COVER), "goes slowly" in text_in(made, BENCH)) == (3, True, True)


# The page


def test_the_draft_s_pages_say_that_it_was_overtaken(cast: Cast, client_of: ClientOf) -> None:
    draft, client = changed(cast, COVER, *WELCOME), client_of(cast.author)
    assert client.get(f"{draft.address}/bases").location == draft.address
    by_the_folder((BENCH, "leaves slowly", "goes slowly"))
    page = client.get(f"{draft.address}/publication/new").text
    assert messages(page)[0].startswith("The course was published by another way Revision 2 is newer")
    assert 'id="publication"' not in page


def test_the_page_says_of_each_file_what_becomes_of_it_and_asks_of_clashes_only(
    cast: Cast, client_of: ClientOf
) -> None:
    draft = changed(cast, COVER, *WELCOME)
    by_the_folder((COVER, WELCOME[0], "Welcome, folder."), (BENCH, "leaves slowly", "goes slowly"))
    page = client_of(cast.author).get(f"{draft.address}/bases").text
    assert f"{BENCH} · Changed by the revision alone: it is taken" in words(page)
    assert set(re.findall(r'type="radio" name="([\w-]+)"', page)) == {
        "side-1",
        *re.findall(r'id="(piece-1-\d+)"', page),
    }
    assert "checked" not in page


def test_it_is_taken_piece_by_piece(cast: Cast, client_of: ClientOf) -> None:
    draft, client = changed(cast, COVER, *WELCOME), client_of(cast.author)
    by_the_folder((COVER, WELCOME[0], "Welcome, folder."))
    page = client.get(f"{draft.address}/bases").text
    (piece,) = re.findall(r'id="(piece-1-\d+)"', page)
    sent = dict(re.findall(r'type="hidden" name="(version|newest|act_id)" value="([^"]*)"', page))
    for more in ({}, {"side-1": "nonsense"}, {"side-1": "pieces"}, {"side-1": "pieces", piece: "nonsense"}):
        refused = client.post(f"{draft.address}/bases", data=sent | more)
        assert (refused.status_code, facts_of(cast, draft).base_id) == (422, draft.base_id)
        assert messages(refused.text)[-1].startswith("Please put this right:")
    done = client.post(f"{draft.address}/bases", data=sent | {"side-1": "pieces", piece: "both"})
    assert (done.status_code, done.location) == (303, draft.address)
    text = text_of(facts_of(cast, draft), COVER).text
    assert text.index(WELCOME[1]) < text.index("Welcome, folder.")
    again = client.post(f"{draft.address}/bases", data=sent | {"side-1": "mine"})
    assert (again.location, text_of(facts_of(cast, draft), COVER).text) == (draft.address, text)


def test_changes_at_different_places_of_a_file_are_put_together_unless_somebody_says_otherwise(
    cast: Cast, client_of: ClientOf
) -> None:
    draft, client = changed(cast, BENCH, "leaves slowly", "goes slowly"), client_of(cast.author)
    by_the_folder((BENCH, "title: The bench", "title: A bench"))
    page = client.get(f"{draft.address}/bases").text
    assert re.findall(r'name="side-1" value="(\w+)" checked', page) == ["pieces"]
    sent = dict(re.findall(r'type="hidden" name="(version|newest|act_id)" value="([^"]*)"', page))
    assert client.post(f"{draft.address}/bases", data=sent | {"side-1": "pieces"}).status_code == 303
    text = text_of(facts_of(cast, draft), BENCH).text
    assert ("goes slowly" in text, "title: A bench" in text) == (True, True)


def test_a_form_that_is_old_is_refused_with_a_sentence(cast: Cast, client_of: ClientOf) -> None:
    draft, client = changed(cast, COVER, *WELCOME), client_of(cast.author)
    seen = by_the_folder((BENCH, "leaves slowly", "goes slowly"))
    by_the_folder((BENCH, "goes slowly", "goes gently"))
    sent = {"version": str(draft.version), "newest": str(seen), "act_id": str(new_id())}
    refused = client.post(f"{draft.address}/bases", data=sent)
    assert (refused.status_code, refusal(refused.text).startswith("The course was published by another way")) == (
        409,
        True,
    )
