"""The digest of a course's sources."""

from __future__ import annotations

from app.curriculum.digest import source_digest


def test_the_same_files_have_one_digest_in_whatever_order_they_are_given() -> None:
    assert source_digest({"a": b"1", "b": b"2"}) == source_digest({"b": b"2", "a": b"1"})
    assert len(source_digest({})) == 64


def test_content_names_and_their_borders_make_the_digest() -> None:
    digests = [
        source_digest(sources)
        for sources in (
            {"a": b"1"},
            {"a": b"2"},
            {"b": b"1"},
            {"a": b"1", "b": b""},
            {"a": b"", "b": b"1"},
            {"ab": b"1"},
            {},
        )
    ]
    assert len(set(digests)) == len(digests)
