"""Items and weeks are added, moved, renamed and removed; whatever belongs to them or leads to them goes along."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.authoring.front_matter import aliases_in, with_alias, with_value
from app.authoring.rewriting import (
    Changes,
    ItemGone,
    ItemIdTaken,
    TooManyWeeks,
    UnfitItemId,
    UnreadableFront,
    WeekGone,
    added,
    moved,
    moved_week,
    new_week,
    removed,
    removed_week,
    renamed,
)
from app.config import ROOT
from app.curriculum.compiler import compile_course
from app.curriculum.folder import read_course
from app.curriculum.problems import Report
from app.curriculum.tree import read_tree

FRONT = "---\ntitle: A page\nminutes: 5\n---\n\n"
COURSE = ROOT / "content" / "mobile" / "smartphone-repair"


def page(text: str = "Read this.\n") -> bytes:
    """A lesson with that text."""
    return (FRONT + text).encode()


def small() -> dict[str, bytes]:
    """Two weeks with five lessons between them, one of them translated."""
    return {
        "course.md": b"---\ntitle: A course\nweeks: 2\n---\n",
        "week-01/week.md": page(),
        "week-01/10-one.md": page(),
        "week-01/10-one.fr.md": page("Lisez ceci.\n"),
        "week-01/20-two.md": page(),
        "week-01/21-three.md": page(),
        "week-02/week.md": page(),
        "week-02/10-four.md": page(),
        "week-02/80-five.md": page(),
        "images/bench.svg": b"<svg/>",
    }


def after(sources: Mapping[str, bytes], changes: Changes) -> dict[str, bytes]:
    """The sources with what changed in them."""
    changed = {**sources, **changes}
    return {path: data for path, data in changed.items() if data is not None}


def items(sources: Mapping[str, bytes]) -> list[list[str]]:
    """The ids of each week's items, in order."""
    return [list(week.items.values()) for week in read_tree(sources, Report()).weeks]


def linked(text: str, changes: Changes, path: str = "week-02/10-four.md") -> str:
    """The text of a page after the changes, its front matter aside."""
    data = changes.get(path)
    return text if data is None else data.decode().removeprefix(FRONT)


def renamed_around(text: str, path: str = "week-02/10-four.md") -> str:
    """What becomes of a page's text when the item `one` is called `first`."""
    return linked(text, renamed({**small(), path: page(text)}, "week-01/10-one.md", "first"), path)


def test_a_renamed_item_takes_its_translations_along_and_remembers_its_old_id() -> None:
    changes = renamed(small(), "week-01/10-one.md", "first")
    assert changes == {
        "week-01/10-one.md": None,
        "week-01/10-one.fr.md": None,
        "week-01/10-first.md": b"---\ntitle: A page\nminutes: 5\naliases: [one]\n---\n\nRead this.\n",
        "week-01/10-first.fr.md": page("Lisez ceci.\n"),
    }
    assert changes.came_from == {
        "week-01/10-first.md": "week-01/10-one.md",
        "week-01/10-first.fr.md": "week-01/10-one.fr.md",
    }


@pytest.mark.parametrize(
    ("link", "becomes"),
    [
        ("[one](one)", "[one](first)"),
        ("[one](one#tools)", "[one](first#tools)"),
        ('[one](one "Title") and [two](two)', '[one](first "Title") and [two](two)'),
        ("[one](<one>)", "[one](<first>)"),
        ("[one]( one )", "[one]( first )"),
        ("[one](../week-01/10-one.md#a)", "[one](../week-01/10-first.md#a)"),
        ("[one](week-01/10-one.md)", "[one](week-01/10-first.md)"),
        ("[one](../week-01/10-one.fr.md)", "[one](../week-01/10-first.fr.md)"),
        ("[one](../week%2D01/10-one.md)", "[one](../week-01/10-first.md)"),
        ("See [it].\n\n[it]: one\n[a]: 1.md", "See [it].\n\n[it]: first\n[a]: 1.md"),
        ("[it]\n\n[it]: ../week-01/10-one.md", "[it]\n\n[it]: ../week-01/10-first.md"),
        ('<a href="one">One</a>', '<a href="first">One</a>'),
        ("1. Step\n\n    [one](one)", "1. Step\n\n    [one](first)"),
    ],
)
def test_links_to_a_renamed_item_lead_to_it_still(link: str, becomes: str) -> None:
    assert renamed_around(link) == becomes


