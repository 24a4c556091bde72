import re

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from cms.accounts.enums import OFFICE_SIDE
from tests.cms.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", OFFICE_SIDE)
def test_desk_greets_in_chinese_and_shows_no_word_of_the_framework(client, role):
    client.force_login(UserFactory(roles=[role], name="普明法"))
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    main = BeautifulSoup(page, "html.parser").find("main")
    for hidden in main(["script", "style", "template", "code"]):
        hidden.decompose()
    assert "普明法，您好" in main.get_text()
    assert re.findall(r"[A-Za-z]{3,}", main.get_text()) == []
