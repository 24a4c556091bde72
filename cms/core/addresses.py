"""Where a request comes from: the one answer that limits and the audit trail share."""

import ipaddress

from django.conf import settings

IPV6_NEIGHBOURS = 64


def client_address(request) -> str:
    """The asker's address: the peer, or what our own proxy wrote down; what a client adds does not count.

    Empty where nothing readable is known, as behind a socket without a proxy.
    """
    proxies = settings.PROXIES_IN_FRONT
    passed = [part for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    written = passed[-proxies] if proxies and len(passed) >= proxies else request.META.get("REMOTE_ADDR", "")
    address = _read(written)
    return str(address) if address else ""


def neighbourhood(address: str) -> str:
    """What one person can change at will is one place: an IPv6 address counts as its /64."""
    read = _read(address)
    if read is None or read.version == 4:
        return address
    return str(ipaddress.ip_network((read, IPV6_NEIGHBOURS), strict=False))


def _read(text: str):
    """The address in `text`, which may carry a port; an IPv4 address in IPv6 clothes is IPv4."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
