"""A page of the admin that is not there."""

import pytest
from django.urls import reverse

from cms.accounts.enums import Role
from tests.cms.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_a_page_of_the_admin_that_is_not_there_says_so_in_our_words(client):
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    for path in (f"{reverse('wagtailadmin_home')}nowhere/", reverse("intake_batch", args=[99999])):
        answer = client.get(path)
        page = answer.content.decode()
        said = ["没有找到这一页" in page, "回到后台首页" in page, "page404" in page]
        assert (answer.status_code, said) == (404, [True, True, False])
