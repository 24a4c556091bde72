"""Writing the parts of a draft, one a page."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.core.errors import RuleBroken, require, tell
from cms.guides import services
from cms.guides.forms import FORMS
from cms.guides.models import Guide
from cms.guides.models.graph import PartKind

NAMES = {
    PartKind.QUESTION: gettext_lazy("问题"),
    PartKind.FINDING: gettext_lazy("风险点"),
    PartKind.OUTCOME: gettext_lazy("结果"),
}


class PartView(WagtailAdminTemplateMixin, TemplateView):
    """A question, a finding or an outcome: written, taken away, asked first."""

    template_name = "guides/admin/part.html"
    viewset = None

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        require(services.CHANGE.who(request.user), services.CHANGE.refusal)
        self.guide = get_object_or_404(Guide, pk=kwargs["pk"])
        services.CHANGE.ask(request.user, self.guide)
        if kwargs["kind"] not in set(PartKind):
            raise Http404
        self.kind = PartKind(kwargs["kind"])
        self.part = self._part(kwargs.get("key", ""))

    def _part(self, key: str):
        if not key:
            return None
        found = next((each for each in self.guide.steps.of_kind(self.kind) if each.key == key), None)
        if found is None:
            raise Http404
        return found

    def get(self, request, *args, **kwargs):
        return self._show(FORMS[self.kind](self.guide, self.part))

    def post(self, request, *args, **kwargs):
        form = FORMS[self.kind](self.guide, self.part, request.POST)
        try:
            if self.part and "remove" in request.POST:
                services.remove_part(self.guide, self.part.key, actor=request.user, seen=self._seen())
                return self._done(_("已删去。通到它的回答现在没有下文，请改。"))
            if self.part and "first" in request.POST:
                services.ask_first(self.guide, self.part.key, actor=request.user, seen=self._seen())
                return self._done(_("从这个问题问起。"))
            if form.is_valid():
                services.put_part(self.guide, self.kind, form.wanted(), actor=request.user, seen=self._seen())
                return self._done(_("已保存。"))
        except RuleBroken as error:
            form.is_valid()
            tell(form, error)
        return self._show(form)

    def _seen(self) -> str:
        return self.request.POST.get("seen", "")

    def _done(self, words: str):
        messages.success(self.request, words)
        return redirect(self.viewset.url_after(self.guide))

    def _show(self, form):
        return self.render_to_response(self.get_context_data(form=form))

    def get_page_title(self):
        name = NAMES[self.kind]
        return _("修改%s") % name if self.part else _("新增%s") % name

    def get_breadcrumbs_items(self):
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("guides:index"), "label": Guide._meta.verbose_name_plural},
            {"url": self.viewset.url_after(self.guide), "label": str(self.guide)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            guide=self.guide,
            part=self.part,
            is_question=self.kind == PartKind.QUESTION,
            is_first=bool(self.part) and self.guide.steps.first == self.part.key,
            back=self.viewset.url_after(self.guide),
            **kwargs,
        )
