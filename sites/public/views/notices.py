"""Who is about to be appointed, by masked name, and objecting to it."""

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cms.core.errors import tell
from cms.core.once import once
from cms.people.forms import MobileField
from cms.people.models import Nomination
from cms.people.queries import on_notice
from cms.people.services.objections import object_to
from sites.public.views.self_nominations import CODE_KEY, PER_MINUTE
from sites.rate import seconds_to_wait, told_to_wait


class ObjectionForm(forms.Form):
    name = forms.CharField(label=_("您的姓名"), max_length=60, help_text=_("只供核实和答复，不公开。"))
    phone = MobileField(label=_("手机号"))
    words = forms.CharField(
        label=_("异议和依据"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("请写明事实和依据，方便核实。"),
    )


@never_cache
@require_safe
def notices(request):
    """Those whose notice runs today; the day after its last nobody is named."""
    running = on_notice(timezone.localdate())
    return render(request, "public/people/notices.html", {"notices": running})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request, pk):
    shown = get_object_or_404(on_notice(timezone.localdate()), pk=pk)
    form = ObjectionForm(request.POST if request.method == "POST" else None)
    context = {"notice": shown, "form": form}
    if not form.is_bound:
        return render(request, "public/people/notice.html", context)
    wait = seconds_to_wait(request, "objection", PER_MINUTE)
    if wait:
        form.add_error(None, told_to_wait(wait))
    elif form.is_valid():
        try:
            once(request, lambda: _received(request, shown, form.cleaned_data))
        except ValidationError as error:
            tell(form, error)
        else:
            return redirect("public:people_follow_up")
    return render(request, "public/people/notice.html", context, status=429 if wait else 422)


def _received(request, shown: Nomination, said: dict) -> int:
    held, request.session[CODE_KEY] = object_to(shown, **said)
    return held.pk
