"""Every page that a person can see, in the states that look different: what the sweep goes through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page

from tests.browser import certifying, disputing, holding, journey, pushing, rekeying, sampler, workbench
from tests.browser.answering import until
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

ASKED, ANSWERED, SAMPLER = (sampler.email_of(name) for name in (sampler.ASKED, sampler.ANSWERED, sampler.INSTRUCTOR))
GAELLE = "gaelle.quelconque@etabli.example"
LONG_NAME = "Louise-Anne de la Démonstration-Particulièrement-Longue"
MOBILE = "/revisions/{revisions[smartphone-repair]}"
APPLIANCES = "/revisions/{revisions[household-appliances]}"
ASKED_WRONGLY = f"/revisions/{{revisions[{rekeying.ID}]}}/items/{rekeying.QUIZ}/questions"
WRONG_KEY, RIGHT_KEY = (f"{ASKED_WRONGLY}/{each}/corrections/new" for each in (rekeying.WRONG, rekeying.CORRECTED))
WITHDRAWN = f"/question-corrections/{{question_corrections[{rekeying.CORRECTED}]}}"
ROSTER = "/cohorts/{cohorts[Mobile · autumn]}/roster"
EXCEPTION = "/enrolments/{enrolments[Koffi Untel]}/certificate-exceptions"
ENROL = "/cohorts/{cohorts[Mobile · autumn]}/enrolments/new"
LATE = f"/attempts/{{attempts[{sampler.ANSWERED}]}}/late-answers"
PRACTICE = "/enrolments/{enrolments[Dawit Inventé]}/practice"
WORKSHOP = "/cohorts/{cohorts[Appliances · autumn]}/weeks/2/workshop"
BENCH = f"/bench/{{cohorts[{workbench.COHORT}]}}"
HELD = "/held-records/{{held_records[{}]}}"
DISAGREES, SETTLED = (f"{{sign_offs[{name}]}}" for name in (disputing.DISAGREES, disputing.SETTLED))
CLASH = f"/clashes/{{clashes[{disputing.CLASHED}]}}"
PUBLIC, HELD_CERTIFICATE = "/c/{{certificates[{}]}}", "/certificates/{{certificate_ids[{}]}}"
LONG_HELD, DOUBTED, EXPIRED = (
    HELD_CERTIFICATE.format(name) for name in (LONG_NAME, certifying.DOUBTED, certifying.EXPIRED)
)
CORRECTED = f"/c/{{earlier_certificates[{certifying.CORRECTED}]}}"
TO_SIGN = f"/sign-offs/{{sign_offs[{disputing.TO_SIGN}]}}"
UNREAD, READ, CORRECTED_BY = (pushing.email_of(name) for name in (pushing.UNREAD, pushing.READ, pushing.INSTRUCTOR))
PUSHED = f"/safety-corrections/{{safety_corrections[{pushing.ID}]}}"
PUSHES = f"/courses/{pushing.ID}/safety-corrections"
READERS = f"/cohorts/{{cohorts[{pushing.COHORT}]}}/safety-corrections"
REKEYED = "/cohorts/{cohorts[A wrong key]}"
LEFT = f"/cohorts/{{cohorts[{pushing.COHORT}]}}/revision"
DUTY = "/safety-duties/{{safety_duties[{}]}}"
OTHER_COORDINATOR = "gwenaelle.agenda@etabli.example"
STOPPED = "/enrolments/{enrolments[Lina Arrêtée]}"
BENCH_COLLEAGUE = workbench.email_of(workbench.COLLEAGUE)
FORM = ".stack[method=post]"
"""The one form of a page without a menu."""

WITHOUT_A_PAGE = {
    "achievements.image": "a picture",
    "achievements.show": "JSON",
    "badges.public_file": "a file",
    "badges.show": "a file",
    "issuers.in_folder": "JSON",
    "issuers.keys": "JSON",
    "issuers.show": "JSON",
    "status_lists.jwt": "a token",
    "status_lists.show": "JSON",
    "cohort_exports.csv": "a table for spreadsheets",
    "cohort_practicals.csv": "a table for spreadsheets",
    "cohort_practicals.xlsx": "a table for spreadsheets",
    "workshops.csv": "a table for spreadsheets",
    "workshops.xlsx": "a table for spreadsheets",
    "cohort_exports.xlsx": "a table for spreadsheets",
    "certificates.show": "a PDF",
    "cohort_outcomes.csv": "a table for spreadsheets",
    "training_papers.attestation": "a PDF",
    "training_papers.transcript": "a PDF",
    "evidence.show": "a photo",
    "held_photos.show": "a photo",
    "images.show": "a drawing",
    "moderation_figures.csv": "a table for spreadsheets",
    "quiz_statistics.csv": "a table for spreadsheets",
    "revision_sources.show": "a zip file",
    "unread_notices.show": "a piece of today's page",
    "web.asset": "a style sheet, script or font",
    "responses.index": "JSON",
    "web.health": "JSON",
    "web.service_worker": "a script",
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
    speaks: str = ""
    """The language of the page where that isn't its reader's."""


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


def arrange_wrongly(page: Page) -> None:
    """Answer practice questions of the types that are arranged, and wait for their verdicts."""
    page.locator("#check-practise-order .ordering-move:visible").first.click()
    page.locator("#check-practise-match select").first.select_option(index=2)
    journey.choose(page.locator("#check-practise-hotspot"), 1)
    for name in ("order", "match", "hotspot"):
        box = page.locator(f"#check-practise-{name}")
        box.locator(f"#check-practise-{name}-button").click()
        box.locator(".verdict").wait_for()


def open_term(page: Page) -> None:
    """Open what the first word of the trade means."""
    page.locator(".term").first.click()


def tick_steps(page: Page) -> None:
    """Tick the first step, and open the outline and the account's menu."""
    page.locator(".step-tick input").first.check()
    page.locator("details:not([open]) > summary").first.click()


