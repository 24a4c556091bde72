"""What a file held that was passed over, with one click to bring it back."""

from django.contrib import messages
from django.shortcuts import redirect

from cms.core.errors import RuleBroken
from cms.intake.queries import left_out
from cms.intake.services.bringing_back import bring_back
from cms.intake.views.base import BatchView


class Left(BatchView):
    """The sheets and rows of a file that were passed over, each with the reason."""

    template_name = "intake/left.html"

    def get_page_title(self):
        return f"跳过的行与工作表：{self.batch}"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            sheets=left_out(self.batch), can_bring=self.batch.is_readable_again, **kwargs
        )

    def post(self, request, pk):
        place, _, number = request.POST.get("bring", "").partition(":")
        sheet = next((each for each in left_out(self.batch) if str(each.place) == place), None)
        known = sheet and (not number or number in {row.number for row in sheet.rows if row.can_come})
        try:
            if not known:
                raise RuleBroken("没有这一行，请刷新后再试。")
            bring_back(self.batch, sheet.name, int(number) if number else None, actor=request.user)
        except RuleBroken as error:
            messages.error(request, error.message)
            return redirect("intake_left", pk)
        messages.success(request, "已找回，正在重新读取；原来的处理意见都保留。")
        return redirect("intake_batch", pk)
