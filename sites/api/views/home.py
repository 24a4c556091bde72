"""What is open, for people: the datasets, where programs read them, the files of the night."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sites.api import nightly
from sites.api.datasets import DATASETS
from sites.api.reading import Reader


@require_safe
def home(request):
    held = nightly.wholes()
    listed = [
        (
            dataset,
            reverse(f"api:{dataset.name}"),
            [(each, reverse("api:file", args=[each.name])) for each in held if each.dataset == dataset],
        )
        for dataset in DATASETS.values()
    ]
    context = {"datasets": listed, "written_at": held[0].written_at if held else None}
    return render(request, "api/home.html", {**context, "per_minute": Reader.PER_MINUTE})
