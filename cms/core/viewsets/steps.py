"""Buttons with a rule: a viewset declares its steps, one view asks, confirms and calls the service."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.core.errors import NotAllowed, RuleBroken
from cms.core.values import version_of
from cms.core.writing import Action

MOST = 100
LONGEST_REASON = 500


@dataclass(frozen=True)
class Step:
    """A service behind a button: `service(record, *, actor, seen, reason)`, the reason where it is asked.

    `done` is said once it is done. `asks` first shows a page that says what will happen (`warning`), or
    asks for the reason. `for_several` offers it for several rows of the list at once.
    """

    service: Callable[..., Any]
    action: Action
    done: Any
    warning: Any = ""
    for_several: bool = True

    @property
    def asks(self) -> bool:
        return bool(self.action.reason or self.warning)

    def take(self, record, *, actor, seen: str, reason: str):
        """Call the service with what it asks for."""
        options = {"reason": reason} if self.action.reason else {}
        return self.service(record, actor=actor, seen=seen or None, **options)


class StepView(WagtailAdminTemplateMixin, TemplateView):
    """Asks once, then takes a step with one record or several; each in its own transaction."""

    template_name = "core/admin/step.html"
    viewset = None

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.step = self.viewset.steps.get(kwargs["step"])
        if self.step is None:
            raise Http404
        if not self.step.action.who(request.user):
            raise PermissionDenied
        given = request.POST if request.method == "POST" else request.GET
        keys = [key for key in given.getlist("pk") if key.isascii() and key.isalnum()][:MOST]
        self.records = self._records(keys)
        self.reason = given.get("reason", "").replace("\0", "")[:LONGEST_REASON]

    def _records(self, keys: list[str]) -> list:
        field = self.viewset.model._meta.pk
        valid = [key for key in keys if _is_key(field, key)]
        found = self.viewset.rows_for(self.request.user).filter(pk__in=valid)
        seen = [record for record in found if self.viewset.may_see_row(self.request.user, record)]
        if not seen:
            raise Http404
        return seen

    def post(self, request, *args, **kwargs):
        done, after = [], None
        for record in self.records:
            seen = request.POST.get(f"seen_{record.pk}", "")
            try:
                after = self.step.take(record, actor=request.user, seen=seen, reason=self.reason)
            except (RuleBroken, NotAllowed) as error:
                told = error.messages if isinstance(error, RuleBroken) else [str(error)]
                messages.error(request, f"{record}：{' '.join(told)}")
            else:
                done.append(record)
        if len(self.records) == 1:
            if done:
                messages.success(request, self.step.done)
            elif self.step.asks:
                return self.render_to_response(self.get_context_data())
            target = after if isinstance(after, self.viewset.model) else self.records[0]
            return redirect(self.viewset.url_after(target))
        if done:
            messages.success(
                request, _("%(count)s 条：%(done)s") % {"count": len(done), "done": self.step.done}
            )
        return redirect(self.viewset.get_url_name("index"))

    def get_page_title(self):
        return str(self.step.action.label)

    def get_context_data(self, **kwargs):
        user, action = self.request.user, self.step.action
        open_ones = [record for record in self.records if action.is_open(user, record)]
        return super().get_context_data(
            step=self.step,
            rows=[(record, version_of(record)) for record in open_ones],
            refused=[record for record in self.records if record not in open_ones],
            reason=self.reason,
            back=self.viewset.url_after(self.records[0]),
            **kwargs,
        )


def _is_key(field, key: str) -> bool:
    if field.get_internal_type() in ("AutoField", "BigAutoField", "IntegerField"):
        return key.isdigit() and len(key) < 19
    return True
