"""What becomes of a title: looked at again after two years and kept, or taken away."""

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.accounts.enums import Role
from cms.accounts.models import User
from cms.accounts.queries import accounts_in
from cms.core.errors import RuleBroken
from cms.core.personal_data import find_personal_numbers
from cms.core.writing import Action, anyone, standing, writing
from cms.honours.enums import RECHECKS
from cms.honours.models import Cycle, Recheck, Title
from cms.honours.models.titles import RECHECKED_AFTER
from cms.honours.permissions import can_run_honours, decides_on_title
from cms.honours.queries import SOON, titles_due
from cms.inbox.enums import MessageKind
from cms.inbox.services import send
from cms.places.models import Place
from search.chinese.dates import chinese_date

# Part of the decision that it notes.
NOTE = Action[Recheck]("honours.recheck.create", "", anyone)
REGISTER = Action[Title](
    "honours.title.create",
    _("登记以前的称号"),
    can_run_honours,
    writes=("community", "level", "batch", "number", "conferred_on"),
    of=decides_on_title,
    refusal=_("由普法办登记；自己居村的，请另一位同事办理。"),
)


def _decision(verb: str) -> Action[Title]:
    move = RECHECKS[verb]
    return Action(
        f"honours.title.{verb}",
        move.label,
        can_run_honours,
        writes=("state", "due_on"),
        of=decides_on_title,
        refusal=_("由普法办复核；自己申报的，请另一位同事办理。"),
        when=standing(*move.sources),
        otherwise=move.otherwise,
        reason="" if verb == "keep" else _("请写明理由。"),
    )


DECISIONS = {verb: _decision(verb) for verb in RECHECKS}


def register_title(
    *, community: Place, level: str, batch: str, number: str, conferred_on: date, actor
) -> Title:
    """Note a title that was given on paper before the platform had a cycle of its level.

    RuleBroken for a later one, which goes the whole way, and without the number of the paper.
    """
    title = Title(
        community=community, level=level, batch=batch, number=number.strip(), conferred_on=conferred_on,
        due_on=conferred_on + RECHECKED_AFTER,
    )  # fmt: skip
    with writing(title, REGISTER, actor=actor):
        if not title.number:
            raise RuleBroken({"number": _("请填写命名文件的文号。")})
        if Cycle.objects.filter(level=level, opens_on__lte=conferred_on).exists():
            told = _("平台上已有这一级别的批次，以后的称号经申报、公示命名，不能直接登记。")
            raise RuleBroken({"conferred_on": told})
    return title


@transaction.atomic
def recheck(
    title: Title, *, verb: str, actor, done_on: date | None = None, reason: str = "", seen: str | None = None
) -> Title:
    """Note how a title was looked at again: kept for two years more, revoked or cancelled.

    RuleBroken where it is kept before its day; taken away it may be at any time, for a reason.
    """
    done_on, reason = done_on or timezone.localdate(), reason.strip()
    with writing(title, DECISIONS[verb], actor=actor, seen=seen, reason=reason) as held:
        if find_personal_numbers(reason):
            raise RuleBroken({"reason": _("请不要在这里写身份证号、手机号。")})
        last = held.rechecks.first()
        if done_on < max(held.conferred_on, last.done_on if last else held.conferred_on):
            raise RuleBroken({"done_on": _("日期早于命名或者上一次复核，请核对。")})
        if verb == "keep":
            if done_on < held.due_on:
                told = _("满两年的%(day)s起才能复核。") % {"day": chinese_date(held.due_on)}
                raise RuleBroken({"done_on": told})
            held.due_on = done_on + RECHECKED_AFTER
        held.state = RECHECKS[verb].to
        noted = Recheck(
            title=held, verb=verb, done_on=done_on, reason=reason, actor=actor, actor_name=str(actor)
        )
        with writing(noted, NOTE, actor=actor):
            pass
    return held


def remind_of_rechecks(on: date) -> int:
    """Remind office and 居村 of the titles to look at again; returns how many reminders are new."""
    sent = 0
    office = list(accounts_in(Role.OFFICE))
    for title in titles_due(on + SOON):
        day = chinese_date(title.due_on)
        is_due = title.due_on <= on
        kind = MessageKind.OVERDUE if title.due_on < on else MessageKind.DEADLINE
        text = f"{title.community}的“{title.name}”{day}{'起请复核' if is_due else '满两年，将要复核'}"
        subject, held = f"title:{title.pk}:{title.due_on}", reverse("portal:honours")
        for account in User.objects.filter(coordinated__place=title.community_id, is_active=True):
            sent += send(account, kind, subject, text, held, on=on) is not None
        for account in office:
            sent += send(account, kind, subject, text, reverse("honour_titles:index"), on=on) is not None
    return sent
