"""Translations beside their originals: how one begins, from which text it was made, and what has changed since."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.authoring.comparing import MarkedLine, made_beside, marked_lines, skeleton, untranslated
from app.authoring.facts import DraftFacts
from app.authoring.models import Draft, DraftSave
from app.authoring.operations.drafts import DraftEnded, discard_draft
from app.authoring.operations.saving import FileChanged, restore
from app.authoring.operations.translations import begin_translation, look_over
from app.authoring.queries.drafts import compiled, sources_of
from app.authoring.queries.translations import (
    SeenTranslation,
    behind,
    languages_of,
    made_from,
    originals_of,
    translated_draft_seen_by,
    translated_drafts,
    translation_seen_by,
)
from app.courses.operations.revisions import publish
from app.curriculum.compiler import compile_course
from app.db import db
from app.shared.ids import new_id
from app.shared.storage import files
from tests.authoring.drafts import BENCH, begun, facts_of, wrote
from tests.cast import NOON, Cast
from tests.conftest import ClientOf, CountQueries
from tests.curriculum.rich_course import LESSON, QUIZ, RICH

BENCH_DE = "week-01/10-the-bench.de.md"
TEXTS = st.lists(st.sampled_from(["", "a", "b c", "<b>", "&amp; {x}", "/// note"]), max_size=12).map("\n".join)


def seen_of(cast: Cast, draft: DraftFacts, path: str = BENCH, language: str = "de") -> SeenTranslation:
    found = translation_seen_by(cast.author, draft_id=draft.id, language=language, path=path)
    assert found is not None
    return found


def translated(cast: Cast, draft: DraftFacts, path: str = BENCH) -> SeenTranslation:
    """That text of the draft, with a translation that the author begins."""
    begin_translation(seen_of(cast, draft, path), act_id=new_id(), by=cast.author.id, at=NOON)
    return seen_of(cast, draft, path)


def changed(cast: Cast, draft: DraftFacts, text: str = "One thing more.", path: str = BENCH) -> None:
    """Another line at the end of a text of the draft."""
    now = files.get(facts_of(cast, draft).files[path]).decode()
    wrote(cast, draft, path, f"{now}\n{text}\n")


def published(cast: Cast, draft: DraftFacts, more: Mapping[str, str | None] | None = None) -> DraftFacts:
    """A draft that begins from this one, published with these changes of its files."""
    texts = {**sources_of(facts_of(cast, draft))}
    for path, text in (more or {}).items():
        if text is None:
            texts.pop(path)
        else:
            texts[path] = text.encode()
    publish(texts, track_id=draft.track_id, course_id=draft.course_id, by=cast.author.id, at=NOON)
    discard_draft(draft.id, by=cast.author.id, at=NOON)
    return begun(cast)


def in_german(texts: Mapping[str, str]) -> dict[str, str]:
    """The course with each of its texts translated, as far as a skeleton is one."""
    own = {path: text for path, text in texts.items() if not path.endswith(".fr.md")}
    made = {f"{path.removesuffix('.md')}.de.md": skeleton(path, own[path]) for path in own if path.endswith(".md")}
    return {**own, **made}


# what is new, and what is gone


def test_what_has_changed_in_the_original_is_marked_word_by_word() -> None:
    before = "Title\n\nPress the red button.\nGone for good."
    now = "Title\n\nPress the green button.\n\nNew at the end."
    told = marked_lines(before, now, removed="out:", added="in:")
    assert told[:2] == (MarkedLine(1, "Title"), MarkedLine(2, ""))
    out = '<del class="word-removed"><span class="hidden">out: </span>red</del>'
    assert told[2] == MarkedLine(None, f"Press the {out} button.")
    assert [line.number for line in told] == [1, 2, None, None, 3, 4, 5]
    into = '<ins class="word-added"><span class="hidden">in: </span>green</ins>'
    assert told[4] == MarkedLine(3, f"Press the {into} button.")


@given(TEXTS, TEXTS)
def test_the_text_as_it_is_and_as_it_was_can_be_read_from_the_marks(before: str, now: str) -> None:
    told = marked_lines(before, now, removed="", added="")
    numbered = [line for line in told if line.number]
    assert [line.number for line in numbered] == list(range(1, len(now.split("\n")) + 1))
    assert [unescape(re.sub("</?ins[^>]*>", "", line.html)) for line in numbered] == now.split("\n")
    gone = [unescape(re.sub("</?del[^>]*>", "", line.html)) for line in told if line.number is None]
    assert set(gone) <= set(before.split("\n"))
    if before == now:
        assert gone == []


def test_nothing_of_a_text_becomes_markup() -> None:
    (line,) = marked_lines("<b>", "<script>alert(1)</script>", removed="", added="")[1:]
    assert "<script" not in line.html
    assert marked_lines("<i>", "<i>", removed="", added="") == (MarkedLine(1, "&lt;i&gt;"),)


def test_a_text_of_very_many_lines_is_marked_as_another() -> None:
    before, now = "\n".join(["a"] * 5001), "a"
    assert [line.number for line in marked_lines(before, now, removed="", added="")] == [None] * 5001 + [1]


# how a translation begins


def test_a_translation_begins_with_the_words_of_its_original_in_its_shape() -> None:
    assert skeleton(QUIZ, RICH[QUIZ]).split("\n")[:9] == [
        "---",
        "title: Safety quiz",
        "---",
        "",
        "Read both lessons first.",
        "",
        "## Why is a swollen cell never pierced? {#pierced-cell}",
        "",
        "Look at the cell.",
    ]
    lesson = skeleton(LESSON, RICH[LESSON])
    assert "type: hot" not in lesson
    assert "/// hazard | Hot iron\n" in lesson
    assert "= 25" not in lesson
    assert "a fence" in lesson


def test_every_text_of_a_course_can_be_begun_without_a_single_problem() -> None:
    sources = {path: text.encode() for path, text in in_german(RICH).items()}
    made = compile_course(sources, track_id="mobile", course_id="phone-repair")
    assert made.problems == ()
    assert made.curriculum is not None
    german = made.curriculum.in_language("de")
    assert {item.language for item in german.items.values()} == {"de"}


def test_what_is_no_words_is_left_out() -> None:
    text = (
        "---\ntitle: 'A: \"b\"'\nminutes: 3\n---\n<!-- a note -->\nIt is so.<!-- fact: S1 usual -->\n\n"
        "```text\n/// hazard | X\n    type: hot\n= 3\n```\n\n## Next {#next .numeric}\n= 4\n~~~\n= 5\n~~~\n\n"
        "## No id {.single}\n= 6\n## No list {nothing\n"
    )
    assert skeleton("week-01/10-a.md", text) == (
        '---\ntitle: "A: \\"b\\""\n---\nIt is so.\n\n'
        "```text\n/// hazard | X\n    type: hot\n= 3\n```\n\n## Next {#next}\n~~~\n= 5\n~~~\n\n"
        "## No id {.single}\n= 6\n## No list {nothing\n"
    )


def test_a_text_that_cannot_be_understood_is_begun_as_it_is() -> None:
    assert skeleton("week-01/10-a.md", "no front matter") == "no front matter"


def test_lines_that_are_still_as_in_the_original_are_told() -> None:
    rest = "/// hazard | Hot iron\n![](../images/some-long-name.svg)\nVDD\n"
    original = f"# A\nTwo words here.\n\n## Ein Titel {{#id}}\n{rest}"
    translation = f"Zwei Wörter.\nTwo words here.\n\n## Titel {{#id}}\n{rest}"
    assert untranslated(original, translation) == (2, 5)


# from which text a translation was made


@pytest.mark.parametrize(
    ("history", "made"),
    [
        ([], None),
        ([{"a.md": "1"}], None),
        ([{"a.md": "2", "a.de.md": "x"}], "2"),
        ([{"a.md": "3", "a.de.md": "x"}, {"a.md": "2", "a.de.md": "x"}, {"a.md": "1"}], "2"),
        ([{"a.md": "3", "a.de.md": "x"}, {"a.md": "2", "a.de.md": "y"}, {"a.md": "1", "a.de.md": "x"}], "3"),
        ([{"a.md": "3", "a.de.md": "y"}, {"a.md": "2", "a.de.md": "x"}], None),
        ([{"a.md": "3", "a.de.md": "x"}, {"a.de.md": "x"}], "3"),
    ],
)
def test_revisions_tell_from_which_text_a_translation_was_made(history: list[dict[str, str]], made: str | None) -> None:
    assert made_beside("a.de.md", "x", "a.md", history) == made


def test_a_translation_falls_behind_when_its_original_changes(cast: Cast) -> None:
    draft = begun(cast)
    seen = translated(cast, draft)
    assert (seen.is_there, seen.is_behind, seen.made_from) == (True, False, seen.draft.files[BENCH])
    changed(cast, draft)
    now = seen_of(cast, draft)
    assert (now.is_behind, now.made_from, now.text_then) == (True, seen.made_from, seen.text)
    assert now.text != seen.text
    wrote(cast, draft, BENCH_DE, "---\ntitle: Die Werkbank\n---\n")
    assert seen_of(cast, draft).is_behind is False
    assert behind(facts_of(cast, draft))[BENCH_DE] is False


def test_a_translation_that_is_brought_back_is_as_far_behind_as_it_was(cast: Cast) -> None:
    draft = begun(cast)
    first = translated(cast, draft)
    changed(cast, draft)
    wrote(cast, draft, BENCH_DE, "---\ntitle: Die Werkbank\n---\n")
    assert seen_of(cast, draft).is_behind is False
    restore(draft.id, 1, act_id=new_id(), by=cast.author.id, at=NOON)
    assert (seen_of(cast, draft).is_behind, seen_of(cast, draft).made_from) == (True, first.made_from)


def test_who_looked_a_translation_over_says_that_it_is_right(cast: Cast) -> None:
    draft = begun(cast)
    translated(cast, draft)
    changed(cast, draft)
    seen = seen_of(cast, draft)
    digests = {"translation": seen.draft.files[BENCH_DE], "original": seen.draft.files[BENCH]}
    act_id = new_id()
    for _again in range(2):
        look_over(seen, **digests, act_id=act_id, by=cast.author.id, at=NOON)
    assert seen_of(cast, draft).is_behind is False
    acts = list(db.session.scalars(select(DraftSave.act).order_by(DraftSave.number)))
    assert acts == ["created", "wrote", "looked-over"]
    assert facts_of(cast, draft).files[BENCH_DE] == digests["translation"]


@pytest.mark.parametrize("path", [BENCH, BENCH_DE])
def test_nobody_says_of_a_text_that_they_have_not_seen_that_it_is_right(cast: Cast, path: str) -> None:
    draft = begun(cast)
    translated(cast, draft)
    changed(cast, draft)
    seen = seen_of(cast, draft)
    digests = {"translation": seen.draft.files[BENCH_DE], "original": seen.draft.files[BENCH]}
    changed(cast, draft, "Somebody was faster.", path)
    with pytest.raises(FileChanged):
        look_over(seen, **digests, act_id=new_id(), by=cast.author.id, at=NOON)


def test_a_translation_is_begun_once_and_never_over_one_that_is_there(cast: Cast) -> None:
    draft = begun(cast)
    seen = seen_of(cast, draft)
    for _again in range(2):
        begin_translation(seen, act_id=new_id(), by=cast.author.id, at=NOON)
    wrote(cast, draft, BENCH_DE, "---\ntitle: Die Werkbank\n---\n")
    begin_translation(seen, act_id=new_id(), by=cast.author.id, at=NOON)
    assert db.session.scalars(select(DraftSave.act).order_by(DraftSave.number)).all() == ["created", "wrote"]


def test_nothing_is_translated_in_a_draft_that_ended_and_nothing_that_is_gone(cast: Cast) -> None:
    draft = begun(cast)
    seen = seen_of(cast, draft)
    row = db.session.scalars(select(Draft).where(Draft.id == draft.id)).one()
    row.files = {path: digest for path, digest in row.files.items() if path != BENCH}
    with pytest.raises(FileChanged):
        begin_translation(seen, act_id=new_id(), by=cast.author.id, at=NOON)
    discard_draft(draft.id, by=cast.author.id, at=NOON)
    with pytest.raises(DraftEnded):
        begin_translation(seen, act_id=new_id(), by=cast.author.id, at=NOON)
    with pytest.raises(DraftEnded):
        look_over(seen, translation="", original="", act_id=new_id(), by=cast.author.id, at=NOON)


def test_revisions_tell_what_no_save_does(cast: Cast) -> None:
    first = begun(cast)
    text = files.get(first.files[BENCH]).decode()
    second = published(cast, first, {BENCH_DE: skeleton(BENCH, text)})
    assert (made_from(second, BENCH_DE), behind(second)[BENCH_DE]) == (second.files[BENCH], False)
    third = published(cast, second, {BENCH: f"{text}\nOne thing more.\n"})
    assert (made_from(third, BENCH_DE), behind(third)[BENCH_DE]) == (second.files[BENCH], True)


def test_what_was_published_since_a_draft_began_tells_nothing_of_it(cast: Cast) -> None:
    first = begun(cast)
    text = files.get(first.files[BENCH]).decode()
    second = published(cast, first, {BENCH_DE: skeleton(BENCH, text)})
    newer = {**sources_of(second), BENCH_DE: skeleton(BENCH, text).replace("The bench", "Die Bank").encode()}
    publish(newer, track_id=second.track_id, course_id=second.course_id, by=cast.author.id, at=NOON)
    assert made_from(facts_of(cast, second), BENCH_DE) == second.files[BENCH]


def test_what_a_draft_said_that_was_thrown_away_counts_no_more(cast: Cast) -> None:
    first = begun(cast)
    text = files.get(first.files[BENCH]).decode()
    second = published(cast, first, {BENCH_DE: skeleton(BENCH, text), BENCH: f"{text}\nOne thing more.\n"})
    third = published(cast, second, {BENCH: f"{text}\nTwo things more.\n"})
    seen = seen_of(cast, third)
    digests = {"translation": third.files[BENCH_DE], "original": third.files[BENCH]}
    look_over(seen, **digests, act_id=new_id(), by=cast.author.id, at=NOON)
    assert seen_of(cast, third).is_behind is False
    discard_draft(third.id, by=cast.author.id, at=NOON)
    assert seen_of(cast, begun(cast)).is_behind is True


def test_courses_weeks_and_items_can_be_translated_into_other_languages_than_their_own(cast: Cast) -> None:
    draft = begun(cast)
    originals = originals_of(draft)
    assert originals[:2] == ("course.md", "week-01/week.md")
    assert BENCH in originals
    own = compiled(draft, sources_of(draft)).curriculum
    assert own is not None
    for path, language in (
        ("glossary.yaml", "de"),
        (BENCH_DE, "it"),
        (BENCH, own.language),
        (BENCH, "DE"),
        ("x", "de"),
    ):
        assert translation_seen_by(cast.author, draft_id=draft.id, language=language, path=path) is None
    assert translated_draft_seen_by(cast.author, draft_id=draft.id, language=own.language) is None
    assert translation_seen_by(cast.coordinator, draft_id=draft.id, language="de", path=BENCH) is None
    assert translated_draft_seen_by(cast.coordinator, draft_id=draft.id, language="de") is None


def test_it_is_counted_what_is_missing_and_what_is_behind(cast: Cast, count_queries: CountQueries) -> None:
    draft = begun(cast)
    before = languages_of(draft)
    translated(cast, draft)
    translated(cast, draft, "course.md")
    changed(cast, draft)
    with count_queries() as queries:
        found = translated_drafts(facts_of(cast, draft))
    assert len(queries) <= 3
    assert {each.language for each in found} == {*before, "de"}
    german = next(each for each in found if each.language == "de")
    assert (len(german.rows) - german.missing, german.behind) == (2, 1)


# pages


def test_an_author_translates_a_lesson_beside_its_original(cast: Cast, client_of: ClientOf) -> None:
    draft = begun(cast)
    client = client_of(cast.author)
    address = f"/drafts/{draft.id}/translations/de/{BENCH}"
    assert "Begin the translation" in client.get(address).text
    answer = client.post(address, data={"act_id": str(new_id())})
    assert (answer.status_code, answer.location) == (303, address)
    page = client.get(address)
    assert f'data-path="{BENCH_DE}"' in page.text
    assert page.headers["Content-Security-Policy"].endswith("frame-src 'self'")
    assert "The original has changed" not in page.text
    assert re.search(r"(\d+) lines still are as in the original", page.text)


def test_an_author_says_that_a_translation_is_right_as_it_stands(cast: Cast, client_of: ClientOf) -> None:
    draft = begun(cast)
    translated(cast, draft)
    changed(cast, draft)
    client = client_of(cast.author)
    address = f"/drafts/{draft.id}/translations/de/{BENCH}"
    page = client.get(address).text
    assert '<ins class="word-added"><span class="hidden">added: </span>One thing more.</ins>' in page
    sent = dict(re.findall(r'name="(act_id|translation|original)" value="([^"]+)"', page.partition("desk-editor")[0]))
    assert client.post(address, data=sent).location == address
    assert "The original has changed" not in client.get(address).text
    changed(cast, draft, "Somebody was faster.")
    assert client.post(address, data=sent | {"act_id": str(new_id())}).status_code == 409


def test_the_tree_and_the_page_of_a_file_lead_to_its_translations(cast: Cast, client_of: ClientOf) -> None:
    draft = begun(cast)
    translated(cast, draft)
    client = client_of(cast.author)
    address = f"/drafts/{draft.id}/translations/de/{BENCH}"
    assert f'href="{address}">de: there</a>' in client.get(f"/drafts/{draft.id}").text
    changed(cast, draft)
    assert f'href="{address}">de: behind</a>' in client.get(f"/drafts/{draft.id}").text
    assert f'href="{address}"' in client.get(f"/drafts/{draft.id}/files/{BENCH_DE}").text
    assert f'href="{address}"' not in client.get(f"/drafts/{draft.id}/files/{BENCH}").text


def test_an_author_sees_what_is_translated_and_begins_another_language(cast: Cast, client_of: ClientOf) -> None:
    draft = begun(cast)
    translated(cast, draft)
    client = client_of(cast.author)
    page = client.get(f"/drafts/{draft.id}/translations/de").text
    assert page.count("Up to date") == 1
    assert f'href="/drafts/{draft.id}/translations/de/{BENCH}"' in page
    index = f"/drafts/{draft.id}/translations"
    assert f'href="{index}/de"' in client.get(index).text
    assert client.get(f"{index}?language=it").location == f"{index}/it"
    wrong = client.get(f"{index}?language=Italian")
    assert (wrong.status_code, "This is no code of a language." in wrong.text) == (200, True)
