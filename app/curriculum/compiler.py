"""Makes a `Curriculum` of a course's sources, or says everything that is wrong with them. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial
from typing import cast

from app.curriculum.course import (
    Frame,
    Language,
    language_place,
    read_body,
    read_course_front,
    read_frame,
    read_week_front,
    required_page,
)
from app.curriculum.facts import read_sources
from app.curriculum.folder import Sources
from app.curriculum.front import CourseFront
from app.curriculum.images import Image, read_image
from app.curriculum.items import compile_item
from app.curriculum.memory import Memory, Recalling
from app.curriculum.model import CompletionRules, Curriculum, Document, Item, Track, Week
from app.curriculum.problems import Problem, Report
from app.curriculum.rendering import Known
from app.curriculum.source import Page, read_page
from app.curriculum.translating import Originals, Tally, Translating, tallies
from app.curriculum.tree import COURSE, Tree, WeekFiles, read_tree
from app.curriculum.whole import check_competences, check_coverage, check_gates, check_ids


@dataclass(frozen=True)
class Compiled:
    """What came of compiling: a curriculum, unless one of the problems is an error of sources that are new."""

    curriculum: Curriculum | None
    problems: tuple[Problem, ...]
    memory: Memory | None = field(default=None, compare=False, repr=False)
    """What the next run may begin with; kept only by a run that was given one itself."""
    translated: tuple[Tally, ...] = ()
    """How many of its files are translated, a language each."""


def compile_course(
    sources: Sources,
    *,
    track_id: str,
    course_id: str,
    images_at: str = "/images/",
    unread: Collection[str] = (),
    memory: Memory | None = None,
    are_published: bool = False,
) -> Compiled:
    """The course in the sources, its images addressed below `images_at`.

    `unread` names files and folders that are there, but can't be read: who read the folder has told so.
    With the `memory` of a run before, or an empty one, only what changed is compiled; the same comes out.
    Sources that `are_published` were sound when they were: what a checker that has become stricter says of them takes
    the course from nobody.
    """
    return _Compilation(
        sources, track_id, course_id, images_at, frozenset(unread), memory, Report(forgives=are_published)
    ).run()


class _Compilation:
    """One run over the sources of one course."""

    def __init__(
        self,
        sources: Sources,
        track_id: str,
        course_id: str,
        images_at: str,
        unread: frozenset[str],
        memory: Memory | None,
        report: Report,
    ) -> None:
        self.sources = sources
        self.track_id = track_id
        self.course_id = course_id
        self.images_at = images_at
        self.unread = unread
        self.report = report
        self.recalling = Recalling(memory, sources, self.report)
        self.around: dict[str, Page] = {}
        """The pages that are no items, by path."""

    def run(self) -> Compiled:
        report = self.report
        tree = read_tree(self.sources, report, self.unread)
        course_page = required_page(COURSE, self.sources, report, self.unread)
        if course_page:
            self.around[COURSE] = course_page
        language = language_place(course_page)
        frame = read_frame(self.sources, self.track_id, language, report, self.unread)
        read = {path: self.page(path) for path in tree.item_ids if path in self.sources}
        pages = {path: page for path, page in read.items() if page is not None}
        known = self.known(tree, frame, pages, language)
        front = read_course_front(course_page, tree.counted_weeks, report) if course_page else None
        body = self.body(course_page, known) if course_page else ()
        weeks = [self.week(files, pages, known) for files in tree.weeks]
        self.check(pages, weeks, known, frame)
        originals = Originals({**self.around, **pages}, body if front else None, weeks)
        translating = Translating(originals, self.sources, self.recalling, report)
        translating.run(tree.translations, language, known)
        whole = None
        if not report.count and front is not None and frame.track is not None:
            whole = self.curriculum(front, frame, body, translating, known)
        return Compiled(whole, report.problems, self.recalling.memory, tallies(tree, language))

    def page(self, path: str) -> Page | None:
        return self.recalling.recall("page", path, partial(read_page, path, self.sources[path]))

    def body(self, page: Page, known: Known) -> Document:
        return self.recalling.recall_seeing(known, "body", page.file, partial(read_body, page))

    def item(self, page: Page, week: int, item_id: str, known: Known) -> Item | None:
        make = partial(compile_item, page, week, item_id)
        return self.recalling.recall_seeing(known, "item", page.file, make, week, item_id)

    def image(self, path: str) -> Image:
        return self.recalling.recall("image", path, partial(read_image, path, self.sources[path]))

    def known(self, tree: Tree, frame: Frame, pages: Mapping[str, Page], language: Language | None) -> Known:
        item_ids = tree.item_ids
        aliases: dict[str, str] = {}
        for path, page in pages.items():
            front = page.front.value if isinstance(page.front.value, dict) else {}
            written = front.get("aliases")
            for alias in written if isinstance(written, list) else ():
                aliases[str(alias)] = item_ids[path]
        translated = {each.path: item_ids[each.original] for each in tree.translations if each.original in item_ids}
        return Known(
            language=language.code if language else "",
            item_ids={**item_ids, **translated},
            item_paths={item_id: path for path, item_id in item_ids.items()},
            aliases=aliases,
            images={path: self.image(path) for path in tree.images if path in self.sources},
            unread=self.unread,
            images_at=self.images_at,
            competences=None if frame.blocks is None else dict.fromkeys(frame.places),
            sources=read_sources(self.sources, self.report),
        )

    def week(self, files: WeekFiles, pages: Mapping[str, Page], known: Known) -> Week:
        items = [
            self.item(pages[path], files.number, item_id, known)
            for path, item_id in files.items.items()
            if path in pages
        ]
        file = f"{files.folder}/week.md"
        page = self.page(file) if file in self.sources else None
        compiled = tuple(item for item in items if item is not None)
        # What is wrong with its file is told; the items are still looked at together with those of other weeks.
        week = Week(files.number, "", Decimal(0), (), known.language, (), compiled)
        return self.described(week, page, known) if page else week

    def described(self, week: Week, page: Page, known: Known) -> Week:
        """The week with what its file says of it, as far as that can be understood."""
        self.around[page.file] = page
        front = read_week_front(page, self.report)
        body = self.body(page, known)
        if front is None:
            return replace(week, body=body)
        if front.draft and week.items:
            self.report.warning(page.front.place("draft"), "week-being-written")
        return replace(
            week, title=front.title, hours=front.hours, outcomes=tuple(front.outcomes), body=body, draft=front.draft
        )

    def check(self, pages: Mapping[str, Page], weeks: Sequence[Week], known: Known, frame: Frame) -> None:
        items = [item for week in weeks for item in week.items]
        check_ids(items, pages, known, self.report)
        check_gates(pages, self.report, all_known=len(pages) == len(known.item_paths))
        if frame.blocks is not None:
            check_competences(pages, frame.places, self.report)
        # Of a week or item that can't be understood nobody knows what it would teach.
        is_written = all(week.title and week.is_written for week in weeks) and len(items) == len(known.item_paths)
        if frame.blocks is not None and is_written:
            check_coverage(items, frame.places, self.report)

    def curriculum(
        self, front: CourseFront, frame: Frame, body: Document, translating: Translating, known: Known
    ) -> Curriculum:
        return Curriculum(
            id=self.course_id,
            track=cast("Track", frame.track),
            language=front.language,
            text_language=front.language,
            title=front.title,
            summary=front.summary,
            hours_per_week=front.hours_per_week,
            completion=CompletionRules(
                lessons=front.completion.lessons,
                quizzes=front.completion.quizzes,
                cases=front.completion.cases,
                practicals=front.completion.practicals,
            ),
            certificate_title=front.certificate.title or front.title,
            certificate_valid_for=front.certificate.valid_for,
            blocks=frame.blocks or (),
            glossary=frame.glossary,
            body=body,
            weeks=translating.weeks(),
            images={path: image.sha256 for path, image in known.images.items()},
            translations=translating.translations(),
        )
