from django.contrib.auth.models import Permission
from django.urls import path, reverse
from django.utils.functional import cached_property
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.admin.viewsets.model import ModelViewSet

from cms.core.policies import PredicatePolicy
from cms.core.viewsets.lists import RuledIndexView
from cms.core.viewsets.pages import RuledDeleteView, RuledHistoryView, RuledInspectView, RuledUsageView
from cms.core.viewsets.saving import RuledCreateView, RuledEditView
from cms.core.viewsets.steps import Step, StepView
from cms.core.writing import Action


class RecordFinder(ModelAdminURLFinder):
    viewset: "RuledViewSet"

    def get_edit_url(self, instance):
        if self.user and not self.viewset.may_see_row(self.user, instance):
            return None
        return self.viewset.url_after(instance) if self.viewset.inspect_view_enabled else None


class RuledViewSet(ModelViewSet):
    """A viewset whose rights are those of its actions, and whose writes all go through the pen.

    `adds`, `changes` and `removes` are the actions its forms take, none where it offers none; `steps` are
    its buttons with a rule. Whoever `may_see` may look, at the rows that `may_see_row`.
    """

    adds: Action | None = None
    changes: Action | None = None
    removes: Action | None = None
    steps: dict[str, Step] = {}
    # What the columns of a row read besides it, so that a list costs the same whatever its length.
    list_select_related: list[str] = []
    # Rows are searched where they lie: only what the public may find is in the search engine.
    search_backend_name = None
    # Names that are also found by the letters of their pinyin: of tables that one knows by heart.
    spelled_names: tuple[str, ...] = ()
    # What else helps whom the search found nothing.
    search_advice = ""
    index_view_class = RuledIndexView
    add_view_class = RuledCreateView
    edit_view_class = RuledEditView
    delete_view_class = RuledDeleteView
    inspect_view_class = RuledInspectView
    history_view_class = RuledHistoryView
    usage_view_class = RuledUsageView
    index_results_template_name = "core/admin/listing_results.html"
    inspect_template_name = "core/admin/inspect.html"
    inspect_view_enabled = True
    copy_view_enabled = False

    def may_see(self, user) -> bool:
        raise NotImplementedError

    def may_see_row(self, user, record) -> bool:
        return self.may_see(user)

    def rows_for(self, user):
        """The rows that may be acted upon."""
        return self.model._default_manager.all()

    @cached_property
    def policy(self) -> PredicatePolicy:
        forms = {"add": self.adds, "change": self.changes, "delete": self.removes}
        offered = {name: action for name, action in forms.items() if action}
        return PredicatePolicy(
            self.model,
            view=self.may_see,
            of_instance={"view": self.may_see_row, **{name: each.is_open for name, each in offered.items()}},
            **{name: each.who for name, each in offered.items()},
        )

    @property
    def permission_policy(self):
        return self.policy

    def get_permissions_to_register(self):
        """None: a tick in a group's form would change nothing."""
        return Permission.objects.none()

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(viewset=self, **kwargs)

    @property
    def url_finder_class(self):
        """Who looks a record up is led to its page, where they may look at it."""
        return type("_RecordFinder", (RecordFinder,), {"viewset": self})

    def step_url(self, name: str) -> str:
        return reverse(self.get_url_name("step"), args=[name])

    def url_after(self, record) -> str:
        """Where one goes after a step."""
        return reverse(self.get_url_name("inspect"), args=[record.pk])

    def url_onwards(self, step: str, record, user) -> str:
        """Where this step leads on to, "" for the record itself."""
        return ""

    def get_urlpatterns(self):
        take = self.construct_view(StepView)
        return [*super().get_urlpatterns(), path("step/<slug:step>/", take, name="step")]
