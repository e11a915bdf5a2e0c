"""Digests, and the bytes that they are made of."""

from __future__ import annotations

from app.shared.digests import canonical, new_salt, salted, sha256


def test_a_digest_is_the_sha_256_of_the_bytes() -> None:
    # FIPS 180-4, the examples of the standard.
    assert sha256(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert sha256(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_equal_values_have_the_same_canonical_bytes_in_whatever_order_they_were_made() -> None:
    assert (
        canonical({"b": [1, None], "a": "é"})
        == canonical({"a": "é", "b": [1, None]})
        == '{"a":"é","b":[1,null]}'.encode()
    )


def test_order_matters_where_it_means_something() -> None:
    assert canonical([1, 2]) != canonical([2, 1])


def test_a_salted_digest_covers_salt_and_text() -> None:
    assert salted("late train", "s1") == sha256(b"s1\nlate train")
    assert salted("late train", "s1") != salted("late train", "s2")
    assert salted("late train", "s1") != salted("late tram", "s1")


def test_no_salt_comes_twice() -> None:
    salts = {new_salt() for _ in range(100)}
    assert len(salts) == 100
    assert {len(salt) for salt in salts} == {32}
