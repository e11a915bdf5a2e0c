"""What staff do with a revision besides reading it: see its coverage, and carry its sources away."""

from __future__ import annotations

from app.config import Settings
from app.courses.queries.revisions import revision_facts
from app.curriculum.archive import unpack
from app.curriculum.digest import source_digest
from app.curriculum.folder import read_course
from tests.cast import Cast
from tests.conftest import ClientOf, CountQueries

TINY = "mobile/tiny-phone-repair"


def test_the_coverage_links_to_every_item_that_has_to_do_with_a_competence(client_of: ClientOf, cast: Cast) -> None:
    address = f"/revisions/{cast.revision_id}"
    page = client_of(cast.author).get(f"{address}/coverage")
    assert page.status_code == 200
    revision = revision_facts(cast.author, revision_id=cast.revision_id)
    assert revision is not None
    with_competences = [
        item for item in revision.curriculum.items.values() if item.kind == "lesson" and item.competences
    ]
    assert all(f'href="{address}/items/{item.id}"' in page.text for item in with_competences)
    assert f'href="{address}/coverage"' in client_of(cast.author).get(address).text


def test_the_coverage_takes_few_queries(client_of: ClientOf, cast: Cast, count_queries: CountQueries) -> None:
    client = client_of(cast.author)
    client.get(f"/revisions/{cast.revision_id}/coverage")
    with count_queries() as queries:
        client.get(f"/revisions/{cast.revision_id}/coverage")
    assert len(queries) == 2


def test_the_sources_of_a_revision_come_as_they_were_published(
    client_of: ClientOf, cast: Cast, settings: Settings
) -> None:
    got = client_of(cast.coordinator).get(f"/revisions/{cast.revision_id}.zip")
    assert (got.status_code, got.mimetype) == (200, "application/zip")
    assert got.headers["Content-Disposition"] == 'attachment; filename="tiny-phone-repair-1.zip"'
    packed = unpack(got.data)
    assert (packed.track_id, packed.course_id) == ("mobile", "tiny-phone-repair")
    assert source_digest(packed.sources) == source_digest(read_course(settings.content / TINY).sources)
