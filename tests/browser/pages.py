"""Every page that a person can see, in the states that look different: what the sweep goes through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Page

from tests.browser import journey
from tests.browser.journey import COORDINATOR, INSTRUCTOR

Act = Callable[[Page], None]

NOBODY = ""
OTHER_INSTRUCTOR, AUTHOR, MODERATOR, AMINA, BRUNO, DAWIT, ELISE, FARID, IMAN, JEANNE = (
    f"{name}@etabli.example"
    for name in (
        "ismael.etabli",
        "aude.parchemin",
        "maud.temoin",
        "amina.fictive",
        "bruno.modele",
        "dawit.invente",
        "elise.pseudonyme",
        "farid.essai",
        "iman.brouillon",
        "jeanne.maquette",
    )
)

LONG_NAME = "Louise-Anne de la Démonstration-Particulièrement-Longue"
MOBILE = "/revisions/{revisions[smartphone-repair]}"
APPLIANCES = "/revisions/{revisions[household-appliances]}"
ENROL = "/cohorts/{cohorts[Mobile · autumn]}/enrolments/new"
FORM = ".stack[method=post]"
"""The one form of a page without a menu."""

WITHOUT_A_PAGE = {
    "certificates.show": "a PDF",
    "evidence.show": "a photo",
    "images.show": "a drawing",
    "web.asset": "a style sheet, script or font",
    "web.health": "JSON",
}
"""Addresses that answer something else than a page."""


@dataclass(frozen=True)
class Look:
    """A page as one person finds it: at an address (of `Places`), after something was done there.

    `endpoint` empty: a page that no address has of its own."""

    state: str
    endpoint: str
    who: str
    address: str
    act: Act | None = field(default=None, compare=False)


def submit(form: str) -> Act:
    """Send the form as it is, even where the browser would ask to fill it in first."""

    def act(page: Page) -> None:
        with page.expect_navigation():
            page.locator(f"form{form}").evaluate("form => { form.noValidate = true; form.requestSubmit() }")

    return act


def fill(form: str, **values: str) -> Act:
    """Fill in the form and send it."""

    def act(page: Page) -> None:
        for name, value in values.items():
            page.locator(f"form{form} [name={name}]").fill(value)
        submit(form)(page)

    return act


def without_token(form: str) -> Act:
    """Send the form as somebody does whose page was open too long."""

    def act(page: Page) -> None:
        page.locator(f"form{form} [name=csrf_token]").evaluate("field => field.remove()")
        submit(form)(page)

    return act


def leave_one_out(page: Page) -> None:
    """Hand an attempt in with an empty answer."""
    page.locator("#attempt .answer-line input").first.fill("")
    submit("#attempt")(page)


def check_wrongly(page: Page) -> None:
    """Answer the practice question wrong, and wait for its verdict."""
    box = page.locator("#check-dark-tester")
    journey.choose(box, 0)
    box.get_by_role("button").click()
    box.locator(".verdict").wait_for()


def tick_steps(page: Page) -> None:
    """Tick the first step, and open the outline and the account's menu."""
    page.locator(".step-tick input").first.check()
    page.locator("details:not([open]) > summary").first.click()


def open_menu(page: Page) -> None:
    """Open the account's menu."""
    page.locator(".menu summary").click()


def enrol_somebody(page: Page) -> None:
    """Enrol a person whom nobody knows, who gets an invitation."""
    email = f"nouvelle.{page.locator('html').get_attribute('lang')}@browser.example"
    fill("#enrol", name="Nina Nouvelle", email=email)(page)


def judge_halfway(page: Page) -> None:
    """Fill in some of the sign-off with a photo, so that everything is on the page, without sending it."""
    page.locator(".pick").first.click()
    page.locator(".pick-not-observed").nth(1).click()


def item(trainee: str, item_id: str) -> str:
    """Where a trainee finds an item of their course."""
    return f"/enrolments/{{enrolments[{trainee}]}}/items/{item_id}"


