"""What every answer carries: security headers, compression, whether it may be kept."""

from __future__ import annotations

import gzip

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.web.compression import SMALLEST
from tests.cast import Cast
from tests.conftest import ClientOf

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'"
)
SECURE = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
}


def security_of(response: TestResponse) -> dict[str, str | None]:
    """Its security headers."""
    return {name: response.headers.get(name) for name in SECURE}


def asset(app: Flask, name: str) -> str:
    """The address of an asset."""
    address: str = app.extensions["assets"].url(name)
    return address


@pytest.mark.parametrize("address", ["/", "/sign-in", "/cohorts/new", "/nowhere", "/health", "/assets/nothing.css"])
def test_pages_and_errors_carry_the_security_headers(cast: Cast, client_of: ClientOf, address: str) -> None:
    assert security_of(client_of(cast.trainee).get(address)) == SECURE


def test_assets_and_redirects_carry_them_too(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    assert security_of(client_of(None).get(asset(app, "app.css"))) == SECURE
    assert security_of(client_of(None).get("/")) == SECURE


def test_a_page_that_says_more_about_itself_keeps_that(cast: Cast, client_of: ClientOf) -> None:
    headers = client_of(None).get("/c/unknown").headers
    assert headers.getlist("Referrer-Policy") == ["no-referrer"]


def test_pages_are_for_their_reader_alone_and_assets_for_ever(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    assert client_of(cast.trainee).get("/").headers["Cache-Control"] == "private, no-cache"
    assert client_of(None).get("/nowhere").headers["Cache-Control"] == "private, no-cache"
    kept = client_of(None).get(asset(app, "app.css")).headers["Cache-Control"]
    assert kept == "public, max-age=31536000, immutable"


def test_a_page_goes_compressed_to_who_takes_it_and_plain_to_others(app: Flask, cast: Cast) -> None:
    client = app.test_client()
    plain = client.get("/sign-in", headers={"Accept-Encoding": "identity"})
    packed = client.get("/sign-in", headers={"Accept-Encoding": "br, gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.data) == int(packed.headers["Content-Length"]) < len(plain.data) // 2
    unpacked = gzip.decompress(packed.data)
    # Each answer masks its token anew, so what is equal is everything else.
    assert unpacked.split(b"X-CSRFToken")[0] == plain.data.split(b"X-CSRFToken")[0]
    assert unpacked.endswith(b"</html>")


def test_whoever_keeps_a_page_is_told_what_it_depends_on(cast: Cast, client_of: ClientOf) -> None:
    for encoding in ("gzip", "identity"):
        page = client_of(cast.trainee).get("/nowhere", headers={"Accept-Encoding": encoding})
        assert "Accept-Encoding" in page.vary


def test_gzip_that_is_refused_is_not_sent(app: Flask, cast: Cast) -> None:
    for address in ("/sign-in", asset(app, "app.css")):
        answer = app.test_client().get(address, headers={"Accept-Encoding": "gzip;q=0"})
        assert "Content-Encoding" not in answer.headers


def test_what_is_small_goes_as_it_is(cast: Cast, client_of: ClientOf) -> None:
    redirect = client_of(None).get("/", headers={"Accept-Encoding": "gzip"})
    assert len(redirect.data) < SMALLEST
    assert "Content-Encoding" not in redirect.headers


def test_what_is_no_page_is_not_compressed_again(cast: Cast, client_of: ClientOf) -> None:
    health = client_of(None).get("/health", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in health.headers
    assert "Accept-Encoding" not in health.vary


def test_an_asset_goes_compressed_to_who_takes_it(app: Flask, cast: Cast) -> None:
    client, address = app.test_client(), asset(app, "app.js")
    plain, packed = client.get(address), client.get(address, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert [each.headers["Vary"] for each in (plain, packed)] == ["Accept-Encoding", "Accept-Encoding"]
    assert plain.headers["Content-Type"] == "text/javascript; charset=utf-8"


def test_a_font_is_compressed_already(app: Flask, cast: Cast) -> None:
    font = app.test_client().get(asset(app, "next.woff2"), headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in font.headers
    assert font.headers["Content-Type"] == "font/woff2"


def test_health_says_that_the_application_answers(cast: Cast, client_of: ClientOf) -> None:
    assert client_of(None).get("/health").json == {"status": "ok"}
