"""Networks: what stands for the place that a request comes from."""

from __future__ import annotations

from ipaddress import IPv6Address, IPv6Network, ip_address

HOUSEHOLD = 64
"""Bits of an IPv6 address that one household or training centre has in common (RFC 6177); it chooses the rest."""


def network_of(address: str | None) -> str:
    """The network of a client's address; empty where the server was not told one that it can read."""
    try:
        read = ip_address(address or "")
    except ValueError:
        return ""
    if not isinstance(read, IPv6Address):
        return str(read)
    if read.ipv4_mapped is not None:
        return str(read.ipv4_mapped)
    return str(IPv6Network((int(read), HOUSEHOLD), strict=False))
