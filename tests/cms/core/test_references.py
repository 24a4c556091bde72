"""The index of references, written in one go, is the one the framework writes record by record."""

import pytest
from django.core.management import call_command
from wagtail.models import ReferenceIndex

from cms.core.references import note_all
from tests.cms.campaigns.factories import CampaignPageFactory
from tests.cms.duties.factories import ActivityFactory

pytestmark = pytest.mark.django_db


TOLD = "base_content_type", "content_type", "object_id", "to_content_type", "to_object_id", "content_path"


def _noted():
    return sorted(ReferenceIndex.objects.values_list(*TOLD))


def test_what_names_what_is_noted_as_the_framework_would():
    ActivityFactory(campaign=CampaignPageFactory())
    call_command("rebuild_references_index", verbosity=0)
    theirs = _noted()
    note_all()
    assert _noted() == theirs != []