@pytest.mark.parametrize(
    "text",
    [
        "[one](two), [one](one-two), [one](#one), one",
        "`[one](one)` and ``[one](one)``",
        "```text\n[one](one)\n```",
        "[one](https://example.org/one), [one](/one), [one](mailto:one@school.example)",
        "![one](../images/bench.svg)",
        "[one](10-one.md)",
        "\ufffd [one](nowhere/one)",
    ],
)
def test_what_leads_elsewhere_stays_as_it_is(text: str) -> None:
    assert renamed_around(text) == text


def test_what_is_no_utf_8_comes_through_as_it_is() -> None:
    sources = {**small(), "week-02/10-four.md": b"\xff [one](one)\r\n\x85"}
    assert renamed(sources, "week-01/10-one.md", "first")["week-02/10-four.md"] == b"\xff [one](first)\r\n\x85"


def test_links_of_every_page_follow() -> None:
    paths = ("course.md", "week-01/week.md", "week-01/10-one.fr.md", "week-01/20-two.md", "glossary.yaml")
    sources = {**small(), **dict.fromkeys(paths, page("[one](one)"))}
    changes = renamed(sources, "week-01/10-one.md", "first")
    followed = page("[one](first)")
    assert [changes.get(path) for path in paths] == [followed, followed, None, followed, None]
    assert changes["week-01/10-first.fr.md"] == followed
    assert "glossary.yaml" not in changes


def test_an_item_that_links_to_itself_still_does() -> None:
    sources = {**small(), "week-01/10-one.md": page("[here](10-one.md#a) [here](one)")}
    changes = renamed(sources, "week-01/10-one.md", "first")
    assert b"[here](10-first.md#a) [here](first)" in (changes["week-01/10-first.md"] or b"")


def test_renaming_to_the_same_id_changes_nothing() -> None:
    assert renamed(small(), "week-01/10-one.md", "one") == {}


def test_an_item_that_gets_its_old_id_back_is_no_alias_of_itself() -> None:
    once = after(small(), renamed(small(), "week-01/10-one.md", "first"))
    twice = after(once, renamed(once, "week-01/10-first.md", "one"))
    assert aliases_in(twice["week-01/10-one.md"].decode()) == ("first",)


@pytest.mark.parametrize("item_id", ["", "First", "first_one", "-first", "a" * 81, "first.fr", "../first"])
def test_an_id_that_no_item_can_have_is_refused(item_id: str) -> None:
    with pytest.raises(UnfitItemId):
        renamed(small(), "week-01/10-one.md", item_id)
    with pytest.raises(UnfitItemId):
        added(small(), 1, "lesson", item_id, "")


def test_an_id_that_another_item_has_or_had_is_refused() -> None:
    sources = {**small(), "week-02/80-five.md": b"---\naliases: [six]\n---\n"}
    for taken in ("two", "six"):
        with pytest.raises(ItemIdTaken):
            renamed(sources, "week-01/10-one.md", taken)
        with pytest.raises(ItemIdTaken):
            added(sources, 1, "quiz", taken, "")


@pytest.mark.parametrize("path", ["week-01/10-gone.md", "week-01/week.md", "course.md", "week-01/10-one.fr.md", ""])
def test_what_is_no_item_is_neither_renamed_nor_moved(path: str) -> None:
    with pytest.raises(ItemGone):
        renamed(small(), path, "first")
    with pytest.raises(ItemGone):
        moved(small(), path, 1, 1)


