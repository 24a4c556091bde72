"""What agencies wrote themselves in the portal: with duties, venues and pictures, in every state."""

from datetime import date, datetime, time

from django.utils import timezone

from cms.accounts.models import User
from cms.agencies.models import Agency
from cms.campaigns.models import Audience, CampaignPage, Setting
from cms.duties.enums import ActivityForm
from cms.duties.models import ActivityRecord, DutyItem
from cms.duties.services.activities import (
    approve_activity,
    publish_activity,
    return_activity,
    save_activity,
    start_activity,
    submit_activity,
)
from cms.duties.services.evidence import add_photo
from cms.places.models import Place, Venue
from cms.statutes.models import Law
from sites.demo.office import Office
from sites.demo.year.pictures import Album
from sites.demo.year.teaching import Calendar, Theme, themes_of

WRITTEN_FORMS = (
    ActivityForm.LECTURE, ActivityForm.CONSULTATION, ActivityForm.EXHIBITION, ActivityForm.PERFORMANCE,
    ActivityForm.CONTEST, ActivityForm.COURT,
)  # fmt: skip
# What was heard there; the law and the place stand before it.
OUTCOMES = (
    "先讲两个身边的例子，再分组答疑，最后每桌写下一条自己要改的习惯。",
    "问得最多的是证据怎么留、找哪个部门、多久有回音，逐条答复并留下办事指引。",
    "现场填写的小问卷里，九成的人说以前没有留意过这一条。",
    "律师和调解员各守一张桌子，有三件当场说清，两件转到街镇调解室。",
    "听完不散场，大家围着展板又讨论了半个小时。",
)
REASONS = (
    ("请补充现场照片，并写明讲了哪几条。", ("summary", "photos")),
    ("现场人次与场地大小不符，请核对。", ("onsite",)),
    ("普法对象漏选了未成年人，请补选。", ("audiences",)),
)


def build_activities(
    office: Office, desks: dict[Agency, User], communities: list[Place], calendar: Calendar, album: Album,
    wanted: int,
) -> None:  # fmt: skip
    pen = _Pen(office, desks, communities, calendar)
    agencies = list(desks)
    for number in range(wanted):
        activity = pen.write(agencies[number % len(agencies)], number)
        # One in four has a picture, also of those that still wait.
        if number % 4 == 0 and (picture := album.take()):
            add_photo(activity, picture, actor=activity.created_by)
        pen.take_on(activity, number)


class _Pen:
    def __init__(self, office: Office, desks, communities: list[Place], calendar: Calendar):
        self.office, self.desks, self.communities, self.calendar = office, desks, communities, calendar
        self.laws = {law.title: law for law in Law.objects.all()}
        self.settings = {each.name: each for each in Setting.objects.all()}
        self.audiences = {each.name: each for each in Audience.objects.all()}
        self.venues: dict[int, list[Venue]] = {}
        for venue in Venue.objects.select_related("place"):
            self.venues.setdefault(venue.place.parent_id, []).append(venue)
        self.campaigns = list(CampaignPage.objects.live())
        self.items: dict[int | None, list[DutyItem]] = {}
        for item in DutyItem.objects.filter(
            list__state="published", list__year=calendar.today.year
        ).prefetch_related("laws"):
            self.items.setdefault(item.agency_id, []).append(item)

    def write(self, agency: Agency, number: int) -> ActivityRecord:
        draw = self.calendar.draw
        theme = draw.choice(themes_of(agency))
        community = draw.choice(
            [each for each in self.communities if agency.place_id in (None, each.parent_id)]
        )
        # What was not handed in yet, or waits, is of the last weeks.
        late = number % 10 < 4
        name, day = self.calendar.activity(theme, community, since=30 if late else 355)
        actor = self.desks[agency]
        activity = start_activity(agency, actor=actor, name=name, items=self._items(agency, theme, day))
        if number % 20 == 0:
            # Begun, and put aside for the evening.
            return activity
        return save_activity(
            activity, actor=actor, seen=activity.lock_version, **self._told(theme, community, day)
        )

    def _told(self, theme: Theme, community: Place, day: date) -> dict:
        draw = self.calendar.draw
        near = self.venues.get(community.parent_id)
        hour = draw.choice((9, 10, 14, 15, 19))
        venue = draw.choice(near) if near and draw.random() < 0.4 else None
        where = venue.name if venue else f"{community.name}活动室"
        law = self.laws[theme.law_title]
        return {
            "form": draw.choice(WRITTEN_FORMS),
            "starts_at": _at(day, hour),
            "ends_at": _at(day, hour + draw.choice((1, 2))),
            "venue": venue,
            "address": "" if venue else where,
            "settings": [self.settings[theme.setting]],
            "audiences": [self.audiences[theme.audience]],
            "laws": [law],
            "onsite": draw.randint(3, 40) * 5,
            "online": draw.choice((0, 0, draw.randint(1, 60) * 100)),
            "materials": draw.randint(2, 20) * 10,
            "consultations": draw.randint(0, 25),
            "summary": f"在{where}讲《{law.short_title or law.title}》。{draw.choice(OUTCOMES)}",
            "campaign": next(
                (each for each in self.campaigns if each.starts_on <= day <= each.ends_on), None
            ),
        }

    def _items(self, agency: Agency, theme: Theme, day: date) -> list[DutyItem]:
        """The duty of the agency that the activity serves, where this year's list has it."""
        if day.year != self.calendar.today.year:
            return []
        owed = self.items.get(agency.pk, [])
        return [item for item in owed if theme.law_title in {law.title for law in item.laws.all()}][:1]

    def take_on(self, activity: ActivityRecord, number: int) -> None:
        """Four of ten are still on somebody's desk; each way there is to be seen."""
        stage = number % 10
        if number % 20 == 0 or stage == 0:
            return
        reviewer, publisher = self.office.accounts["reviewer"], self.office.accounts["office"]
        writer = activity.created_by
        activity = submit_activity(activity, actor=writer)
        if stage in (1, 2):
            return
        if stage == 3:
            reason, marked = REASONS[number // 10 % len(REASONS)]
            activity = return_activity(activity, actor=reviewer, reason=reason, marked=marked)
            if number % 20 == 3:
                activity = save_activity(
                    activity, actor=writer, seen=activity.lock_version, onsite=activity.onsite + 5
                )
                submit_activity(activity, actor=writer)
            return
        activity = approve_activity(activity, actor=reviewer)
        if stage > 4:
            publish_activity(activity, actor=publisher)


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))
