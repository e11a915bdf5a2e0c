"""The desk's pages of what was saved: the history, a save beside what was there before, two versions of a file."""

from __future__ import annotations

import html
import re

import pytest

from app.authoring.facts import DraftFacts
from app.authoring.models import DraftSave
from app.authoring.operations.changing import Saved
from app.authoring.operations.saving import save_file
from app.authoring.queries.drafts import sources_of
from app.db import db
from app.people.member import Member
from app.shared.ids import new_id
from tests.authoring.drafts import BENCH, another_author, begun, facts_of, wrote
from tests.cast import NOON, Cast
from tests.conftest import ClientOf, CountQueries
from tests.courses.pages import messages, words
from tests.lint import PageClient

PICTURE = "images/bench.svg"
BASE = "---\ntitle: The bench\nminutes: 10\n---\n\nFirst.\n\nSecond.\n\nThird.\n"


@pytest.fixture
def author(cast: Cast, client_of: ClientOf) -> PageClient:
    """The author's browser."""
    return client_of(cast.author)


@pytest.fixture
def draft(cast: Cast) -> DraftFacts:
    """A draft whose lesson is that short."""
    draft = begun(cast)
    wrote(cast, draft, BENCH, BASE)
    return facts_of(cast, draft)


@pytest.fixture
def colleague(cast: Cast) -> Member:
    """Another author."""
    return another_author()


def main_of(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0]


def text_of(cast: Cast, draft: DraftFacts) -> str:
    return sources_of(facts_of(cast, draft))[BENCH].decode()


def marked(page: str, tag: str) -> list[str]:
    """What is marked by that tag, without what is said of it to those who don't see."""
    found = re.findall(rf"<{tag}[^>]*>(.*?)</{tag}>", main_of(page), re.DOTALL)
    return [words(re.sub(r'<span class="hidden">.*?</span>', "", each)) for each in found]


def rows(page: str) -> list[str]:
    """What the history says of each act."""
    return [words(row) for row in re.findall(r'<li class="item saved">(.*?)</form>\s*</li>', page, re.DOTALL)]


def typed(cast: Cast, draft: DraftFacts, path: str, data: bytes, *, before: str) -> Saved:
    """What became of the author saving what they made of that."""
    return save_file(draft.id, path, data, before=before, act_id=new_id(), by=cast.author.id, at=NOON)


def kept_aside(cast: Cast, draft: DraftFacts, theirs: str, mine: str, colleague: Member) -> int:
    """The number of what the author typed while a colleague saved the same file."""
    before = draft.files[BENCH]
    wrote(cast, draft, BENCH, theirs, by=colleague)
    return typed(cast, draft, BENCH, mine.encode(), before=before).number


def numbers_of(page: str) -> list[tuple[int, list[str], str]]:
    """Of each piece its number, what can be chosen, and what is chosen already."""
    found = []
    for number, inside in re.findall(
        r'<fieldset class="piece[^"]*" id="piece-(\d+)">(.*?)</fieldset>', page, re.DOTALL
    ):
        offered = re.findall(r'value="(\w+)"( checked)?', inside)
        found.append((int(number), [each for each, _ in offered], "".join(each for each, on in offered if on)))
    return found


def theirs_of(page: str) -> str:
    """The state of the draft's file that the page was made from."""
    (found,) = re.findall(r'name="theirs" value="([^"]*)"', page)
    return str(found)


def test_the_history_has_every_act_the_newest_first(
    cast: Cast, author: PageClient, draft: DraftFacts, colleague: Member
) -> None:
    author.post(f"{draft.address}/removals", data={"path": "week-02/10-the-battery.md"})
    wrote(cast, draft, BENCH, BASE + "Fourth.\n", by=colleague)
    page = author.get(f"{draft.address}/saves").text
    assert [re.sub(r"\d+ \w+ 20\d\d, \d\d:\d\d", "then", row) for row in rows(page)] == [
        f"Anna Author · then Written {BENCH} Undo",
        "Aude Author · then Taken away week-02/10-the-battery.md Undo",
        f"Aude Author · then Written {BENCH} Undo",
    ]
    assert f'href="{draft.address}/saves/3"' in page


def test_the_history_of_a_file_has_its_own_saves_only(
    cast: Cast, author: PageClient, draft: DraftFacts, colleague: Member
) -> None:
    wrote(cast, draft, "week-02/week.md", "other", by=colleague)
    page = author.get(f"{draft.address}/saves?path={BENCH}").text
    assert re.findall(rf'href="{draft.address}/saves/(\d+)"', page) == ["1"]
    assert "Undo" not in main_of(page)


