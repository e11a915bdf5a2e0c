"""The first use of each term in a lesson: what is found, and where nothing is marked."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.curriculum.glossary import Lexicon
from app.curriculum.model import Check, Document, Hazard, Note, Prose, Readings, Steps, Term
from app.shared.markdown import render
from tests.quizzes.questions import question


def lexicon(*names: str, language: str = "en") -> Lexicon:
    return Lexicon([Term({language: name}, {language: "…"}) for name in names], language)


def show(number: int, text: str) -> str:
    return f"[{number}:{text}]"


def marked(html: str, *names: str, language: str = "en") -> str:
    """The HTML with each use that is marked as `[number of the term:use]`, whatever clings to it."""
    return re.sub(r'<span class="term-place">(.*?)</span>', r"\1", kept_together(html, *names, language=language))


def kept_together(html: str, *names: str, language: str = "en") -> str:
    """The same with the places in which no line may end."""
    (part,) = lexicon(*names, language=language).explained((Prose(html),), show)
    assert isinstance(part, Prose)
    return part.html


def uses(html: str, *names: str, language: str = "en") -> list[str]:
    """What is marked, in order."""
    return re.findall(r"\[\d+:([^\]]*)\]", marked(html, *names, language=language))


def test_the_first_use_of_a_term_is_marked_and_no_other() -> None:
    assert marked("<p>Flux and flux, solder.</p>", "flux", "solder") == "<p>[0:Flux] and flux, [1:solder].</p>"


def test_the_first_use_counts_across_all_the_parts_of_a_lesson(check: Check) -> None:
    body: Document = (
        Prose("<p>None.</p>"),
        Hazard("fire", "danger", "Flux burns", (Prose("<p>Flux melts</p>"),)),
        Steps("Flux", ((Prose("<p>Flux, solder melts</p>"),), (check,))),
        Readings("Wick", "<table><tr><td>wick</td></tr></table>"),
        Note("", (Prose("<p>Wick, iron too</p>"),)),
        check,
    )
    assert lexicon("flux", "solder", "wick", "iron").explained(body, show) == (
        Prose("<p>None.</p>"),
        Hazard("fire", "danger", "Flux burns", (Prose("<p>[0:Flux] melts</p>"),)),
        Steps("Flux", ((Prose("<p>Flux, [1:solder] melts</p>"),), (check,))),
        Readings("Wick", "<table><tr><td>[2:wick]</td></tr></table>"),
        Note("", (Prose("<p>Wick, [3:iron] too</p>"),)),
        check,
    )


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("See flux, please", "See {[0:flux],} please"),
        ("(flux) is", "{([0:flux])} is"),
        ("Voici l’flux\N{NO-BREAK SPACE}: oui", "Voici {l’[0:flux]\N{NO-BREAK SPACE}:} oui"),
        ("«\N{NO-BREAK SPACE}flux\N{NO-BREAK SPACE}» est", "{«\N{NO-BREAK SPACE}[0:flux]\N{NO-BREAK SPACE}»} est"),
        ("no flux here", "no [0:flux] here"),
        ("<b>flux</b>.", "<b>[0:flux]</b>."),
        ("d’un l’<strong>flux</strong>, bon", "d’un {l’<strong>[0:flux]</strong>,} bon"),
        ("l’<strong>flux doux</strong>", "l’<strong>[0:flux] doux</strong>"),
        ("flux, solder.", "{[0:flux],} {[1:solder].}"),
    ],
)
def test_no_line_ends_between_a_term_and_the_signs_that_cling_to_it(html: str, shown: str) -> None:
    spans = shown.replace("{", '<span class="term-place">').replace("}", "</span>")
    assert kept_together(html, "flux", "solder") == spans


@pytest.fixture
def check() -> Check:
    """A practice question that is full of terms."""
    return Check(question("flux", right="x-", title_html="Solder, flux, wick, iron?"))


@pytest.mark.parametrize(
    "html",
    [
        "<p>fluxes2 reflux flux_a fluxed</p>",
        "<p>no-flux flux-cored</p>",
        "<p><a href='x'>flux</a></p>",
        '<p><a href="flux" title="a > flux">The <b>flux</b></a></p>',
        '<p><img alt="flux" src="flux.svg"></p>',
        "<h2>Flux</h2><h3>A <em>flux</em></h3>",
        "<p><code>flux</code> <kbd>flux</kbd></p><pre><code>flux\n</code></pre>",
        "<table><thead><tr><th>Flux</th></tr></thead></table>",
        "<details><summary>Flux</summary></details>",
        "<dl><dt>Flux</dt></dl>",
        "<p>H<sub>flux</sub>, flux<sub>1</sub></p>",
        '<p><abbr title="Flux">flux</abbr></p>',
    ],
)
def test_nothing_is_marked_inside_other_words_links_headings_code_and_attributes(html: str) -> None:
    assert marked(html, "flux") == html


def test_marking_goes_on_behind_what_was_passed_over() -> None:
    html = "<h2>Flux</h2><p><a href='x'>a <code>flux</code> b</a> <code>flux</code> flux</p>"
    assert marked(html, "flux").endswith("<code>flux</code> [0:flux]</p>")


def test_names_of_signs_are_no_words() -> None:
    assert uses("<p>R&amp;D &lt;lt&gt; 5&nbsp;amp</p>", "amp", "lt", "nbsp") == ["lt", "amp"]


@pytest.mark.parametrize(
    ("term", "use"),
    [
        ("R&D", "R&amp;D"),
        ("it’s", "it's"),
        ("thermal runaway", "thermal\nrunaway"),
        ("thermal runaway", "thermal&nbsp;runaway"),
        ("boot loop", "boot-loop"),
        ("watt-hour", "watt\N{NON-BREAKING HYPHEN}hour"),
        ("watt-hour", "Watt hours"),
        ("5 V rail", "5 V rails"),
        ("c++ (x", "c++ (x"),
    ],
)
def test_a_term_is_found_however_its_signs_gaps_and_hyphens_are_written(term: str, use: str) -> None:
    assert uses(f"<p>The {use}, so.</p>", term) == [use]


def test_the_longest_term_comes_first_and_leaves_the_shorter_for_later() -> None:
    html = "<p>A swollen battery. A swollen battery is a battery.</p>"
    assert marked(html, "battery", "swollen battery") == (
        "<p>A [1:swollen battery]. A swollen battery is a [0:battery].</p>"
    )
    assert marked("<p>A battery pack, a battery.</p>", "battery", "battery pack") == (
        "<p>A [1:battery pack], a [0:battery].</p>"
    )


@pytest.mark.parametrize(
    ("language", "term", "found"),
    [
        ("en", "battery", "batteries"),
        ("en", "swollen battery", "Swollen Batteries"),
        ("en", "relay", "relays"),
        ("en", "switch", "switches"),
        ("en", "state of charge", "states of charge"),
        ("en", "ESD strap", "ESD straps"),
        ("en", "LED", "LEDs"),
        ("fr", "batterie gonflée", "batteries gonflées"),
        ("fr", "niveau de charge", "niveaux de charge"),
        ("fr", "signal", "signaux"),
        ("fr", "état de santé", "États de santé"),
        ("fr", "isolement", "l’isolement"),
        ("de", "Lot", "Lots"),
    ],
)
def test_a_term_is_found_in_its_plural(language: str, term: str, found: str) -> None:
    (use,) = uses(f"<p>x {found} y</p>", term, language=language)
    assert found.endswith(use)


@pytest.mark.parametrize(
    ("term", "text"),
    [("LED", "It led to this."), ("class I", "class i"), ("DC bus", "dc bus"), ("ESD", "Esd"), ("RoHS", "rohs")],
)
def test_a_word_with_capitals_inside_is_found_only_as_it_is_written(term: str, text: str) -> None:
    assert uses(f"<p>{text}</p>", term) == []


def test_what_stands_in_brackets_behind_a_term_is_not_looked_for_unless_it_is_an_abbreviation() -> None:
    html = "<p>Un DDR, le dispositif différentiel, un détecteur, le VAT, la panne, le fer.</p>"
    terms = ("DDR (dispositif différentiel)", "détecteur de tension (VAT)", "fer (panne)")
    assert marked(html, *terms, language="fr") == (
        "<p>Un [0:DDR], le dispositif différentiel, un détecteur, le [1:VAT], la panne, le [2:fer].</p>"
    )


def test_a_term_without_a_name_in_the_language_of_the_text_is_passed_over() -> None:
    terms = [Term({"en": "flux"}, {"en": "…"}), Term({"en": "solder", "fr": "soudure"}, {"en": "…"})]
    assert Lexicon(terms, "fr-CA").explained((Prose("<p>flux, soudure</p>"),), show) == (
        Prose("<p>flux, [1:soudure]</p>"),
    )


def test_a_course_without_terms_keeps_its_text() -> None:
    body = (Prose("<p>Flux</p>"),)
    assert Lexicon([], "en").explained(body, show) is body


@given(st.lists(st.text("ab-’&<(I ", max_size=8), max_size=4), st.text("ab-’&<>*`#[]()|\n I", max_size=80))
def test_whatever_is_marked_the_text_around_it_stays(names: list[str], text: str) -> None:
    html = render(text)
    (part,) = lexicon(*names).explained((Prose(html),), lambda _, use: f"\x02{use}\x03")
    assert isinstance(part, Prose)
    around = re.sub(r'<span class="term-place">(.*?)</span>', r"\1", part.html.replace("\x02", "").replace("\x03", ""))
    assert around == html
