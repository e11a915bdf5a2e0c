"""Open Badges before software that made none of them: what it believes, and what it refuses."""

from __future__ import annotations

import base64
import copy
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from joserfc.errors import BadSignatureError, ExpiredTokenError

from app.certificates.credential import as_jwt
from app.certificates.issuer import did_document
from app.certificates.status import signed_list
from tests.cast import Cast
from tests.certificates.badging import IN_TIME, LIST, PLACE, Badge, Keys, badge_of, documents, new_keys
from tests.certificates.finished import PUBLIC_URL
from tests.certificates.validators import Case, Said, by_joserfc, needs_node, on_node

GOOD = Said(verified=True)
Path = tuple[str | int, ...]


@pytest.fixture
def keys() -> Keys:
    """The school's keys."""
    return new_keys()


@pytest.fixture
def badge(cast: Cast, keys: Keys) -> Badge:
    """The trainee's badge."""
    return badge_of(cast, keys)


@needs_node
def test_software_that_made_none_of_it_verifies_a_badge_both_ways(badge: Badge, keys: Keys) -> None:
    (said,) = on_node(
        [Case(badge.credential, badge.token)], documents=documents(*keys.published(), keys=keys), at=IN_TIME
    )
    assert (said.proof, said.jwt) == (GOOD, GOOD)
    assert said.status == Said(verified=True, revoked=False)
    assert said.jwt is not None
    assert said.jwt.claims == by_joserfc(
        badge.token, did_document=did_document(keys.published(), public_url=PUBLIC_URL), at=IN_TIME
    )


@needs_node
def test_a_badge_in_which_any_word_was_changed_is_refused(badge: Badge, keys: Keys) -> None:
    changed = {path: with_change(badge.credential, path) for path, _ in words(badge.unsigned)}
    assert believed(changed, keys) == []


@needs_node
def test_a_badge_from_which_anything_was_taken_is_refused(badge: Badge, keys: Keys) -> None:
    changed = {path: without(badge.credential, path) for path in members(badge.unsigned)}
    assert believed(changed, keys) == []


@needs_node
def test_a_badge_to_which_anything_was_added_is_refused(badge: Badge, keys: Keys) -> None:
    described, unheard = copy.deepcopy(badge.credential), {**badge.credential, "unheardOf": "anything"}
    described["issuer"]["description"] = "The best of schools"
    assert believed({("issuer", "description"): described, ("unheardOf",): unheard}, keys) == []


def believed(changed: dict[Path, dict[str, Any]], keys: Keys) -> list[Path]:
    """Which of these Node's libraries take for the school's."""
    known = documents(*keys.published(), keys=keys)
    said = on_node([Case(each) for each in changed.values()], documents=known, at=IN_TIME)
    return [path for path, each in zip(changed, said, strict=True) if each.proof is None or each.proof.verified]