@pytest.mark.parametrize(
    ("front", "becomes"),
    [
        ("title: A\n", "title: A\naliases: [old]\n"),
        ("aliases: [a, b] # kept\ntitle: A\n", "aliases: [a, b, old] # kept\ntitle: A\n"),
        ("aliases: []\n", "aliases: [old]\n"),
        ("aliases:\ntitle: A\n", "aliases: [old]\ntitle: A\n"),
        ("aliases: ~\n", "aliases: [old]\n"),
        ("aliases:\n  - a # why\n  - b\ntitle: A\n", "aliases:\n  - old\n  - a # why\n  - b\ntitle: A\n"),
        ("aliases:\n- a\ntitle: A\n", "aliases:\n- old\n- a\ntitle: A\n"),
        ("aliases: [\n  a,\n  b\n]\n", "aliases: [\n  a,\n  b\n, old]\n"),
        ("aliases: [old]\n", "aliases: [old]\n"),
        ("aliases: [a, new]\ntitle: A\n", "aliases: [a, old]\ntitle: A\n"),
        ("aliases:\n  - new\n  - a\ntitle: A\n", "aliases:\n  [a, old]\ntitle: A\n"),
        ("title: é 🔧\r\naliases: [a]\r\n", "title: é 🔧\r\naliases: [a, old]\r\n"),
        ("title: A\r\n", "title: A\r\naliases: [old]\r\n"),
        ("title: [broken\n", "title: [broken\n"),
        ("- a list\n", "- a list\n"),
        ("", ""),
    ],
)
def test_an_alias_is_added_and_the_rest_of_the_front_matter_stays(front: str, becomes: str) -> None:
    text = f"---\n{front}---\n\nText.\n---\naliases: [not, here]\n"
    assert with_alias(text, "old", own="new") == text.replace(front, becomes, 1) if front else text


def test_a_page_without_front_matter_stays_as_it_is() -> None:
    assert [with_alias(text, "old", own="new") for text in ("Text.\n", "---\ntitle: A\n", "")] == [
        "Text.\n",
        "---\ntitle: A\n",
        "",
    ]


@given(st.text(st.sampled_from("`~<!->/[]()one#\n \r\t:'\"\ufeff\u2028"), max_size=120))
def test_whatever_a_page_holds_nothing_but_links_changes_in_it(text: str) -> None:
    assert renamed_around(text).replace("first", "one") == text


@given(st.text(st.sampled_from("aliases: []{}-,\n#&*!|>'\"\r\tx"), max_size=60))
def test_whatever_front_matter_holds_it_stays_readable_or_as_it_is(front: str) -> None:
    text = f"---\ntitle: A\n{front}\n---\nText."
    now = with_alias(text, "old", own="new")
    assert now == text or "old" in aliases_in(now)
    assert now.endswith("Text.")


@pytest.mark.parametrize("front", ["title: [broken\n", "aliases: {a: b}\n", "- a list\n"])
def test_an_item_that_can_t_be_told_to_remember_its_id_is_not_renamed(front: str) -> None:
    with pytest.raises(UnreadableFront):
        renamed({**small(), "week-01/10-one.md": f"---\n{front}---\n".encode()}, "week-01/10-one.md", "first")


def test_a_value_of_the_front_matter_is_changed_alone() -> None:
    text = "---\ntitle: A\nweeks: 5 # for now\nhours: 35\n---\n\nweeks: 5\n"
    assert with_value(text, "weeks", "6") == text.replace("weeks: 5 #", "weeks: 6 #")
    assert with_value("---\ntitle: A\n---\n", "weeks", "6") == "---\ntitle: A\nweeks: 6\n---\n"
    assert with_value("---\ntitle: A\nweeks:\n---\n", "weeks", "6") == "---\ntitle: A\nweeks: 6\n---\n"


def test_an_item_that_is_moved_within_its_week_gets_a_number_between_its_neighbours() -> None:
    changes = moved(small(), "week-02/80-five.md", 2, 1)
    assert changes == {"week-02/80-five.md": None, "week-02/05-five.md": page()}
    assert items(after(small(), changes)) == [["one", "two", "three"], ["five", "four"]]


