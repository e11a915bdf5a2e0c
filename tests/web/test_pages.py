"""What pages have in common: the reader's language and time, navigation, forms."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from flask import Flask, g
from flask_login import login_user
from werkzeug.datastructures import MultiDict
from wtforms import IntegerField, PasswordField, StringField, TextAreaField

from app.people.member import Member
from app.people.operations import choose_language
from app.web.forms import Form
from app.web.languages import chosen_language
from app.web.pages import day, moment, weekday
from tests.cast import Cast
from tests.conftest import ClientOf
from tests.lint import PageClient

MORE = re.compile(r'<li class="navigation-more">.*?</details>', re.DOTALL)
LINK = re.compile(r'<li(?: class="navigation-wide")?><a href="([^"]+)"( aria-current="page")?>([^<]+)</a></li>')


def language_of(page: str) -> str:
    """The language that the page says it is in."""
    return page.split('<html lang="')[1].split('"')[0]


def way_back_of(page: str) -> str:
    """Where the page's switch of languages leads back to."""
    return page.split('name="next" value="')[1].split('"')[0]


def navigation_of(client: PageClient, address: str = "/") -> list[tuple[str, str, bool]]:
    """Label, address and whether it is this page, of each link of the main menu."""
    page = client.get(address).text
    menu = MORE.sub("", page.partition('<nav class="navigation"')[2].partition("</nav>")[0])
    return [(label, href, bool(current)) for href, current, label in LINK.findall(menu)]


def test_a_person_is_spoken_to_in_their_own_language(cast: Cast, client_of: ClientOf) -> None:
    choose_language(cast.trainee.id, language="fr")
    client = client_of(cast.trainee)
    with client.session_transaction() as session:
        session["language"] = "en"
    assert language_of(client.get("/", headers={"Accept-Language": "en"}).text) == "fr"


