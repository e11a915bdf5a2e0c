"""Writes a QTI 2.2 package: a zip with a manifest, the test, an item for each question, and the images."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Final
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from app.exchange.bank import BankQuestion, CantSayError, Exported, Remark
from app.exchange.going import Going
from app.exchange.moodle_writing import by_pool
from app.exchange.qti_items import NAMESPACE, item_id, item_xml
from app.exchange.telling import unsaid, unsaid_rules

_SAID: Final = frozenset({"time", "draw", "shuffle"})
_PACKAGING: Final = "http://www.imsglobal.org/xsd/imscp_v1p1"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>'


def write_qti(going: Going) -> Exported:
    """The quiz as a package with one test."""
    remarks: list[Remark] = [*going.remarks, *unsaid_rules(going.quiz, said=_SAID)]
    files: dict[str, bytes] = {}
    said: list[BankQuestion] = []
    for question in by_pool(going.questions):
        try:
            files[_path(question)] = item_xml(question, going).encode()
        except CantSayError as refusal:
            remarks.append(Remark(question.line, question.id, "left out", str(refusal)))
            continue
        said.append(question)
        remarks.extend(unsaid(question, *_changes(question)))
    files["test.xml"] = "\n".join(_test(going, said)).encode()
    files |= {f"images/{name}": data for name, data in going.images.items()}
    files = {"imsmanifest.xml": "\n".join(_manifest(going, said)).encode(), **files}
    return Exported(_zipped(files), tuple(remarks))


def _changes(question: BankQuestion) -> Iterator[str]:
    if question.critical:
        yield "QTI can't say that it is critical"
    if question.competence:
        yield f"QTI can't say its competence ({question.competence})"
    if question.type == "text":
        yield "accents and spaces are not folded when answers are compared there"
    if question.type == "order" and not question.all_or_nothing:
        yield "only the whole order earns its points there"


def _test(going: Going, questions: Sequence[BankQuestion]) -> Iterator[str]:
    quiz = going.quiz
    yield f'{_HEAD}\n<assessmentTest xmlns="{NAMESPACE}" identifier="test-{quiz.id}" title={quoteattr(quiz.title)}>'
    yield '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>'
    if quiz.minutes is not None:
        yield f'<timeLimits maxTime="{quiz.minutes * 60}"/>'
    yield '<testPart identifier="part-1" navigationMode="nonlinear" submissionMode="simultaneous">'
    for pool in dict.fromkeys(question.pool for question in questions):
        yield from _section(going, pool, [question for question in questions if question.pool == pool])
    yield "</testPart>"
    summed = '<sum><testVariables variableIdentifier="SCORE"/></sum>'
    yield f'<outcomeProcessing><setOutcomeValue identifier="SCORE">{summed}</setOutcomeValue></outcomeProcessing>'
    yield "</assessmentTest>\n"


def _section(going: Going, pool: str | None, questions: Sequence[BankQuestion]) -> Iterator[str]:
    title = quoteattr(pool or going.quiz.title)
    name = f"pool-{pool}" if pool else "always-asked"
    yield f'<assessmentSection identifier="{name}" title={title} visible="false">'
    if pool and going.quiz.draw.get(pool, len(questions)) < len(questions):
        yield f'<selection select="{going.quiz.draw[pool]}"/>'
    if going.quiz.shuffle:
        yield '<ordering shuffle="true"/>'
    for question in questions:
        yield f'<assessmentItemRef identifier="{item_id(question)}" href="{_path(question)}"/>'
    yield "</assessmentSection>"


def _manifest(going: Going, questions: Sequence[BankQuestion]) -> Iterator[str]:
    yield f'{_HEAD}\n<manifest xmlns="{_PACKAGING}" identifier="manifest-{going.quiz.id}">'
    yield "<metadata><schema>QTIv2.2 Package</schema><schemaversion>1.0.0</schemaversion></metadata>"
    yield "<organizations/>"
    yield "<resources>"
    yield '<resource identifier="test" type="imsqti_test_xmlv2p2" href="test.xml">'
    yield '<file href="test.xml"/>'
    yield from (f'<dependency identifierref="{item_id(question)}"/>' for question in questions)
    yield "</resource>"
    for question in questions:
        path = _path(question)
        yield f'<resource identifier="{item_id(question)}" type="imsqti_item_xmlv2p2" href="{path}">'
        yield f'<file href="{path}"/>'
        yield from (f'<file href="images/{name}"/>' for name in going.images_in(*_texts(question)))
        yield "</resource>"
    yield "</resources>"
    yield "</manifest>\n"


def _path(question: BankQuestion) -> str:
    return f"{item_id(question)}.xml"


def _texts(question: BankQuestion) -> Iterator[str]:
    yield from (question.title, question.stem, question.explanation, question.picture, *question.ordered)
    for choice in question.choices:
        yield from (choice.text, choice.feedback)
    for pair in question.pairs:
        yield from pair


def _zipped(files: Mapping[str, bytes]) -> bytes:
    """The files as a zip; the same files make the same bytes."""
    whole = BytesIO()
    with ZipFile(whole, "w", ZIP_DEFLATED) as package:
        for path, data in files.items():
            package.writestr(ZipInfo(path), data, ZIP_DEFLATED)
    return whole.getvalue()
