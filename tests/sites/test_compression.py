"""What is words goes compressed; what is personal, and what is compressed already, goes as it is."""

import pytest
from django.urls import reverse

from cms.accounts.enums import Role
from tests.cms.accounts.factories import UserFactory
from tests.cms.campaigns.factories import CampaignPageFactory
from tests.cms.statutes.factories import LawVersionFactory

pytestmark = pytest.mark.django_db


def encoding(client, path) -> str:
    response = client.get(path, HTTP_ACCEPT_ENCODING="gzip")
    assert response.status_code == 200
    if response.streaming:
        b"".join(response.streaming_content)
    return response.get("Content-Encoding", "")


def test_public_pages_and_data_are_compressed_and_personal_pages_are_not(client):
    CampaignPageFactory(slug="week")
    # Shorter answers would only grow.
    LawVersionFactory.create_batch(5)
    words = ["/", reverse("public:laws"), reverse("public:sitemap_section", args=["laws"]), "/api/v1/laws/"]
    words += ["/api/openapi.json", "/static/css/base.css"]
    assert {path: encoding(client, path) for path in words} == dict.fromkeys(words, "gzip")
    assert encoding(client, reverse("portal:sign_in")) == ""
    client.force_login(UserFactory(roles=[Role.MEMBER]))
    own = [reverse("portal:home"), reverse("public:laws")]
    assert {path: encoding(client, path) for path in own} == dict.fromkeys(own, "")
