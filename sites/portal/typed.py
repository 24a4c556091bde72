"""What was typed into a step that was refused stands there still on the page that says why."""

from django.utils import timezone

KEPT = "typed_step"


def keep_typed(request, verb: str, *names: str) -> None:
    """Until the next page shows it: the day, the opinion, and fields of these names."""
    given = {name: request.POST.get(name, "")[:1000] for name in ("done_on", "opinion", *names)}
    request.session[KEPT] = given | {"verb": verb, "pk": request.POST.getlist("pk")}


def typed(request) -> dict:
    """What was kept, once; where nothing was, the day is today's."""
    return request.session.pop(KEPT, None) or {"done_on": timezone.localdate().isoformat(), "pk": []}
