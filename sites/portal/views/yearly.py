"""Who has not met the year's rule, and the reasons."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from cms.core.errors import NotAllowed
from cms.people.enums import ExcuseKind
from cms.people.models import RosterSetting
from cms.people.queries import visible_appointments
from cms.people.queries.yearly import falling_short
from cms.people.services.yearly import excuse
from search.chinese.numerals import typed_number
from sites.portal.keeping import signed_in
from sites.portal.views.nominations import of_a_coordinator


class ExcuseForm(forms.Form):
    kind = forms.ChoiceField(label=_("原因"), choices=ExcuseKind)
    words = forms.CharField(label=_("说明"), max_length=200, required=False)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def yearly(request):
    of_a_coordinator(request)
    year, appointments = timezone.localdate().year, visible_appointments(request.user)
    if request.method == "POST":
        held = get_object_or_404(appointments, pk=typed_number(request.POST.get("pk", "")))
        form = ExcuseForm(request.POST)
        try:
            if not form.is_valid():
                raise ValidationError(_("请选择原因；说明最多 200 字。"))
            excuse(held, year=year, actor=request.user, **form.cleaned_data)
        except (ValidationError, NotAllowed) as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("已登记原因。"))
        return redirect("portal:yearly")
    context = {
        "year": year,
        "rule": RosterSetting.load(),
        "rows": falling_short(appointments, year),
        "kinds": ExcuseKind.choices,
    }
    return render(request, "portal/yearly.html", context)
