"""Makes a `Curriculum` of a course's sources, or says everything that is wrong with them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, cast

from app.curriculum.course import (
    COURSE,
    Frame,
    language_of,
    read_body,
    read_course_front,
    read_frame,
    read_week_front,
    required_page,
)
from app.curriculum.folder import Sources
from app.curriculum.front import CourseFront
from app.curriculum.images import read_image
from app.curriculum.items import compile_item
from app.curriculum.model import CompletionRules, Curriculum, Document, Item, Track, Week
from app.curriculum.problems import Problem, Report
from app.curriculum.rendering import Known
from app.curriculum.source import Page, read_page
from app.curriculum.tree import Tree, WeekFiles, read_tree
from app.curriculum.whole import check_competences, check_coverage, check_gates, check_ids

COMPILER_VERSION: Final = 1
"""Part of the name of every cached curriculum; raised when the same sources compile to something else."""


@dataclass(frozen=True)
class Compiled:
    """What came of compiling: a curriculum, unless one of the problems is an error."""

    curriculum: Curriculum | None
    problems: tuple[Problem, ...]


def compile_course(sources: Sources, *, track_id: str, course_id: str, images_at: str = "/images/") -> Compiled:
    """The course in the sources, its images addressed below `images_at`."""
    return _Compilation(sources, track_id, course_id, images_at).run()


class _Compilation:
    """One run over the sources of one course."""

    def __init__(self, sources: Sources, track_id: str, course_id: str, images_at: str) -> None:
        self.sources = sources
        self.track_id = track_id
        self.course_id = course_id
        self.images_at = images_at
        self.report = Report()

    def run(self) -> Compiled:
        report = self.report
        tree = read_tree(self.sources, report)
        course_page = required_page(COURSE, self.sources, report)
        frame = read_frame(self.sources, self.track_id, language_of(course_page), report)
        read = {path: read_page(path, self.sources[path], report) for path in tree.item_ids}
        pages = {path: page for path, page in read.items() if page is not None}
        known = self.known(tree, frame, pages)
        front = read_course_front(course_page, len(tree.weeks), report) if course_page else None
        body = read_body(course_page, known, report) if course_page else ()
        weeks = [self.week(files, pages, known) for files in tree.weeks]
        self.check(pages, [item for week in weeks for item in week.items], known, frame)
        if report.count or front is None or frame.track is None:
            return Compiled(None, report.problems)
        whole = self.curriculum(front, frame, body, weeks, known)
        return Compiled(whole, report.problems)

    def known(self, tree: Tree, frame: Frame, pages: Mapping[str, Page]) -> Known:
        aliases: dict[str, str] = {}
        for path, page in pages.items():
            front = page.front.value if isinstance(page.front.value, dict) else {}
            written = front.get("aliases")
            for alias in written if isinstance(written, list) else ():
                aliases[str(alias)] = tree.item_ids[path]
        return Known(
            item_ids=tree.item_ids,
            aliases=aliases,
            images={path: read_image(path, self.sources[path], self.report) for path in tree.images},
            images_at=self.images_at,
            competences=None if frame.blocks is None else frozenset(frame.places),
        )

    def week(self, files: WeekFiles, pages: Mapping[str, Page], known: Known) -> Week:
        items = [
            compile_item(pages[path], files.number, item_id, known, self.report)
            for path, item_id in files.items.items()
            if path in pages
        ]
        file = f"{files.folder}/week.md"
        page = read_page(file, self.sources[file], self.report) if file in self.sources else None
        front = read_week_front(page, self.report) if page else None
        body = read_body(page, known, self.report) if page else ()
        compiled = tuple(item for item in items if item is not None)
        if front is None:
            # Told already; the items are still looked at together with those of other weeks.
            return Week(files.number, "", Decimal(0), (), body, compiled)
        return Week(files.number, front.title, front.hours, tuple(front.outcomes), body, compiled)

    def check(self, pages: Mapping[str, Page], items: Sequence[Item], known: Known, frame: Frame) -> None:
        check_ids(items, pages, known, self.report)
        check_gates(pages, self.report)
        if frame.blocks is not None:
            check_competences(pages, frame.places, self.report)
        if frame.blocks is not None and len(items) == len(known.item_ids):
            check_coverage(items, frame.places, self.report)

    def curriculum(
        self, front: CourseFront, frame: Frame, body: Document, weeks: Sequence[Week], known: Known
    ) -> Curriculum:
        return Curriculum(
            id=self.course_id,
            track=cast("Track", frame.track),
            language=front.language,
            title=front.title,
            summary=front.summary,
            hours_per_week=front.hours_per_week,
            completion=CompletionRules(front.completion.lessons, front.completion.quizzes, front.completion.practicals),
            certificate_title=front.certificate.title or front.title,
            certificate_valid_for=front.certificate.valid_for,
            blocks=frame.blocks or (),
            glossary=frame.glossary,
            body=body,
            weeks=tuple(weeks),
            images={path: image.sha256 for path, image in known.images.items()},
        )
