"""Devices in plain words, and the networks that requests come from."""

from __future__ import annotations

import pytest

from app.people.devices import Device, device_of
from app.people.networks import network_of

MOZILLA = "Mozilla/5.0 "
WEBKIT = "AppleWebKit/605.1.15 (KHTML, like Gecko) "
BLINK = "AppleWebKit/537.36 (KHTML, like Gecko) "


@pytest.mark.parametrize(
    ("user_agent", "browser", "system"),
    [
        ("(Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0", "Firefox", "Android"),
        ("(Linux; Android 10; K) " + BLINK + "Chrome/126.0.0.0 Mobile Safari/537.36", "Chrome", "Android"),
        (
            "(Linux; Android 14; SM-A546B) " + BLINK + "SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36",
            "Samsung Internet",
            "Android",
        ),
        (
            "(iPhone; CPU iPhone OS 17_5 like Mac OS X) " + WEBKIT + "Version/17.5 Mobile/15E148 Safari/604.1",
            "Safari",
            "iPhone",
        ),
        (
            "(iPhone; CPU iPhone OS 17_5 like Mac OS X) " + WEBKIT + "CriOS/126.0 Mobile/15E148 Safari/604.1",
            "Chrome",
            "iPhone",
        ),
        ("(iPad; CPU OS 17_5 like Mac OS X) " + WEBKIT + "FxiOS/127.0 Mobile/15E148 Safari/605.1", "Firefox", "iPad"),
        ("(Windows NT 10.0; Win64; x64) " + BLINK + "Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0", "Edge", "Windows"),
        ("(Windows NT 10.0; Win64; x64) " + BLINK + "Chrome/124.0.0.0 Safari/537.36 OPR/110.0.0.0", "Opera", "Windows"),
        ("(Macintosh; Intel Mac OS X 10_15_7) " + WEBKIT + "Version/17.5 Safari/605.1.15", "Safari", "macOS"),
        ("(X11; CrOS x86_64 14541.0.0) " + BLINK + "Chrome/126.0.0.0 Safari/537.36", "Chrome", "ChromeOS"),
        ("(X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox", "Linux"),
        ("(PlayStation 5)", "", ""),
    ],
)
def test_a_device_is_told_by_browser_and_system(user_agent: str, browser: str, system: str) -> None:
    assert device_of(MOZILLA + user_agent) == Device(browser, system)


def test_a_device_that_says_nothing_is_unknown() -> None:
    assert device_of("") == Device("", "")


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unix:", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_addresses_of_one_household_are_one_network(address: str | None, network: str) -> None:
    assert network_of(address) == network
