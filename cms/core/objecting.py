"""Objections to what is on public notice: taken from anybody, answered by the office, nameless in time."""

from datetime import date, timedelta

from django.conf import settings
from django.contrib.admin import display
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.errors import RuleBroken
from cms.core.follow_up import untaken_code
from cms.core.models import TimeStampedModel
from cms.core.personal_data import find_personal_numbers
from cms.core.protected import ProtectedTextField, mask_phone
from cms.core.writing import Action, writing

ANSWERED = ("answer", "is_upheld", "answered_at", "answered_by")
# Who objected is needed while somebody may still ask back.
PERSONAL = ("name", "phone")
FORGOTTEN_AFTER = timedelta(days=180)


class PublicObjection(TimeStampedModel):
    """Answered before anything is decided; one that is upheld stands in the way for good."""

    name = models.CharField(_("提出人"), max_length=60, blank=True)
    phone = ProtectedTextField(_("联系电话"), blank=True)
    words = models.CharField(_("异议和依据"), max_length=1000)
    is_upheld = models.BooleanField(_("异议成立"), null=True, editable=False)
    answer = models.CharField(_("答复"), max_length=500, blank=True, editable=False)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("答复人"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    code_fingerprint = models.CharField(max_length=64, editable=False, unique=True)

    lasting = True

    class Meta:
        abstract = True
        ordering = ["-pk"]
        default_permissions = ()

    @property
    @display(description=_("手机号"))
    def masked_phone(self) -> str:
        return mask_phone(self.phone)

    @property
    @display(description=_("结论"))
    def outcome(self) -> str:
        if self.is_upheld is None:
            return str(_("待答复"))
        return str(_("异议成立") if self.is_upheld else _("异议不成立"))


def answered_whole(name: str) -> models.CheckConstraint:
    """An answer is there with its verdict and its time, or nothing of it."""
    return models.CheckConstraint(
        condition=Q(answer="", is_upheld=None, answered_at=None)
        | (~Q(answer="") & Q(is_upheld__isnull=False, answered_at__isnull=False)),
        name=name,
    )


def receive(objection: PublicObjection, action: Action, purpose: str) -> str:
    """Keep what somebody says against it; returns the number by which the answer is read, told this once."""
    objection.name, objection.words = objection.name.strip(), objection.words.strip()
    if missing := [name for name in PERSONAL if not getattr(objection, name)]:
        raise RuleBroken(dict.fromkeys(missing, _("请填写，只供核实和答复。")))
    if find_personal_numbers(objection.words):
        raise RuleBroken({"words": _("请不要在这里写身份证号、手机号，电话写在上面一栏。")})
    code, objection.code_fingerprint = untaken_code(type(objection), purpose)
    with writing(objection, action, actor=None):
        return code


def put_answer(objection: PublicObjection, answer: str, is_upheld: bool, actor) -> None:
    """Fill in what was found, inside the writing of who may."""
    if not answer.strip():
        raise RuleBroken({"answer": _("请写明查了什么、结论是什么。")})
    if find_personal_numbers(answer):
        raise RuleBroken({"answer": _("请不要在这里写身份证号、手机号。")})
    objection.answer, objection.is_upheld = answer.strip(), is_upheld
    objection.answered_at, objection.answered_by = timezone.now(), actor


def forget_answered(model: type[PublicObjection], action: Action, on: date) -> int:
    """Empty who objected long after it was answered; returns how many. What was said and found stays."""
    found = model.objects.filter(answered_at__date__lt=on - FORGOTTEN_AFTER).exclude(name="")
    for objection in found:
        with writing(objection, action, actor=None) as held:
            held.name = held.phone = ""
    return len(found)
