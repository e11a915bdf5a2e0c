"""A quiz for other systems: what is written, and what is told to be lost."""

from __future__ import annotations

import pytest

from app.exchange.bank import ExchangeError, Exported
from app.exchange.exporting import export_quiz
from app.exchange.xml_tree import Element, read_xml
from tests.curriculum.small_course import sources
from tests.exchange.bank_quiz import QUIZ_PAGE
from tests.exchange.banks import NAMES, exported, told

ONE = "---\ntitle: Q\nkind: quiz\n---\n\n"
RULES = [
    (1, "safety-quiz", "changed", "the target can't say its time limit (20 minutes)"),
    (1, "safety-quiz", "changed", "the target can't say how many of each pool are drawn (1 of spare)"),
    (1, "safety-quiz", "changed", "the target can't say what passes (75 %)"),
    (1, "safety-quiz", "changed", "the target can't say its introduction"),
]


def _of(made: Exported, name: str) -> list[str]:
    """What is told of one question."""
    return [why for _, named, _, why in told(made) if named == name]


def _element(made: Exported, name: str) -> Element:
    return next(each for each in read_xml(made.data).all("question") if each.text_at("idnumber") == name)


def test_gift_is_written_as_moodle_reads_it() -> None:
    page = (
        f"{ONE}## Which *wire*: a {{x}}? {{#wire .single competence=B1.2 .critical}}\n\nLook.\n\n"
        "- [x] green = go\n\n    > Yes # sure\n\n- [ ] %5% red\n\n> So.\n"
    )
    assert exported(page, "gift").data.decode() == (
        "$CATEGORY: $course$/top/Q\n\n"
        "// [id:wire] [tag:competence:B1.2] [tag:critical]\n"
        "::Which wire\\: a \\{x\\}?::[markdown]Which *wire*\\: a \\{x\\}?\\n\\nLook.{\n"
        "\t=green \\= go#Yes \\# sure\n\t~[markdown]%5% red\n\t####So.\n}\n"
    )


@pytest.mark.parametrize(
    ("key", "gift"),
    [
        (
            ".multiple}\n\n- [x] a\n- [x] b\n- [x] c\n- [ ] d",
            "~%33.33333%a\n\t~%33.33333%b\n\t~%33.33333%c\n\t~%-100%d",
        ),
        (".numeric}\n\n= 3.850 ± 0.05", "=3.85:0.05"),
        (".text}\n\n= a*b\n= c:d", "=a\\\\*b\n\t=c\\:d"),
        (".match}\n\n| L | R |\n|---|---|\n| *a* | `b` |\n| c | d |", "=*a* -> b\n\t=c -> d"),
    ],
)
def test_each_key_has_its_signs_in_gift(key: str, gift: str) -> None:
    written = exported(f"{ONE}## Q? {{#q {key}\n", "gift").data.decode()
    assert written.partition("{")[2].lstrip("#").strip() == f"{gift}\n}}"


def test_things_to_put_in_order_are_written_as_moodles_own_type_reads_them() -> None:
    made = exported(f"{ONE}## Q? {{#q .order}}\n\n1. Power off\n2. Wait\n3. Open it\n\n> So.\n", "gift")
    assert made.data.decode().partition("{")[2] == (
        ">3 ALL VERTICAL RELATIVE_NEXT_EXCLUDE_LAST SHOW none\n\tPower off\n\tWait\n\tOpen it\n\t####So.\n}\n"
    )
    assert _of(made, "q") == ["parts of the right order are marked by Moodle's own rule"]


@pytest.mark.parametrize("thing", ["a *b*", "a\\*b", "1 = 2", "R~1~", "`a`", "a & b", "//", "[x] a", "a:b"])
def test_things_that_moodle_would_not_show_as_they_are_meant_leave_their_question_out(thing: str) -> None:
    made = exported(f"{ONE}## Q? {{#q .order}}\n\n1. {thing}\n2. b\n", "gift")
    assert _of(made, "q") == ["GIFT can't say things to put in order that are more than plain words"]


def test_an_arrow_that_gift_would_take_for_a_pair_leaves_its_question_out() -> None:
    made = exported(f"{ONE}## Q? {{#q .text}}\n\n= a -> b\n", "gift")
    assert told(made)[-1][2:] == ("left out", "GIFT takes a -> in an answer for a pair")


def test_what_gift_cannot_say_is_told() -> None:
    made = exported(QUIZ_PAGE, "gift")
    assert told(made)[:4] == RULES
    assert _of(made, "pierced-cell") == ["that it is critical is only a tag there", "its 2 points can't be said"]
    assert _of(made, "put") == ["GIFT can't say things to put in order that are more than plain words"]
    assert _of(made, "put-all") == []
    assert _of(made, "how-much") == ["its unit (V) can't be said"]
    assert _of(made, "where") == ["its places become a list of their labels, below the picture"]
    assert _of(made, "which") == []


def test_what_moodle_xml_cannot_say_is_told() -> None:
    made = exported(QUIZ_PAGE, "moodle-xml")
    assert told(made)[:4] == RULES
    assert [(remark[1], remark[3]) for remark in told(made)[4:]] == [
        ("pierced-cell", "that it is critical is only a tag there"),
        ("put", "parts of the right order are marked by Moodle's own rule"),
        ("match", "the headings of its two columns are left out"),
        ("match", "its right column becomes plain text"),
        ("where", "its places become a list of their labels, below the picture"),
        ("all", "that only the whole answer counts is only a tag there"),
    ]


def test_moodle_xml_carries_images_beside_the_text_that_shows_them() -> None:
    stem = _element(exported(QUIZ_PAGE, "moodle-xml"), "pierced-cell").first("questiontext")
    assert stem is not None
    assert '![A cell](@@PLUGINFILE@@/cell.svg "Cell")' in stem.text_at("text")
    assert [(each.attributes["name"], each.attributes["encoding"]) for each in stem.all("file")] == [
        ("cell.svg", "base64")
    ]


def test_a_pool_becomes_a_category_within_that_of_the_quiz() -> None:
    root = read_xml(exported(QUIZ_PAGE, "moodle-xml").data)
    assert [each.text_at("category", "text") or each.text_at("idnumber") for each in root.all("question")] == [
        *("$course$/top/Quiz: A//B", "pierced-cell", "which", "how-many", "say", "put", "put-all", "match", "where"),
        *("$course$/top/Quiz: A//B/spare", "all", "how-much"),
    ]


def test_weights_that_moodle_does_not_know_are_told() -> None:
    options = "\n".join(f"- [x] o{at}" for at in range(11))
    assert _of(exported(f"{ONE}## Q? {{#q .multiple}}\n\n{options}\n- [ ] no\n", "moodle-xml"), "q") == [
        "Moodle doesn't know weights of so many options; it takes the nearest"
    ]


def test_a_text_that_needs_the_rest_of_its_page_goes_out_by_itself() -> None:
    page = f"{ONE}[site]: https://example.org/a\n\n## Ask [them][site] or [us](safety-quiz)? {{#q .text}}\n\n= a\n"
    text = _element(exported(page, "moodle-xml"), "q").text_at("questiontext", "text")
    assert text == "Ask [them](https://example.org/a) or us?"


def test_a_quiz_that_is_not_there_is_told_with_the_nearest() -> None:
    with pytest.raises(ExchangeError) as refusal:
        export_quiz(sources(), names=NAMES, quiz_id="safty-quiz", form="gift")
    assert str(refusal.value) == "The course has no quiz ‘safty-quiz’. Did you mean ‘safety-quiz’?"
