"""One occasion that people may come to, and whether it comes again."""

import datetime

from django.contrib.admin import display
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.core.models import TimeStampedModel
from cms.core.personal_data import PublicTexts
from cms.core.plausible import PlannedDay, PlannedMoment
from cms.core.seats import SeatsQuerySet
from cms.events.enums import EventState, Rhythm
from cms.events.models.questions import HELP, Question, can_be_asked, questions_in


class Series(TimeStampedModel):
    """An event that comes again by a rhythm. Each occasion is an event with words of its own.

    A series has no words before the public but those of its occasions.
    """

    # What the office knows it by: the title of the first occasion.
    name = models.CharField(_("名称"), max_length=80, editable=False)
    rhythm = models.CharField(_("怎样重复"), max_length=12, choices=Rhythm)
    starts_on = PlannedDay(_("第一场"), editable=False)
    ends_on = PlannedDay(_("排到哪一天"))
    left_out = models.JSONField(_("停办的日子"), default=list, blank=True)
    rests_on_holidays = models.BooleanField(_("法定节假日停办"), default=True)

    brand = models.ForeignKey(
        "campaigns.BrandPage",
        verbose_name=_("法治文化品牌"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="series",
    )

    # Found by its occasions.
    search_kind = ""

    class Meta:
        verbose_name = _("系列活动")
        verbose_name_plural = _("系列活动")
        ordering = ["-starts_on", "-pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("public:event_series", args=[self.pk])

    @property
    def days_left_out(self) -> list[datetime.date]:
        return [datetime.date.fromisoformat(day) for day in self.left_out]

    @property
    def told(self) -> str:
        """The rhythm in words: 每两周的星期六."""
        weekday = "一二三四五六日"[self.starts_on.weekday()]
        return {
            Rhythm.WEEKLY: f"每周{weekday}",
            Rhythm.FORTNIGHTLY: f"每两周的星期{weekday}",
            Rhythm.NTH: f"每月第{'一二三四五'[(self.starts_on.day - 1) // 7]}个星期{weekday}",
            Rhythm.LAST: f"每月最后一个星期{weekday}",
            Rhythm.SAME_DAY: f"每月{self.starts_on.day}日",
        }[Rhythm(self.rhythm)]


class EventQuerySet(SeatsQuerySet):
    def published(self):
        return self.filter(state=EventState.PUBLISHED)

    def announced(self):
        """What the public has been told of: published, or cancelled after that."""
        return self.filter(state__in=(EventState.PUBLISHED, EventState.CANCELLED))

    def known(self):
        """What has an address that people may have kept: announced, or taken back to be changed."""
        return self.announced() | self.filter(state=EventState.DRAFT, published_at__isnull=False)


class Event(PublicTexts, TimeStampedModel):
    """One occasion of legal education: who holds it, where, when, for whom, on which law."""

    title = models.CharField(_("名称"), max_length=80)
    host = models.ForeignKey(
        "agencies.Agency", verbose_name=_("主办单位"), on_delete=models.PROTECT, related_name="events"
    )
    campaign = models.ForeignKey(
        "campaigns.CampaignPage",
        verbose_name=_("所属主题活动"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="events",
    )
    series = models.ForeignKey(
        Series,
        verbose_name=_("系列活动"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="events",
    )
    venue = models.ForeignKey(
        "places.Venue",
        verbose_name=_("阵地"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="events",
    )
    address = models.CharField(
        _("地址"), max_length=120, blank=True, help_text=_("不在法治文化阵地举办时填写。")
    )
    starts_at = PlannedMoment(_("开始时间"), db_index=True)
    ends_at = PlannedMoment(_("结束时间"))
    introduction = models.TextField(_("介绍"), max_length=1000, blank=True)
    settings = models.ManyToManyField(
        "campaigns.Setting", verbose_name=_("普法场所（八进）"), blank=True, related_name="+"
    )
    audiences = models.ManyToManyField(
        "campaigns.Audience", verbose_name=_("普法对象"), blank=True, related_name="+"
    )
    laws = models.ManyToManyField(
        "statutes.Law", verbose_name=_("涉及法规"), blank=True, related_name="events"
    )
    takes_registrations = models.BooleanField(_("需要报名"), default=False)
    capacity = models.PositiveIntegerField(
        _("名额"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(1_000_000)],
        help_text=_("留空表示不限名额。"),
    )
    questions = models.TextField(
        _("报名时要问的"),
        max_length=1000,
        blank=True,
        db_default="",
        validators=[can_be_asked],
        help_text=HELP,
    )
    # Kept beside the registrations so that one conditional update claims a place, on every database.
    places_taken = models.PositiveIntegerField(_("已报名"), default=0, editable=False)
    state = models.CharField(
        _("状态"), max_length=10, choices=EventState, default=EventState.DRAFT, editable=False
    )

    # First told to the public; never backdated, kept when the words are taken back to be changed.
    published_at = models.DateTimeField(_("发布时间"), null=True, blank=True, editable=False)

    objects = EventQuerySet.as_manager()

    public_texts = ("title", "address", "introduction", "questions")
    lasting = True

    class Meta:
        verbose_name = _("活动预告")
        verbose_name_plural = _("活动预告")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="event_ends_after_start",
                violation_error_message=_("结束时间要晚于开始时间。"),
            ),
            models.CheckConstraint(
                condition=Q(venue__isnull=False) | ~Q(address=""),
                name="event_has_a_place",
                violation_error_message=_("请选择阵地，或者填写地址。"),
            ),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(capacity__gte=1),
                name="event_capacity_positive",
                violation_error_message=_("名额至少为 1；不限名额请留空。"),
            ),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(places_taken__lte=F("capacity")),
                name="event_never_overbooked",
                violation_error_message=_("名额不能少于已报名的人数。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("public:event", args=[self.pk])

    @property
    def is_recalled(self) -> bool:
        """Taken back to be changed: its words are nobody's until they are approved again."""
        return self.state == EventState.DRAFT and self.published_at is not None

    @property
    @display(description=_("地点"))
    def place_text(self) -> str:
        """Where it is, in words."""
        return self.address if self.venue_id is None else place_words(self.venue.name, self.venue.address)

    @property
    def asks(self) -> list[Question]:
        """What is asked of those who register."""
        return questions_in(self.questions)

    @property
    def places_left(self) -> int | None:
        """None where the number is not limited."""
        return None if self.capacity is None else self.capacity - self.places_taken

    def takes_registrations_at(self, now) -> bool:
        """Registration ends when the occasion begins."""
        return self.takes_registrations and self.state == EventState.PUBLISHED and now < self.starts_at


def place_words(name: str, address: str) -> str:
    """A venue as an event names it."""
    return f"{name}（{address}）" if address else name
