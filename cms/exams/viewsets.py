from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.viewsets.base import ViewSetGroup

from cms.core import audit
from cms.core.viewsets import DeskIndexView, RuledInspectView, RuledViewSet, Step
from cms.core.viewsets.saving import RuledCreateView
from cms.exams import forms, views
from cms.exams.enums import ExamState, QuestionState
from cms.exams.exports import bank
from cms.exams.models import Admission, Exam, ExamRule, Question, Quiz, Sitting
from cms.exams.permissions import can_hold_exams, can_see_bank
from cms.exams.queries.bank import subjects
from cms.exams.queries.drawing import shortages
from cms.exams.queries.printing import VARIANTS
from cms.exams.queries.sittings import asked_in
from cms.exams.services import exams, questions, quizzes, sittings
from search.chinese.numerals import typed_number


class QuestionFilterSet(WagtailFilterSet):
    subject = ChoiceFilter(label=_("科目"), choices=lambda: [(each, each) for each in subjects()])
    reread = ChoiceFilter(
        label=_("法规有变化"),
        choices=[("waiting", _("待重读"))],
        method="by_reread",
        empty_label=_("全部"),
    )

    class Meta:
        model = Question
        fields = ["state", "kind", "difficulty", "subject"]

    def by_reread(self, queryset, name, value):
        return queryset.exclude(reread_since=None)


class QuestionIndexView(DeskIndexView):
    """The bank; its download is the table that can be imported again."""

    def get_base_queryset(self):
        found = super().get_base_queryset()
        return found.prefetch_related("articles__law") if self.is_export else found

    def to_row_dict(self, item):
        return dict(zip(bank.HEADINGS, bank.question_cells(item), strict=True))


class QuestionInspectView(RuledInspectView):
    template_name = "exams/admin/question.html"

    def get_context_data(self, **kwargs):
        question = self.object
        is_draft = question.state == QuestionState.DRAFT
        return super().get_context_data(
            question=question,
            sent_back=audit.last_time(questions.SEND_BACK.name, question) if is_draft else None,
            articles=question.articles.select_related("law"),
            versions=question.versions.select_related("law"),
            before=question.line_so_far()[1:],
            after=Question.objects.filter(revises=question).first(),
            **kwargs,
        )


class QuestionViewSet(RuledViewSet):
    model = Question
    name = "exam_questions"
    icon = "help"
    menu_label = _("试题")
    adds, changes, removes = questions.CREATE, questions.CHANGE, questions.DELETE
    steps = {
        "submit": Step(questions.submit_question, questions.SUBMIT, done=_("已送审，由另一位同事审核。")),
        "approve": Step(
            questions.approve_question, questions.APPROVE, done=_("已审核通过，可以用于试卷和练习。")
        ),
        "send_back": Step(questions.send_back_question, questions.SEND_BACK, done=_("已退回修改。")),
        "take_in": Step(
            quizzes.take_in, quizzes.TAKE_IN, done=_("已放进练习。"), form=forms.TakeInForm, makes=True
        ),
        "find_right": Step(questions.find_right, questions.FIND_RIGHT, done=_("已记下：重读后仍然正确。")),
        "revise": Step(
            questions.revise_question,
            questions.REVISE,
            done=_("已建好新版的草稿，改好后送审；审核通过之前，原来的照常使用。"),
            for_several=False,
        ),
        "retire": Step(
            questions.retire_question, questions.RETIRE, done=_("已停用。以前的成绩里仍看得到这道题。")
        ),
    }
    index_view_class = QuestionIndexView
    inspect_view_class = QuestionInspectView
    inspect_template_name = "exams/admin/question.html"
    list_export = list(bank.HEADINGS)
    export_headings = dict(zip(bank.HEADINGS, bank.HEADINGS, strict=True))
    export_filename = "试题"
    filterset_class = QuestionFilterSet
    list_display = [
        "__str__",
        Column("get_kind_display", label=_("题型"), sort_key="kind"),
        Column("subject", label=_("科目"), sort_key="subject"),
        Column("get_difficulty_display", label=_("难度"), sort_key="difficulty"),
        Column("get_state_display", label=_("状态"), sort_key="state"),
        DateColumn("reread_since", label=_("待重读"), sort_key="reread_since"),
    ]
    search_fields = ["stem", "subject"]
    ordering = ["-pk"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("kind"), FieldPanel("subject"), FieldPanel("difficulty")]),
            FieldPanel("stem"),
            MultiFieldPanel([FieldPanel("options"), FieldPanel("answer")], heading=_("选项与答案")),
            FieldPanel("cases"),
            FieldPanel("explanation"),
            FieldPanel("articles"),
        ],
        base_form_class=forms.QuestionForm,
    )

    def may_see(self, user) -> bool:
        return can_see_bank(user)


