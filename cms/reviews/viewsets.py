from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.viewsets.model import ModelViewSetGroup

from cms.core.viewsets import DeskIndexView, RuledInspectView, RuledViewSet, Step
from cms.core.viewsets.saving import RuledCreateView
from cms.reviews.forms import ExtendForm, PartForm, RectificationForm
from cms.reviews.models import (
    Appeal,
    Assessor,
    Band,
    Group,
    Indicator,
    Participant,
    Rectification,
    Round,
    Scheme,
)
from cms.reviews.permissions import can_run_reviews, can_see_reviews_in_admin
from cms.reviews.queries.unfinished import cut_off_of_scoring, cut_off_of_self
from cms.reviews.services import outcomes, panels, rounds, schemes, telling
from cms.reviews.views import (
    EvidenceView,
    RoundInspectView,
    SchemeInspectView,
    ScoringView,
    SheetView,
    TryOutView,
    sheet_file,
)
from search.chinese.numerals import typed_number


class ReviewsTable(RuledViewSet):
    index_view_class = DeskIndexView

    def may_see(self, user) -> bool:
        return can_see_reviews_in_admin(user)


class OfficeTable(RuledViewSet):
    """What only 普法办 reads before a result is told."""

    index_view_class = DeskIndexView

    def may_see(self, user) -> bool:
        return can_run_reviews(user)


class SchemeIndexView(DeskIndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().prefetch_related("rounds")


class SchemeViewSet(ReviewsTable):
    model = Scheme
    index_view_class = SchemeIndexView
    name = "review_schemes"
    menu_label = _("评议方案")
    icon = "clipboard-list"
    adds, changes, removes = schemes.DRAW_UP, schemes.CHANGE, schemes.DELETE
    steps = {
        "copy": Step(
            schemes.copy_scheme,
            schemes.COPY,
            done=_("已复制为下一年的方案，请核对后再用。"),
            for_several=False,
        )
    }
    inspect_view_class = SchemeInspectView
    inspect_template_name = "reviews/admin/scheme.html"
    form_fields = list(schemes.SCHEME_WORDS)
    list_display = ["name", "year"]

    def get_urlpatterns(self):
        try_out = path("<int:pk>/try/", self.construct_view(TryOutView), name="try_out")
        return [*super().get_urlpatterns(), try_out]


class PartCreateView(RuledCreateView):
    """Opened from a scheme's page, it names the scheme."""

    def get_initial_form_instance(self):
        part = super().get_initial_form_instance() or self.model()
        if wanted := typed_number(self.request.GET.get("scheme")):
            part.scheme = Scheme.objects.filter(pk=wanted).first()
        return part


class PartIndexView(DeskIndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().prefetch_related("scheme__rounds")


class PartViewSet(ReviewsTable):
    """One kind of part of a scheme."""

    index_view_class = PartIndexView
    add_view_class = PartCreateView
    list_filter = ["scheme"]
    list_select_related = ["scheme"]

    @property
    def adds(self):
        return schemes.PARTS[self.model].adds

    @property
    def changes(self):
        return schemes.PARTS[self.model].changes

    @property
    def removes(self):
        return schemes.PARTS[self.model].removes


class BandViewSet(PartViewSet):
    model = Band
    name = "review_bands"
    icon = "order"
    list_display = ["name", "scheme", "least", "share"]
    edit_handler = ObjectList(
        [FieldPanel(name) for name in schemes.PART_WORDS[Band]], base_form_class=PartForm
    )


class GroupViewSet(PartViewSet):
    model = Group
    name = "review_groups"
    icon = "form"
    list_display = ["name", "scheme", Column("get_kind_display", label=_("由谁评")), "weight"]
    edit_handler = ObjectList(
        [FieldPanel(name) for name in schemes.PART_WORDS[Group]], base_form_class=PartForm
    )


class IndicatorViewSet(PartViewSet):
    model = Indicator
    name = "review_indicators"
    icon = "list-ul"
    list_display = ["key", "name", "dimension", Column("get_kind_display", label=_("类型")), "max", "scheme"]
    search_fields = ["key", "name", "standard"]
    list_export = [
        "scheme", "dimension", "key", "name", "standard", "get_kind_display", "max", "per", "cap", "required",
        "at_best", "get_source_display",
    ]  # fmt: skip
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("scheme"), FieldPanel("position")]),
            FieldRowPanel([FieldPanel("dimension"), FieldPanel("key")]),
            FieldPanel("name"),
            FieldPanel("standard"),
            FieldPanel("kind"),
            FieldRowPanel([FieldPanel("max"), FieldPanel("per"), FieldPanel("cap")]),
            FieldRowPanel([FieldPanel("required"), FieldPanel("at_best")]),
            FieldPanel("source"),
            FieldRowPanel([FieldPanel("per_quarter"), FieldPanel("form")]),
            FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
            FieldPanel("campaign"),
            FieldPanel("settings"),
            FieldPanel("audiences"),
            FieldPanel("laws"),
        ],
        base_form_class=PartForm,
    )


