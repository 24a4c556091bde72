"""A person says what the headings nobody knows are."""

from django.contrib import messages
from django.shortcuts import redirect

from cms.core.errors import RuleBroken
from cms.intake.mapping import unknown_headings
from cms.intake.services.mapping import map_columns
from cms.intake.services.reading import on_disk
from cms.intake.views.base import BatchView


class Mapping(BatchView):
    """The unknown headings of a file, each with a guess."""

    template_name = "intake/mapping.html"

    def get_page_title(self):
        return f"对应列：{self.batch}"

    def get_context_data(self, **kwargs):
        return super().get_context_data(sheets=self._sheets(), **kwargs)

    def post(self, request, pk):
        for place, sheet in enumerate(self._sheets()):
            if request.POST.get("sheet") == str(place):
                columns = {
                    guess.heading: request.POST.get(f"column-{number}", "")
                    for number, guess in enumerate(sheet.unknown)
                }
                known = {column.name for column in sheet.free} | {""}
                try:
                    if not known.issuperset(columns.values()):
                        raise RuleBroken("没有这样的列，请重新选择。")
                    map_columns(self.batch, sheet.headings, columns, actor=request.user)
                except RuleBroken as error:
                    messages.error(request, error.message)
                    return redirect("intake_mapping", pk)
        return redirect("intake_batch", pk)

    def _sheets(self):
        if not self.batch.file:
            return []
        with on_disk(self.batch) as path:
            return unknown_headings(path, self.batch, self.spec)
