"""Words problems in English: what is wrong, and what would be right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from app.curriculum.problems import Problem

TEMPLATES: Final[Mapping[str, str]] = {
    # files
    "missing-file": "This file is missing; every course has it.",
    "symbolic-link": "This is a symbolic link; put the file itself here.",
    "not-readable": "This can't be read ({reason}); make it a file that everyone may read.",
    "too-many-files": "The course has more than {limit} files; remove what it doesn't use.",
    "course-too-large": "The course's files are larger than {limit} together; remove what it doesn't use.",
    "bad-folder-name": "The folder is called ‘{name}’, and its name is the course's id; use small letters, digits and "
    "single dashes.",
    "too-many-items": "The course has more than {limit} items; split it into two courses.",
    "too-large": "The file is larger than {limit}; split it, or make it smaller.",
    "too-slow": "The file takes longer than {limit} seconds to compile; split it, and make this part simpler.",
    "too-dense": "There are more than {limit} ‘{sign}’ from here to the next block; split the text.",
    "not-utf-8": "The file is not UTF-8; save it with the encoding UTF-8.",
    "control-character": "There is a control character here ({character}); only tabs and line ends are allowed.",
    "never-shown": "This Markdown is never shown: an item is week-NN/NN-its-name.md, in lower case.",
    "week-gap": "A week is missing: the next folder should be {expected}.",
    "week-being-written": "The week is empty or a draft; it is shown as being written.",
    "weeks-differ": "course.md says {written} weeks, but there are {found} week folders; make them equal.",
    "weeks-out-of-range": "A course has {fewest} to {most} weeks.",
    "id-twice": "The id ‘{id}’ is used twice, first in {first}; give this one another.",
    # images
    "not-an-image": "The file is no {ending} image; save it in the format that its name says.",
    "svg-not-xml": "The drawing is not well-formed XML ({reason}); export it again.",
    "unsafe-svg": "The drawing holds {what}, which can run or load something; remove it.",
    "no-text-alternative": "The image has no text alternative; write ![what it shows]({address}).",
    "image-elsewhere": "The image ‘{address}’ is not in the course's folder; put it into images/ "
    "and name it from there.",
    "not-an-image-name": "‘{address}’ names no image; images end in .svg, .png, .jpg, .jpeg or .webp.",
    # YAML and front matter
    "no-front-matter": "The file has no front matter; begin it with a line ---, the keys, and a line ---.",
    "front-matter-not-closed": "The front matter is not closed; end it with a line ---.",
    "bad-yaml": "This is not YAML ({reason}); check quotes, colons and indentation.",
    "yaml-two-documents": "There are two YAML documents here; only one is allowed.",
    "yaml-tag": "The tag {tag} is not allowed; write the plain value.",
    "yaml-expansion": "The aliases here stand for more than {limit} values; write them out.",
    "yaml-key-twice": "The key ‘{key}’ is here twice; keep one.",
    "yaml-key-not-text": "A key must be a plain text.",
    "too-deep": "This is nested more than {limit} deep; make it flatter.",
    "not-a-mapping": "There should be keys with values here (key: value).",
    "not-a-mapping-at": "‘{key}’ should hold keys with values ({key}: {{a: b}}).",
    "file-not-a-list": "The file should be a list; begin each entry with a dash.",
    "not-a-list": "‘{key}’ should be a list ([a, b], or a dash a line).",
    "empty-list": "‘{key}’ is an empty list; give it at least one entry.",
    "comma-in-text": "‘{text}’ is cut off from the text before it; between braces, put a text with a comma in quotes.",
    "missing-key": "The key ‘{key}’ is missing; it is required.",
    "unknown-key": "‘{key}’ is not a key that is known here; known are {known}.",
    "kind-missing": "A lesson has no {keys}; write kind: {kind} if it is one, or remove what a lesson doesn't have.",
    "unknown-word": "‘{text}’ is nothing that ‘{key}’ can be; it is one of {known}.",
    "empty-value": "‘{key}’ is empty; give it a value, or leave the key out.",
    "colon-in-text": "This should be a text, but its colon makes a mapping of it; put the text in quotes.",
    "not-a-text": "‘{key}’ should be a text.",
    "not-a-number": "‘{text}’ is not a number for ‘{key}’; write it like 4 or 2.5.",
    "not-a-whole-number": "‘{text}’ is not a whole number above 0 for ‘{key}’; write it like 30.",
    "not-a-count": "‘{text}’ is not a whole number for ‘{key}’; write it like 0 or 30.",
    "not-a-percentage": "‘{text}’ is not a percentage for ‘{key}’; write it from 0 % to 100 %, like 80 %.",
    "not-a-duration": "‘{text}’ is not a duration for ‘{key}’; write it like 24 hours or 3 years.",
    "not-true-or-false": "‘{text}’ is neither true nor false, as ‘{key}’ must be.",
    "not-a-language": "‘{text}’ is not the code of a language; write it like en, fr or pt-BR.",
    "bad-id-value": "‘{text}’ can't be a name for ‘{key}’; use small letters, digits and single dashes.",
    "bad-competence-id": "‘{text}’ can't be a competence's id; write it like B1.2.",
    "language-nowhere": "No title in the YAML files is in ‘{language}’; correct the language here, or add the titles.",
    "language-missing": "The course's own language ({language}) is missing here; add it.",
    # what refers to something else
    "leads-nowhere": "‘{address}’ leads nowhere; name a file beside this one, images/…, or an item's id.",
    "absolute-address": "‘{address}’ is an absolute path; write it relative to this file.",
    "out-of-folder": "‘{address}’ leads out of the course's folder; keep the file inside it.",
    "unknown-competence": "There is no competence ‘{id}’ in competences.yaml; use one that is there.",
    "unknown-gate": "No quiz opens the gate ‘{gate}’; name one that a quiz has as its gate.",
    "gate-twice": "The gate ‘{gate}’ is already opened by {first}; a gate has one quiz.",
    "gate-reserved": "‘{gate}’ is the trainee's safety licence, which no quiz opens; give the gate another name.",
    "gate-behind-itself": "The quiz that opens the gate ‘{gate}’ stands behind it; take it out of ‘requires’.",
    "unknown-pool": "No question is in the pool ‘{pool}’; name a pool that a question has.",
    "draw-too-large": "{number} questions are drawn from the pool ‘{pool}’, which holds {held}; draw fewer.",
    "draw-takes-all": "All {number} questions of the pool ‘{pool}’ are drawn; draw fewer, or do without the pool.",
    "pool-not-drawn": "‘draw’ does not name the pool ‘{pool}’; say how many of its questions are asked.",
    "pools-without-draw": "There are pools ({pools}), but no ‘draw’; every question is asked.",
    "competence-unused": "Nothing teaches or assesses the competence {id}; name it in a lesson, and "
    "in a question, criterion or case.",
    "competence-not-taught": "No lesson teaches the competence {id}; name it in a lesson's ‘competences’.",
    "competence-not-assessed": "No question, criterion or case assesses the competence {id}; add competence={id} to a "
    "question or criterion, or name it in a case.",
    # text
    "unsafe-html": "‘{what}’ is not allowed here and would be removed; write it in Markdown, or in `code` to show it.",
    "not-renderable": "This can't be rendered; make it simpler, with less nesting.",
    "fence-not-closed": "The code is not closed; end it with a line {fence}.",
    "bad-fact-mark": "This mark of a fact can't be read; write <!-- fact: SOURCE CERTAINTY -->, the certainty one of "
    "{known}.",
    "unknown-certainty": "‘{text}’ says nothing about certainty; use one of {known}.",
    "sources-missing": "Facts name their sources, but none is listed here; write a list of {{id: …, title: …}}.",
    "unknown-source": "There is no source ‘{id}’ in sources.yaml; use one that is there, or add it.",
    "comment-not-closed": "The comment is not closed; end it with -->.",
    "heading-of-page": "A heading with one # is the page's own; use ##.",
    "underlined-heading": "This is a heading with a line below; here headings begin with #.",
    # blocks
    "unknown-block": "There is no block ‘{name}’; there are hazard, steps, readings, check and note.",
    "block-not-closed": "The block ‘{name}’ is not closed; end it with a line ///.",
    "strokes-differ": "The block ‘{name}’ was opened with {strokes}; close it with as many strokes.",
    "nothing-to-close": "There is no block to close here; remove the line {slashes}, or open one with as many strokes.",
    "bad-block-line": "‘{text}’ is no block; write /// name | title, or /// alone to close one.",
    "block-indented": "The block ‘{name}’ is indented; begin it at the start of the line (only in "
    "steps blocks are indented).",
    "empty-block": "The block ‘{name}’ is empty; write something in it.",
    "block-without-title": "The block ‘{name}’ has no title; write /// {name} | its title.",
    "check-with-title": "A check has no title: its question is one; write /// check.",
    "hazard-without-options": "The hazard has neither type nor level; write an indented line type: fire and one "
    "level: danger right below its first line.",
    "no-options": "The block ‘{name}’ has no options; remove the indented lines below its first line, or put "
    "a blank line before.",
    "text-between-steps": "This belongs to no step; a block of steps is one numbered list, so "
    "indent it by four spaces.",
    "block-between-steps": "The block ‘{name}’ belongs to no step; indent it by four spaces below its step.",
    "empty-step": "The step is empty; write what to do.",
    "readings-without-table": "A block of readings holds a table; write | Point | Expected | and a "
    "line |---|---| below.",
    "block-in-readings": "The block ‘{name}’ can't stand in readings; put it before or after them.",
    "check-not-here": "A check can't stand here; put it into a lesson.",
    "check-without-question": "The check has no question; write ### The question {{#an-id .single}}.",
    "text-before-question": "The question's heading comes first; put the text below it, or out of the block.",
    "two-questions": "A check holds one question; put the second into its own.",
    # questions
    "quiz-without-question": "The quiz has no question; write ## The question {{#an-id .single}}.",
    "attributes-not-here": "Only #an-id may stand behind a heading here; put a question into a quiz or into /// check, "
    "and a criterion below ## Criteria.",
    "no-attributes": "The heading has no id; end it with {example}.",
    "attributes-not-closed": "The attributes are not closed; end the heading like {example}.",
    "bad-attribute": "‘{text}’ is no attribute; there are #id, .flag and key=value.",
    "attribute-twice": "‘{text}’ is here twice; keep one.",
    "unknown-attribute": "There is no attribute ‘{key}’ here.",
    "unknown-flag": "There is no ‘.{flag}’ here.",
    "no-id": "There is no id; write {{#its-id}} behind the title.",
    "bad-id": "‘{id}’ can't be an id; use small letters, digits and single dashes, 80 at most.",
    "empty-title": "The heading has no words; write them before the attributes.",
    "no-type": "The question has no type; add .single, .multiple, .numeric, .text, .order, .match or .hotspot.",
    "two-types": "The question has more than one type ({types}); keep one.",
    "bad-points": "‘{text}’ can't be points; write a whole number from 1 to {most}.",
    "bad-marking": "‘marking={text}’ can't stand here; only .multiple, .order and .match know marking, and only "
    "marking=all.",
    "no-key-options": "The question has no options; write - [x] for the right one and - [ ] for each wrong one.",
    "no-key-numeric": "The question has no answer; write a line like = 3.85 ± 0.05 V.",
    "no-key-text": "The question has no answer; write a line like = open circuit.",
    "no-key-order": "There is nothing to put in order; write a numbered list in the right order.",
    "no-key-match": "The question has no table; write | Left | Right |, a line |---|---| below, and a row a pair.",
    "no-key-hotspot": "The question has no places; below the image write - [x] The right one: 40 25 12 8, in percent "
    "from the top left: x, y, width and height.",
    "too-few-parts": "There are less than two {what}; add one.",
    "too-many-parts": "There are more than {limit} {what}; split the question.",
    "not-different": "‘{text}’ is the same as in line {first}; make them different.",
    "empty-item": "There is nothing behind this number; write what to put in order.",
    "number-out-of-order": "This is number {number} where {expected} would come; the right order is that of the lines, "
    "so number them one after the other.",
    "not-two-columns": "This row has {number} columns; a table to match has two.",
    "empty-cell": "A cell is empty; write something in it.",
    "hotspot-without-image": "The places lie on no image; write one, in a line of its own, right above them.",
    "bad-place": "‘{text}’ is no place; write a label and x, y, width and height in percent, like - [x] Battery "
    "connector: 40 25.5 12 8.",
    "place-outside": "‘{text}’ lies outside of the image; x and y count from 0, width and height are above 0, and "
    "none of them goes beyond 100.",
    "places-overlap": "‘{text}’ and ‘{other}’ overlap, and one is right and the other wrong; draw them apart.",
    "too-few-options": "The question has less than two options; add one.",
    "no-right-option": "No option is right; mark one with [x].",
    "two-right-options": "{number} options are right; mark one only, or make the question .multiple.",
    "option-without-box": "This option has no box; begin it with - [ ] or - [x].",
    "empty-option": "The option is empty; write its text.",
    "bad-numeric-key": "‘{text}’ is not understood; write number, tolerance and unit like = 3.85 ± "
    "0.05 V, with a decimal point.",
    "two-numbers": "A numeric question has one answer; widen its tolerance instead.",
    "empty-answer": "The answer is empty; write it behind the =.",
    "text-after-key": "This stands behind the answers; put it above them, or quote it with > as the explanation.",
    "block-in-question": "The block ‘{name}’ can't stand in a question; put it before the questions.",
    "question-too-deep": "This heading is deeper than those of the other questions; begin it with {heading}.",
    "heading-among-questions": "This heading stands above the questions' level; make it deeper, or a question.",
    # criteria
    "no-criteria": "The practical has no criteria; write ## Criteria and below it ### headings.",
    "criteria-twice": "There are two headings ‘## Criteria’; keep one.",
    "criteria-without-criterion": "There is no criterion; write ### What is judged {{#an-id}}.",
    "heading-after-criteria": "What stands behind the criteria is never shown; move it before ## Criteria.",
    "text-among-criteria": "This is never shown: a criterion has a heading, and perhaps levels (- 0: …).",
    "level-out-of-order": "This is level {level}, but {expected} comes next; levels go up from 0 by 1.",
    "empty-level": "Level {level} has no text; say what is seen then.",
    "one-level": "There is one level only; write two or more, or none.",
    # cases
    "no-section": "The case has no section ‘{name}’; write ## Tests, ## Conclusions and ## Debrief, a line each.",
    "section-twice": "There are two headings ‘## {name}’; keep one.",
    "empty-section": "There is nothing below ‘## {name}’; write it.",
    "heading-in-case": "What stands under this heading is never shown; behind ## Tests there are only ### headings, "
    "## Conclusions and ## Debrief.",
    "text-before-entries": "This is never shown: below ‘## {name}’ everything stands under a heading like "
    "### What is done {{#an-id}}.",
    "too-many-entries": "There are more than {limit} here; nobody surveys them, so leave some out.",
    "bad-minutes": "‘{text}’ can't be minutes; write a whole number like 4, up to 9999.",
    "bad-cost": "‘{text}’ can't be a cost; write it like 4 or 2.50, without the currency.",
    "effects-exclude": "{flags} exclude each other; keep one.",
    "empty-reading": "The test has no reading; write below its heading what is seen, or what comes of it.",
    "empty-conclusion": "Nothing is said of this conclusion; write why it is right or wrong.",
    "no-cause": "No conclusion is the cause; add .cause to the right one.",
    "two-causes": "There are two causes, the other in {first}; a case has one.",
    "one-conclusion": "There is one conclusion only, so nobody has to choose; write wrong ones too.",
    "unknown-test": "‘{key}’ names ‘{id}’, and there is no such test here; name one that is.",
    "after-itself": "The test ‘{id}’ comes after itself; take it, or one of those before it, out of ‘after’.",
    "needed-forbidden": "The cause needs the test ‘{id}’, which is forbidden; take away .forbidden, or name other "
    "evidence in ‘needs’ and ‘after’.",
    "never-dead": "The cause needs the test ‘{id}’, and nothing makes the device dead before it; add a test that is "
    ".makes-safe, or take away .dead-only.",
    "over-budget": "No safe way to the cause is within the budget: the shortest ({way}) takes {minutes} minutes and "
    "costs {cost}; raise the budget.",
    "too-many-safe": "More than {limit} tests are .makes-safe, too many to find the shortest way; join some.",
    "too-many-ways": "There are too many ways to compare them; use fewer .live and .makes-safe tests.",
    "cause-without-needs": "The cause ‘{id}’ needs no test, so that a guess is as good as finding it; name its "
    "evidence with needs=.",
    "not-told-apart": "‘{id}’ stands on the same tests as the cause ‘{cause}’; no reading tells them apart.",
    "never-offered": "The test ‘{id}’ is never offered: ‘{after}’ comes before it and is forbidden.",
    "passes-without-cause": "With this ‘pass’ a wrong conclusion can pass: time and cost earn {most} %; write more.",
    # translations
    "translation-of-nothing": "There is no {original} that this could translate; name it after the file that it does.",
    "own-language": "The course's own language is {language}; a translation is named after another.",
    "not-in-original": "The original has no ‘{id}’; translate what it has, with its ids.",
    "not-translated": "The original has ‘{expected}’ here; a file is translated whole, so translate it too.",
    "not-in-order": "Here the original has ‘{expected}’; keep its order.",
    "shape-differs": "The original has another number of {what}: {expected}, not {number}; translate each, "
    "in its order.",
    "not-as-in-original": "‘{what}’ is not what the original says, which counts; leave it out.",
    # questions that people have answered
    "other-type": "People have answered ‘{id}’, and it is of another type now; ask something new under an id of its "
    "own.",
    "other-key": "People have answered ‘{id}’, and now other answers are right; if the key was wrong, have the answers "
    "marked again once this is published, and if not, ask something new under an id of its own.",
    "other-points": "People have answered ‘{id}’, and now it earns other points, or earns them in another way.",
    "other-critical": "People have answered ‘{id}’, and now it is critical, or is no longer.",
    # lessons
    "empty-lesson": "The lesson is empty; write it.",
}


def phrase(problem: Problem) -> str:
    """What is wrong and what would be right, as an English sentence or two."""
    text = TEMPLATES[problem.code].format_map(problem.values)
    near = problem.values.get("nearest")
    return f"{text} Did you mean ‘{near}’?" if near else text