class RoundCreateView(RuledCreateView):
    def save_instance(self):
        return rounds.prepare_round(actor=self.request.user, **self.model_values(self.form))


class RoundViewSet(ReviewsTable):
    model = Round
    name = "review_rounds"
    menu_label = _("年度评议")
    icon = "tasks"
    adds, changes = rounds.PREPARE, rounds.CHANGE
    steps = {
        "open": Step(
            rounds.open_round,
            rounds.OPEN,
            done=_("自评已经开始，单位在工作台上看得到。"),
            warning=_("开始之后，方案与参评单位不再改动。"),
            for_several=False,
        ),
        "extend": Step(
            rounds.extend_round, rounds.EXTEND, done=_("期限已延长。"), form=ExtendForm, for_several=False
        ),
        "close_self": Step(
            rounds.close_self_assessment,
            rounds.CLOSE_SELF,
            done=_("自评已结束，评分开始。"),
            warning=_("之后单位不能再改自评。"),
            one_by_one=cut_off_of_self,
            for_several=False,
        ),
        "tell": Step(
            telling.tell_results,
            telling.TELL,
            done=_("已向各单位反馈，申诉期开始。"),
            warning=_("评议团打分与投票随即结束，各单位看得到自己的结果。"),
            one_by_one=cut_off_of_scoring,
            for_several=False,
        ),
        "recount": Step(
            telling.recount_round,
            telling.RECOUNT,
            done=_("已重新计数，结果有变动的单位已收到提醒。"),
            warning=_("反馈之后补录、撤销的活动随即计入；申诉期从今天重新起算。"),
            for_several=False,
        ),
        "freeze": Step(
            rounds.freeze_round,
            rounds.FREEZE,
            done=_("已定稿。"),
            warning=_("定稿之后，这一年的结果谁也不能改动。"),
            for_several=False,
        ),
        "publish": Step(
            rounds.publish_result,
            rounds.PUBLISH,
            done=_("等次已公布。"),
            warning=_("公众按单位名单的次序看到各单位的等次，看不到分数与名次。"),
            for_several=False,
        ),
    }
    add_view_class = RoundCreateView
    inspect_view_class = RoundInspectView
    inspect_template_name = "reviews/admin/round.html"
    form_fields = list(rounds.ROUND_WORDS)
    list_select_related = ["scheme"]
    list_display = [
        "__str__",
        Column("get_state_display", label=_("状态"), sort_key="state"),
        "self_until",
        "scoring_until",
    ]

    def get_urlpatterns(self):
        scoring, evidence = self.construct_view(ScoringView), self.construct_view(EvidenceView)
        sheet = self.construct_view(SheetView)
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/indicator/<int:indicator>/", scoring, name="score_indicator"),
            path("<int:pk>/agency/<int:participant>/", scoring, name="score_agency"),
            path("<int:pk>/sheet/<int:participant>/", sheet, name="sheet"),
            path("<int:pk>/sheet/<int:participant>/paper.<str:kind>", sheet_file, name="sheet_file"),
            path("<int:pk>/evidence/<int:indicator>/<int:participant>/", evidence, name="evidence"),
        ]


