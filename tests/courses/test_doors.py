"""Two versions of a course that come from one: who changed which file, and what comes of both."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.courses.doors import FileChange, Unsettled, file_changes, is_only_old, merged, nearest

A, B, C = "a" * 64, "b" * 64, "c" * 64
FILES = st.dictionaries(st.sampled_from(["one.md", "two.md", "three.md", "images/x.svg"]), st.sampled_from([A, B, C]))


def who(base: dict[str, str], mine: dict[str, str], theirs: dict[str, str], *line: dict[str, str]) -> dict[str, str]:
    return {change.path: change.who for change in file_changes(base, mine, theirs, line=line)}


def test_each_file_is_told_by_who_changed_it() -> None:
    base = dict.fromkeys(("still", "mine", "theirs", "both", "clash"), A)
    mine = base | {"mine": B, "both": B, "clash": B}
    theirs = base | {"theirs": B, "both": B, "clash": C}
    assert who(base, mine, theirs) == {"both": "both", "clash": "clash", "mine": "mine", "theirs": "theirs"}


def test_a_file_that_is_new_or_gone_on_one_side_is_a_change_of_that_side() -> None:
    assert who({"gone": A}, {"new": B}, {"gone": A}) == {"gone": "mine", "new": "mine"}
    assert who({"gone": A}, {"gone": A}, {"new": B}) == {"gone": "theirs", "new": "theirs"}
    assert who({"gone": A}, {}, {}) == {"gone": "both"}


def test_what_one_side_took_away_and_the_other_changed_clashes() -> None:
    assert file_changes({"x": A}, {}, {"x": B}) == (FileChange("x", "clash", A, None, B),)
    assert file_changes({"x": A}, {"x": B}, {}) == (FileChange("x", "clash", A, B, None),)


def test_two_new_files_of_one_name_clash_where_they_differ() -> None:
    assert who({}, {"x": A}, {"x": B}) == {"x": "clash"}
    assert who({}, {"x": A}, {"x": A}) == {"x": "both"}


def test_a_file_that_is_as_it_once_was_may_just_be_old_and_clashes() -> None:
    older, newest = {"x": A}, {"x": B}
    assert who(newest, {"x": A}, newest) == {"x": "mine"}
    assert who(newest, {"x": A}, newest, older, newest) == {"x": "clash"}
    assert who(newest, {"x": C}, newest, older, newest) == {"x": "mine"}


def test_a_file_that_is_not_there_as_it_once_was_not_may_just_be_old_and_clashes() -> None:
    assert who({"x": A}, {}, {"x": A}, {}, {"x": A}) == {"x": "clash"}
    assert who({"x": A}, {}, {"x": A}, {"x": A}, {"x": A}) == {"x": "mine"}


def test_what_only_one_side_changed_is_put_together() -> None:
    base = {"mine": A, "theirs": A, "mine-gone": A, "theirs-gone": A}
    mine = {"mine": B, "theirs": A, "theirs-gone": A, "mine-new": C}
    theirs = {"mine": A, "theirs": B, "mine-gone": A, "theirs-new": C}
    together = merged(file_changes(base, mine, theirs), theirs, {})
    assert together == {"mine": B, "theirs": B, "mine-new": C, "theirs-new": C}


def test_of_what_both_changed_the_side_counts_that_was_chosen() -> None:
    changes = file_changes({"x": A, "y": A}, {"x": B}, {"x": C, "y": B})
    assert merged(changes, {"x": C, "y": B}, {"x": "mine", "y": "theirs"}) == {"x": B, "y": B}
    assert merged(changes, {"x": C, "y": B}, {"x": "theirs", "y": "mine"}) == {"x": C}


def test_nothing_is_put_together_while_nobody_has_chosen() -> None:
    changes = file_changes({"x": A, "y": A}, {"x": B, "y": B}, {"x": C, "y": C})
    with pytest.raises(Unsettled) as refusal:
        merged(changes, {"x": C, "y": C}, {"x": "mine"})
    assert refusal.value.paths == {"y"}


def test_a_choice_of_what_only_they_changed_changes_nothing() -> None:
    changes = file_changes({"x": A}, {"x": A}, {"x": B})
    assert merged(changes, {"x": B}, {"x": "mine"}) == {"x": B}


def test_a_version_was_made_from_the_one_with_which_it_has_most_in_common() -> None:
    first, second = {"x": A, "y": A, "z": A}, {"x": B, "y": B, "z": A}
    assert nearest({"x": B, "y": B, "z": C}, [first, second]) == 1
    assert nearest({"x": A, "y": C, "z": A}, [first, second]) == 0
    assert nearest({"other": A}, [first, second]) is None
    assert nearest({"x": A}, []) is None


def test_of_two_that_are_as_near_it_is_the_noted_one_or_else_the_older() -> None:
    first, second = {"x": A, "y": A}, {"x": B, "y": A}
    mine = {"x": C, "y": A}
    assert nearest(mine, [first, second]) == 0
    assert nearest(mine, [first, second], among_equals=1) == 1
    assert nearest({"x": A, "y": A}, [first, second], among_equals=1) == 0


def test_what_is_as_some_version_had_it_is_only_old() -> None:
    line = [{"x": A}, {"x": B, "y": A}]
    assert is_only_old({"x": A}, line)
    assert is_only_old({"x": A, "y": A}, line)  # written half
    assert not is_only_old({"x": C}, line)
    assert not is_only_old({"x": A, "new": A}, line)
    assert not is_only_old({}, line)


@given(FILES, FILES, FILES)
def test_nobody_s_change_is_lost_or_made_up(base: dict[str, str], mine: dict[str, str], theirs: dict[str, str]) -> None:
    changes = file_changes(base, mine, theirs)
    clashes = {change.path for change in changes if change.who == "clash"}
    for side, own in (("mine", mine), ("theirs", theirs)):
        together = merged(changes, theirs, dict.fromkeys(clashes, side))  # type: ignore[arg-type]
        for path in {*base, *mine, *theirs}:
            took = mine if mine.get(path) != base.get(path) else theirs
            assert together.get(path) == (own if path in clashes else took).get(path)