class QuizInspectView(RuledInspectView):
    template_name = "exams/admin/quiz.html"

    def get_context_data(self, **kwargs):
        quiz = self.object
        return super().get_context_data(quiz=quiz, questions=quiz.questions.order_by("pk"), **kwargs)


class QuizViewSet(RuledViewSet):
    model = Quiz
    name = "exam_quizzes"
    icon = "form"
    menu_label = _("公众练习")
    adds, changes, removes = quizzes.CREATE, quizzes.CHANGE, quizzes.DELETE
    steps = {
        "take_out": Step(
            quizzes.take_out,
            quizzes.TAKE_OUT,
            done=_("已拿出。"),
            form=forms.TakeOutForm,
            for_several=False,
        ),
        "publish": Step(quizzes.publish_quiz, quizzes.PUBLISH, done=_("已公开，谁都可以练。")),
        "withdraw": Step(quizzes.withdraw_quiz, quizzes.WITHDRAW, done=_("已撤下，公众看不到了。")),
    }
    index_view_class = DeskIndexView
    inspect_view_class = QuizInspectView
    inspect_template_name = "exams/admin/quiz.html"
    list_display = [
        "title",
        Column("topic", label=_("领域"), sort_key="topic"),
        Column("get_state_display", label=_("状态"), sort_key="state"),
        DateColumn("published_at", label=_("公开时间"), sort_key="published_at"),
    ]
    list_filter = ["state"]
    search_fields = ["title", "topic"]
    ordering = ["topic", "title"]
    form_fields = ["title", "topic", "summary"]

    def may_see(self, user) -> bool:
        return can_see_bank(user)


class ExamsTable(RuledViewSet):
    """Who sat an exam is personal data: also looking is the office's."""

    def may_see(self, user) -> bool:
        return can_hold_exams(user)


class ExamInspectView(RuledInspectView):
    template_name = "exams/admin/exam.html"

    def get_context_data(self, **kwargs):
        exam = self.object
        admissions = exam.admissions.select_related("person").prefetch_related("sittings")
        is_draft = exam.state == ExamState.DRAFT
        return super().get_context_data(
            exam=exam,
            rules=exam.rules.all(),
            short=dict(shortages(exam)) if is_draft else {},
            rule_url=f"{reverse('exam_rules:add')}?exam={exam.pk}" if is_draft else "",
            papers=exam.papers.all(),
            variants=VARIANTS,
            admissions=[(each, list(each.sittings.all())) for each in admissions],
            **kwargs,
        )


class ExamViewSet(ExamsTable):
    model = Exam
    name = "exam_exams"
    icon = "time"
    menu_label = _("考试")
    adds, changes, removes = exams.CREATE, exams.CHANGE, exams.DELETE
    steps = {
        "admit_nominees": Step(
            exams.admit_nominees,
            exams.ADMIT_NOMINEES,
            form=forms.NomineesForm,
            shows="exams/admin/codes.html",
            for_several=False,
        ),
        "admit_named": Step(
            exams.admit_named,
            exams.ADMIT_NAMED,
            form=forms.NamedForm,
            shows="exams/admin/codes.html",
            for_several=False,
        ),
        "draw_paper": Step(
            exams.draw_paper,
            exams.DRAW_PAPER,
            done=_("已出一份试卷，下面可以下载 A、B 卷和答案。"),
            for_several=False,
        ),
        "open": Step(
            exams.open_exam,
            exams.OPEN,
            done=_("已开放，到开始时间就可以考。"),
            warning=_("开放之后，时间、规则都不能再改。"),
            for_several=False,
        ),
        "close": Step(exams.close_exam, exams.CLOSE, done=_("已结束，不能再开始；正在考的可以考完。")),
    }
    index_view_class = DeskIndexView
    inspect_view_class = ExamInspectView
    inspect_template_name = "exams/admin/exam.html"
    form_fields = list(exams.CONTENT)
    list_display = [
        "title",
        DateColumn("opens_at", label=_("开始时间"), sort_key="opens_at"),
        DateColumn("closes_at", label=_("结束时间"), sort_key="closes_at"),
        Column("get_state_display", label=_("状态"), sort_key="state"),
    ]
    list_filter = ["state"]
    search_fields = ["title"]
    ordering = ["-opens_at"]

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("papers/<int:pk>/<str:variant>.<str:kind>", views.paper_file, name="paper"),
            path("keys/<int:pk>/<str:variant>.<str:kind>", views.key_file, name="key"),
        ]