def test_an_item_takes_its_translations_along_to_another_week() -> None:
    changes = moved(small(), "week-01/10-one.md", 2, 2)
    assert changes == {
        "week-01/10-one.md": None,
        "week-01/10-one.fr.md": None,
        "week-02/20-one.md": page(),
        "week-02/20-one.fr.md": page("Lisez ceci.\n"),
    }


def test_an_item_keeps_its_number_where_that_is_right() -> None:
    changes = moved(small(), "week-02/80-five.md", 1, 4)
    assert changes == {"week-02/80-five.md": None, "week-01/80-five.md": page()}


def test_others_get_another_number_where_there_is_no_room() -> None:
    changes = moved(small(), "week-01/10-one.md", 1, 2)
    assert changes == {
        "week-01/10-one.md": None,
        "week-01/10-one.fr.md": None,
        "week-01/21-one.md": page(),
        "week-01/21-one.fr.md": page("Lisez ceci.\n"),
        "week-01/21-three.md": None,
        "week-01/22-three.md": page(),
    }


def test_moving_an_item_to_where_it_is_changes_nothing() -> None:
    assert moved(small(), "week-01/20-two.md", 1, 2) == {}
    assert moved(small(), "week-01/21-three.md", 1, 99) == {}
    assert moved(small(), "week-01/10-one.md", 1, -3) == {}


def test_a_place_before_the_first_is_the_first() -> None:
    assert items(after(small(), moved(small(), "week-01/21-three.md", 1, -1)))[0] == ["three", "one", "two"]


def test_an_item_moves_into_a_week_without_items() -> None:
    sources = {**small(), "week-03/week.md": page()}
    assert items(after(sources, moved(sources, "week-01/20-two.md", 3, 1)))[2] == ["two"]


def test_a_week_that_is_not_there_is_refused() -> None:
    for act in (
        lambda: moved(small(), "week-01/20-two.md", 3, 1),
        lambda: added(small(), 3, "lesson", "new", ""),
        lambda: removed_week(small(), 3),
        lambda: moved_week(small(), 3, 1),
    ):
        with pytest.raises(WeekGone):
            act()


def test_links_of_and_to_an_item_that_changes_its_week_lead_where_they_led() -> None:
    sources = {
        **small(),
        "week-01/20-two.md": page(
            "[b](10-one.md#x) [i](one) ![p](../images/bench.svg) ![r](images/bench.svg) [s](20-two.md)"
        ),
        "week-02/10-four.md": page("[two](../week-01/20-two.md) [two](two)"),
        "week-01/my picture.png": b"picture",
        "week-01/22-last.md": page("![p](my%20picture.png)"),
    }
    last = moved(sources, "week-01/22-last.md", 2, 9)
    assert linked("", last, "week-02/90-last.md") == "![p](../week-01/my%20picture.png)"
    changes = moved(sources, "week-01/20-two.md", 2, 1)
    assert linked("", changes, "week-02/05-two.md") == (
        "[b](../week-01/10-one.md#x) [i](one) ![p](../images/bench.svg) ![r](images/bench.svg) [s](05-two.md)"
    )
    assert linked("", changes) == "[two](05-two.md) [two](two)"


def test_a_file_is_removed_with_its_translations() -> None:
    gone = {"week-01/10-one.md": None, "week-01/10-one.fr.md": None}
    assert removed(small(), "week-01/10-one.md") == gone
    assert removed(small(), "week-01/10-one.fr.md") == {"week-01/10-one.fr.md": None}
    assert removed(small(), "images/bench.svg") == {"images/bench.svg": None}
    with pytest.raises(ItemGone):
        removed(small(), "week-01/10-gone.md")


@pytest.mark.parametrize(
    ("kind", "there", "path"),
    [
        ("lesson", ["10-a", "20-b", "80-c"], "30-new"),
        ("lesson", [], "10-new"),
        ("lesson", ["75-a"], "76-new"),
        ("lesson", ["70-a"], "75-new"),
        ("lesson", ["79-a", "90-b"], "91-new"),
        ("quiz", ["10-a"], "80-new"),
        ("quiz", ["80-a"], "81-new"),
        ("case", ["80-a", "90-b"], "85-new"),
        ("practical", ["90-a"], "95-new"),
        ("practical", ["95-a"], "96-new"),
    ],
)
def test_a_new_item_stands_behind_those_of_its_kind(kind: str, there: list[str], path: str) -> None:
    sources = {"week-01/week.md": page(), **{f"week-01/{name}.md": page() for name in there}}
    assert added(sources, 1, kind, "new", "Text.") == (f"week-01/{path}.md", {f"week-01/{path}.md": b"Text."})


