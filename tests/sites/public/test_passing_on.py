"""What a page says of itself where it is passed on, and the card with its title."""

from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from PIL import Image

from cms.accounts.enums import Role
from sites.public.passing_on import card_address, title_on
from tests.cms.accounts.factories import UserFactory
from tests.cms.events.factories import EventFactory

pytestmark = pytest.mark.django_db


def said(response) -> dict[str, str]:
    head = BeautifulSoup(response.content, "html.parser").head
    return {meta["property"]: meta["content"] for meta in head.find_all("meta", property=True)}


def title_of_card(told: dict[str, str]) -> str:
    address = told["og:image"]
    return title_on(address.rpartition("/cards/")[2].removesuffix(".png"))


def test_page_says_title_address_and_card(client):
    event = EventFactory(title="问“法”：a < b & c")
    told = said(client.get(event.get_absolute_url()))
    assert (told["og:title"], told["og:site_name"]) == (event.title, "知法")
    assert told["og:url"] == f"http://testserver{event.get_absolute_url()}"
    assert told["og:image"].startswith("http://testserver/cards/")
    assert title_of_card(told) == event.title


def test_card_is_a_picture_of_the_size_that_others_show(client):
    response = client.get(card_address("中华人民共和国民法典"))
    assert (response["Content-Type"], Image.open(BytesIO(response.content)).size) == (
        "image/png",
        (1200, 630),
    )
    assert "immutable" in response["Cache-Control"]


@pytest.mark.parametrize("title", ["", "宪", "长" * 500, "#import <b>𠮷㛃</b>\n", "a" * 300])
def test_any_title_is_set(client, title):
    assert client.get(card_address(title)).status_code == 200


@pytest.mark.parametrize("signed", ["x", "eyJ0IjoxfQ:AAAA", "中文", ":", "." + "A" * 50 + ":" + "B" * 43])
def test_words_that_are_not_ours_are_not_set(client, signed):
    assert client.get(reverse("public:card", args=[signed])).status_code == 404


def test_card_shows_no_word_that_a_visitor_chose(client):
    told = said(client.get(reverse("public:search"), {"q": "随便写的话"}))
    assert title_of_card(told) == "知法"


def test_pages_behind_the_sign_in_say_nothing(client):
    client.force_login(UserFactory(roles=[Role.MEMBER]))
    assert said(client.get(reverse("portal:home"))) == {}
