"""The yearly list in the admin: its items, and what the agencies say of a draft."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn

from cms.core.viewsets import DeskIndexView, RuledInspectView, RuledViewSet, Step
from cms.duties.enums import ItemKind, ListState
from cms.duties.forms import AskForm, SetAsideForm
from cms.duties.models import DutyItem, DutyList, Proposal
from cms.duties.permissions import (
    can_manage_lists,
    can_see_lists_in_admin,
)
from cms.duties.queries import item_progress
from cms.duties.queries.carrying import changed_laws, newly_issued_laws
from cms.duties.queries.consulting import standings
from cms.duties.queries.wording import in_words
from cms.duties.services import carrying, consulting, lists
from cms.statutes.forms import CitedArticlesField, CitesArticles
from cms.statutes.models import Law
from search.chinese.numerals import typed_number


class ListsTable(RuledViewSet):
    def may_see(self, user) -> bool:
        return can_see_lists_in_admin(user)


class DutyListInspectView(RuledInspectView):
    template_name = "duties/admin/duty_list.html"

    def get_context_data(self, **kwargs):
        held, today = self.object, timezone.localdate()
        changed = changed_laws(held, today) if held.is_open else {}
        items = held.items.select_related("agency").prefetch_related("joint", "laws", "articles")
        return super().get_context_data(
            duty_list=held,
            items=[(item, changed.get(item.pk, ())) for item in items],
            new_laws=newly_issued_laws(held) if held.is_open else (),
            set_aside=held.set_aside.select_related("law"),
            standings=standings(held, today),
            proposals=held.proposals.select_related("agency"),
            add_url=f"{reverse('duty_items:add')}?list={held.pk}" if held.is_open else "",
            **kwargs,
        )

    def _steps(self) -> list[dict]:
        # Which law is set aside is asked beside the laws that are proposed.
        return [each for each in super()._steps() if each["name"] != "set_aside"]


class DutyListViewSet(ListsTable):
    model = DutyList
    name = "duty_lists"
    menu_label = _("责任清单")
    icon = "list-ul"
    adds, changes, removes = lists.DRAW_UP, lists.CHANGE, lists.DELETE
    steps = {
        "approve": Step(lists.approve_list, lists.APPROVE, done=_("清单已审定，责任项不再改动。")),
        "reopen": Step(lists.reopen_list, lists.REOPEN, done=_("清单已退回拟定。")),
        "publish": Step(
            lists.publish_list,
            lists.PUBLISH,
            done=_("清单已公布。"),
            warning=_("公布后不能改动，更正要另立新版本。"),
            for_several=False,
        ),
        "correct": Step(
            lists.correct_list,
            lists.CORRECT,
            done=_("已建立新版本，请在新版本里更正。"),
            for_several=False,
        ),
        "carry": Step(
            carrying.carry_forward,
            carrying.CARRY,
            done=_("已拟出下一年的清单，法规有变化的条目已标出，请逐项核对。"),
            for_several=False,
        ),
        "ask": Step(
            consulting.ask_agencies,
            consulting.ASK,
            done=_("各单位在工作台上可以看到这份清单并提出意见。"),
            form=AskForm,
            for_several=False,
        ),
        "set_aside": Step(
            carrying.set_aside_law,
            carrying.SET_ASIDE,
            done=_("已记下，不再提示。"),
            form=SetAsideForm,
            makes=True,
            for_several=False,
        ),
    }
    index_view_class = DeskIndexView
    inspect_view_class = DutyListInspectView
    inspect_template_name = "duties/admin/duty_list.html"
    list_display = [
        "__str__",
        Column("get_state_display", label=_("状态"), sort_key="state"),
        DateColumn("published_at", label=_("公布时间"), sort_key="published_at"),
    ]
    list_filter = ["year", "state"]
    panels = [FieldPanel("year")]


class ProposalInspectView(RuledInspectView):
    """The proposal beside the item as it stands."""

    template_name = "duties/admin/proposal.html"

    def get_context_data(self, **kwargs):
        proposal = self.object
        said = in_words(proposal.item) if proposal.item else {}
        return super().get_context_data(proposal=proposal, item_words=said, **kwargs)


class ProposalViewSet(RuledViewSet):
    """What agencies would have otherwise in a draft."""

    model = Proposal
    name = "duty_proposals"
    menu_label = _("清单意见")
    icon = "comment"
    steps = {
        "take": Step(consulting.take_proposal, consulting.TAKE, done=_("已采纳，请在责任项里改好。")),
        "decline": Step(consulting.decline_proposal, consulting.DECLINE, done=_("已答复，单位会看到理由。")),
    }
    index_view_class = DeskIndexView
    inspect_view_class = ProposalInspectView
    inspect_template_name = "duties/admin/proposal.html"
    form_fields = []
    list_select_related = ["list", "agency"]
    list_display = [
        "__str__",
        "list",
        Column("words", label=_("内容与理由")),
        Column("get_state_display", label=_("办理"), sort_key="state"),
    ]
    list_filter = ["list", "agency", "state"]

    def may_see(self, user) -> bool:
        return can_manage_lists(user)


class DutyItemForm(CitesArticles):
    """Offers the lists that are still open."""

    articles = CitedArticlesField(
        label=_("条款"), help_text=_("只讲其中几条时填写，例：《民法典》第1254条、第1255条；《宪法》第24条。")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["list"].queryset = DutyList.objects.filter(state=ListState.DRAFT)


class DutyItemCreateView(ListsTable.add_view_class):
    def get_initial_form_instance(self):
        item = super().get_initial_form_instance() or DutyItem()
        if wanted := typed_number(self.request.GET.get("list")):
            item.list = DutyList.objects.filter(pk=wanted, state=ListState.DRAFT).first()
        if law := self._proposed_law():
            item.kind, item.content = ItemKind.NEW_LAW, f"学习宣传《{law.short_title}》"
        return item

    def get_initial(self):
        """A law that is proposed is chosen: a relation is no part of an item that is not stored yet."""
        law = self._proposed_law()
        return super().get_initial() | ({"laws": [law.pk]} if law else {})

    def _proposed_law(self) -> Law | None:
        return Law.objects.filter(pk=typed_number(self.request.GET.get("law"))).first()


class DutyItemInspectView(RuledInspectView):
    template_name = "duties/admin/duty_item.html"

    def get_context_data(self, **kwargs):
        progress = item_progress(self.object, timezone.localdate())
        return super().get_context_data(item=self.object, progress=progress, **kwargs)


class DutyItemViewSet(ListsTable):
    model = DutyItem
    name = "duty_items"
    menu_label = _("责任项")
    icon = "form"
    adds, changes, removes = lists.ADD_ITEM, lists.CHANGE_ITEM, lists.DELETE_ITEM
    list_select_related = ["list", "agency"]
    add_view_class = DutyItemCreateView
    inspect_view_class = DutyItemInspectView
    inspect_template_name = "duties/admin/duty_item.html"
    list_display = [
        "content",
        "key",
        Column("agency", label=_("责任单位"), sort_key="agency"),
        Column("get_kind_display", label=_("类别"), sort_key="kind"),
        "ends_on",
        "list",
    ]
    list_filter = ["list", "kind", "agency"]
    search_fields = ["key", "content", "office"]
    ordering = ["-list__year", "-list__version", "key"]

    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("list"), FieldPanel("key"), FieldPanel("kind")]),
            FieldPanel("agency"),
            FieldPanel("joint"),
            FieldPanel("content"),
            FieldPanel("laws"),
            FieldPanel("articles"),
            FieldPanel("audiences"),
            FieldPanel("audience_text"),
            FieldPanel("measures"),
            FieldPanel("schedule"),
            FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on"), FieldPanel("required_count")]),
            FieldRowPanel(
                [FieldPanel("required_people"), FieldPanel("required_products"), FieldPanel("product")]
            ),
            FieldRowPanel([FieldPanel("lead"), FieldPanel("office")]),
            FieldPanel("cooperating"),
            FieldPanel("expected_result"),
        ],
        base_form_class=DutyItemForm,
    )
