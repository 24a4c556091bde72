"""What a campaign has come to: its activities, setting by setting."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Sum

from cms.campaigns.models import CampaignPage
from cms.duties.models import ActivityRecord

# So many activities are named under a setting; the count tells of the rest.
SHOWN = 3
# What is read to name them: a campaign of a thousand activities costs no more.
READ = 120


@dataclass(frozen=True)
class Counted:
    """How many activities, people on site, people online. The two are never added."""

    activities: int
    onsite: int
    online: int


@dataclass(frozen=True)
class OfSetting:
    """What was done in one kind of place, with the newest published activities."""

    name: str
    counted: Counted
    newest: tuple[ActivityRecord, ...] = field(default=())


@dataclass(frozen=True)
class CampaignRecord:
    """An activity in two kinds of places stands under both, and once in the total."""

    total: Counted
    settings: tuple[OfSetting, ...]


SUMS = {"activities": Count("pk"), "on_site": Sum("onsite"), "on_line": Sum("online")}


def campaign_record(campaign: CampaignPage) -> CampaignRecord | None:
    """Approved and published activities of a campaign; None while there are none. Queries: four at most."""
    counted = ActivityRecord.objects.counted().filter(campaign=campaign.pk)
    total = counted.aggregate(**SUMS)
    if not total["activities"]:
        return None
    newest = defaultdict(list)
    published = ActivityRecord.objects.published().filter(campaign=campaign.pk).select_related("host")
    for activity in published.prefetch_related("settings").order_by("-starts_at", "-pk")[:READ]:
        for setting in activity.settings.all():
            newest[setting.name].append(activity)
    # Grouped by the setting alone: the order of the table comes with it.
    rows = (
        counted.exclude(settings=None)
        .values("settings__name", "settings__order")
        .annotate(**SUMS)
        .order_by("settings__order", "settings__name")
    )
    settings = tuple(
        OfSetting(row["settings__name"], _counted(row), tuple(newest[row["settings__name"]][:SHOWN]))
        for row in rows
    )
    return CampaignRecord(_counted(total), settings)


def _counted(row: dict) -> Counted:
    return Counted(row["activities"], row["on_site"] or 0, row["on_line"] or 0)
