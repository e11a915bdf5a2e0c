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
    "too-many-items": "The course has more than {limit} items; split it into two courses.",
    "too-large": "The file is larger than {limit}; split it, or make it smaller.",
    "too-slow": "The file takes longer than {limit} seconds to compile; split it, and make this part simpler.",
    "too-dense": "There are more than {limit} ‘{sign}’ from here to the next block; split the text.",
    "not-utf-8": "The file is not UTF-8; save it with the encoding UTF-8.",
    "control-character": "There is a control character here ({character}); only tabs and line ends are allowed.",
    "never-shown": "This Markdown is never shown: an item is week-NN/NN-its-name.md, in lower case.",
    "not-yet-understood": "This is not understood yet: {what}.",
    "week-gap": "A week is missing: the next folder should be {expected}.",
    "week-being-written": "The week has no items yet; it is shown as being written.",
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
    "missing-key": "The key ‘{key}’ is missing; it is required.",
    "unknown-key": "‘{key}’ is not a key that is known here; known are {known}.",
    "unknown-word": "‘{text}’ is nothing that ‘{key}’ can be; it is one of {known}.",
    "empty-value": "‘{key}’ is empty; give it a value, or leave the key out.",
    "not-a-text": "‘{key}’ should be a text.",
    "not-a-number": "‘{text}’ is not a number for ‘{key}’; write it like 4 or 2.5.",
    "not-a-whole-number": "‘{text}’ is not a whole number above 0 for ‘{key}’; write it like 30.",
    "not-a-percentage": "‘{text}’ is not a percentage for ‘{key}’; write it from 0 % to 100 %, like 80 %.",
    "not-a-duration": "‘{text}’ is not a duration for ‘{key}’; write it like 24 hours or 3 years.",
    "not-true-or-false": "‘{text}’ is neither true nor false, as ‘{key}’ must be.",
    "not-a-language": "‘{text}’ is not the code of a language; write it like en, fr or pt-BR.",
    "bad-id-value": "‘{text}’ can't be a name for ‘{key}’; use small letters, digits and single dashes.",
    "bad-competence-id": "‘{text}’ can't be a competence's id; write it like B1.2.",
    "language-missing": "The course's own language ({language}) is missing here; add it.",
    # what refers to something else
    "leads-nowhere": "‘{address}’ leads nowhere; name a file beside this one, images/…, or an item's id.",
    "absolute-address": "‘{address}’ is an absolute path; write it relative to this file.",
    "out-of-folder": "‘{address}’ leads out of the course's folder; keep the file inside it.",
    "unknown-competence": "There is no competence ‘{id}’ in competences.yaml; use one that is there.",
    "unknown-gate": "No quiz opens the gate ‘{gate}’; name one that a quiz has as its gate.",
    "gate-twice": "The gate ‘{gate}’ is already opened by {first}; a gate has one quiz.",
    "gate-behind-itself": "The quiz that opens the gate ‘{gate}’ stands behind it; take it out of ‘requires’.",
    "unknown-pool": "No question is in the pool ‘{pool}’; name a pool that a question has.",
    "draw-too-large": "{number} questions are drawn from the pool ‘{pool}’, which holds {held}; draw fewer.",
    "draw-takes-all": "All {number} questions of the pool ‘{pool}’ are drawn; draw fewer, or do without the pool.",
    "pool-not-drawn": "‘draw’ does not name the pool ‘{pool}’; say how many of its questions are asked.",
    "pools-without-draw": "There are pools ({pools}), but no ‘draw’; every question is asked.",
    "competence-unused": "Nothing teaches or assesses the competence {id}; name it in a lesson, and "
    "in a question or criterion.",
    "competence-not-taught": "No lesson teaches the competence {id}; name it in a lesson's ‘competences’.",
    "competence-not-assessed": "No question or criterion assesses the competence {id}; add competence={id} to one.",
    # text
    "unsafe-html": "‘{what}’ is not allowed here and would be removed; write it in Markdown, or in `code` to show it.",
    "not-renderable": "This can't be rendered; make it simpler, with less nesting.",
    "fence-not-closed": "The code is not closed; end it with a line {fence}.",
    "comment-not-closed": "The comment is not closed; end it with -->.",
    "heading-of-page": "A heading with one # is the page's own; use ##.",
    "underlined-heading": "This is a heading with a line below; here headings begin with #.",
    # blocks
    "unknown-block": "There is no block ‘{name}’; there are hazard, steps, readings, check and note.",
    "block-not-closed": "The block ‘{name}’ is not closed; end it with a line ///.",
    "nothing-to-close": "There is no block to close here; remove the line {slashes}, or open one with as many strokes.",
    "bad-block-line": "‘{text}’ is no block; write /// name | title, or /// alone to close one.",
    "block-indented": "The block ‘{name}’ is indented; begin it at the start of the line (only in "
    "steps blocks are indented).",
    "empty-block": "The block ‘{name}’ is empty; write something in it.",
    "block-without-title": "The block ‘{name}’ has no title; write /// {name} | its title.",
    "check-with-title": "A check has no title: its question is one; write /// check.",
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
    "no-attributes": "The heading has no id; end it with {example}.",
    "attributes-not-closed": "The attributes are not closed; end the heading like {example}.",
    "bad-attribute": "‘{text}’ is no attribute; there are #id, .flag and key=value.",
    "attribute-twice": "‘{text}’ is here twice; keep one.",
    "unknown-attribute": "There is no attribute ‘{key}’ here.",
    "unknown-flag": "There is no ‘.{flag}’ here.",
    "no-id": "There is no id; write {{#its-id}} behind the title.",
    "bad-id": "‘{id}’ can't be an id; use small letters, digits and single dashes, 80 at most.",
    "empty-title": "The heading has no words; write them before the attributes.",
    "no-type": "The question has no type; add .single, .multiple, .numeric or .text.",
    "two-types": "The question has more than one type ({types}); keep one.",
    "bad-points": "‘{text}’ can't be points; write a whole number from 1 to {most}.",
    "bad-marking": "‘marking={text}’ can't stand here; only .multiple knows marking, and only marking=all.",
    "no-key-options": "The question has no options; write - [x] for the right one and - [ ] for each wrong one.",
    "no-key-numeric": "The question has no answer; write a line like = 3.85 ± 0.05 V.",
    "no-key-text": "The question has no answer; write a line like = open circuit.",
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
    # lessons
    "empty-lesson": "The lesson is empty; write it.",
}


def phrase(problem: Problem) -> str:
    """What is wrong and what would be right, as an English sentence or two."""
    text = TEMPLATES[problem.code].format_map(problem.values)
    near = problem.values.get("nearest")
    return f"{text} Did you mean ‘{near}’?" if near else text
