from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn

from cms.core.viewsets import DeskIndexView, RuledInspectView, RuledViewSet, Step
from cms.core.viewsets.saving import RuledEditView
from cms.guides import services
from cms.guides.models import Guide
from cms.guides.models.graph import PartKind
from cms.guides.permissions import can_see_guides_in_admin
from cms.guides.queries import versions_of
from cms.guides.queries.drawing import draw
from cms.guides.queries.faults import faults_of
from cms.guides.queries.grounds import gone_grounds, shown_grounds
from cms.guides.views import NAMES, PartView


class GuideInspectView(RuledInspectView):
    """The graph drawn and in words, what is wrong with it, and the steps that are open."""

    template_name = "guides/admin/guide.html"

    def get_context_data(self, **kwargs):
        guide, graph = self.object, self.object.steps
        faults = faults_of(graph)
        return super().get_context_data(
            guide=guide,
            graph=graph,
            faults=faults,
            gone=gone_grounds(graph),
            drawing=draw(graph, faults),
            lists=[(str(kind), NAMES[kind], graph.of_kind(kind)) for kind in PartKind],
            grounds=shown_grounds((*graph.findings, *graph.outcomes)),
            may_write=services.CHANGE.is_open(self.request.user, guide),
            versions=versions_of(guide),
            **kwargs,
        )


class GuideEditView(RuledEditView):
    """The address of a guide stays as it was first written."""

    def get_form(self, *args, **kwargs):
        form = super().get_form(*args, **kwargs)
        del form.fields["slug"]
        return form


class GuideViewSet(RuledViewSet):
    model = Guide
    name = "guides"
    icon = "help"
    menu_label = _("指引与体检")
    menu_order = 120
    add_to_admin_menu = True
    adds, changes, removes = services.CREATE, services.CHANGE, services.DELETE
    steps = {
        "publish": Step(
            services.publish_guide, services.PUBLISH, done=_("已发布，公众可以用了。"), for_several=False
        ),
        "revise": Step(
            services.revise_guide,
            services.REVISE,
            done=_("已另起一版草稿，公众仍看到原来的一版。"),
            for_several=False,
        ),
        "withdraw": Step(services.withdraw_guide, services.WITHDRAW, done=_("已撤下，公众看不到了。")),
    }
    index_view_class = DeskIndexView
    edit_view_class = GuideEditView
    inspect_view_class = GuideInspectView
    inspect_template_name = "guides/admin/guide.html"
    form_fields = ["kind", "topic", "title", "slug", "summary", "audiences", "order"]
    list_display = [
        "title",
        Column("get_kind_display", label=_("种类"), sort_key="kind"),
        Column("topic", label=_("领域"), sort_key="topic"),
        Column("version", label=_("版次"), sort_key="version"),
        Column("get_state_display", label=_("状态"), sort_key="state"),
        DateColumn("published_at", label=_("发布时间"), sort_key="published_at"),
    ]
    list_filter = ["kind", "state"]
    search_fields = ["title", "topic"]

    def may_see(self, user) -> bool:
        return can_see_guides_in_admin(user)

    def get_urlpatterns(self):
        part = self.construct_view(PartView)
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/parts/<slug:kind>/", part, name="part_new"),
            path("<int:pk>/parts/<slug:kind>/<slug:key>/", part, name="part"),
        ]
