"""The datasets: each an address that gives its rows page by page."""

from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import conditional_page
from ninja import Router
from ninja.decorators import decorate_view
from ninja.pagination import paginate

from sites.api.datasets import DATASETS, Dataset
from sites.api.operations import Error, for_every_page, reads
from sites.api.paging import ByCursor

router = Router(tags=["开放数据"])
REFUSALS = {401: Error, 422: Error, 429: Error}


def _declare(dataset: Dataset) -> None:
    def rows(request):
        return dataset.records()

    # What is withdrawn is gone at once: whoever keeps a copy asks whether it still holds.
    kept = cache_control(public=True, no_cache=True) if dataset.has_files else never_cache
    rows = decorate_view(conditional_page, kept, for_every_page)(rows)
    reads(
        router,
        f"{dataset.name}/",
        name=dataset.name,
        summary=dataset.label,
        description=dataset.about,
        response={200: list[dataset.row], **REFUSALS},
    )(paginate(ByCursor, dataset=dataset)(rows))


for _dataset in DATASETS.values():
    _declare(_dataset)
