"""Upload, preview, apply, take back, send back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from cms.core.errors import RuleBroken
from cms.intake.enums import BUSY, BatchState
from cms.intake.forms import BatchFilterForm, FilterForm, UploadForm
from cms.intake.progress import progress_of
from cms.intake.queries import batches_for, count_left, level_counts, problems, rows_of, shown_rows
from cms.intake.reading import UnreadableFile
from cms.intake.registry import spec_of, specs_for
from cms.intake.services.applying import start_applying
from cms.intake.services.deciding import judge_by_request
from cms.intake.services.discarding import discard
from cms.intake.services.naming import name_kind
from cms.intake.services.reading import upload
from cms.intake.services.resuming import BROKEN_OFF, is_broken_off, resume
from cms.intake.services.returning import fetch_returned, returned_workbook
from cms.intake.services.undoing import start_undoing
from cms.intake.views.base import PAGE_SIZE, BatchView, IntakeView


class BatchList(IntakeView):
    """Upload a file; below, what was uploaded before."""

    template_name = "intake/batches.html"
    page_title = _("导入表格")

    def get_context_data(self, **kwargs):
        narrowed = BatchFilterForm(self.request.GET, user=self.request.user, auto_id="narrowed_%s")
        found = batches_for(self.request.user, **narrowed.chosen())
        page = Paginator(found, PAGE_SIZE).get_page(self.request.GET.get("p"))
        query = self.request.GET.copy()
        query.pop("p", None)
        for batch in page:
            batch.kind_label = spec_of(batch.kind).label
        form = kwargs.pop("form", None) or UploadForm(user=self.request.user)
        return super().get_context_data(
            form=form, page=page, narrowed=narrowed, query=query.urlencode(), **kwargs
        )

    def post(self, request):
        form = UploadForm(request.POST, request.FILES, user=request.user)
        if form.is_valid():
            try:
                batch = upload(**form.given(), actor=request.user, on=timezone.localdate())
            except RuleBroken as error:
                form.add_error("file", error)
            else:
                return redirect("intake_batch", batch.pk)
        return self.render_to_response(self.get_context_data(form=form))


class BatchDetail(BatchView):
    """Preview or result of one batch, and what can be done with it."""

    template_name = "intake/batch.html"

    def get_context_data(self, **kwargs):
        batch = self.batch
        broken_off = is_broken_off(batch)
        form = FilterForm(self.request.GET, batch=batch)
        page = Paginator(rows_of(batch, **form.chosen()), PAGE_SIZE).get_page(self.request.GET.get("p"))
        query = self.request.GET.copy()
        query.pop("p", None)
        return super().get_context_data(
            busy=batch.is_at_work and not broken_off,
            stuck=broken_off or (batch.state in BUSY and batch.error),
            told=BROKEN_OFF[BatchState(batch.state)] if broken_off else batch.error,
            progress=progress_of(batch.pk),
            can_apply=batch.is_open and not batch.kind_guessed and batch.counts.get("effect", 0) > 0,
            kinds=specs_for(self.request.user) if batch.is_readable_again else [],
            can_undo=batch.state == BatchState.APPLIED and not batch.purged_at,
            can_map=batch.is_readable_again,
            can_decide=batch.is_open,
            can_discard=batch.is_discardable,
            nothing=bool(batch.sheets)
            and not batch.purged_at
            and not any(s.get("data_rows") for s in batch.sheets),
            making=batch.returned_why and not batch.returned and batch.file,
            made=batch.returned and batch.returned_to == self.request.user,
            left=count_left(batch),
            coming=sum(batch.counts.get("coming", {}).values()),
            levels=level_counts(batch),
            problems=problems(batch),
            form=form,
            query=query.urlencode(),
            page=page,
            rows=shown_rows(batch, page),
            **kwargs,
        )

    def post(self, request, pk):
        return _tried(request, pk, lambda: start_applying(self.batch, actor=request.user))


@require_POST
def undo(request, pk):
    """Take an applied batch back."""
    batch = get_object_or_404(batches_for(request.user), pk=pk)
    return _tried(request, pk, lambda: start_undoing(batch, actor=request.user))


@require_POST
def discard_batch(request, pk):
    """Delete a batch with its file."""
    batch = get_object_or_404(batches_for(request.user), pk=pk)
    return _tried(
        request, pk, lambda: discard(batch, actor=request.user), "已丢弃，原文件与各行内容都已删除。"
    )


@require_POST
def name_batch(request, pk):
    """Say of which kind a file is."""
    batch = get_object_or_404(batches_for(request.user), pk=pk)
    return _tried(request, pk, lambda: name_kind(batch, request.POST.get("kind", ""), actor=request.user))


@require_POST
def resume_batch(request, pk):
    """Go on with a batch that was left in the middle."""
    batch = get_object_or_404(batches_for(request.user), pk=pk)
    return _tried(request, pk, lambda: resume(batch, actor=request.user))


@require_POST
def judge(request, pk):
    """Judge the rows that wait by what is stored now."""
    batch = get_object_or_404(batches_for(request.user), pk=pk)
    told = "已按平台现在的数据重新判定。"
    return _tried(request, pk, lambda: judge_by_request(batch, actor=request.user), told)


@require_http_methods(["GET", "POST"])
def returned(request, pk):
    """The sender's workbook with our messages in it: asked for with a reason, a long one fetched later."""
    batch = get_object_or_404(batches_for(request.user), pk=pk)
    try:
        if request.method == "GET":
            content = fetch_returned(batch, actor=request.user)
        else:
            content = returned_workbook(batch, reason=request.POST.get("reason", ""), actor=request.user)
    except (RuleBroken, UnreadableFile) as error:
        messages.error(request, getattr(error, "message", str(error)))
        return redirect("intake_batch", pk)
    if content is None:
        messages.success(request, "这张表很长，正在后台生成；好了以后在这一页下载。")
        return redirect("intake_batch", pk)
    name = str(batch)
    stem = name.rpartition(".")[0] or name
    return FileResponse(content, as_attachment=True, filename=f"{stem}（处理意见）.xlsx")


def _tried(request, pk, act, done=""):
    try:
        act()
    except RuleBroken as error:
        messages.error(request, error.message)
    else:
        if done:
            messages.success(request, done)
    return redirect("intake_batch", pk)
