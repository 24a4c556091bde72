"""Two records side by side: one person or two."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.core.errors import RuleBroken, require, tell
from cms.core.values import shown, version_of
from cms.people.forms import MergeForm
from cms.people.imports.origins import identity_fingerprints, of_one_number
from cms.people.models import Distinction, Merge, Person
from cms.people.queries import merit
from cms.people.queries.sameness import are_distinguished, are_two_by_number, suggested_pairs
from cms.people.services import merging

# As many as somebody looks through in one sitting.
MOST = 100
MASKED = {"phone", "identity_number", "guardian_phone"}


class SamenessView(WagtailAdminTemplateMixin, TemplateView):
    """For those who may merge."""

    viewset = None

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        require(merging.MERGE.who(request.user), merging.MERGE.refusal)

    def get_breadcrumbs_items(self):
        listed = {"url": reverse(self.viewset.get_url_name("suggestions")), "label": _("疑似同一人")}
        return [*super().get_breadcrumbs_items(), listed, {"url": "", "label": self.get_page_title()}]


class SuggestionsView(SamenessView):
    template_name = "people/admin/suggestions.html"

    def get_page_title(self):
        return _("疑似同一人")

    def get_breadcrumbs_items(self):
        return super().get_breadcrumbs_items()[:-1]

    def get_context_data(self, **kwargs):
        pairs, count = suggested_pairs(identity_fingerprints, MOST, of_one_number())
        merged = Merge.objects.filter(undone_on=None).count()
        return super().get_context_data(pairs=pairs, count=count, merged=merged, **kwargs)


class CompareView(SamenessView):
    """The older record is kept; which value stays is chosen line by line."""

    template_name = "people/admin/compare.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        keys = sorted((kwargs["one"], kwargs["other"]))
        if keys[0] == keys[1]:
            raise Http404
        self.first, self.second = (get_object_or_404(Person, pk=key) for key in keys)

    def get(self, request, *args, **kwargs):
        return self._show(MergeForm(self.first, self.second))

    def post(self, request, *args, **kwargs):
        form = MergeForm(self.first, self.second, request.POST)
        try:
            if "two" in request.POST:
                merging.distinguish(self.first, self.second, actor=request.user)
                return self._done("suggestions", _("已认定不是同一人，不再提示。"))
            if "unsure" in request.POST:
                return self._back_to_unsure()
            if form.is_valid():
                done = merging.merge(
                    self.first,
                    self.second,
                    form.taken,
                    reason=form.cleaned_data["reason"],
                    actor=request.user,
                    seen=request.POST.get("seen_first", ""),
                    seen_gone=request.POST.get("seen_second", ""),
                )
                messages.success(request, _("已合并为一人；合错了，180天之内可以撤销合并。"))
                return redirect(self.viewset.url_after(done))
        except RuleBroken as error:
            form.is_valid()
            tell(form, error)
        return self._show(form)

    def _back_to_unsure(self):
        pair = {"first": self.first, "second": self.second}
        merging.undistinguish(get_object_or_404(Distinction, **pair), actor=self.request.user)
        return self._done("suggestions", _("已撤回认定。"))

    def _done(self, name: str, words: str):
        messages.success(self.request, words)
        return redirect(self.viewset.get_url_name(name))

    def _show(self, form):
        return self.render_to_response(self.get_context_data(form=form))

    def get_page_title(self):
        return _("比对：%(first)s、%(second)s") % {"first": self.first, "second": self.second}

    def get_context_data(self, **kwargs):
        pair = (self.first, self.second)
        form = kwargs["form"]
        return super().get_context_data(
            first=self.first,
            second=self.second,
            seen=[version_of(each) for each in pair],
            rows=[
                (Person._meta.get_field(name).verbose_name, *(_told(each, name) for each in pair),
                 form[name] if name in form.fields else None)
                for name in merging.FIELDS
            ],
            held=list(zip(*map(_held, pair), strict=True)),
            are_two=are_two_by_number(*pair),
            are_distinguished=are_distinguished(*pair),
            back=reverse(self.viewset.get_url_name("suggestions")),
            **kwargs,
        )  # fmt: skip


def _told(person: Person, name: str) -> str:
    return getattr(person, f"masked_{name}") if name in MASKED else shown(person, name)


def _held(person: Person) -> list[tuple]:
    """What goes along, a line each."""
    appointments = person.appointments.select_related("community")
    account = getattr(person, "membership", None)
    return [
        (_("任用"), "；".join(f"{each.community}{_role(each)}" for each in appointments)),
        (_("推荐"), "；".join(map(_role, person.nominations.all()))),
        (_("参加培训"), f"{person.attendances.filter(signed=True).count()}次"),
        (_("已核实的服务时长"), f"{merit(person).hours}小时"),
        (_("有效的同意"), "、".join(
            str(each.get_purpose_display()) for each in person.consents.filter(withdrawn_on=None)
        )),
        (_("成员账号"), str(account.user) if account else ""),
    ]  # fmt: skip


def _role(held) -> str:
    return f"{held.get_role_display()}（{held.get_state_display()}）"
