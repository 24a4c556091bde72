"""The files of the night, to be fetched whole."""

import datetime

from django.http import FileResponse, Http404
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from ninja import Router
from ninja.decorators import decorate_view
from pydantic import Field

from sites.api import nightly
from sites.api.datasets import DATASETS
from sites.api.operations import Error, Refused, Told, for_every_page, reads
from sites.api.tasks import write_dataset

router = Router(tags=["整份文件"])
REWRITTEN = "有内容刚刚撤回，这份文件正在重写，请稍后再来；逐页的接口现在就可以读。"


class WholeFile(Told):
    dataset: str
    label: str
    kind: str = Field(description="jsonl：一行一条 JSON；csv：可以用表格软件打开")
    size: int = Field(description="字节")
    written_at: datetime.datetime
    url: str


@reads(
    router,
    "",
    name="files",
    summary="有哪些整份文件",
    description="每天凌晨写成。",
    response={200: list[WholeFile], 401: Error, 429: Error},
)
@decorate_view(for_every_page)
def files(request):
    return [
        {
            "dataset": each.dataset.name,
            "label": each.dataset.label,
            "kind": each.kind,
            "size": each.size,
            "written_at": each.written_at,
            "url": request.build_absolute_uri(reverse("api:file", args=[each.name])),
        }
        for each in nightly.wholes()
    ]


@reads(
    router,
    "{name}",
    name="file",
    summary="一份整份文件",
    description="文件名见清单，如 venues.csv。文件里有内容撤回时返回 503，重写之后再给。",
    response={200: str, 401: Error, 404: Error, 429: Error, 503: Error},
)
@decorate_view(for_every_page)
def file(request, name: str):
    named, _dot, kind = name.rpartition(".")
    dataset = DATASETS.get(named)
    if dataset is None or not dataset.has_files or kind not in nightly.KINDS:
        raise Http404
    held = nightly.whole(dataset, kind)
    if held is None:
        raise Refused(404, "这份文件还没有写成，每天凌晨写一次；逐页的接口现在就可以读。")
    if nightly.holds_what_was_withdrawn(dataset, held.written_at):
        if nightly.is_first_to_notice(dataset):
            write_dataset.enqueue(dataset.name)
        raise Refused(503, REWRITTEN, wait=nightly.PAUSE_SECONDS)
    changed = int(held.written_at.timestamp())
    etag = f'"{changed:x}-{held.size:x}"'
    unchanged = get_conditional_response(request, etag=etag, last_modified=changed)
    return unchanged or FileResponse(
        nightly.path_of(dataset, kind).open("rb"),
        as_attachment=True,
        filename=held.name,
        content_type=nightly.KINDS[kind],
        headers={"ETag": etag, "Last-Modified": http_date(changed), "Cache-Control": "public, no-cache"},
    )