def open_first(page: Page) -> None:
    """Open the first of a list."""
    with page.expect_navigation():
        page.locator(".item-title").first.click()


def open_and_answer_nothing(page: Page) -> None:
    """Open the first report, and send an empty answer."""
    open_first(page)
    submit("#answer-form")(page)


def open_last(page: Page) -> None:
    """Open the last of a list."""
    with page.expect_navigation():
        page.locator(".item-title").last.click()


def open_and_answer_nothing_again(page: Page) -> None:
    """Open the first disagreement, and answer the moderator nothing."""
    open_first(page)
    submit("#answer")(page)


def choose_first_part(page: Page) -> None:
    """Choose the first part of a correction, and see what pushing it would do."""
    page.locator("[name=parts]").first.check()
    fill("#correction", reason="Someone was hurt.")(page)


def take_without_the_first(page: Page) -> None:
    """Let a cohort take everything but the first change."""
    page.locator("[name=parts]").first.uncheck()
    submit("#taking")(page)


def take_nothing(page: Page) -> None:
    """Tick nothing of what changed, and send it."""
    for box in page.locator("[name=parts]").all():
        box.uncheck()
    submit("#taking")(page)


def begin_without_reading(page: Page) -> None:
    """Say that a lesson is done whose page was open before the correction was pushed."""
    page.locator("#read").evaluate(
        "(form, address) => { form.action = address; form.requestSubmit() }",
        page.locator("#read [name=next]").input_value() + "/completion",
    )
    page.wait_for_url("**/completion")


def judge_nothing_again(page: Page) -> None:
    """Open the oldest work, and judge nothing of it."""
    open_first(page)
    submit("#moderation")(page)


def share_too_much(page: Page) -> None:
    """Want more sign-offs to be judged again than there are."""
    page.locator("form.panel input[name$=percent]").first.fill("110")
    submit(".panel >> nth=0")(page)


def practise(page: Page) -> None:
    """Open the first question to practise."""
    with page.expect_navigation():
        page.locator(".act a").click()


def practise_somehow(page: Page) -> None:
    """Open the first question to practise, whatever its type, and answer it somehow."""
    practise(page)
    for selector in ("input[type=radio]", "input[type=checkbox]", "input[inputmode], input.input", "select"):
        found = page.locator(f"#practise {selector}:visible").first
        if found.count():
            answer_somehow(found)
            break
    submit("#practise")(page)


def answer_somehow(found: Locator) -> None:
    """Tick, choose or type, as the field takes it."""
    if found.evaluate("field => field.tagName") == "SELECT":
        found.select_option(index=1)
    elif found.get_attribute("type") in ("radio", "checkbox"):
        found.check(force=True)
    else:
        found.fill("1")


def open_menu(page: Page) -> None:
    """Open the account's menu."""
    page.locator(".menu summary").click()


def enrol_somebody(page: Page) -> None:
    """Enrol a person whom nobody knows, who gets an invitation."""
    email = f"nouvelle.{page.locator('html').get_attribute('lang')}@browser.example"
    fill("#enrol", name="Nina Nouvelle", email=email)(page)


def enrol_somebody_without_a_mailbox(page: Page) -> None:
    """Enrol a person who gets a card."""
    fill("#enrol", name="Noé Sans-Courriel")(page)


def open_link(link: str) -> Act:
    """Open what a link leads to."""

    def act(page: Page) -> None:
        with page.expect_navigation():
            page.locator(f"main {link}").click()

    return act


def follow(*links: str) -> Act:
    """Open the first of a list of people, and from there what these links lead to."""

    def act(page: Page) -> None:
        for each in (".people tbody th a", *links):
            with page.expect_navigation():
                page.locator(f"main {each}").first.click()

    return act


def edit_first_site(page: Page) -> None:
    """Open the form of a site, and leave its name empty."""
    with page.expect_navigation():
        page.locator("main .role-row a").first.click()
    fill("#site", name="")(page)