class ParticipantCreateView(RuledCreateView):
    def save_instance(self):
        return rounds.invite(actor=self.request.user, **self.model_values(self.form))


class ParticipantViewSet(OfficeTable):
    model = Participant
    add_view_class = ParticipantCreateView
    name = "review_participants"
    icon = "group"
    adds, removes = rounds.INVITE, rounds.EXCUSE
    steps = {
        "rectify": Step(
            outcomes.demand_rectification,
            outcomes.DEMAND,
            done=_("已列为整改事项，单位在工作台上看得到。"),
            form=RectificationForm,
            makes=True,
            for_several=False,
        )
    }
    form_fields = ["round", "agency"]
    list_select_related = ["round__scheme", "agency"]
    list_filter = ["round"]
    list_display = ["agency", "round", DateColumn("self_submitted_at", label=_("自评提交时间"))]
    inspect_view_fields = ["round", "agency", "self_submitted_at"]


class AssessorInspectView(RuledInspectView):
    """Shows the personal link while it opens something."""

    template_name = "reviews/admin/assessor.html"

    def get_context_data(self, **kwargs):
        assessor = self.object
        link = ""
        if not assessor.round.is_told:
            address = reverse("public:review_panel", args=[panels.token_of(assessor)])
            link = self.request.build_absolute_uri(address)
        return super().get_context_data(assessor=assessor, link=link, **kwargs)


class AssessorIndexView(DeskIndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().prefetch_related("scores")


class AssessorViewSet(OfficeTable):
    model = Assessor
    index_view_class = AssessorIndexView
    name = "review_assessors"
    icon = "view"
    adds, changes, removes = panels.ADD, panels.CHANGE, panels.DELETE
    steps = {
        "renew": Step(
            panels.renew_link,
            panels.RENEW,
            done=_("已换成新链接，原来的不能再用。"),
            warning=_("原来的链接随即失效，请把新链接发给评委。"),
        )
    }
    inspect_view_class = AssessorInspectView
    inspect_template_name = "reviews/admin/assessor.html"
    inspect_view_fields = ["round", "name", "agency"]
    form_fields = ["round", "name", "agency"]
    list_select_related = ["round__scheme", "agency"]
    list_filter = ["round"]
    list_display = ["name", "agency", "round"]


class AppealViewSet(OfficeTable):
    model = Appeal
    name = "review_appeals"
    icon = "comment"
    steps = {"answer": Step(outcomes.answer_appeal, outcomes.ANSWER, done=_("已答复。"), for_several=False)}
    form_fields = []
    inspect_view_fields = ["participant", "words", "answer", "answered_at"]
    list_select_related = ["participant__agency", "participant__round__scheme"]
    list_filter = ["participant__round"]
    list_display = [
        "participant",
        DateColumn("created_at", label=_("提出时间")),
        DateColumn("answered_at", label=_("答复时间")),
    ]


class RectificationViewSet(OfficeTable):
    model = Rectification
    name = "review_rectifications"
    icon = "warning"
    steps = {
        "accept": Step(outcomes.accept_rectification, outcomes.ACCEPT, done=_("整改已完成。")),
        "send_back": Step(
            outcomes.send_back_rectification, outcomes.SEND_BACK, done=_("已退回，单位会看到意见。")
        ),
    }
    form_fields = []
    inspect_view_fields = ["participant", "line", "demand", "due_on", "report", "finding"]
    list_select_related = ["participant__agency"]
    list_display = ["__str__", Column("get_state_display", label=_("状态")), "due_on"]
    list_filter = ["state"]


class ReviewsGroup(ModelViewSetGroup):
    menu_label = _("评议")
    menu_icon = "list-ol"
    menu_order = 220
    items = (
        RoundViewSet,
        SchemeViewSet,
        IndicatorViewSet,
        GroupViewSet,
        BandViewSet,
        ParticipantViewSet,
        AssessorViewSet,
        AppealViewSet,
        RectificationViewSet,
    )
