"""What volunteers can do, when and where; the teams they belong to."""

from django.contrib.admin import display
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.models import TimeStampedModel
from cms.core.personal_data import PublicTexts
from cms.people.models import Appointment
from cms.places.models import Place
from cms.volunteering.enums import Slot


class Skill(PublicTexts, models.Model):
    """What a call can ask for: a lawyer, a mediator, sign language."""

    name = models.CharField(_("名称"), max_length=30, unique=True)
    order = models.PositiveSmallIntegerField(
        _("排序"), default=0, validators=[MaxValueValidator(10_000)], help_text=_("小的在前。")
    )

    public_texts = ("name",)

    class Meta:
        verbose_name = _("服务特长")
        verbose_name_plural = _("服务特长")
        ordering = ["order", "name"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class Team(PublicTexts, models.Model):
    """Volunteers who serve together, of the district or of a place."""

    name = models.CharField(_("名称"), max_length=60, unique=True)
    place = models.ForeignKey(
        Place, verbose_name=_("所属街镇或居村"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="volunteer_teams", help_text=_("不填就是区级队伍。"),
    )  # fmt: skip
    introduction = models.CharField(_("介绍"), max_length=300, blank=True)

    public_texts = ("name", "introduction")

    class Meta:
        verbose_name = _("志愿服务队")
        verbose_name_plural = _("志愿服务队")
        ordering = ["name"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


def check_times(times) -> None:
    """Refuse what is no list of `Slot`."""
    if not isinstance(times, list) or set(times) - set(Slot.values):
        raise ValidationError({"times": _("请从列出的时间里选择。")})


def town_of(place: Place) -> Place:
    """The 街镇 of a 居村; a 街镇 is its own."""
    return place.parent if place.is_community and place.parent else place


class Profile(TimeStampedModel):
    """What a volunteer offers. Nothing chosen among times or places means any."""

    appointment = models.OneToOneField(
        Appointment, verbose_name=_("志愿者"), on_delete=models.CASCADE, related_name="profile"
    )
    skills = models.ManyToManyField(Skill, verbose_name=_("特长"), blank=True, related_name="profiles")
    towns = models.ManyToManyField(Place, verbose_name=_("可服务的街镇"), blank=True, related_name="+")
    times = models.JSONField(_("可服务的时间"), default=list, blank=True)
    team = models.ForeignKey(
        Team, verbose_name=_("服务队"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="profiles",
    )  # fmt: skip

    person_path = "appointment__person"
    own_data_fields = ("appointment", "skills", "towns", "times_in_words", "team")

    class Meta:
        verbose_name = _("志愿服务意向")
        verbose_name_plural = _("志愿服务意向")
        ordering = ["appointment"]
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.appointment)

    def clean(self):
        super().clean()
        check_times(self.times)

    @property
    @display(description=_("可服务的时间"))
    def times_in_words(self) -> str:
        return "、".join(str(Slot(each).label) for each in self.times)
