"""What waits for the office in the volunteers' service, and for a reviewer in the bank of questions."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.accounts.enums import Role
from tests.cms.accounts.factories import UserFactory
from tests.cms.exams.factories import QuestionFactory
from tests.cms.volunteering.factories import ApplicationFactory, MemberRequestFactory, ServiceProofFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [Role.OFFICE, Role.REVIEWER, Role.EDITOR], ids=str)
def test_each_finds_its_own_work_on_the_home(role, client):
    today = timezone.localdate()
    ApplicationFactory()
    ApplicationFactory(state="declined", answer="不在本区")
    MemberRequestFactory()
    for days in (-1, 0):
        ServiceProofFactory(notice_until=today + timedelta(days=days))
    QuestionFactory(state="submitted")
    QuestionFactory(state="draft")
    client.force_login(UserFactory(roles=[role]))
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    for mark in (
        reverse("volunteer_applications:index") + "?state=received",
        reverse("volunteer_requests:index") + "?state=open",
        reverse("service_proofs:index") + "?state=requested",
    ):
        assert (f'<a href="{mark}">' in page) == (role == Role.OFFICE), mark
    questions = reverse("exam_questions:index") + "?state=submitted"
    assert (f'<a href="{questions}">' in page) == (role != Role.EDITOR)
    assert page.count("<td>1 件</td>") == {Role.OFFICE: 4, Role.REVIEWER: 1, Role.EDITOR: 0}[role]
