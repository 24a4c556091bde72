"""How somebody becomes a 法律明白人 or 法治带头人: from the nomination, step by step, to the appointment."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.models import TimeStampedModel
from cms.core.plausible import PastDay, PlannedDay
from cms.core.private_files import LONGEST_NAME, private_storage, untold_name
from cms.core.protected import mask_name
from cms.people.enums import CLOSED, WAY, AppointmentRole, NominationSource, NominationState
from cms.people.models.appointments import Appointment
from cms.people.models.persons import Person, is_minor

# Volunteers are registered, not nominated.
NOMINATED_ROLES = [each for each in AppointmentRole.choices if each[0] != AppointmentRole.VOLUNTEER]


def step_file_path(instance: "NominationStep", filename: str) -> str:
    return untold_name("nominations", filename)


class Nomination(TimeStampedModel):
    """A person on the way to a role in a 居村. What has been done stands in its steps."""

    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.CASCADE, related_name="nominations"
    )
    role = models.CharField(_("角色"), max_length=12, choices=NOMINATED_ROLES)
    community = models.ForeignKey(
        "places.Place", verbose_name=_("居村"), on_delete=models.PROTECT, related_name="nominations"
    )
    source = models.CharField(_("推荐方式"), max_length=12, choices=NominationSource)
    category = models.CharField(_("人员类别"), max_length=30, blank=True)
    state = models.CharField(
        _("状态"), max_length=12, choices=NominationState, default=NominationState.CHECK, editable=False
    )
    notice_from = PlannedDay(_("公示开始"), null=True, blank=True, editable=False)
    notice_until = PlannedDay(_("公示最后一天"), null=True, blank=True, editable=False)
    appointment = models.ForeignKey(
        Appointment,
        verbose_name=_("任用"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="nominations",
    )

    lasting = True

    person_path = "person"
    own_data_fields = (
        "role", "community", "source", "category", "state", "notice_from", "notice_until", "appointment",
    )  # fmt: skip

    class Meta:
        verbose_name = _("推荐")
        verbose_name_plural = _("推荐")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "community"],
                condition=~Q(state__in=CLOSED),
                name="one_running_nomination",
                violation_error_message=_("此人在这个居村的同一角色正在办理，不必重复推荐。"),
            ),
            models.CheckConstraint(
                condition=Q(notice_until=None) | Q(notice_until__gt=models.F("notice_from")),
                name="nomination_notice_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(state=NominationState.NOTICE) | Q(notice_until__isnull=False),
                name="notice_has_its_last_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}：{self.get_role_display()}"

    @property
    def public_name(self) -> str:
        """As the public notice names them; of whoever is under age not even that."""
        if is_minor(self.person.birth, timezone.localdate()):
            return str(_("未成年人（姓名不公开）"))
        return mask_name(self.person.name)

    def clean(self):
        super().clean()
        if self.community_id and not self.community.is_community:
            raise ValidationError({"community": _("推荐以居村为单位，请选择居村。")})


class NominationStep(models.Model):
    """One step of a nomination: who took it, on which day, with which opinion. Never changed."""

    # Nobody asks who names it; each save would cost a task that notes it.
    wagtail_reference_index_ignore = True

    nomination = models.ForeignKey(
        Nomination, verbose_name=_("推荐"), on_delete=models.CASCADE, related_name="steps"
    )
    verb = models.CharField(
        _("步骤"), max_length=12, choices=[(verb, move.label) for verb, move in WAY.items()]
    )
    done_on = PastDay(_("办理日期"))
    at = models.DateTimeField(_("登记时间"), auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("经办人"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    actor_name = models.CharField(_("经办人姓名"), max_length=150)
    opinion = models.CharField(_("意见"), max_length=500, blank=True)
    # Of the exam only.
    score = models.DecimalField(
        _("考核成绩"), max_digits=5, decimal_places=1, null=True, blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )  # fmt: skip

    # What the step rests on, such as the sheet of the opinion; its name as its bringer called it.
    file = models.FileField(
        _("附件"),
        storage=private_storage,
        upload_to=step_file_path,
        max_length=120,
        blank=True,
        db_default="",
    )
    file_name = models.CharField(_("附件名"), max_length=LONGEST_NAME, blank=True, db_default="")

    lasting = True
    untold_fields = ("file_name",)

    person_path = "nomination__person"
    own_data_fields = ("nomination", "verb", "done_on", "opinion", "score")

    class Meta:
        verbose_name = _("推荐的办理记录")
        verbose_name_plural = _("推荐的办理记录")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["nomination", "verb"],
                condition=~Q(verb="fail"),
                name="each_step_of_a_nomination_once",
            ),
            models.CheckConstraint(
                condition=Q(score=None) | Q(verb__in=("exam", "fail"), score__gte=0, score__lte=100),
                name="nomination_score_is_the_exams",
                violation_error_message=_("只有考核有成绩，在 0 至 100 分之间。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name}：{self.get_verb_display()}"
