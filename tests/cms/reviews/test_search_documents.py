from datetime import timedelta

import pytest
from django.utils import timezone

from cms.accounts.enums import Role
from cms.reviews.enums import RoundState
from cms.reviews.models import Round
from cms.reviews.search_documents import ReviewDocuments
from cms.reviews.services import rounds
from search.models import SearchDocument
from tests.cms.accounts.factories import UserFactory
from tests.cms.reviews.factories import ParticipantFactory, RoundFactory

pytestmark = pytest.mark.django_db


def test_grades_are_found_from_their_publication_on_and_not_a_step_before():
    office = UserFactory(roles=[Role.OFFICE])
    held = RoundFactory(state=RoundState.PROVISIONAL, told_on=timezone.localdate() - timedelta(days=60))
    part = ParticipantFactory(round=held)
    part.entries.create(indicator=held.scheme.indicators.get(key="A1"), office_score=9)
    frozen = rounds.freeze_round(held, actor=office)
    kept = SearchDocument.objects.filter(kind="review")
    assert (ReviewDocuments().document(frozen), kept.count()) == (None, 0)
    rounds.publish_result(frozen, actor=office)
    [document] = kept
    assert document.url == Round.objects.get().get_absolute_url()
    assert (part.agency.name in document.body, "9.00" in document.body) == (True, False)
