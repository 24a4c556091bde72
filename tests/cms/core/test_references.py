"""The index of references, written in one go, is the one the framework writes record by record."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from wagtail.models import ReferenceIndex

from cms.core.models import TaskRun
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


def test_record_is_noted_as_it_is_saved_and_without_a_task(queued):
    campaign = CampaignPageFactory()
    TaskRun.objects.all().delete()
    activity = ActivityFactory(campaign=campaign)
    theirs = TaskRun.objects.filter(task__endswith="update_reference_index_task")
    kind = ContentType.objects.get_for_model(activity)
    mine = ReferenceIndex.objects.filter(base_content_type=kind, object_id=activity.pk)

    def named():
        return set(mine.values_list("content_path", flat=True))

    assert "campaign" in named()
    assert not theirs.exists()
    activity.campaign = None
    activity.save(update_fields=["address"])
    assert "campaign" in named()
    activity.save(update_fields=["campaign"])
    assert "campaign" not in named()
    activity.campaign = campaign
    activity.save(update_fields=["campaign_id"])
    assert "campaign" in named()
    # As it is stored: PostgreSQL has an order of its own for what a block holds.
    campaign.refresh_from_db()
    campaign.save()
    assert theirs.exists()
