"""The scheme: written by the office, copied from year to year, closed once a round uses it."""

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cms.core.errors import RuleBroken
from cms.core.values import content_fields
from cms.core.writing import Action, write
from cms.reviews.models import Band, Group, Indicator, Scheme
from cms.reviews.permissions import can_run_reviews

IN_USE = _("这个方案的评议已经开始，不再改动；下一年请复制成新方案再改。")
SCHEME_WORDS = ("year", "name", "bonus_cap", "total_cap")
PART_WORDS: dict[Any, tuple[str, ...]] = {
    Band: ("scheme", "position", "name", "least", "share"),
    Group: ("scheme", "position", "name", "kind", "weight", "drop_extremes", "minimum_votes"),
    Indicator: (
        "scheme", "position", "dimension", "key", "name", "standard", "kind", "max", "per", "cap", "required",
        "at_best", "source", "settings", "audiences", "laws", "campaign", "form", "starts_on", "ends_on",
        "per_quarter",
    ),
}  # fmt: skip
RELATIONS = ("settings", "audiences", "laws")


def _is_open(scheme: Scheme) -> bool:
    return scheme.is_open


def _in_an_open_scheme(user, part) -> bool:
    return part.scheme.is_open


DRAW_UP = Action[Scheme]("reviews.scheme.create", _("新增"), can_run_reviews, writes=SCHEME_WORDS)
CHANGE = Action[Scheme](
    "reviews.scheme.change",
    _("修改"),
    can_run_reviews,
    writes=SCHEME_WORDS,
    when=_is_open,
    otherwise=IN_USE,
)
DELETE = Action[Scheme]("reviews.scheme.delete", _("删除"), can_run_reviews, when=_is_open, otherwise=IN_USE)
COPY = Action[Scheme]("reviews.scheme.copy", _("复制为下一年的方案"), can_run_reviews)


class PartActions:
    """Adding, changing and removing one kind of part, while the scheme is open."""

    def __init__(self, model):
        name = model._meta.label_lower
        self.adds = Action(
            f"{name}.create",
            _("新增"),
            can_run_reviews,
            writes=PART_WORDS[model],
            of=_in_an_open_scheme,
            refusal=IN_USE,
        )
        self.changes = replace(self.adds, name=f"{name}.change", label=_("修改"))
        self.removes = replace(self.adds, name=f"{name}.delete", label=_("删除"), writes=())


PARTS = {model: PartActions(model) for model in PART_WORDS}


def draw_up_scheme(*, actor, **values) -> Scheme:
    scheme = Scheme()
    write(scheme, DRAW_UP, values, actor=actor)
    return scheme


def add_part(model, scheme: Scheme, *, actor, **values):
    """One more band, group or indicator; relations are among the values."""
    part = model(scheme=scheme)
    write(part, PARTS[model].adds, values, actor=actor)
    return part


@transaction.atomic
def copy_scheme(scheme: Scheme, *, actor, seen: str | None = None) -> Scheme:
    """The next year's scheme with all its parts; windows and campaigns of the old year are left out.

    Raises RuleBroken where the next year has one.
    """
    COPY.ask(actor, scheme)
    year = scheme.year + 1
    if Scheme.objects.filter(year=year).exists():
        raise RuleBroken(_("%(year)s年已有方案，请在那个方案里修改。") % {"year": year})
    kept = {"bonus_cap": scheme.bonus_cap, "total_cap": scheme.total_cap}
    name = scheme.name.replace(str(scheme.year), str(year))
    new = draw_up_scheme(actor=actor, year=year, name=name, **kept)
    for model in PART_WORDS:
        for part in model.objects.filter(scheme=scheme):
            add_part(model, new, actor=actor, **_values_of(part))
    return new


def _values_of(part) -> dict:
    of_the_year = ("scheme", "starts_on", "ends_on", "campaign")
    values = {
        field.name: getattr(part, field.name)
        for field in content_fields(part)
        if field.name not in of_the_year
    }
    if isinstance(part, Indicator):
        values |= {name: list(getattr(part, name).all()) for name in RELATIONS}
    return values
