"""A walk over the site as anybody sees it, and the sites of others only where it is switched on."""

import socket

import pytest
import requests

from cms.campaigns.models import HomePage
from cms.inspection.enums import FindingKind
from cms.inspection.models import InspectionSetting
from cms.inspection.queries import links, links_amiss
from tests.cms.accounts.factories import UserFactory
from tests.cms.campaigns.factories import ArticlePageFactory

OTHERS = (
    "https://gone.example/1",
    "https://there.example/",
    "https://nowhere.example/",
    "https://inside.example/",
)


@pytest.fixture
def article(db, monkeypatch):
    """Near the home page. Links to a page that is not there, one that is, a desk, sites of others."""
    monkeypatch.setattr(links, "MOST_PAGES", 80)
    ArticlePageFactory(title="在的", slug="here")
    linked = ("/没有/#甲", "/没有/?乙=1", "/here/", "/portal/x/", *OTHERS)
    body = "".join(f'<a href="{url}">看</a>' for url in linked)
    return ArticlePageFactory(
        title="夜校", slug="夜校", owner=UserFactory(name="沈编辑"), body=[("paragraph", f"<p>{body}</p>")]
    )


def test_link_that_does_not_open_is_told_once_with_its_page_and_its_author(article, monkeypatch):
    monkeypatch.setattr(links, "_why_gone", lambda address: pytest.fail("nobody asked for it"))
    seen, found = links_amiss(InspectionSetting())
    assert [(each.kind, each.subject, each.told, each.responsible, each.link) for each in found] == [
        (
            FindingKind.LINK,
            "/没有/",
            "没有这一页；链接在“夜校”。",
            "沈编辑",
            f"/office/pages/{article.pk}/edit/",
        )
    ]
    assert set(OTHERS) <= set(seen.others)
    assert not any(path.startswith("/portal/") for path in seen.linked_on)


def test_link_that_is_none_is_told_and_stops_nothing(article, monkeypatch):
    monkeypatch.setattr(links, "_addresses_in", lambda response: iter(["http://[x", "/没有/", "http://[x"]))
    found = list(links.links_amiss(links.walk(most=2)))
    assert [(each.kind, each.subject) for each in found] == [
        (FindingKind.LINK, "http://[x"), (FindingKind.LINK, "/没有/"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "outside"),
    [
        ("93.184.216.34", True), ("2606:2800:220:1::1", True), ("127.0.0.1", False), ("10.0.0.1", False),
        ("224.0.0.1", False), ("192.0.0.8", False), ("64:ff9b::a00:1", False), ("2002:a00:1::", False),
        ("fe80::1%eth0", False),
    ],
)  # fmt: skip
def test_address_of_the_own_network_is_known_however_it_is_wrapped(number, outside):
    assert links._is_outside(number) is outside


def test_walk_ends_at_its_limit_and_says_so(article):
    assert (lambda seen: (seen.visited, seen.is_cut))(links.walk(most=2)) == (2, True)


@pytest.mark.parametrize("slow", [False, True])
def test_page_that_fails_or_is_too_slow_is_told(slow, db, monkeypatch):
    if slow:
        ticks = iter(range(0, 1_000_000, 16))
        monkeypatch.setattr(links.time, "monotonic", lambda: next(ticks))
    else:
        monkeypatch.setattr(HomePage, "serve", lambda *args, **kwargs: 1 / 0)
    found = list(links.links_amiss(links.walk(most=1)))
    assert [(each.kind, each.subject) for each in found] == [(FindingKind.FAULT, "/")]
    assert ("用了 16 秒" if slow else "出错（500）") in found[0].told


def test_sites_of_others_are_asked_politely_where_it_is_switched_on(article, monkeypatch):
    asked, slept = [], []

    def resolve(host, port):
        if host.startswith("nowhere"):
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return [(0, 0, 0, "", ("10.0.0.8" if host.startswith("inside") else "93.184.216.34", 0))]

    def head(session, address, **options):
        assert session.trust_env is False
        asked.append(address)
        answer = requests.Response()
        answer.status_code = 404 if "gone" in address else 403
        return answer

    monkeypatch.setattr(links.socket, "getaddrinfo", resolve)
    monkeypatch.setattr(links.requests.Session, "head", head)
    monkeypatch.setattr(links.time, "sleep", slept.append)
    _seen, found = links_amiss(InspectionSetting(visits_others=True))
    told = {each.subject: each.told for each in found if each.kind == FindingKind.FOREIGN_LINK}
    assert {address: told[address].split("；")[0] for address in told} == {
        OTHERS[0]: "对方已经没有这一页",
        OTHERS[2]: "找不到这个网站",
    }
    # Never an address of the office's own network.
    assert [address for address in asked if address in OTHERS] == [OTHERS[0], OTHERS[1]]
    assert slept == [1.0] * (len(slept))
