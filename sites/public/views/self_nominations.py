"""Putting oneself forward, and asking what became of it."""

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cms.core.errors import tell
from cms.core.once import once
from cms.people.forms import NewcomerForm
from cms.people.models import Person, SelfNomination
from cms.people.queries import objection_by, self_nomination_by
from cms.people.queries.memberships import person_of
from cms.people.services import self_nominations
from sites.rate import seconds_to_wait, told_to_wait

# Shown once, on the page after sending; never part of an address.
CODE_KEY = "self_nomination_code"
PER_MINUTE = 5
FIELDS = (
    "name", "gender", "birth", "phone", "community", "role", "category", "words", "guardian_name",
    "guardian_phone",
)  # fmt: skip


class ApplyForm(NewcomerForm):
    words = forms.CharField(
        label=_("自我介绍"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("您为什么愿意、能做些什么。请不要写身份证号、手机号。"),
    )
    field_order = [
        "name", "gender", "birth", "phone", "community", "role", "category", "words", "guardian_name",
        "guardian_phone", "purposes",
    ]  # fmt: skip

    def __init__(self, *args, member: Person | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        # What the roster has is not asked for again.
        for name in self_nominations.OF_PERSON:
            if member and getattr(member, name):
                self.fields.pop(name, None)
        self.fields["purposes"].help_text = _("第一项不同意就不能办理，其余各项随您，以后可以撤回。")


class CodeForm(forms.Form):
    code = forms.CharField(label=_("查询号"), max_length=40)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request):
    member = person_of(request.user)
    form = ApplyForm(request.POST if request.method == "POST" else None, member=member)
    if not form.is_bound:
        return render(request, "public/people/apply.html", {"form": form, "member": member})
    if wait := seconds_to_wait(request, "apply", PER_MINUTE):
        form.add_error(None, told_to_wait(wait))
        return _page(request, "apply", {"form": form, "member": member}, wait=wait)
    if form.is_valid():
        try:
            once(request, lambda: _received(request, form))
        except ValidationError as error:
            tell(form, error)
        else:
            return redirect("public:people_follow_up")
    return render(request, "public/people/apply.html", {"form": form, "member": member}, status=422)


def _received(request, form: ApplyForm) -> int:
    member = request.user if person_of(request.user) else None
    purposes = form.cleaned_data["purposes"]
    held, code = self_nominations.receive(form.given(*FIELDS), purposes=purposes, member=member)
    request.session[CODE_KEY] = code
    return held.pk


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request):
    """What became of it, for whoever holds the number; also the way to take it back."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "fresh": request.session.pop(CODE_KEY, "")}
    if not form.is_bound:
        return render(request, "public/people/follow_up.html", context)
    if wait := seconds_to_wait(request, "follow-up", PER_MINUTE):
        form.add_error(None, told_to_wait(wait))
        return _page(request, "follow_up", context, wait=wait)
    code = form.cleaned_data["code"] if form.is_valid() else ""
    if objection := objection_by(code):
        return render(request, "public/people/follow_up.html", context | {"objection": objection})
    found = self_nomination_by(code)
    if found is None:
        if form.is_valid():
            form.add_error("code", _("没有找到这个查询号，请核对。"))
        return render(request, "public/people/follow_up.html", context, status=422)
    context |= _shown(request, form, found)
    return render(request, "public/people/follow_up.html", context)


def _shown(request, form: CodeForm, found: SelfNomination) -> dict:
    if "take_back" in request.POST:
        try:
            found = self_nominations.take_back(found)
        except ValidationError as error:
            tell(form, error)
    can = self_nominations.TAKE_BACK.is_open(None, found)
    return {"found": found, "can_take_back": can, "code": form.cleaned_data["code"]}


def _page(request, name: str, context: dict, *, wait: int):
    response = render(request, f"public/people/{name}.html", context, status=429)
    response["Retry-After"] = str(wait)
    return response