class RuleCreateView(RuledCreateView):
    """Opened from an exam's page, it names the exam."""

    def get_initial_form_instance(self):
        rule = super().get_initial_form_instance() or self.model()
        if wanted := typed_number(self.request.GET.get("exam")):
            rule.exam = Exam.objects.filter(pk=wanted).first()
        return rule


class ExamRuleViewSet(ExamsTable):
    model = ExamRule
    name = "exam_rules"
    icon = "list-ol"
    menu_label = _("组卷规则")
    adds, changes, removes = exams.ADD_RULE, exams.CHANGE_RULE, exams.DELETE_RULE
    add_view_class = RuleCreateView
    form_fields = list(exams.RULE)
    list_select_related = ["exam"]
    list_display = ["__str__", "exam", "count", "points"]
    list_filter = ["exam"]


class AdmissionIndexView(DeskIndexView):
    def get_base_queryset(self):
        # Whether each may be taken back.
        return super().get_base_queryset().prefetch_related("sittings")


class AdmissionViewSet(ExamsTable):
    model = Admission
    name = "exam_admissions"
    icon = "user"
    menu_label = _("考生")
    removes = exams.TAKE_BACK
    steps = {
        "renew": Step(
            exams.renew_code,
            exams.RENEW,
            warning=_("原来的准考号作废，新的只显示这一次。"),
            shows="exams/admin/codes.html",
            for_several=False,
        ),
    }
    index_view_class = AdmissionIndexView
    form_fields = []
    inspect_view_fields = ["exam", "person", "nomination"]
    list_select_related = ["exam", "person", "nomination__person"]
    list_display = ["person", "exam", Column("nomination", label=_("推荐"))]
    list_filter = ["exam"]
    search_fields = ["person__name"]


class SittingInspectView(RuledInspectView):
    template_name = "exams/admin/sitting.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(sitting=self.object, asked=asked_in(self.object), **kwargs)


class SittingViewSet(ExamsTable):
    model = Sitting
    name = "exam_sittings"
    icon = "doc-full"
    menu_label = _("答卷与成绩")
    steps = {
        "feed": Step(sittings.feed_nomination, sittings.FEED, done=_("已计入推荐的考核。")),
    }
    index_view_class = DeskIndexView
    inspect_view_class = SittingInspectView
    inspect_template_name = "exams/admin/sitting.html"
    form_fields = []
    list_select_related = ["admission__person", "admission__exam"]
    list_display = [
        "__str__",
        Column("get_source_display", label=_("方式"), sort_key="source"),
        "score",
        DateColumn("finished_at", label=_("交卷时间"), sort_key="finished_at"),
        DateColumn("fed_at", label=_("计入推荐"), sort_key="fed_at"),
    ]
    list_filter = ["admission__exam", "source"]
    search_fields = ["admission__person__name"]
    export_filename = "考试成绩"
    list_export = ["admission.person.name", "admission.exam.title", "number", "get_source_display", "score"]
    export_headings = {
        "admission.person.name": _("姓名"),
        "admission.exam.title": _("考试"),
        "number": _("第几次"),
        "get_source_display": _("方式"),
        "score": _("成绩"),
    }


class ExamsGroup(ViewSetGroup):
    menu_label = _("题库与考试")
    menu_icon = "help"
    menu_order = 346
    items = (
        QuestionViewSet,
        QuizViewSet,
        ExamViewSet,
        ExamRuleViewSet,
        AdmissionViewSet,
        SittingViewSet,
    )