def words(said: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Whatever is said, down to each word, and where."""
    if isinstance(said, dict | list):
        for key, each in said.items() if isinstance(said, dict) else enumerate(said):
            yield from words(each, (*path, key))
    else:
        yield path, said


def members(said: Any, path: Path = ()) -> Iterator[Path]:
    """Where anything can be taken away."""
    for key, each in said.items() if isinstance(said, dict) else enumerate(said):
        yield (*path, key)
        if isinstance(each, dict | list):
            yield from members(each, (*path, key))


def with_change(said: dict[str, Any], path: Path) -> dict[str, Any]:
    """The same with a letter more at the end of that word, or the other truth."""
    changed = copy.deepcopy(said)
    place = at_path(changed, path[:-1])
    word = place[path[-1]]
    place[path[-1]] = not word if isinstance(word, bool) else f"{word}x"
    return changed


def without(said: dict[str, Any], path: Path) -> dict[str, Any]:
    """The same with that taken away."""
    changed = copy.deepcopy(said)
    del at_path(changed, path[:-1])[path[-1]]
    return changed


def at_path(said: Any, path: Path) -> Any:
    """What stands there."""
    for key in path:
        said = said[key]
    return said


def test_a_token_in_which_any_word_was_changed_is_refused(badge: Badge, keys: Keys) -> None:
    header, _, signature = badge.token.split(".")
    school = did_document(keys.published(), public_url=PUBLIC_URL)
    for path, _ in words(badge.unsigned):
        claims = json.dumps(with_change(badge.unsigned, path)).encode()
        with pytest.raises(BadSignatureError):
            by_joserfc(
                f"{header}.{base64.urlsafe_b64encode(claims).decode().rstrip('=')}.{signature}",
                did_document=school,
                at=IN_TIME,
            )


@needs_node
def test_a_token_with_another_ones_claims_or_signature_is_refused(badge: Badge, keys: Keys) -> None:
    header, claims, signature = badge.token.split(".")
    other = as_jwt({**badge.unsigned, "validUntil": "2029-05-15T00:00:00Z"}, key=keys.jwt).split(".")
    tokens = [f"{header}.{other[1]}.{signature}", f"{header}.{claims}.{other[2]}"]
    said = on_node([Case(token=each) for each in tokens], documents=documents(*keys.published(), keys=keys), at=IN_TIME)
    assert [verdict.jwt for verdict in said] == [Said(verified=False, errors=("signature verification failed",))] * 2
    school = did_document(keys.published(), public_url=PUBLIC_URL)
    for each in tokens:
        with pytest.raises(BadSignatureError):
            by_joserfc(each, did_document=school, at=IN_TIME)


@needs_node
def test_a_badge_of_somebody_who_says_to_be_the_school_is_refused(cast: Cast, keys: Keys) -> None:
    forged = badge_of(cast, new_keys())
    (said,) = on_node(
        [Case(forged.credential, forged.token)], documents=documents(*keys.published(), keys=keys), at=IN_TIME
    )
    assert said.proof is not None
    assert said.proof.verified is False
    assert said.jwt == Said(verified=False, errors=("The key is not the school’s.",))
    with pytest.raises(LookupError):
        by_joserfc(forged.token, did_document=did_document(keys.published(), public_url=PUBLIC_URL), at=IN_TIME)


@needs_node
def test_a_badge_is_refused_after_its_end(badge: Badge, keys: Keys) -> None:
    known = documents(*keys.published(), keys=keys)
    before = datetime(2028, 5, 14, 23, 59, 59, tzinfo=UTC)
    after = datetime(2028, 5, 15, 0, 6, tzinfo=UTC)  # they allow for clocks that differ by five minutes
    (then,) = on_node([Case(badge.credential, badge.token)], documents=known, at=before)
    (later,) = on_node([Case(badge.credential, badge.token)], documents=known, at=after)
    assert (then.proof, then.jwt) == (GOOD, GOOD)
    assert [said.verified for said in (later.proof, later.jwt) if said] == [False, False]
    school = did_document(keys.published(), public_url=PUBLIC_URL)
    with pytest.raises(ExpiredTokenError):
        by_joserfc(badge.token, did_document=school, at=after)


@needs_node
def test_a_revoked_badge_is_told_by_its_status_list(badge: Badge, keys: Keys) -> None:
    revoked = documents(*keys.published(), keys=keys, revoked=frozenset({PLACE[1]}))
    others = documents(*keys.published(), keys=keys, revoked=frozenset({PLACE[1] - 1, PLACE[1] + 1}))
    said = [on_node([Case(badge.credential)], documents=known, at=IN_TIME)[0].status for known in (revoked, others)]
    assert said == [Said(verified=True, revoked=True), Said(verified=True, revoked=False)]


@needs_node
def test_a_status_list_that_the_school_did_not_sign_is_refused(badge: Badge, keys: Keys) -> None:
    known = dict(documents(*keys.published(), keys=keys))
    forged = signed_list(1, revoked=frozenset(), public_url=PUBLIC_URL, at=datetime.now(UTC), keys=new_keys())
    (said,) = on_node([Case(badge.credential)], documents={**known, LIST: json.loads(forged.credential)}, at=IN_TIME)
    assert said.status is not None
    assert said.status.verified is False


@needs_node
def test_after_a_change_of_keys_old_badges_verify_and_so_do_new_ones(cast: Cast, keys: Keys) -> None:
    new = new_keys()
    later = datetime(2027, 1, 1, tzinfo=UTC)
    school = (*keys.published(), *new.published(since=later))
    badges = [badge_of(cast, each) for each in (keys, new)]
    said = on_node(
        [Case(each.credential, each.token) for each in badges], documents=documents(*school, keys=new), at=IN_TIME
    )
    assert [(each.proof, each.status, each.jwt) for each in said] == [
        (GOOD, Said(verified=True, revoked=False), GOOD)
    ] * 2
    for each in badges:
        by_joserfc(each.token, did_document=did_document(school, public_url=PUBLIC_URL), at=IN_TIME)