def paste_a_list(page: Page) -> None:
    """Look at what would happen with a list that has a bit of everything."""
    lines = [
        "Name;E-mail;Language",
        "Nora Nouvelle;nora.nouvelle@browser.example;fr",
        f"{LONG_NAME};louise-anne.de-la-demonstration-particulierement-longue@browser.example;en",
        "Nils Nouveau;;español",
        "Nils Nouveau;;",
        "Amina Fictive;;",
        "Amina F.;amina.fictive@etabli.example;",
        "=cmd|' /C calc'!A0;nadia@browser;",
    ]
    fill("#roster", text="\n".join(lines))(page)


def judge_halfway(page: Page) -> None:
    """Fill in some of the sign-off with a photo, so that everything is on the page, without sending it."""
    page.locator(".pick").first.click()
    page.locator(".pick-not-observed").nth(1).click()


def judge_at_the_bench(page: Page) -> None:
    """Begin to judge the first of the board, who misses something critical."""
    page.evaluate("sessionStorage.clear()")  # from the look before the phone wasn't given back
    page.reload()
    until(page, "document.querySelector('bench-board').refreshing === false")
    page.locator(".board-rows:visible a").first.click()
    page.locator(".bench-so-far").wait_for()
    if page.locator("[data-do=resume]").is_visible():  # from the look before
        page.locator("[data-do=resume]").click()
    page.locator(".bench-criteria .pick").nth(1).click()
    page.locator(".bench-criteria .pick-not-observed").nth(1).click()


def stop_at_the_bench(page: Page) -> None:
    """Stop the work, and leave the reason out."""
    judge_at_the_bench(page)
    page.locator("[data-do=stop]").click()
    page.locator("[data-do=sign]").click()


def pass_over(page: Page) -> None:
    """Stop the work and sign, and hand the phone to the trainee, who doesn't agree and says nothing."""
    stop_at_the_bench(page)
    page.locator("[name=reason]").fill("Il a touché le bus.")
    page.locator("[data-do=sign]").click()
    page.locator("#bench-own-pin").fill(workbench.PIN)
    page.locator("button[value=pass]").click()
    journey.choose(page.locator(".bench-theirs"), "no")
    page.locator("[data-step=pass] .button-main").click()


def compare_another(page: Page) -> None:
    """Drop a PDF that isn't the one that was issued."""
    other = {"name": "certificate.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 of somebody else"}
    page.locator("file-check input[type=file]").set_input_files(other)  # type: ignore[arg-type]
    page.locator(".file-check-told .message").wait_for()


def item(trainee: str, item_id: str) -> str:
    """Where a trainee finds an item of their course."""
    return f"/enrolments/{{enrolments[{trainee}]}}/items/{item_id}"


