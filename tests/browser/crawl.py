"""Every link of the demo year: each kind of page of every role, and every single page that is for anybody.
Run by `make crawl`: it takes longer than a suite may; `test_crawl` walks the small district."""

from urllib.parse import urlsplit

import pytest

from tests.browser.test_crawl import LEFT_OUT, ROLES, Visitor

# What begins a letter or a form of somebody's own, what programs read, and what asks who one is.
NOT_PUBLIC = ("/office/", "/portal/", "/account/", "/signin/", "/api/")


class Stranger(Visitor):
    """Follows every link once, whatever is asked of the page it leads to."""

    starts = ("/",)

    def kind(self, address: str) -> str:
        return urlsplit(address).path

    def leaves_out(self, address: str) -> bool:
        path = urlsplit(address).path
        return path.startswith(NOT_PUBLIC) or bool(LEFT_OUT.search(path))


@pytest.fixture(scope="package")
def district():
    return "year"


@pytest.mark.parametrize("role", ROLES)
def test_role_meets_neither_an_error_nor_an_empty_page_nor_english(role, platform):
    _count, troubles = Visitor(platform.url, ROLES[role]).troubles()
    assert troubles == {}


def test_stranger_meets_neither_an_error_nor_an_empty_page_nor_english(platform):
    count, troubles = Stranger(platform.url, None).troubles()
    assert count > 1000
    assert troubles == {}