def test_the_history_is_shown_in_pages_that_keep_to_the_file(cast: Cast, author: PageClient, draft: DraftFacts) -> None:
    for number in range(60):
        wrote(cast, draft, BENCH, f"{BASE}{number}\n")
    page = author.get(f"{draft.address}/saves?path={BENCH}&page=2").text
    assert len(re.findall(rf'href="{draft.address}/saves/\d+"', page)) == 11
    (back,) = re.findall(r'href="([^"]+)" rel="prev"', page)
    assert html.unescape(back) == f"{draft.address}/saves?path={BENCH}&page=1"
    assert author.get(f"{draft.address}/saves?page=x").status_code == 200
    assert author.get(f"{draft.address}/saves?page=99").status_code == 200


def test_the_history_asks_as_much_of_many_saves_as_of_one(
    cast: Cast, author: PageClient, draft: DraftFacts, count_queries: CountQueries
) -> None:
    author.get(f"{draft.address}/saves")
    counts = []
    for number in range(3):
        wrote(cast, draft, BENCH, f"{BASE}{number}\n")
        with count_queries() as queries:
            author.get(f"{draft.address}/saves")
        counts.append(len(queries))
    assert counts == [counts[0]] * 3


def test_a_draft_in_which_nothing_was_saved_says_so(cast: Cast, author: PageClient) -> None:
    assert "Nothing was saved yet" in author.get(f"{begun(cast).address}/saves").text


def test_a_save_stands_beside_what_was_there_with_its_words_marked(
    cast: Cast, author: PageClient, draft: DraftFacts
) -> None:
    wrote(cast, draft, BENCH, BASE.replace("The bench", "The <b>safe</b> bench"))
    page = author.get(f"{draft.address}/saves/2").text
    assert marked(page, "ins") == ["<b>safe</b>"]
    assert marked(page, "del") == []
    assert re.findall(r'<li data-line="(\d+)">', page) == ["1", "2", "3", "4"] * 2


def test_a_file_that_is_new_or_gone_is_shown_whole(cast: Cast, author: PageClient, draft: DraftFacts) -> None:
    wrote(cast, draft, "week-02/20-new.md", "One.\nTwo.\n")
    assert "The file is new." in (page := author.get(f"{draft.address}/saves/2").text)
    assert re.findall(r"<li><code>(.*?)</code></li>", page) == ["One.", "Two."]
    author.post(f"{draft.address}/removals", data={"path": "week-02/20-new.md"})
    page = author.get(f"{draft.address}/saves/3").text
    assert "The file was taken away. This is what was in it:" in page
    assert re.findall(r"<li><code>(.*?)</code></li>", page) == ["One.", "Two."]


def test_a_picture_is_shown_as_it_was_and_is(cast: Cast, author: PageClient, draft: DraftFacts) -> None:
    drawing = sources_of(draft)[PICTURE].replace(b"<svg", b"<svg id='other'", 1)
    present = draft.files[PICTURE]
    saved = typed(cast, draft, PICTURE, drawing, before=present)
    page = author.get(f"{draft.address}/saves/{saved.number}").text
    addresses = re.findall(r'<img class="drawing" src="([^"]+)"', page)
    assert addresses == [f"{draft.address}/images/{digest}.svg" for digest in (present, saved.digest)]


def test_there_is_no_save_of_another_draft_or_number(author: PageClient, draft: DraftFacts) -> None:
    assert author.get(f"{draft.address}/saves/2").status_code == 404
    assert author.get(f"{draft.address}/saves/2147483648").status_code == 404
    assert author.post(f"{draft.address}/restorations", data={"number": "2"}).status_code == 404
    assert author.post(f"{draft.address}/restorations", data={"number": "x"}).status_code == 404


def test_what_was_saved_once_is_brought_back_once(cast: Cast, author: PageClient, draft: DraftFacts) -> None:
    wrote(cast, draft, BENCH, "over")
    data = {"number": "1", "act_id": str(new_id())}
    for _twice in range(2):
        answer = author.post(f"{draft.address}/restorations", data=data)
        assert answer.location == f"{draft.address}/files/{BENCH}"
    assert text_of(cast, draft) == BASE
    assert db.session.query(DraftSave).count() == 3