WITNESS = item("Hugo Personne", "washing-machine-no-drain/testimonies/new")
LOOKS = (
    # Nobody is signed in
    Look("", "catalogue.index", NOBODY, "/catalogue"),
    Look("", "catalogue.show", NOBODY, "/catalogue/household-appliances"),
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
    Look("", "invitations.new", NOBODY, "/invitations"),
    Look("", "witnesses.edit", NOBODY, "/t/{testimony}"),
    Look("nothing typed", "witnesses.edit", NOBODY, "/t/{testimony}", submit(FORM)),
    Look("spent", "witnesses.edit", NOBODY, "/t/aaaaaaaaaaaaaaaaaaaa"),
    Look("", "witnesses.show", NOBODY, "/t/thanks"),
    Look("wrong code", "invitations.new", NOBODY, "/invitations", fill(FORM, code="K7QM-2XHD-9P4A")),
    Look("", "password_resets.new", NOBODY, "/password-reset"),
    Look("no address", "password_resets.new", NOBODY, "/password-reset", fill(FORM, email="ida")),
    Look("", "password_resets.edit", NOBODY, "/password-reset/{password_reset}"),
    Look("spent", "password_resets.edit", NOBODY, "/password-reset/aaaa"),
    Look("", "addresses.edit", NOBODY, "/account/address/{address_change}"),
    Look("spent", "addresses.edit", NOBODY, "/account/address/aaaa"),
    Look("spent", "invitations.edit", NOBODY, "/invitations/aaaaaaaaaaaaaaaaaaaaaaaaaa"),
    Look("", "verifications.show", NOBODY, "/c/{certificates[Jeanne Maquette]}"),
    Look(
        "long name",
        "verifications.show",
        NOBODY,
        "/c/{certificates[" + LONG_NAME + "]}",
    ),
    Look("revoked", "verifications.show", NOBODY, PUBLIC.format(certifying.REVOKED)),
    Look("corrected", "verifications.show", NOBODY, CORRECTED),
    Look("expired", "verifications.show", NOBODY, PUBLIC.format(certifying.EXPIRED)),
    Look("parts hidden", "verifications.show", NOBODY, PUBLIC.format(certifying.HIDDEN)),
    Look("erased", "verifications.show", NOBODY, PUBLIC.format(certifying.ERASED)),
    Look("another file", "verifications.show", NOBODY, PUBLIC.format("Jeanne Maquette"), compare_another),
    Look("", "verifications.new", NOBODY, "/c"),
    Look("a sign missing", "verifications.new", NOBODY, "/c", fill("[action='/c']", number="f0v9p-ycxyz")),
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
    Look("a word explained", "items.show", AMINA, item("Amina Fictive", "the-safe-bench"), open_term),
    Look("", "glossaries.show", AMINA, "/enrolments/{enrolments[Amina Fictive]}/glossary"),
    Look("looked up", "glossaries.show", FARID, "/enrolments/{enrolments[Farid Essai]}/glossary?q=pompe"),
    Look("nothing found", "glossaries.show", FARID, "/enrolments/{enrolments[Farid Essai]}/glossary?q=zeppelin"),
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
    Look("every type", "attempts.show", ASKED, f"/attempts/{{attempts[{sampler.ASKED}]}}"),
    Look("every type marked", "attempts.show", ANSWERED, f"/attempts/{{attempts[{sampler.ANSWERED}]}}"),
    Look("every type practised", "items.show", ASKED, item(sampler.ASKED, "practise"), arrange_wrongly),
    Look("case begun", "items.show", ASKED, item(sampler.ASKED, sampler.CASE)),
    Look("case solved", "items.show", ANSWERED, item(sampler.ANSWERED, sampler.CASE)),
    Look("at the bench", "case_runs.show", ASKED, f"/case-runs/{{case_runs[{sampler.ASKED}]}}"),
    Look("nothing chosen", "case_runs.show", ASKED, f"/case-runs/{{case_runs[{sampler.ASKED}]}}", submit("#test")),
    Look("unsafe", "case_runs.show", ANSWERED, f"/case-runs/{{case_runs[{sampler.ANSWERED}]}}"),
    Look(
        "solved",
        "case_runs.show",
        ANSWERED,
        item(sampler.ANSWERED, sampler.CASE),
        open_link("li:last-child a[href^='/case-runs/']"),
    ),
    Look("passed", "attempts.show", BRUNO, "/attempts/{attempts[Bruno Modèle]}"),
    Look("failed", "attempts.show", DAWIT, "/attempts/{attempts[Dawit Inventé]}"),
    Look("own", "quiz_practice.index", DAWIT, PRACTICE),
    Look("asked", "quiz_practice.new", DAWIT, PRACTICE, practise),
    Look("answered", "quiz_practice.show", DAWIT, PRACTICE, practise_somehow),
    Look("nothing yet", "quiz_practice.index", AMINA, "/enrolments/{enrolments[Amina Fictive]}/practice"),
    Look("own", "competences.index", JEANNE, "/enrolments/{enrolments[Jeanne Maquette]}/competences"),
    Look("not yet", "sign_offs.show", ELISE, "/sign-offs/{sign_offs[Élise Pseudonyme]}"),
    Look("competent", "sign_offs.show", JEANNE, "/sign-offs/{sign_offs[Jeanne Maquette]}"),
    Look("", "accounts.show", AMINA, "/account"),
    Look("", "accounts.edit", AMINA, "/account/name"),
    Look("no name", "accounts.edit", AMINA, "/account/name", fill("#name-form", name="")),
    Look("", "addresses.new", AMINA, "/account/address"),
    Look("nothing typed", "addresses.new", AMINA, "/account/address", submit("#address-form")),
    Look("", "mistake_reports.new", AMINA, item("Amina Fictive", "the-safe-bench/reports/new")),
    Look(
        "nothing typed",
        "mistake_reports.new",
        AMINA,
        item("Amina Fictive", "the-safe-bench/reports/new"),
        submit("#mistake"),
    ),
    Look("none", "mistake_reports.index", AMINA, "/reports"),
    Look("own", "mistake_reports.index", GAELLE, "/reports"),
    Look("answered", "mistake_reports.show", GAELLE, "/reports", open_first),
    Look("trainee", "notices.index", ELISE, "/notices"),
    Look("none", "notices.index", AMINA, "/notices"),
    Look("trainee", "notice_choices.edit", AMINA, "/notices/choices"),
    Look("", "passwords.edit", AMINA, "/password"),
    Look(
        "two passwords",
        "passwords.edit",
        AMINA,
        "/password",
        fill("#password-form", present="x", password="short", again="y"),
    ),
    Look("", "pins.edit", AMINA, "/account/pin"),
    Look("two PINs", "pins.edit", AMINA, "/account/pin", fill("#pin-form", present="x", pin="1234", again="12")),
    Look("forbidden", "", AMINA, "/cohorts/new"),
    Look("lessons and words", "searches.show", FARID, "/search?q=isolate"),
    Look("nothing found", "searches.show", AMINA, "/search?q=zeppelin"),
    # Instructors
    Look("trainees wait", "today.show", INSTRUCTOR, "/"),
    Look("instructor", "cohort_matrix.show", INSTRUCTOR, "/cohorts/{cohorts[Appliances · autumn]}"),
    Look("trainee", "enrolments.show", INSTRUCTOR, "/enrolments/{enrolments[Farid Essai]}"),
    Look("none", "late_answers.index", INSTRUCTOR, "/attempts/{attempts[Farid Essai]}/late-answers"),
    Look("some", "late_answers.index", SAMPLER, LATE),
    Look("why not", "late_answers.index", SAMPLER, LATE, submit("#count")),
    Look("under way", "attempts.show", INSTRUCTOR, "/attempts/{attempts[Iman Brouillon]}"),
    Look("a trainee's", "attempts.show", INSTRUCTOR, "/attempts/{attempts[Farid Essai]}"),
    Look("why not", "annulments.new", INSTRUCTOR, "/attempts/{attempts[Farid Essai]}/annulment/new", submit("#decide")),
    Look("nothing said", "attempt_remarks.new", INSTRUCTOR, "/attempts/{attempts[Farid Essai]}/remarks/new"),
    Look("all", "arrangements.index", INSTRUCTOR, "/enrolments/{enrolments[Farid Essai]}/arrangements"),
    Look("one", "arrangements.edit", COORDINATOR, "/enrolments/{enrolments[Amina Fictive]}/arrangements/safety-quiz"),
    Look("a trainee's", "quiz_practice.index", INSTRUCTOR, "/enrolments/{enrolments[Farid Essai]}/practice"),
    Look("", "signatures.new", INSTRUCTOR, f"{TO_SIGN}/signature", speaks="fr"),
    Look("nothing chosen", "signatures.new", INSTRUCTOR, f"{TO_SIGN}/signature", submit("#sign"), speaks="fr"),
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
    Look(
        "locked, after all",
        "sign_offs.new",
        OTHER_INSTRUCTOR,
        item("Amina Fictive", "esd-bench/sign-offs/new?after_all=1"),
    ),
    Look("", "corrections.new", INSTRUCTOR, "/sign-offs/{sign_offs[Hugo Personne]}/corrections/new"),
    Look(
        "no reason",
        "corrections.new",
        INSTRUCTOR,
        "/sign-offs/{sign_offs[Hugo Personne]}/corrections/new",
        submit("#sign-off"),
    ),
    Look("stands", "licences.show", INSTRUCTOR, "/enrolments/{enrolments[Farid Essai]}/licence"),
    Look("suspended", "licences.show", BENCH_COLLEAGUE, STOPPED + "/licence"),
    Look("no reason", "licences.show", BENCH_COLLEAGUE, STOPPED + "/licence", submit("#restore")),
    Look("stopped", "sign_offs.show", BENCH_COLLEAGUE, "/sign-offs/{sign_offs[Lina Arrêtée]}"),
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
    Look(
        "every type",
        "revision_items.show",
        SAMPLER,
        "/revisions/{revisions[every-question]}/items/every-type",
    ),
    Look(
        "case",
        "revision_items.show",
        SAMPLER,
        "/revisions/{revisions[every-question]}/items/drain-pump",
    ),
    Look("under way", "case_runs.show", SAMPLER, f"/case-runs/{{case_runs[{sampler.ASKED}]}}"),
    Look("staff", "mistake_reports.new", INSTRUCTOR, APPLIANCES + "/items/electrical-safety-quiz/reports/new"),
    Look("instructor", "notices.index", INSTRUCTOR, "/notices"),
    Look("staff", "notice_choices.edit", INSTRUCTOR, "/notices/choices"),
    Look("two", "held_records.index", BENCH_COLLEAGUE, "/held-records"),
    Look("none", "held_records.index", OTHER_INSTRUCTOR, "/held-records"),
    Look("for its PIN", "held_records.show", BENCH_COLLEAGUE, HELD.format(holding.FOR_ITS_PIN)),
    Look("suspended", "held_records.show", BENCH_COLLEAGUE, HELD.format(workbench.STOPPED)),
    Look("", "bench.show", BENCH_COLLEAGUE, BENCH),
    Look("judging", "bench.show", BENCH_COLLEAGUE, BENCH, judge_at_the_bench),
    Look("stopped", "bench.show", BENCH_COLLEAGUE, BENCH, stop_at_the_bench),
    Look("passed over", "bench.show", BENCH_COLLEAGUE, BENCH, pass_over),
    Look("no PIN", "held_records.show", BENCH_COLLEAGUE, HELD.format(holding.FOR_ITS_PIN), submit("#record")),
    Look("to decide", "testimonies.index", INSTRUCTOR, "/testimonies"),
    Look("nobody asked", "testimonies.index", OTHER_INSTRUCTOR, "/testimonies"),
    Look("to decide", "testimonies.show", INSTRUCTOR, "/testimonies/{testimonies[Hugo Personne]}"),
    Look("no answer yet", "testimonies.show", INSTRUCTOR, "/testimonies/{testimonies[Issa Avatar]}"),
    Look(
        "nothing chosen",
        "testimonies.show",
        INSTRUCTOR,
        "/testimonies/{testimonies[Hugo Personne]}",
        submit("#decide"),
    ),
    Look("", "testimony_erasures.new", COORDINATOR, "/testimonies/{testimonies[Hugo Personne]}/erasure/new"),
    Look("", "testimonies.new", INSTRUCTOR, WITNESS),
    Look("nothing typed", "testimonies.new", INSTRUCTOR, WITNESS, submit("#witness")),
    Look("link", "", INSTRUCTOR, WITNESS, fill("#witness", name="Paul Tuteur", workplace="Atelier du Port")),
    Look("", "cohort_practicals.show", INSTRUCTOR, "/cohorts/{cohorts[Appliances · autumn]}/practicals"),
    Look("", "workshops.show", INSTRUCTOR, WORKSHOP),
    Look("no number", "workshops.show", INSTRUCTOR, WORKSHOP + "?benches=many"),
    Look("a trainee's", "competences.index", INSTRUCTOR, "/enrolments/{enrolments[Hugo Personne]}/competences"),
    Look("to look at again", "moderations.index", INSTRUCTOR, "/moderations"),
    Look("to answer", "moderations.show", INSTRUCTOR, "/moderations", open_first),
    Look("no words", "moderations.show", INSTRUCTOR, "/moderations", open_and_answer_nothing_again),
    Look("none", "moderations.index", OTHER_INSTRUCTOR, "/moderations"),
    # Moderators
    Look("moderator", "notices.index", MODERATOR, "/notices"),
    Look("to judge", "moderations.index", MODERATOR, "/moderations"),
    Look("disagreements", "moderations.index", MODERATOR, "/moderations?show=differing"),
    Look("all judged", "moderations.index", MODERATOR, "/moderations?show=judged"),
    Look("blind", "moderator_judgements.new", MODERATOR, "/moderations", open_first),
    Look("nothing judged", "moderator_judgements.new", MODERATOR, "/moderations", judge_nothing_again),
    Look("different outcomes", "moderations.show", MODERATOR, "/moderations?show=differing", open_first),
    Look("same outcome", "moderations.show", MODERATOR, "/moderations?show=judged", open_last),
    # Coordinators
    Look("figures", "moderation_figures.index", COORDINATOR, "/moderations/figures"),
    Look("no number", "moderation_figures.index", COORDINATOR, "/moderations/figures", share_too_much),
    Look("coordinator", "today.show", COORDINATOR, "/"),
    Look("", "letters.index", COORDINATOR, "/letters"),
    Look("some", "disputes.index", COORDINATOR, "/disputes"),
    Look("none", "disputes.index", OTHER_COORDINATOR, "/disputes"),
    Look("", "disputes.show_disagreement", COORDINATOR, f"/disagreements/{DISAGREES}"),
    Look(
        "nothing chosen",
        "disputes.show_disagreement",
        COORDINATOR,
        f"/disagreements/{DISAGREES}",
        submit("#settle"),
    ),
    Look("settled", "disputes.show_disagreement", COORDINATOR, f"/disagreements/{SETTLED}"),
    Look("", "disputes.show_clash", COORDINATOR, CLASH),
    Look("nothing chosen", "disputes.show_clash", COORDINATOR, CLASH, submit("#settle")),
    Look("", "sign_off_decisions.new", COORDINATOR, f"{TO_SIGN}/set-aside/new"),
    Look("again", "sign_off_decisions.new", COORDINATOR, f"/sign-offs/{SETTLED}/set-aside/new"),
    Look("set aside", "sign_offs.show", COORDINATOR, f"/sign-offs/{SETTLED}"),
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
    Look("card", "", COORDINATOR, ENROL, enrol_somebody_without_a_mailbox),
    Look("", "cohort_cards.index", COORDINATOR, "/cohorts/{cohorts[Mobile · autumn]}/cards"),
    Look("none", "cohort_cards.index", COORDINATOR, "/cohorts/{cohorts[Appliances · summer]}/cards"),
    Look("", "people.index", COORDINATOR, "/people"),
    Look("staff", "people.index", COORDINATOR, "/people?show=staff"),
    Look("nobody", "people.index", COORDINATOR, "/people?q=xyzzy"),
    Look("", "people.new", COORDINATOR, "/people/new"),
    Look("nothing typed", "people.new", COORDINATOR, "/people/new", submit("#staff")),
    Look("trainee", "people.show", COORDINATOR, "/people?q=amina", follow()),
    Look("instructor", "people.show", COORDINATOR, "/people?q=tournevis", follow()),
    Look("oneself", "people.show", COORDINATOR, "/people?q=claire", follow()),
    Look("", "people.edit", COORDINATOR, "/people?q=amina", follow("a[href$='/edit']")),
    Look("", "people_deactivations.new", COORDINATOR, "/people?q=amina", follow("a[href$='/deactivation']")),
    Look("card", "people_cards.show", COORDINATOR, "/people?q=ida+invitee", follow("a[href$='/card']")),
    Look("", "sites.index", COORDINATOR, "/sites"),
    Look("", "sites.new", COORDINATOR, "/sites/new"),
    Look("no name", "sites.edit", COORDINATOR, "/sites", edit_first_site),
    Look("", "rosters.new", COORDINATOR, ROSTER),
    Look("nothing pasted", "rosters.new", COORDINATOR, ROSTER, submit("#roster")),
    Look("what would happen", "", COORDINATOR, ROSTER, paste_a_list),
    Look("", "cohorts.edit", COORDINATOR, "/cohorts/{cohorts[Mobile · autumn]}/edit"),
    Look("no day", "cohorts.edit", COORDINATOR, "/cohorts/{cohorts[Mobile · autumn]}/edit", submit("[action$=weeks]")),
    Look("newer revision", "cohort_matrix.show", COORDINATOR, REKEYED),
    Look("another key", "cohort_revisions.index", COORDINATOR, REKEYED + "/revision"),
    Look("nothing newer", "cohort_revisions.index", COORDINATOR, "/cohorts/{cohorts[Mobile · autumn]}/revision"),
    Look("what is left", "cohort_revisions.index", COORDINATOR, LEFT),
    Look("nothing ticked", "cohort_revisions.index", COORDINATOR, LEFT, take_nothing),
    Look("no whole course", "cohort_revisions.index", COORDINATOR, LEFT, take_without_the_first),
    Look("answered", "cohort_revisions.show", COORDINATOR, REKEYED + "/revision/parts/safety-quiz"),
    Look("new", "cohort_revisions.show", COORDINATOR, LEFT + "/parts/battery-quiz"),
    Look("", "due_dates.index", COORDINATOR, "/cohorts/{cohorts[Mobile · autumn]}/due-dates"),
    Look("a place", "enrolments.show", COORDINATOR, "/enrolments/{enrolments[Amina Fictive]}"),
    Look("", "their_due_dates.index", COORDINATOR, "/enrolments/{enrolments[Amina Fictive]}/due-dates"),
    Look("", "moves.new", COORDINATOR, "/enrolments/{enrolments[Amina Fictive]}/moves/new"),
    Look("", "withdrawals.new", COORDINATOR, "/enrolments/{enrolments[Amina Fictive]}/withdrawals/new"),
    Look(
        "nothing said",
        "withdrawals.new",
        COORDINATOR,
        "/enrolments/{enrolments[Amina Fictive]}/withdrawals/new",
        submit("#withdraw"),
    ),
    Look("", "returns.new", COORDINATOR, "/enrolments/{enrolments[Amina Fictive]}/returns/new"),
    Look("issued", "certificates.index", COORDINATOR, "/cohorts/{cohorts[Appliances · summer]}/certificates"),
    Look("none", "certificates.index", COORDINATOR, "/cohorts/{cohorts[Mobile · autumn]}/certificates"),
    Look("own", "held_certificates.show", JEANNE, HELD_CERTIFICATE.format("Jeanne Maquette")),
    Look("in doubt", "held_certificates.show", COORDINATOR, HELD_CERTIFICATE.format(certifying.DOUBTED)),
    Look("revoked", "held_certificates.show", COORDINATOR, HELD_CERTIFICATE.format(certifying.REVOKED)),
    Look("erased", "held_certificates.show", COORDINATOR, HELD_CERTIFICATE.format(certifying.ERASED)),
    Look("corrected", "held_certificates.show", INSTRUCTOR, HELD_CERTIFICATE.format(certifying.CORRECTED)),
    Look("", "revocations.new", COORDINATOR, LONG_HELD + "/revocation"),
    Look("nothing said", "revocations.new", COORDINATOR, LONG_HELD + "/revocation", submit("#revoke")),
    Look("the same", "successors.new_correction", COORDINATOR, LONG_HELD + "/correction"),
    Look("in doubt", "successors.new_correction", COORDINATOR, DOUBTED + "/correction", submit("#correct")),
    Look("nothing said", "successors.new_renewal", COORDINATOR, EXPIRED + "/renewal", submit("#renew")),
    Look("nothing said", "certificate_erasures.new", COORDINATOR, LONG_HELD + "/erasure", submit("#erase")),
    Look("refused", "issuing_runs.show", COORDINATOR, "/issuing-runs/{issuing_runs[Mobile · autumn]}"),
    Look("", "eligibilities.index", COORDINATOR, "/cohorts/{cohorts[Mobile · autumn]}/completion"),
    Look("own", "eligibilities.show", AMINA, "/enrolments/{enrolments[Amina Fictive]}/completion"),
    Look("done", "eligibilities.show", COORDINATOR, "/enrolments/{enrolments[Jeanne Maquette]}/completion"),
    Look("", "certificate_exceptions.new", COORDINATOR, EXCEPTION + "/new"),
    Look("not written", "", COORDINATOR, "/enrolments/{enrolments[Amina Fictive]}/certificate-exceptions/new"),
    Look("nothing said", "certificate_exceptions.new", COORDINATOR, EXCEPTION + "/new", submit("#exception")),
    Look("finished", "today.show", COORDINATOR, "/?show=closed"),
    Look("people", "searches.show", COORDINATOR, "/search?q=f"),
    # Authors and moderators
    Look("author", "today.show", AUTHOR, "/"),
    Look("mobile", "revisions.show", AUTHOR, MOBILE),
    Look("gaps", "revision_coverage.show", AUTHOR, MOBILE + "/coverage"),
    Look("no gap", "revision_coverage.show", COORDINATOR, APPLIANCES + "/coverage"),
    Look("one to look at", "quiz_statistics.index", COORDINATOR, APPLIANCES + "/statistics"),
    Look("to look at", "quiz_statistics.show", COORDINATOR, APPLIANCES + "/items/washing-machine-quiz/statistics"),
    Look("none", "safety_corrections.index", AUTHOR, "/courses/household-appliances/safety-corrections"),
    Look("some", "safety_corrections.index", AUTHOR, PUSHES),
    Look("nothing to push", "safety_corrections.new", AUTHOR, "/courses/household-appliances/safety-corrections/new"),
    Look("parts", "safety_corrections.new", AUTHOR, PUSHES + "/new"),
    Look("nothing chosen", "safety_corrections.new", AUTHOR, PUSHES + "/new", submit("#correction")),
    Look("what it reaches", "safety_corrections.new", AUTHOR, PUSHES + "/new", choose_first_part),
    Look("author", "safety_corrections.show", AUTHOR, PUSHED),
    Look("instructor", "safety_corrections.show", CORRECTED_BY, PUSHED),
    Look("one hasn't", "safety_corrections.readers", CORRECTED_BY, READERS),
    Look(
        "none pushed",
        "safety_corrections.readers",
        COORDINATOR,
        "/cohorts/{cohorts[Appliances · summer]}/safety-corrections",
    ),
    Look("unread correction", "cohort_matrix.show", CORRECTED_BY, f"/cohorts/{{cohorts[{pushing.COHORT}]}}"),
    Look("", "safety_erasures.new", AUTHOR, PUSHED + "/erasure"),
    Look("no reason", "safety_erasures.new", AUTHOR, PUSHED + "/erasure", submit("#erase")),
    Look("to be read", "safety_duties.show", UNREAD, DUTY.format(pushing.UNREAD)),
    Look("read", "safety_duties.show", READ, DUTY.format(pushing.READ)),
    Look("correction to read", "today.show", UNREAD, "/"),
    Look("correction to read", "enrolments.show", UNREAD, f"/enrolments/{{enrolments[{pushing.UNREAD}]}}"),
    Look("begun without reading", "", UNREAD, item(pushing.UNREAD, pushing.ITEM), begin_without_reading),
    Look("", "revision_glossaries.show", AUTHOR, MOBILE + "/glossary"),
    Look("mobile lesson", "revision_items.show", AUTHOR, MOBILE + "/items/the-safe-bench"),
    Look("mobile quiz", "revision_items.show", AUTHOR, MOBILE + "/items/safety-quiz"),
    Look("nothing to look at", "quiz_statistics.index", AUTHOR, MOBILE + "/statistics"),
    Look("answered", "quiz_statistics.show", AUTHOR, MOBILE + "/items/safety-quiz/statistics"),
    Look(
        "every type",
        "quiz_statistics.show",
        INSTRUCTOR,
        "/revisions/{revisions[every-question]}/items/every-type/statistics",
    ),
    Look("marked again", "attempts.show", rekeying.EMAIL, f"/attempts/{{attempts[{rekeying.TRAINEE}]}}"),
    Look("a key was wrong", "question_corrections.new", AUTHOR, WRONG_KEY),
    Look("nothing said", "question_corrections.new", AUTHOR, WRONG_KEY, submit("#correct")),
    Look("no wrong key", "question_corrections.new", AUTHOR, RIGHT_KEY),
    Look("", "question_corrections.show", AUTHOR, WITHDRAWN),
    Look("", "question_corrections.edit", AUTHOR, WITHDRAWN + "/erasure"),
    Look("why not", "question_corrections.edit", AUTHOR, WITHDRAWN + "/erasure", submit("#erase")),
    Look("", "question_corrections.index", AUTHOR, f"/courses/{rekeying.ID}/question-corrections"),
    Look("none", "question_corrections.index", AUTHOR, "/courses/household-appliances/question-corrections"),
    Look("a quiz", "revision_files.show", AUTHOR, MOBILE + "/sources/week-01/80-safety-quiz.md#L20"),
    Look("author", "notices.index", AUTHOR, "/notices"),
    Look("all", "mistake_reports.index", AUTHOR, "/reports"),
    Look("to answer", "mistake_reports.show", AUTHOR, "/reports", open_first),
    Look("nothing typed", "mistake_reports.show", AUTHOR, "/reports", open_and_answer_nothing),
    Look("moderator", "today.show", MODERATOR, "/"),
)
