"""Buttons with a rule: a viewset declares its steps, one view asks, confirms and calls the service."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.core.errors import NotAllowed, RuleBroken, tell
from cms.core.values import version_of
from cms.core.viewsets.step_forms import StepForm
from cms.core.writing import NOT_YOURS, Action

MOST = 100


@dataclass(frozen=True)
class Step:
    """A service behind a button: `service(record, *, actor, seen, **what the form asks)`.

    `done` is said once it is done; a step that `shows` something renders this template with its `result`,
    once, and says nothing. A step that `asks` first shows a page that says what will happen (`warning`)
    and has its `form`. `for_several` offers it for several rows of the list at once; a row of which
    `one_by_one` tells a reason is left out there, to be looked at by itself.

    Where the service `makes` another record, such as an appointment of a person, the action is about that
    one: beforehand only the account is asked, and nothing is `seen`.
    """

    service: Callable[..., Any]
    action: Action
    done: Any = ""
    warning: Any = ""
    form: type[StepForm] = StepForm
    shows: str = ""
    makes: bool = False
    for_several: bool = True
    one_by_one: Callable[[Any], list[str]] | None = None

    @property
    def asks(self) -> bool:
        return bool(self.action.reason or self.warning or self.form is not StepForm)

    def is_open(self, user, record) -> bool:
        return self.action.who(user) if self.makes else self.action.is_open(user, record)

    def waits_for_another(self, user, record) -> bool:
        """Whether the record stands where this can be done, by an account of this kind but not by this one.

        Told of only where the rule says why in words of its own.
        """
        action = self.action
        return (
            not self.makes
            and action.refusal != NOT_YOURS
            and action.who(user)
            and (action.when is None or action.when(record))
            and not action.is_allowed(user, record)
        )

    def take(self, record, *, actor, seen: str, values: dict[str, Any]):
        """Call the service with what was asked for."""
        options = {} if self.makes else {"seen": seen}
        return self.service(record, actor=actor, **options, **values)


class StepView(WagtailAdminTemplateMixin, TemplateView):
    """Asks once, then takes a step with one record or several; each in its own transaction."""

    template_name = "core/admin/step.html"
    viewset = None

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.name = kwargs["step"]
        self.step = self.viewset.steps.get(self.name)
        if self.step is None:
            raise Http404
        if not self.step.action.who(request.user):
            raise PermissionDenied
        given = request.POST if request.method == "POST" else request.GET
        keys = [key for key in given.getlist("pk") if key.isascii() and key.isalnum()]
        self.records = self._records(keys[:MOST])
        if left := len(keys[MOST:]):
            told = _("一次最多办理 %(most)s 条，另有 %(left)s 条没有动，请办完这些再选。")
            messages.warning(request, told % {"most": MOST, "left": left})

    def _records(self, keys: list[str]) -> list:
        field = self.viewset.model._meta.pk
        valid = [key for key in keys if _is_key(field, key)]
        found = self.viewset.rows_for(self.request.user).filter(pk__in=valid)
        seen = [record for record in found if self.viewset.may_see_row(self.request.user, record)]
        if not seen:
            raise Http404
        return seen

    def get(self, request, *args, **kwargs):
        return self._ask(self._form())

    def post(self, request, *args, **kwargs):
        form = self._form(request.POST)
        if not form.is_valid():
            return self._ask(form)
        if len(self.records) == 1:
            return self._take_with_one(form)
        done = [record for record in self.records if self._is_taken(record, form)]
        if done:
            messages.success(
                self.request, _("%(count)s 条：%(done)s") % {"count": len(done), "done": self.step.done}
            )
        return redirect(self.viewset.get_url_name("index"))

    def _form(self, data=None) -> StepForm:
        form = self.step.form(self.step.action, data)
        form.about(self.records)
        return form

    def _take_with_one(self, form):
        record = self.records[0]
        try:
            result = self._take(record, form)
        except (RuleBroken, NotAllowed) as error:
            if not self.step.asks:
                self._say(record, error)
                return redirect(self.viewset.url_after(record))
            tell(form, error)
            return self._ask(form)
        if self.step.shows:
            # Kept nowhere: pages of the admin are `no-store`.
            context = self.get_context_data(record=record, result=result)
            return TemplateResponse(self.request, self.step.shows, context)
        after = result if isinstance(result, self.viewset.model) else record
        home, onwards = (
            self.viewset.url_after(after),
            self.viewset.url_onwards(self.name, after, self.request.user),
        )
        # Where one is led on to another record, the sentence says of which one it speaks.
        messages.success(
            self.request, self.step.done if onwards in ("", home) else f"{record}：{self.step.done}"
        )
        return redirect(onwards or home)

    def _is_taken(self, record, form) -> bool:
        if why := self._why_alone(record):
            messages.error(self.request, f"{record}：{'；'.join(why)}。请打开单独办理。")
            return False
        try:
            self._take(record, form)
        except (RuleBroken, NotAllowed) as error:
            self._say(record, error)
            return False
        return True

    def _why_alone(self, record) -> list[str]:
        """Why the record is not to be done with along with others."""
        return self._doubts(record) if len(self.records) > 1 else []

    def _doubts(self, record) -> list[str]:
        return self.step.one_by_one(record) if self.step.one_by_one else []

    def _take(self, record, form):
        seen = self.request.POST.get(f"seen_{record.pk}", "")
        return self.step.take(record, actor=self.request.user, seen=seen, values=form.cleaned_data)

    def _say(self, record, error: RuleBroken | NotAllowed) -> None:
        told = error.messages if isinstance(error, RuleBroken) else [str(error)]
        messages.error(self.request, f"{record}：{' '.join(told)}")

    def _ask(self, form):
        return self.render_to_response(self.get_context_data(form=form))

    def get_page_title(self):
        return str(self.step.action.label)

    def get_breadcrumbs_items(self):
        listed = {
            "url": reverse(self.viewset.get_url_name("index")),
            "label": self.viewset.model._meta.verbose_name_plural,
        }
        return [*super().get_breadcrumbs_items(), listed, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        open_ones = [record for record in self.records if self.step.is_open(self.request.user, record)]
        alone = {record: why for record in open_ones if (why := self._why_alone(record))}
        return super().get_context_data(
            step=self.step,
            rows=[(record, version_of(record)) for record in open_ones if record not in alone],
            doubts=self._doubts(self.records[0]) if len(self.records) == 1 else [],
            alone=[(record, why, self.viewset.url_after(record)) for record, why in alone.items()],
            refused=[
                (record, self.step.action.why_closed(self.request.user, record))
                for record in self.records
                if record not in open_ones
            ],
            back=self.viewset.url_after(self.records[0]),
            **kwargs,
        )


def _is_key(field, key: str) -> bool:
    if field.get_internal_type() in ("AutoField", "BigAutoField", "IntegerField"):
        return key.isdigit() and len(key) < 19
    return True