LOOKS = (
    # Nobody is signed in
    Look("", "sessions.new", NOBODY, "/sign-in"),
    Look(
        "wrong password",
        "sessions.new",
        NOBODY,
        "/sign-in",
        fill(FORM, email="a@b.example", password="x"),
    ),
    Look("nothing typed", "sessions.new", NOBODY, "/sign-in", submit(FORM)),
    Look("open too long", "", NOBODY, "/sign-in", without_token(FORM)),
    Look("", "invitations.edit", NOBODY, "/invitations/{invitation}"),
    Look(
        "two passwords",
        "invitations.edit",
        NOBODY,
        "/invitations/{invitation}",
        fill(FORM, password="short", again="other"),
    ),
    Look("spent", "invitations.edit", NOBODY, "/invitations/aaaaaaaaaaaaaaaaaaaaaaaaaa"),
    Look("", "verifications.show", NOBODY, "/c/{certificates[Jeanne Maquette]}"),
    Look(
        "long name",
        "verifications.show",
        NOBODY,
        "/c/{certificates[" + LONG_NAME + "]}",
    ),
    Look("unknown", "verifications.show", NOBODY, "/c/aaaaaaaaaaaaaaaaaaaa"),
    Look("not found", "", NOBODY, "/no-such-page"),
    Look("development only", "web.styleguide", NOBODY, "/styleguide"),
    # Trainees
    Look("lesson next", "today.show", AMINA, "/"),
    Look("menu open", "today.show", AMINA, "/", open_menu),
    Look("practical waits", "today.show", BRUNO, "/"),
    Look("quiz failed", "today.show", DAWIT, "/"),
    Look("outcome to read", "today.show", ELISE, "/"),
    Look("quiz under way", "today.show", IMAN, "/"),
    Look("certified", "today.show", JEANNE, "/"),
    Look("begun", "enrolments.show", AMINA, "/enrolments/{enrolments[Amina Fictive]}"),
    Look("complete", "enrolments.show", JEANNE, "/enrolments/{enrolments[Jeanne Maquette]}"),
    Look("lesson done", "items.show", AMINA, item("Amina Fictive", "the-safe-bench")),
    Look(
        "lesson in use",
        "items.show",
        AMINA,
        item("Amina Fictive", "static-electricity"),
        tick_steps,
    ),
    Look(
        "lesson with readings",
        "items.show",
        FARID,
        item("Farid Essai", "isolate-and-prove-dead"),
        check_wrongly,
    ),
    Look("lesson 2", "items.show", FARID, item("Farid Essai", "washing-machine-drain")),
    Look("lesson 3", "items.show", FARID, item("Farid Essai", "dryers-and-dishwashers")),
    Look("lesson 4", "items.show", FARID, item("Farid Essai", "diagnose-without-opening")),
    Look("lesson 5", "items.show", FARID, item("Farid Essai", "repair-test-hand-over")),
    Look("quiz", "items.show", AMINA, item("Amina Fictive", "safety-quiz")),
    Look("quiz failed", "items.show", DAWIT, item("Dawit Inventé", "safety-quiz")),
    Look("quiz passed", "items.show", BRUNO, item("Bruno Modèle", "safety-quiz")),
    Look("practical locked", "items.show", AMINA, item("Amina Fictive", "esd-bench")),
    Look("practical waits", "items.show", BRUNO, item("Bruno Modèle", "esd-bench")),
    Look("practical not yet", "items.show", ELISE, item("Élise Pseudonyme", "esd-bench")),
    Look(
        "practical done",
        "items.show",
        JEANNE,
        item("Jeanne Maquette", "isolate-plug-in-appliance"),
    ),
    Look("running", "attempts.show", IMAN, "/attempts/{attempts[Iman Brouillon]}"),
    Look("not all answered", "", IMAN, "/attempts/{attempts[Iman Brouillon]}", leave_one_out),
    Look("passed", "attempts.show", BRUNO, "/attempts/{attempts[Bruno Modèle]}"),
    Look("failed", "attempts.show", DAWIT, "/attempts/{attempts[Dawit Inventé]}"),
    Look("not yet", "sign_offs.show", ELISE, "/sign-offs/{sign_offs[Élise Pseudonyme]}"),
    Look("competent", "sign_offs.show", JEANNE, "/sign-offs/{sign_offs[Jeanne Maquette]}"),
    Look("", "passwords.edit", AMINA, "/password"),
    Look(
        "two passwords",
        "passwords.edit",
        AMINA,
        "/password",
        fill("#password-form", present="x", password="short", again="y"),
    ),
    Look("forbidden", "", AMINA, "/cohorts/new"),
    # Instructors
    Look("trainees wait", "today.show", INSTRUCTOR, "/"),
    Look("instructor", "cohort_matrix.show", INSTRUCTOR, "/cohorts/{cohorts[Appliances · autumn]}"),
    Look("trainee", "enrolments.show", INSTRUCTOR, "/enrolments/{enrolments[Farid Essai]}"),
    Look("under way", "attempts.show", INSTRUCTOR, "/attempts/{attempts[Iman Brouillon]}"),
    Look("a trainee's", "attempts.show", INSTRUCTOR, "/attempts/{attempts[Farid Essai]}"),
    Look("a trainee's", "sign_offs.show", INSTRUCTOR, "/sign-offs/{sign_offs[Hugo Personne]}"),
    Look("ready", "sign_offs.new", INSTRUCTOR, item("Farid Essai", "dryer-airflow/sign-offs/new")),
    Look(
        "halfway",
        "sign_offs.new",
        INSTRUCTOR,
        item("Farid Essai", "dryer-airflow/sign-offs/new"),
        judge_halfway,
    ),
    Look(
        "nothing judged",
        "sign_offs.new",
        INSTRUCTOR,
        item("Farid Essai", "dryer-airflow/sign-offs/new"),
        submit("#sign-off"),
    ),
    Look(
        "locked",
        "sign_offs.new",
        OTHER_INSTRUCTOR,
        item("Amina Fictive", "esd-bench/sign-offs/new"),
    ),
    Look("behind", "cohort_matrix.show", OTHER_INSTRUCTOR, "/cohorts/{cohorts[Mobile · autumn]}"),
    Look("", "courses.index", INSTRUCTOR, "/courses"),
    Look("appliances", "revisions.show", INSTRUCTOR, APPLIANCES),
    Look(
        "lesson",
        "revision_items.show",
        INSTRUCTOR,
        APPLIANCES + "/items/isolate-and-prove-dead",
    ),
    Look(
        "quiz",
        "revision_items.show",
        INSTRUCTOR,
        APPLIANCES + "/items/electrical-safety-quiz",
    ),
    Look(
        "practical",
        "revision_items.show",
        INSTRUCTOR,
        APPLIANCES + "/items/isolate-plug-in-appliance",
    ),
    # Coordinators
    Look("coordinator", "today.show", COORDINATOR, "/"),
    Look("coordinator", "cohort_matrix.show", COORDINATOR, "/cohorts/{cohorts[Appliances · summer]}"),
    Look("", "cohorts.new", COORDINATOR, "/cohorts/new"),
    Look("nothing typed", "cohorts.new", COORDINATOR, "/cohorts/new", submit("#cohort")),
    Look("", "enrolments.new", COORDINATOR, ENROL),
    Look(
        "nothing typed",
        "enrolments.new",
        COORDINATOR,
        ENROL,
        submit("#enrol"),
    ),
    Look("invitation", "", COORDINATOR, ENROL, enrol_somebody),
    Look("issued", "certificates.index", COORDINATOR, "/cohorts/{cohorts[Appliances · summer]}/certificates"),
    Look("none", "certificates.index", COORDINATOR, "/cohorts/{cohorts[Mobile · autumn]}/certificates"),
    # Authors and moderators
    Look("author", "today.show", AUTHOR, "/"),
    Look("mobile", "revisions.show", AUTHOR, MOBILE),
    Look("mobile lesson", "revision_items.show", AUTHOR, MOBILE + "/items/the-safe-bench"),
    Look("mobile quiz", "revision_items.show", AUTHOR, MOBILE + "/items/safety-quiz"),
    Look("moderator", "today.show", MODERATOR, "/"),
)
