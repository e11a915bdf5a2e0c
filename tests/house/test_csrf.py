"""Every form carries a token; a request without one changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.cast import PASSWORD, Cast
from tests.conftest import ClientOf
from tests.house.records import make_records
from tests.house.test_permissions import TABLE, Row

POSTS = [row for row in TABLE if row.method == "POST"]


@pytest.fixture
def with_tokens(app: Flask) -> Iterator[None]:
    """CSRF protection as in production."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.mark.parametrize("row", POSTS, ids=[row.endpoint for row in POSTS])
def test_a_request_that_writes_is_refused_without_a_token(
    row: Row, with_tokens: None, cast: Cast, client_of: ClientOf
) -> None:
    records = make_records(cast)
    address = row.address.format(**vars(records))
    response = client_of(cast.trainee).post(address, data=row.data(records))
    assert response.status_code == 400
    assert "The page was open too long" in response.text


def test_a_form_with_its_token_is_taken(with_tokens: None, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(None)
    page = client.get("/sign-in").text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    data = {"csrf_token": token, "email": "tara.trainee@school.example", "password": PASSWORD}
    assert client.post("/sign-in", data=data).status_code == 303
