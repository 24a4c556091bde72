"""What was typed into a step that was refused stands there still on the page that says why.

Of personal numbers nothing is kept.
"""

from collections.abc import Callable

from django import forms
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from cms.core.personal_data import without_personal_numbers

KEPT, KEPT_FORM = "typed_step", "typed_form"


def keep_typed(request, verb: str, *names: str) -> None:
    """Until the next page shows it: the day, the opinion, and fields of these names."""
    asked = ("done_on", "opinion", *names)
    given = {name: without_personal_numbers(request.POST.get(name, "")[:1000]) for name in asked}
    request.session[KEPT] = given | {"verb": verb, "pk": request.POST.getlist("pk")}


def keep_form(request, name: str, form) -> None:
    """All that was filled into a form that is shown on another page, until that page is opened."""
    given = {
        field: [without_personal_numbers(each) for each in request.POST.getlist(field)]
        for field in form.fields
    }
    request.session[KEPT_FORM] = {"form": name, "given": given}


def kept_form(request, made: dict[str, Callable]) -> dict[str, forms.Form]:
    """Each form by its name, filled in anew where it was kept."""
    kept = request.session.pop(KEPT_FORM, {})
    return {
        name: make(MultiValueDict(kept["given"])) if kept.get("form") == name else make()
        for name, make in made.items()
    }


def typed(request) -> dict:
    """What was kept, once; where nothing was, the day is today's."""
    return request.session.pop(KEPT, None) or {"done_on": timezone.localdate().isoformat(), "pk": []}