def test_a_new_week_is_counted_in_the_course() -> None:
    path, changes = new_week(small(), "The page.")
    assert (path, changes) == (
        "week-03/week.md",
        {"week-03/week.md": b"The page.", "course.md": b"---\ntitle: A course\nweeks: 3\n---\n"},
    )


def test_a_course_has_no_more_weeks_than_the_format_takes() -> None:
    sources = {f"week-{number:02}/week.md": page() for number in range(1, 11)}
    with pytest.raises(TooManyWeeks):
        new_week(sources, "")


def test_the_weeks_behind_a_removed_one_move_up() -> None:
    sources = {**small(), "week-02/10-four.md": page("[five](80-five.md) [one](../week-01/10-one.md)")}
    changes = removed_week(sources, 1)
    assert sorted(after(sources, changes)) == [
        "course.md",
        "images/bench.svg",
        "week-01/10-four.md",
        "week-01/80-five.md",
        "week-01/week.md",
    ]
    assert changes["course.md"] == b"---\ntitle: A course\nweeks: 1\n---\n"
    assert changes["week-01/10-four.md"] == page("[five](80-five.md) [one](../week-01/10-one.md)")


def test_a_moved_week_takes_everything_in_it_along() -> None:
    sources = {**small(), "week-02/10-four.md": page("[one](../week-01/10-one.md)"), "week-02/x.png": b"picture"}
    now = after(sources, moved_week(sources, 2, 1))
    assert items(now) == [["four", "five"], ["one", "two", "three"]]
    assert (now["week-01/x.png"], now["week-01/10-four.md"]) == (b"picture", page("[one](../week-02/10-one.md)"))
    assert "week-02/x.png" not in now
    assert moved_week(sources, 2, 2) == {}


@given(st.data())
def test_an_item_comes_to_stand_where_it_was_moved_and_nothing_else_changes_its_place(data: st.DataObject) -> None:
    numbers = st.lists(st.integers(0, 30), max_size=6)
    sources = {"week-01/week.md": page(), "week-02/week.md": page()}
    for week in (1, 2):
        for name, number in enumerate(data.draw(numbers)):
            sources[f"week-{week:02}/{number:02}-item-{week}{name}.md"] = page()
    sources["week-01/15-mover.md"] = page()
    week, place = data.draw(st.integers(1, 2)), data.draw(st.integers(1, 8))
    expected = items(sources)
    expected[0].remove("mover")
    expected[week - 1].insert(min(place - 1, len(expected[week - 1])), "mover")
    assert items(after(sources, moved(sources, "week-01/15-mover.md", week, place))) == expected


def test_a_course_is_as_sound_after_all_of_it_as_it_was_before() -> None:
    sources: dict[str, bytes] = dict(read_course(COURSE).sources)
    compiled = compile_course(sources, track_id="mobile", course_id="smartphone-repair")
    assert compiled.curriculum is not None
    for path in ("week-01/10-the-safe-bench.md", "week-01/80-safety-quiz.md", "week-02/30-screens.md"):
        sources = after(sources, renamed(sources, path, f"{path[11:-3]}-renamed"))
    sources = after(sources, moved(sources, "week-01/10-the-safe-bench-renamed.md", 3, 2))
    sources = after(sources, moved_week(sources, 2, 5))
    again = compile_course(sources, track_id="mobile", course_id="smartphone-repair")
    assert again.curriculum is not None
    assert [each.code for each in again.problems] == [each.code for each in compiled.problems]
    called = {again.curriculum.called_now(item_id) for item_id in compiled.curriculum.items}
    assert called == set(again.curriculum.items)
