from django import forms
from django.utils.translation import gettext_lazy as _

from cms.intake.enums import BatchState
from cms.intake.levels import Level
from cms.intake.models import ImportRow
from cms.intake.queries import ShownRow, every_cell
from cms.intake.registry import specs_for
from cms.intake.services.deciding import accept, tell_apart
from cms.intake.spec import Decision, Verdict


class UploadForm(forms.Form):
    """A file, what it holds and who sent it. Only the kinds this account may import are offered."""

    kind = forms.ChoiceField(
        label=_("表格内容"),
        required=False,
        help_text=_("不选也可以：平台按表头和标题判断，给您看过、确认之后才能导入。"),
    )
    file = forms.FileField(
        label=_("表格文件"), help_text=_("xlsx、xls 或 csv，保持原样即可。先看预览，确认后才保存。")
    )
    sender = forms.CharField(
        label=_("报送单位"),
        max_length=80,
        required=False,
        help_text=_("可不填。填了，这个单位表里特殊的列名只需对应一次。"),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        specs = specs_for(user)
        kinds = [(spec.kind, spec.label) for spec in specs]
        self.fields["kind"].choices = [("", _("由平台判断")), *kinds]
        self.asked = {name: question for spec in specs for name, question in spec.questions.items()}
        for place, question in enumerate(self.asked.values()):
            self.fields[f"answer-{place}"] = forms.ChoiceField(
                label=question.text,
                required=False,
                choices=[("", _("没有说明")), *((each, each) for each in question.choices)],
                help_text=question.help,
            )

    def given(self) -> dict:
        """What was sent, as `upload` takes it."""
        told = {name: self.cleaned_data[name] for name in ("kind", "file", "sender")}
        answers = {name: self.cleaned_data[f"answer-{place}"] for place, name in enumerate(self.asked)}
        return told | {"answers": answers}


class BatchFilterForm(forms.Form):
    """Which batches are shown."""

    q = forms.CharField(label=_("文件、报送单位或上传人"), required=False, max_length=60)
    kind = forms.ChoiceField(label=_("内容"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), *BatchState.choices])

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = [(spec.kind, spec.label) for spec in specs_for(user)]
        self.fields["kind"].choices = [("", _("全部")), *kinds]

    def chosen(self) -> dict:
        """As `cms.intake.queries.batches_for` takes them; what is not understood is left out."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class FilterForm(forms.Form):
    """Which rows of a batch are shown."""

    level = forms.TypedChoiceField(
        label=_("判定"),
        required=False,
        choices=[("", _("全部")), *((level.code, level.label) for level in Level)],
        coerce=lambda code: Level[code.upper()],
        empty_value=None,
    )
    sheet = forms.ChoiceField(label=_("工作表"), required=False)
    q = forms.CharField(label=_("搜索"), required=False, max_length=60)
    decided = forms.BooleanField(label=_("只看处理过的"), required=False)

    def __init__(self, *args, batch, **kwargs):
        super().__init__(*args, **kwargs)
        names = [sheet["name"] for sheet in batch.sheets if sheet["use"] == "data"]
        self.fields["sheet"].choices = [("", _("全部")), *((name, name) for name in names)]

    def chosen(self) -> dict:
        """The filters as `cms.intake.queries.rows_of` takes them; what is not understood is left out."""
        self.is_valid()
        found = self.cleaned_data
        return {
            "level": found.get("level"),
            "sheet": found.get("sheet", ""),
            "text": found.get("q", ""),
            "decided": found.get("decided", False),
        }


ACTIONS = {
    "accept": accept,
    "same": lambda row: tell_apart(row, Verdict.SAME),
    "apart": lambda row: tell_apart(row, Verdict.APART),
    "skip": lambda row: Decision(skip=True),
}


class ReviewForm(forms.Form):
    """One answer for the ticked rows of a problem, or a value for each row that got one."""

    action = forms.ChoiceField(choices=[(name, name) for name in (*ACTIONS, "value", "values")])
    rows = forms.TypedMultipleChoiceField(
        coerce=int,
        required=False,
        error_messages={"invalid_choice": _("所选的行里有的已由同事处理，没有改动。请核对后重新勾选。")},
    )
    everything = forms.BooleanField(required=False)
    value = forms.CharField(required=False, max_length=500)

    def __init__(self, data, *, rows: list[ShownRow]):
        """`rows` are all that wait for this reason."""
        super().__init__(data)
        self.waiting = {shown.row.pk: shown for shown in rows}
        self.fields["rows"].choices = [(pk, pk) for pk in self.waiting]

    def clean(self):
        cleaned = super().clean()
        action = cleaned.get("action")
        if action == "value" and not cleaned.get("value", "").strip():
            self.add_error("value", _("请填写要改成的内容。"))
        if action == "values" and not any(map(self._typed, self.waiting)):
            self.add_error("value", _("还没有填写任何一行的值：请在“改为”一列填写后再保存。"))
        if action != "values" and not self._chosen():
            self.add_error("rows", _("请先勾选要处理的行。"))
        return cleaned

    def decisions(self) -> dict[int, Decision]:
        """The decision on each row that is meant."""
        action = self.cleaned_data["action"]
        if action == "values":
            return {pk: Decision(values=typed) for pk in self.waiting if (typed := self._typed(pk))}
        if action == "value":
            value = self.cleaned_data["value"].strip()
            mains = {pk: self.waiting[pk].main for pk in self._chosen()}
            return {pk: Decision(values={main.column: value}) for pk, main in mains.items() if main}
        return {pk: ACTIONS[action](self.waiting[pk].row) for pk in self._chosen()}

    def _chosen(self) -> list[int]:
        found = self.cleaned_data
        return list(self.waiting) if found.get("everything") else found.get("rows", [])

    def _typed(self, pk: int) -> dict[str, str]:
        """What was entered for a row, by column."""
        entered = {
            found.column: self.data.get(f"value-{pk}-{found.column}", "").strip()[:500]
            for found in self.waiting[pk].to_mend
        }
        return {column: text for column, text in entered.items() if text}


class RowForm(forms.Form):
    """Right values for the cells of one row. A cell left as it is stays as it was sent."""

    def __init__(self, *args, batch, row: ImportRow, choices: dict[str, tuple[str, ...]], **kwargs):
        super().__init__(*args, **kwargs)
        self.shown = every_cell(batch, row)
        for place, cell in enumerate(self.shown):
            # A personal number is not sent to the page: typing a new one replaces it.
            widget = forms.TextInput(attrs={"placeholder": cell.before, "autocomplete": "off"})
            if choices.get(cell.column):
                widget.attrs["list"] = f"choices-{place}"
            self.fields[f"cell-{place}"] = forms.CharField(
                label=cell.column,
                required=False,
                max_length=2000,
                strip=False,
                widget=widget,
                initial="" if cell.personal else cell.before,
            )
            self.fields[f"cell-{place}"].choices_offered = choices.get(cell.column, ())

    def decision(self) -> Decision:
        """What was entered where it differs from what stands there."""
        entered = {
            cell.column: text
            for place, cell in enumerate(self.shown)
            if (text := self.cleaned_data[f"cell-{place}"]) != ("" if cell.personal else cell.before)
        }
        return Decision(values=entered)
