"""Rows that wait: answered together by problem, or one by one."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from cms.core.errors import RuleBroken
from cms.core.personal_data import without_personal_numbers
from cms.intake.comparing import besides
from cms.intake.forms import ACTIONS, ReviewForm, RowForm
from cms.intake.queries import problems, shown_rows
from cms.intake.services.deciding import decide, withdraw
from cms.intake.views.base import PAGE_SIZE, BatchView


class Review(BatchView):
    """The rows that wait for one reason, with the answers that settle it."""

    template_name = "intake/review.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.problems = problems(self.batch)
        wanted = request.GET.get("problem", "")
        known = (problem for problem in self.problems if problem.code == wanted)
        # An answer is to the problem it was given to; where that is settled, it is to none.
        first = None if request.method == "POST" and wanted else next(iter(self.problems), None)
        self.problem = next(known, first)

    def get_context_data(self, **kwargs):
        rows = self._rows()
        page = Paginator(rows, PAGE_SIZE).get_page(self.request.GET.get("p"))
        shown = shown_rows(self.batch, page)
        offered = [choice for row in shown if row.main for choice in row.main.choices]
        return super().get_context_data(
            problems=self.problems,
            problem=self.problem,
            page=page,
            rows=shown,
            offered=list(dict.fromkeys(offered)),
            besides=besides(self.batch, shown),
            **kwargs,
        )

    def post(self, request, pk):
        if self.problem is None:
            messages.error(request, "这一类的行已由同事处理完，您的答复没有用到。")
            return redirect("intake_review", pk)
        form = ReviewForm(request.POST, rows=shown_rows(self.batch, self._rows()))
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        _decide(request, self.batch, form.decisions())
        place = urlencode({"problem": self.problem.code, "p": request.GET.get("p", "1")})
        return redirect(f"{reverse('intake_review', args=[pk])}?{place}")

    def _rows(self):
        if self.problem is None:
            return self.batch.rows.none()
        return self.batch.rows.pending().filter(problem=self.problem.code).select_related("decided_by")


class RowDetail(BatchView):
    """One row with all its cells."""

    template_name = "intake/row.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        rows = self.batch.rows.select_related("decided_by")
        self.row = get_object_or_404(rows, pk=kwargs["row"])
        self.shown = shown_rows(self.batch, [self.row])[0]

    def get_page_title(self):
        return f"{without_personal_numbers(self.row.sheet)} 第{self.row.number}行"

    def form(self, data=None):
        choices = {found.column: found.choices for found in self.shown.findings if found.choices}
        return RowForm(data, batch=self.batch, row=self.row, choices=choices)

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", self.form())
        asked = self.batch.is_open and not self.row.outcome
        return super().get_context_data(
            **{
                **kwargs,
                "row": self.row,
                "shown": self.shown,
                "can_decide": asked,
                "beside": besides(self.batch, [self.shown]).get(self.row.pk),
            }
        )

    def post(self, request, pk, row):
        action = request.POST.get("action", "")
        if action == "withdraw":
            _tell(request, lambda: withdraw(self.batch, [self.row.pk], actor=request.user))
        elif action in ACTIONS:
            _decide(request, self.batch, {self.row.pk: ACTIONS[action](self.row)})
        else:
            form = self.form(request.POST)
            if not form.is_valid():
                return self.render_to_response(self.get_context_data(form=form))
            _decide(request, self.batch, {self.row.pk: form.decision()})
        return redirect("intake_row", pk, row)


def _decide(request, batch, decisions) -> None:
    _tell(request, lambda: decide(batch, decisions, actor=request.user))


def _tell(request, act) -> None:
    try:
        count = act()
    except RuleBroken as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"已处理 {count} 行。")
