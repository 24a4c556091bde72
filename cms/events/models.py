"""One occasion that people may come to, whether it comes again, and who has registered for it."""

import datetime
import secrets

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.models import TimeStampedModel
from cms.core.personal_data import PublicTexts
from cms.core.plausible import PlannedDay, PlannedMoment
from cms.core.protected import ProtectedTextField, mask_phone
from cms.events.enums import EventState, Rhythm

# Without 0/O, 1/I/L: a code is read aloud and typed by hand.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 8
# A family, not a coach party: who brings more asks the host.
MOST_SEATS = 6


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


class EventQuerySet(models.QuerySet):
    def published(self):
        return self.filter(state=EventState.PUBLISHED)

    def claim_places(self, count: int) -> bool:
        """So many more taken, where they are left: a single statement, so two never get the last one."""
        room = self.filter(Q(capacity=None) | Q(places_taken__lte=F("capacity") - count))
        return bool(room.update(places_taken=F("places_taken") + count))

    def give_places_back(self, count: int) -> None:
        self.update(places_taken=F("places_taken") - count)

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
    # Kept beside the registrations so that one conditional update claims a place, on every database.
    places_taken = models.PositiveIntegerField(_("已报名"), default=0, editable=False)
    state = models.CharField(
        _("状态"), max_length=10, choices=EventState, default=EventState.DRAFT, editable=False
    )

    # First told to the public; never backdated, kept when the words are taken back to be changed.
    published_at = models.DateTimeField(_("发布时间"), null=True, blank=True, editable=False)

    objects = EventQuerySet.as_manager()

    public_texts = ("title", "address", "introduction")
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
    def place_text(self) -> str:
        """Where it is, in words."""
        if self.venue_id is None:
            return self.address
        return f"{self.venue.name}（{self.venue.address}）" if self.venue.address else self.venue.name

    @property
    def places_left(self) -> int | None:
        """None where the number is not limited."""
        return None if self.capacity is None else self.capacity - self.places_taken

    def takes_registrations_at(self, now) -> bool:
        """Registration ends when the occasion begins."""
        return self.takes_registrations and self.state == EventState.PUBLISHED and now < self.starts_at


def new_cancel_code() -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


class RegistrationQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(cancelled_at=None)

    def seated(self):
        return self.standing().filter(waits=False)

    def waiting(self):
        """In the order in which they came."""
        return self.standing().filter(waits=True).order_by("registered_at", "pk")


class Registration(models.Model):
    """Places at an event held by one telephone number, or a turn on its waiting list.

    Name and telephone stand encrypted; a code lets the person look it up, withdraw, and come in.
    """

    event = models.ForeignKey(
        Event, verbose_name=_("活动"), on_delete=models.CASCADE, related_name="registrations"
    )
    # Emptied when the place is given back.
    name = ProtectedTextField(_("姓名"), blank=True)
    phone = ProtectedTextField(_("手机号"), blank=True)
    phone_fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    seats = models.PositiveSmallIntegerField(
        _("人数"), default=1, db_default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_SEATS)]
    )
    waits = models.BooleanField(_("候补"), default=False, db_default=False)
    # The text as it stood when the person agreed: consent is to words, not to a tick.
    consent_text = models.TextField(_("同意的告知内容"))
    cancel_code = models.CharField(_("报名码"), max_length=CODE_LENGTH, default=new_cancel_code)
    registered_at = models.DateTimeField(_("报名时间"), default=timezone.now)
    reminded_on = models.DateField(_("提醒日期"), null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(_("取消时间"), null=True, blank=True)

    lasting = True

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("报名")
        verbose_name_plural = _("报名")
        ordering = ["registered_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "phone_fingerprint"],
                condition=Q(cancelled_at=None) & ~Q(phone_fingerprint=""),
                name="one_registration_per_phone",
            ),
            models.UniqueConstraint(fields=["event", "cancel_code"], name="cancel_code_unique_per_event"),
        ]

    def __str__(self) -> str:
        return f"{self.event}：第{self.pk}号报名"

    @property
    def turn(self) -> int:
        """Where it stands on the waiting list, the first at 1."""
        ahead = Q(registered_at__lt=self.registered_at) | Q(registered_at=self.registered_at, pk__lt=self.pk)
        return self.event.registrations.waiting().filter(ahead).count() + 1

    @property
    def masked_phone(self) -> str:
        return mask_phone(self.phone)
