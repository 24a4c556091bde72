"""Every page of the site visited as anybody sees it, from the home page on: what does not open, and where.

The requests are made in this process and ask no network. Sites of others are asked only where the office
has switched it on, one address a second.
"""

import ipaddress
import socket
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote, urljoin, urlsplit

import requests
from bs4 import BeautifulSoup
from django.conf import settings
from django.http.request import validate_host

# A browser without a window, for the site itself; nothing of its test machinery is switched on.
from django.test import Client
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from cms.inspection.enums import FindingKind
from cms.inspection.queries.found import OFFICE, Found, where_mended, who_mends

# A district's site has some thousands of addresses; the nearer to the home page, the sooner they are read.
MOST_PAGES = 1500
MOST_OTHERS = 200
# What the inspection counts as an answer that does not come.
TOO_SLOW = 15.0
SECONDS_BETWEEN, PATIENCE = 1.0, 8
_NOT_VISITED = (*settings.PERSONAL_PREFIXES, "/static/", "/api/", "/django-admin/", "/preview/")
_GONE = (404, 410)
# Networks whose addresses stand for others (NAT64, 6to4) or for a protocol's own ends.
_WRAPPED = [
    ipaddress.ip_network(each) for each in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "192.0.0.0/24")
]
_LINKS = {"a": "href", "img": "src"}


@dataclass
class Walk:
    """What a walk over the site saw: addresses, where each is linked, what does not open."""

    visited: int = 0
    is_cut: bool = False
    linked_on: dict[str, str] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    faults: list[tuple[str, str]] = field(default_factory=list)
    others: dict[str, str] = field(default_factory=dict)


def walk(most: int | None = None) -> Walk:
    """Visit every address that is linked from the home page on, each once, `most` in all."""
    most = MOST_PAGES if most is None else most
    seen, client, host = Walk(), Client(raise_request_exception=False), _host()
    waiting, known = deque(["/"]), {"/"}
    while waiting and seen.visited < most:
        path = waiting.popleft()
        seen.visited += 1
        begun = time.monotonic()
        response = client.get(path, secure=True, SERVER_NAME=host)
        took = time.monotonic() - begun
        if response.status_code in _GONE:
            seen.gone.append(path)
        elif response.status_code >= 500:
            seen.faults.append((path, _("打开时出错（%(code)s）。") % {"code": response.status_code}))
        elif took > TOO_SLOW:
            seen.faults.append((path, _("用了 %(took)d 秒才打开。") % {"took": took}))
        for address in _addresses_in(response):
            try:
                target = urlsplit(urljoin(f"https://{host}{path}", address))
            except ValueError:
                # Such as http://[x: no browser opens it, and it is told once.
                if address not in known:
                    known.add(address)
                    seen.linked_on[address] = path
                    seen.gone.append(address)
                continue
            if target.scheme not in ("http", "https"):
                continue
            if target.hostname != host:
                seen.others.setdefault(target.geturl().partition("#")[0], path)
            elif target.path not in known and not target.path.startswith(_NOT_VISITED):
                known.add(target.path)
                seen.linked_on[target.path] = path
                waiting.append(target.path)
        if response.streaming:
            response.close()
    seen.is_cut = bool(waiting)
    return seen


def links_amiss(seen: Walk) -> Iterator[Found]:
    for path in seen.gone:
        yield _at(FindingKind.LINK, unquote(path), seen.linked_on.get(path, "/"), _("没有这一页"))
    for path, told in seen.faults:
        yield _at(FindingKind.FAULT, unquote(path), seen.linked_on.get(path, "/"), told)


def others_amiss(seen: Walk) -> Iterator[Found]:
    """Addresses of others that are gone for good, or whose site is. What they refuse is their affair."""
    for number, (address, path) in enumerate(sorted(seen.others.items())[:MOST_OTHERS]):
        if number:
            time.sleep(SECONDS_BETWEEN)
        if told := _why_gone(address):
            yield _at(FindingKind.FOREIGN_LINK, address, path, told)


def _at(kind: FindingKind, target: str, path: str, told: str) -> Found:
    page = _page_at(path)
    where = f"“{page.title}”" if page else unquote(path)
    return Found(
        kind,
        target[:300],
        target[:200],
        _("%(told)s；链接在%(where)s。") % {"told": told.rstrip("。"), "where": where},
        where_mended(page) if page else path,
        who_mends(page) if page else str(OFFICE),
    )


def _addresses_in(response) -> Iterator[str]:
    if 300 <= response.status_code < 400:
        yield response.headers.get("Location", "")
    elif not response.streaming and response.headers.get("Content-Type", "").startswith("text/html"):
        for tag in BeautifulSoup(response.content, "html.parser").find_all(list(_LINKS)):
            if address := tag.get(_LINKS[tag.name]):
                yield str(address).strip()


def _page_at(path: str) -> Page | None:
    roots = Site.objects.values_list("root_page__url_path", flat=True)
    paths = [f"{root.rstrip('/')}{unquote(path).rstrip('/')}/" for root in roots]
    return Page.objects.live().filter(url_path__in=paths).select_related("owner").first()


def _host() -> str:
    """A name under which the site answers: the one it is found by, else the first that it knows."""
    names = [urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or ""]
    names += [*Site.objects.values_list("hostname", flat=True), *settings.ALLOWED_HOSTS]
    known = settings.ALLOWED_HOSTS or ["localhost"]
    return next((name for name in names if "*" not in name and validate_host(name, known)), "localhost")


def _is_outside(number: str) -> bool:
    """A link is no way into the office's own network, however its address is wrapped."""
    address = ipaddress.ip_address(number.partition("%")[0])
    wrapped = any(address.version == each.version and address in each for each in _WRAPPED)
    return address.is_global and not address.is_multicast and not wrapped


def _why_gone(address: str) -> str:
    """ "" where it opens, or where nobody can tell."""
    parts = urlsplit(address)
    try:
        found = {each[4][0] for each in socket.getaddrinfo(parts.hostname, None)}
    except socket.gaierror as error:
        # A resolver that fails for a night says nothing about the site.
        unknown = (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME))
        return _("找不到这个网站") if error.errno in unknown else ""
    except (OSError, UnicodeError):
        return ""
    if not all(_is_outside(str(each)) for each in found):
        return ""
    try:
        with requests.Session() as session:
            # Straight there: a proxy of the machine would know other networks.
            session.trust_env = False
            answer = session.head(address, timeout=PATIENCE, allow_redirects=False)
    except requests.RequestException:
        return ""
    return _("对方已经没有这一页") if answer.status_code in _GONE else ""
