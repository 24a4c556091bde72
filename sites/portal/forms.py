"""An activity in named steps.

A step may be saved with gaps, for a draft is written between two meetings; what is missing is said on
every page and stops the submission only.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Case, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.agencies.models import Agency
from cms.campaigns.models import Audience, CampaignPage, Setting
from cms.core.conflicts import SEEN, SeenField
from cms.core.pickers import FindCheckboxes, FindSelect
from cms.core.plausible import PlausibleDateTimeField
from cms.duties import services
from cms.duties.enums import ActivityForm, EvidenceKind
from cms.duties.models import ActivityRecord, DutyItem
from cms.duties.models.requirements import BASICS, BY_FIELD, CONTENT, RESULTS, marked_in
from cms.duties.queries import items_owed_by
from cms.duties.queries.co_hosting import CoHosting
from cms.events.models import Event
from cms.places.models import Venue
from cms.statutes.models import Law

DATETIME_FORMAT = "%Y-%m-%dT%H:%M"


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self):
        super().__init__(format=DATETIME_FORMAT)


class MomentField(PlausibleDateTimeField):
    widget = MomentInput


class StepForm(forms.ModelForm):
    """One step of an activity. Which fields are required at submission, and why, stands beside each."""

    def __init__(self, *args, host: Agency, **kwargs):
        super().__init__(*args, **kwargs)
        self.host = host
        self.fields[SEEN] = SeenField(self.instance)
        marked = {each.field for each in marked_in(self.instance)} if self.instance.pk else set()
        for name, field in self.fields.items():
            field.required = name == "name"
            field.requirement = BY_FIELD.get(name)
            field.is_marked = name in marked
            if isinstance(field, forms.IntegerField):
                field.widget.attrs["inputmode"] = "numeric"

    @property
    def values(self) -> dict:
        """What the service is to write."""
        return {name: self.cleaned_data[name] for name in self._meta.fields if name in self.cleaned_data}


class BasicsForm(StepForm):
    class Meta:
        model = ActivityRecord
        fields = ["name", "items", "form", "starts_at", "ends_at", "venue", "address", "co_hosts"]
        field_classes = {
            "items": forms.ModelMultipleChoiceField,
            "starts_at": MomentField,
            "ends_at": MomentField,
        }
        widgets = {
            "items": forms.CheckboxSelectMultiple,
            "co_hosts": FindCheckboxes,
            "venue": FindSelect,
            "starts_at": MomentInput(),
            "ends_at": MomentInput(),
        }
        help_texts = {
            "items": _("一次活动可以对应多项责任，在总数里只计一次。没有对应的可以不选。"),
            "venue": _("在法治文化阵地举办的选阵地，其他的填下面的地址，两项至少填一项。"),
            "address": _("不在法治文化阵地举办时填写，例：真如路88号社区广场。"),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        years = self._years()
        self.fields["items"].queryset = _offered_items(self.host, self.instance, years)
        self.fields["items"].label_from_instance = item_label if len(years) == 1 else item_label_of_year
        self.fields["co_hosts"].queryset = Agency.objects.filter(is_active=True).exclude(pk=self.host.pk)
        self.fields["venue"].queryset = Venue.objects.filter(is_open=True).select_related("place")
        self.fields["venue"].empty_label = _("不在阵地举办")
        self.fields["form"].choices = [("", _("请选择")), *ActivityForm.choices]

    def _years(self) -> set[int]:
        """The years whose duties are offered: that of the activity, as held and as typed; else of today.

        In January what December saw is still being written down.
        """
        held = self.instance.starts_at
        with suppress(ValidationError):
            typed = self.fields["starts_at"].clean(self.data.get(self.add_prefix("starts_at"), ""))
            known = {timezone.localtime(moment).year for moment in (held, typed) if moment}
            if known:
                return known
        if held:
            return {timezone.localtime(held).year}
        today = timezone.localdate()
        return {today.year, today.year - 1} if today.month == 1 else {today.year}


class ContentForm(StepForm):
    class Meta:
        model = ActivityRecord
        fields = ["settings", "audiences", "laws", "campaign", "event"]
        widgets = {
            "settings": forms.CheckboxSelectMultiple,
            "audiences": forms.CheckboxSelectMultiple,
            "laws": FindCheckboxes,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kept = self.instance
        self.fields["settings"].queryset = (Setting.objects.active() | kept.settings.all()).distinct()
        self.fields["audiences"].queryset = (Audience.objects.active() | kept.audiences.all()).distinct()
        # The laws of the duties served come first to mind; any other is found by writing.
        first = Q(pk__in=Law.objects.filter(Q(activities=kept) | Q(duty_items__in=kept.items.all())))
        laws = Law.objects.annotate(comes_to_mind=Case(When(first, then=0), default=1))
        self.fields["laws"].queryset = laws.order_by("comes_to_mind", "title")
        self.fields["laws"].label_from_instance = lambda law: law.short_title or law.title
        self.fields["campaign"].queryset = CampaignPage.objects.live().public()
        self.fields["campaign"].empty_label = _("不属于主题活动")
        self.fields["event"].queryset = Event.objects.announced().filter(host=self.host)
        self.fields["event"].empty_label = _("没有发布过预告")


class ResultsForm(StepForm):
    # An address typed without a scheme means https.
    news_link = ActivityRecord._meta.get_field("news_link").formfield(assume_scheme="https")

    class Meta:
        model = ActivityRecord
        fields = [
            "onsite",
            "online",
            "materials",
            "consultations",
            "boards",
            "products",
            "news_link",
            "summary",
        ]
        widgets = {"summary": forms.Textarea(attrs={"rows": 8})}
        help_texts = {
            "onsite": _("到场的人次；没有现场活动填 0。"),
            "online": _("线上观看、阅读的人次；没有线上活动填 0。与现场人次分开统计。"),
            "summary": _("做了什么、讲了哪部法、群众反映如何。不要写个人的身份证号和手机号。"),
        }


class CoHostForm(forms.Form):
    """One agency's part in an activity that another recorded."""

    items = forms.ModelMultipleChoiceField(
        label=_("对应本单位的责任项"),
        queryset=DutyItem.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("活动通过审核后，也计入您勾选的责任项的进度；全区总数里仍只计一次。"),
    )
    reason = forms.CharField(
        label=_("说明"), required=False, max_length=200, help_text=_("选填，例：本单位当天没有参加。")
    )

    def __init__(self, part: CoHosting, year: int, *args, **kwargs):
        said = part.answer
        initial = {"items": said.items.all(), "reason": said.reason} if said else {}
        super().__init__(*args, initial=initial, **kwargs)
        self.part = part
        self.fields["items"].queryset = items_owed_by(part.agency, year)
        self.fields["items"].label_from_instance = item_label


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once."""

    def clean(self, data, initial=None):
        files = data if isinstance(data, (list, tuple)) else [data] if data else []
        return [super(FilesField, self).clean(file, initial) for file in files]

    def has_changed(self, initial, data) -> bool:
        return bool(data)


class EvidenceForm(forms.Form):
    photos = FilesField(
        label=_("选择照片"),
        required=False,
        help_text=_(
            "选填，最多九张。支持 JPEG、PNG、WebP、HEIC，每张不超过 15 MB。"
            "拍摄时间和地点只给审核员看，照片文件里的会被去除。"
        ),
        widget=FilesInput(
            attrs={"accept": "image/jpeg,image/png,image/webp,image/heic,image/heif", "data-shrink": ""}
        ),
    )
    kind = forms.ChoiceField(
        label=_("文件是"),
        required=False,
        choices=[choice for choice in EvidenceKind.choices if choice[0] != EvidenceKind.PHOTO],
    )
    documents = FilesField(
        label=_("选择文件"),
        required=False,
        help_text=_(
            "选填，最多九份：通知、签到表等。支持 PDF、Word、Excel，每份不超过 20 MB。只供审核，不对外公开。"
        ),
        widget=FilesInput(attrs={"accept": ".pdf,.docx,.xlsx"}),
    )

    def uploads(self) -> Iterator[tuple[UploadedFile, Callable]]:
        """Each file with the service that keeps it."""
        kind = self.cleaned_data["kind"] or EvidenceKind.OTHER
        yield from ((file, services.add_photo) for file in self.cleaned_data["photos"])
        keep = partial(services.add_document, kind=kind)
        yield from ((file, keep) for file in self.cleaned_data["documents"])


class ReplaceForm(forms.Form):
    file = forms.FileField(label=_("换成"), error_messages={"required": _("请先选择要换成的文件。")})


STEP_FORMS = {BASICS: BasicsForm, CONTENT: ContentForm, RESULTS: ResultsForm}


def item_label(item: DutyItem) -> str:
    return f"{item.key}　{item.content}"


def item_label_of_year(item: DutyItem) -> str:
    return f"{item.list.year}年　{item_label(item)}"


def _offered_items(host: Agency, activity: ActivityRecord, years: set[int]):
    """The published duties of some years, and what the record already points at."""
    offered = Q()
    for year in years:
        offered |= Q(pk__in=items_owed_by(host, year))
    if activity.pk:
        offered |= Q(activities=activity)
    found = DutyItem.objects.filter(offered).distinct().select_related("list")
    return found.order_by("-list__year", "ends_on", "key")
