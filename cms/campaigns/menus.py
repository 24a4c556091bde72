"""What the admin offers around a page and what it keeps closed, as our rules have it.

What gets past a closed door meets `cms.campaigns.models.publicity`.
"""

from django.contrib import messages
from django.http import JsonResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cms.campaigns.forms.versions import AGAINST
from cms.campaigns.models import CasePage, PublicPage, texts
from cms.campaigns.permissions import barred, can_confirm_anonymisation
from cms.campaigns.queries.reviewing import can_be_finished, stages_to_come
from cms.core.errors import RuleBroken


def without_direct_publishing(menu_items, request, context) -> None:
    """Take away the button that publishes without review."""
    menu_items[:] = [item for item in menu_items if item.name != "action-publish"]


def no_bulk_publishing(request, action_type, objects, action) -> None:
    """Pages are reviewed one by one, hence published one by one."""
    if action_type == "publish" and any(isinstance(row, Page) for row in objects):
        raise RuleBroken(_("请打开页面点“提交审核”：须经初审、复审、终审通过后才能发布。"))


def no_late_verdict(request, page) -> None:
    """Refuse a verdict sent with the editor's form once its stage is over or not given to this account."""
    if request.method != "POST" or "action-workflow-action" not in request.POST:
        return
    task = page.current_workflow_task
    offered = task.get_actions(page, request.user) if task else []
    if request.POST.get("workflow-action-name") in [name for name, *_rest in offered]:
        return
    problems = page.publishing_problems() if task and isinstance(page, PublicPage) else []
    raise RuleBroken(problems or _("这一环节已经结束，或不由您审核。请重新打开页面看看。"))


def no_autosave_over_another(request, page) -> JsonResponse | None:
    """Who was told of a newer version decides with the button; the editor's autosave does not for them."""
    if request.method != "POST" or request.accepts("text/html") or not request.POST.get(AGAINST):
        return None
    refusal = {"success": False, "error_code": "invalid_revision", "error_message": _("请核对后点保存。")}
    return JsonResponse(refusal, status=400)


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
    """Say on opening a page what is unfinished, and of one under review all that keeps it from the public."""
    page = page.specific
    if request.method != "GET" or not isinstance(page, PublicPage):
        return
    latest = page.get_latest_revision_as_object()
    is_reviewed = page.current_workflow_state is not None
    for problem in latest.publishing_problems() if is_reviewed else texts.gaps(latest):
        messages.warning(request, problem)


def say_how_it_is_published(request, page) -> None:
    """Say on opening a page whose newest words the public does not have why nothing here publishes them."""
    if request.method != "GET" or not isinstance(page.specific, PublicPage):
        return
    state = page.current_workflow_state
    if state is not None:
        if why := barred(state).get(request.user.pk):
            stage = state.current_task_state.task.name
            told = {"stage": stage, "why": why}
            messages.info(
                request, _("这一页正在%(stage)s。您%(why)s，所以这里没有审核的按钮，由别人来审。") % told
            )
    elif not page.live or page.has_unpublished_changes:
        messages.info(
            request,
            _("这里没有发布的按钮：写好后点“提交给三审”，三个没有参与撰写的人审过就发布。"),
        )


def say_who_reviews(request, page) -> None:
    """After submitting: say so when nobody is left who could review the page to its end."""
    asked = "action-submit" in request.POST or "action-restart-workflow" in request.POST
    state = page.current_workflow_state
    if not asked or state is None:
        return
    stages = stages_to_come(state)
    if not can_be_finished(stages):
        sentences = "。".join(str(stage) for stage in stages)
        messages.warning(request, _("已提交，但没有人能审完这一页。%(stages)s。") % {"stages": sentences})
