"""The way to a title: written by the 居村, each further step by whom it belongs to, in its order."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.assessment.enums import IndicatorKind
from cms.core.errors import RuleBroken
from cms.core.personal_data import find_personal_numbers
from cms.core.private_files import safe_content, short_name
from cms.core.writing import Action, anyone, locked, removing, standing, writing
from cms.honours import permissions
from cms.honours.enums import WRITTEN, Source
from cms.honours.models import Application, Cycle, Entry, Evidence, Indicator
from cms.honours.queries.sheets import problems_of
from cms.places.models import Place
from search.chinese.dates import chinese_date

# Of one application in all: evidence is optional.
MOST_FILES = 9
SAID = ("self_score", "count", "hit", "words")
FOUND = ("office_score", "office_count", "office_hit", "office_words")
_NOT_YOURS = _("由这个居村自己的联络员申报。")
NOT_WRITTEN = _("已经提交的申报不能再改；确要改的，请审核的人退回补正。")

BEGIN = Action[Application](
    "honours.application.create",
    _("开始申报"),
    permissions.takes_part,
    of=permissions.applies_for,
    refusal=_NOT_YOURS,
)
FILL = Action[Application](
    "honours.application.fill",
    _("填写申报"),
    permissions.takes_part,
    writes=("statement",),
    of=permissions.applies_for,
    refusal=_NOT_YOURS,
    when=standing(*WRITTEN),
    otherwise=NOT_WRITTEN,
)
ASSESS = Action[Application](
    "honours.application.assess",
    _("核分"),
    permissions.can_run_honours,
    of=permissions.decides_for_district,
    refusal=_("不能给自己申报的居村核分，请普法办另一位同事办理。"),
    when=standing("district"),
    otherwise=_("街镇上报之后、评审通过之前核分。"),
)
# Asked for by one of the two above; in the trail with the scores of before.
KEEP = Action[Entry]("honours.entry.keep", _("登记得分"), anyone, writes=(*SAID, *FOUND))


def _of_own(user, file: Evidence) -> bool:
    return permissions.applies_for(user, file.application)


def _is_written(file: Evidence) -> bool:
    return file.application.state in WRITTEN


ADD_FILE = Action[Evidence](
    "honours.evidence.create",
    _("添加申报佐证"),
    permissions.takes_part,
    of=_of_own,
    refusal=_NOT_YOURS,
    when=_is_written,
    otherwise=NOT_WRITTEN,
)
REMOVE_FILE = Action[Evidence](
    "honours.evidence.delete",
    _("删除申报佐证"),
    permissions.takes_part,
    of=_of_own,
    refusal=_NOT_YOURS,
    when=_is_written,
    otherwise=NOT_WRITTEN,
)


@transaction.atomic
def begin_application(cycle: Cycle, community: Place, *, actor) -> Application:
    """Begin to apply; RuleBroken outside the window, by a faulty scheme, or where the title is held."""
    # Whoever changes the cycle at this moment waits, or has been faster.
    held = locked(cycle)
    application = Application(cycle=held, community=community)
    with writing(application, BEGIN, actor=actor):
        within_the_window(held, timezone.localdate())
        if problems_of(held):
            raise RuleBroken(_("这个批次的指标还没有定好，请联系普法办。"))
        if community.titles.standing().filter(level=held.level).exists():
            raise RuleBroken(_("这个居村已有这一级别的称号，不必再申报。"))
    return application


def within_the_window(cycle: Cycle, day: date) -> None:
    if not cycle.takes_applications(day):
        told = _("申报时间是%(first)s至%(last)s。确有原因的，请普法办延长。")
        raise RuleBroken(
            told % {"first": chinese_date(cycle.opens_on), "last": chinese_date(cycle.closes_on)}
        )


def fill_in(
    application: Application,
    *,
    statement: str,
    values: Mapping[Indicator, Mapping[str, Any]],
    actor,
    seen: str | None = None,
) -> Application:
    """Keep what the 居村 says, some of SAID of each indicator; all of it or nothing."""
    with writing(application, FILL, actor=actor, seen=seen, indicators=len(values)) as held:
        held.statement = statement.strip()
        _refuse_numbers("statement", held.statement)
        for indicator, said in values.items():
            if indicator.is_recorded and said.get("count") is not None:
                raise RuleBroken(_("%(key)s 由平台记录计数，不用填写。") % {"key": indicator.key})
            _keep(held, indicator, said, SAID, actor)
    return held


@transaction.atomic
def assess(
    application: Application,
    values: Mapping[Indicator, Mapping[str, Any]],
    *,
    actor,
    seen: str | None = None,
) -> Application:
    """Keep what the district finds, some of FOUND of each indicator; all of it or nothing.

    RuleBroken for another number than the record's, or a veto, without words.
    """
    with writing(application, ASSESS, actor=actor, seen=seen, indicators=len(values)) as held:
        for indicator, found in values.items():
            corrected = found.get("office_count") is not None and indicator.source != Source.STATED
            if (corrected or found.get("office_hit")) and not str(found.get("office_words") or "").strip():
                raise RuleBroken(
                    _("%(key)s 改了记录的次数或者有否决情形，请写明理由。") % {"key": indicator.key}
                )
            _keep(held, indicator, found, FOUND, actor)
    return held


@transaction.atomic
def add_file(application: Application, indicator: Indicator, upload: File, *, actor) -> Evidence:
    """Keep a file of an indicator. UnsafeFile names the file that is none of the kinds that are taken."""
    held = locked(application)
    if held.evidence.count() >= MOST_FILES:
        raise RuleBroken(_("一份申报最多 %(most)d 份佐证，请先删去一份。") % {"most": MOST_FILES})
    kept = Evidence(application=held, indicator=indicator, name=short_name(upload.name), uploaded_by=actor)
    ADD_FILE.ask(actor, kept)
    with writing(kept, ADD_FILE, actor=actor):
        kept.file = safe_content(upload)
    return kept


@transaction.atomic
def remove_file(file: Evidence, *, actor) -> None:
    stored = file.file
    removing(file, REMOVE_FILE, actor=actor)
    transaction.on_commit(partial(stored.delete, save=False))


def _keep(
    application: Application,
    indicator: Indicator,
    values: Mapping[str, Any],
    names: tuple[str, ...],
    actor,
) -> None:
    if indicator.cycle_id != application.cycle_id:
        raise RuleBroken(_("这个指标不属于这个批次，请刷新页面。"))
    if indicator.kind != IndicatorKind.POINTS and any(
        values.get(name) is not None for name in names if name.endswith("score")
    ):
        raise RuleBroken(_("%(key)s 不是打分的指标，请填次数。") % {"key": indicator.key})
    entry = Entry.objects.filter(application=application, indicator=indicator).first()
    if entry is None and all(value in (None, False, "") for value in values.values()):
        return
    entry = entry or Entry(application=application, indicator=indicator)
    with writing(entry, KEEP, actor=actor) as held:
        for name in names:
            if name in values:
                setattr(held, name, values[name])
        for name in ("words", "office_words"):
            _refuse_numbers("", getattr(held, name))


def _refuse_numbers(field: str, words: str) -> None:
    if find_personal_numbers(words):
        told = _("请不要在这里写身份证号、手机号。")
        raise RuleBroken({field: told} if field else told)