def test_what_only_one_changed_is_chosen_already_and_the_rest_is_not(
    cast: Cast, author: PageClient, draft: DraftFacts, colleague: Member
) -> None:
    theirs = BASE.replace("First.", "One.").replace("Third.", "Three.")
    mine = BASE.replace("Second.", "Two.").replace("Third.", "Tertiary.")
    number = kept_aside(cast, draft, theirs, mine, colleague)
    page = author.get(f"{draft.address}/clashes/{number}").text
    assert [(offered, chosen) for _, offered, chosen in numbers_of(page)] == [
        (["mine", "theirs", "both"], "theirs"),
        (["mine", "theirs", "both"], "mine"),
        (["mine", "theirs", "both"], ""),
    ]
    assert [words(each).split(" · ")[1] for each in re.findall(r"<legend.*?</legend>", page)] == [
        "only Anna Author changed it",
        "only Aude Author changed it",
        "both changed it",
    ]
    assert marked(page, "mark")[-2:] == ["Tertiary", "Three"]


def test_what_is_chosen_is_saved_over_what_was_seen(
    cast: Cast, author: PageClient, draft: DraftFacts, colleague: Member
) -> None:
    theirs = BASE.replace("First.", "One.").replace("Third.", "Three.")
    mine = BASE.replace("Second.", "Two.").replace("Third.", "Tertiary.")
    here = f"{draft.address}/clashes/{kept_aside(cast, draft, theirs, mine, colleague)}"
    page = author.get(here).text
    *_settled, (last, _, _) = numbers_of(page)
    data = {"theirs": theirs_of(page), "act_id": str(new_id())}
    answer = author.post(here, data=data)
    assert (answer.status_code, "Choose for every place that both changed." in answer.text) == (422, True)
    data |= {f"piece-{last}": "both"}
    for _twice in range(2):
        answer = author.post(here, data=data)
        assert (answer.status_code, answer.location) == (303, f"{draft.address}/files/{BENCH}")
    assert text_of(cast, draft) == BASE.replace("First.", "One.").replace("Second.", "Two.").replace(
        "Third.", "Tertiary.\nThree."
    )
    assert messages(author.get(draft.address).text)[0] == "It is settled. This is what the draft holds now."
    assert author.get(here).location == f"{draft.address}/files/{BENCH}"


@pytest.mark.parametrize("side", ["mine", "theirs"])
def test_one_side_may_be_taken_as_a_whole_and_then_nothing_waits_any_more(
    cast: Cast, author: PageClient, draft: DraftFacts, colleague: Member, side: str
) -> None:
    texts = {"theirs": BASE.replace("First.", "One."), "mine": BASE.replace("Second.", "Two.")}
    here = f"{draft.address}/clashes/{kept_aside(cast, draft, texts['theirs'], texts['mine'], colleague)}"
    page = author.get(here).text
    assert "Somebody else saved a file while you wrote in it" in author.get(draft.address).text
    data = {"theirs": theirs_of(page)} | {f"piece-{number}": side for number, _, _ in numbers_of(page)}
    assert author.post(here, data=data).status_code == 303
    assert text_of(cast, draft) == texts[side]
    assert "Somebody else saved a file while you wrote in it" not in author.get(draft.address).text


def test_whoever_saves_once_more_meanwhile_is_not_overwritten(
    cast: Cast, author: PageClient, draft: DraftFacts, colleague: Member
) -> None:
    mine = BASE.replace("Third.", "Tertiary.")
    here = f"{draft.address}/clashes/{kept_aside(cast, draft, BASE.replace('First.', 'One.'), mine, colleague)}"
    page = author.get(here).text
    newer = BASE.replace("First.", "Uno.")
    wrote(cast, draft, BENCH, newer, by=colleague)
    answer = author.post(here, data={"theirs": theirs_of(page)})
    assert answer.status_code == 409
    assert messages(answer.text)[0].startswith("The file was saved again")
    assert text_of(cast, draft) == newer
    assert author.post(here, data={"theirs": theirs_of(answer.text)}).status_code == 303
    assert text_of(cast, draft) == newer.replace("Third.", "Tertiary.")


def test_a_file_that_somebody_removed_meanwhile_comes_back_when_that_is_chosen(
    cast: Cast, author: PageClient, draft: DraftFacts
) -> None:
    author.post(f"{draft.address}/removals", data={"path": BENCH})
    mine = BASE.replace("Third.", "Tertiary.")
    number = typed(cast, draft, BENCH, mine.encode(), before=draft.files[BENCH]).number
    here = f"{draft.address}/clashes/{number}"
    page = author.get(here).text
    data = {"theirs": theirs_of(page)} | {f"piece-{each}": "mine" for each, _, _ in numbers_of(page)}
    assert author.post(here, data=data).status_code == 303
    assert text_of(cast, draft) == mine


def test_there_is_nothing_to_choose_where_nothing_was_kept_aside(author: PageClient, draft: DraftFacts) -> None:
    assert author.get(f"{draft.address}/clashes/1").status_code == 404
    assert author.get(f"{draft.address}/clashes/9").status_code == 404