def test_a_device_remembers_the_language_chosen_on_it(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(None)
    assert client.post("/language", data={"language": "fr"}).location == "/"
    assert language_of(client.get("/sign-in", headers={"Accept-Language": "en"}).text) == "fr"


@pytest.mark.parametrize("address", ["/sign-in", "/sign-in?next=%2Fpassword", "/catalogue", "/invitations"])
def test_whoever_chooses_a_language_stays_on_the_page(cast: Cast, client_of: ClientOf, address: str) -> None:
    client = client_of(None)
    assert way_back_of(client.get(address).text) == address
    assert client.post("/language", data={"language": "fr", "next": address}).location == address


def test_after_a_mistake_too_they_stay_where_the_form_is(cast: Cast, client_of: ClientOf) -> None:
    assert way_back_of(client_of(None).post("/invitations", data={"code": "?"}).text) == "/invitations"


@pytest.mark.parametrize("address", ["/sign-out", "/nowhere", "https://evil.example/", ""])
def test_where_nothing_can_be_opened_they_go_to_today(cast: Cast, client_of: ClientOf, address: str) -> None:
    assert client_of(None).post("/language", data={"language": "fr", "next": address}).location == "/"


@pytest.mark.parametrize(
    ("wanted", "spoken"), [("fr-CA,fr;q=0.9", "fr"), ("de, en;q=0.5", "en"), ("de", "en"), ("", "en")]
)
def test_a_strangers_browser_says_the_language_or_else_the_school_does(
    cast: Cast, client_of: ClientOf, wanted: str, spoken: str
) -> None:
    assert language_of(client_of(None).get("/sign-in", headers={"Accept-Language": wanted}).text) == spoken


def test_without_any_wish_the_school_decides(app: Flask, cast: Cast) -> None:
    with app.test_request_context():
        assert chosen_language() is None


def test_the_switch_shows_which_language_is_spoken(cast: Cast, client_of: ClientOf) -> None:
    page = client_of(None).get("/sign-in").text
    pressed = re.findall(r'name="language" value="(\w+)" lang="\w+" aria-pressed="(\w+)"', page)
    assert pressed == [("en", "true"), ("fr", "false")]


COURSES, NOTICES = ("Courses", "/courses", False), ("Notices", "/notices", False)


@pytest.mark.parametrize(
    ("who", "links"),
    [
        ("trainee", [("Today", "/", True), NOTICES]),
        ("instructor", [("Today", "/", True), COURSES, NOTICES]),
        ("author", [("Today", "/", True), COURSES, NOTICES, ("Mistakes", "/reports", False)]),
        ("moderator", [("Today", "/", True), COURSES, NOTICES]),
        ("coordinator", [("Today", "/", True), COURSES, ("People", "/people", False), NOTICES]),
    ],
)
def test_each_role_starts_from_its_own_pages(
    cast: Cast, client_of: ClientOf, who: str, links: list[tuple[str, str, bool]]
) -> None:
    assert navigation_of(client_of(cast.members[who])) == links


@pytest.mark.parametrize(
    ("who", "rest"), [("trainee", []), ("instructor", ["Notices"]), ("coordinator", ["People", "Notices"])]
)
def test_what_does_not_fit_a_phone_stands_once_more_in_a_menu_of_its_own(
    cast: Cast, client_of: ClientOf, who: str, rest: list[str]
) -> None:
    page = client_of(cast.members[who]).get("/").text
    wide = re.findall(r'<li class="navigation-wide"><a [^>]*>(.*?)</a>', page)
    more = [label for menu in MORE.findall(page) for _, _, label in LINK.findall(menu)]
    assert (wide, more) == (rest, rest)


def test_the_menu_marks_the_page_that_is_open(cast: Cast, client_of: ClientOf) -> None:
    assert [current for _, _, current in navigation_of(client_of(cast.moderator), "/courses")] == [False, True, False]
    assert [current for _, _, current in navigation_of(client_of(cast.trainee), "/password")] == [False, False]


def test_every_link_of_the_menu_opens(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.coordinator)
    assert [client.get(href).status_code for _, href, _ in navigation_of(client)] == [200] * 4


def test_a_stranger_has_no_menu_and_no_account(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(None)
    page = client.get("/sign-in").text
    assert navigation_of(client, "/sign-in") == []
    assert "/account" not in page
    assert "Sign out" not in page


def test_everybody_finds_their_account(cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.trainee).get("/").text
    assert '<li><a href="/account">Your account</a></li>' in page
    assert '<form method="post" action="/sign-out">' in page


@pytest.mark.parametrize(("language", "told"), [("en", "4 May 2026"), ("fr", "4 mai 2026")])
def test_a_day_is_told_in_the_readers_language(app: Flask, cast: Cast, language: str, told: str) -> None:
    with app.test_request_context(headers={"Accept-Language": language}):
        assert day(date(2026, 5, 4)) == told


LATE = datetime(2026, 5, 4, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(("language", "told"), [("en", "Friday 8 May"), ("fr", "vendredi 8 mai")])
def test_a_date_near_today_has_its_day_of_the_week(app: Flask, cast: Cast, language: str, told: str) -> None:
    with app.test_request_context(headers={"Accept-Language": language}):
        assert weekday(date(2026, 5, 8)) == told


@pytest.mark.parametrize(
    ("zone", "told"),
    [
        ("Europe/Paris", "5 May 2026, 00:30"),
        ("America/Martinique", "4 May 2026, 18:30"),
        ("", "5 May 2026, 00:30"),
    ],
)
def test_a_moment_is_told_in_the_time_of_its_place(app: Flask, cast: Cast, zone: str, told: str) -> None:
    with app.test_request_context():
        assert moment(LATE, zone) == told
        assert day(LATE, zone) == told.split(",")[0]


class ToolForm(Form):
    """A form with a field of each kind."""

    name = StringField()
    note = TextAreaField()
    count = IntegerField()
    password = PasswordField()


def test_a_form_strips_what_was_typed_but_takes_passwords_as_they_are(app: Flask, cast: Cast) -> None:
    typed = MultiDict({"name": "  spudger ", "note": "\n thin \n", "count": " 3 ", "password": "  two spaces "})
    with app.test_request_context(method="POST", data=typed):
        form = ToolForm()
        assert (form.name.data, form.note.data, form.count.data) == ("spudger", "thin", 3)
        assert form.password.data == "  two spaces "


def test_a_field_that_was_not_sent_stays_empty(app: Flask, cast: Cast) -> None:
    with app.test_request_context(method="POST", data={"name": "   "}):
        form = ToolForm()
        assert (form.name.data, form.note.data, form.count.data) == ("", None, None)


def test_translations_are_looked_up_once_a_page(app: Flask, cast: Cast) -> None:
    from app.web.languages import gettext, ngettext

    with app.test_request_context(headers={"Accept-Language": "fr"}):
        assert gettext("Today") != "Today"
        kept = g.translations
        assert ngettext("%(num)s item behind", "%(num)s items behind", 2) != "%(num)s items behind"
        assert g.translations is kept


def signed_in_language(app: Flask, member: Member) -> str | None:
    """The language chosen for a request of that member."""
    with app.test_request_context(headers={"Accept-Language": "fr"}):
        login_user(member)
        return chosen_language()


def test_the_members_language_comes_before_the_browsers(app: Flask, cast: Cast) -> None:
    assert signed_in_language(app, cast.trainee) == "en"
