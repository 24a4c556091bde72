"""What the admin offers around a page: buttons and warnings that follow from our rules."""

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets.button import Button

from cms.campaigns.models import CasePage, PublicPage
from cms.campaigns.permissions import can_confirm_anonymisation


def without_direct_publishing(menu_items, request, context) -> None:
    """Take away the button that publishes without review."""
    menu_items[:] = [item for item in menu_items if item.name != "action-publish"]


def case_buttons(page, user, view_name, next_url=None):
    """The button by which a reviewer confirms that a case names nobody."""
    case = page.specific
    if isinstance(case, CasePage) and can_confirm_anonymisation(user, case):
        yield Button(
            _("确认已隐去身份"),
            reverse("campaigns_anonymisation", args=[page.pk]),
            icon_name="view",
            priority=5,
        )


def warn_of_problems(request, page) -> None:
    """Say on opening a page under review what still keeps it from the public."""
    page = page.specific
    if request.method != "GET" or not isinstance(page, PublicPage) or page.current_workflow_state is None:
        return
    for problem in page.get_latest_revision_as_object().publishing_problems():
        messages.warning(request, problem)


def without_framework_help(request, menu_items) -> None:
    """Take away the menu that leads to the framework's own English pages."""
    menu_items[:] = [item for item in menu_items if item.name != "help"]
