"""Every way by which the framework makes words public or withdraws them, as a POST of the admin."""

import json
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction


def opened(page) -> dict:
    """By which the editor's form says what it was opened with."""
    newest = Page.objects.get(pk=page.pk).get_latest_revision()
    if newest is None:
        return {}
    return {
        "loaded_revision_id": newest.pk,
        "loaded_revision_created_at": newest.created_at.isoformat(),
    }


def typed(page, **more):
    """What the editor's form sends for a page without a body."""
    return {
        **opened(page),
        "title": f"{page.draft_title}（改）", "slug": page.slug, "summary": "", "source": "", "picture": "",
        "body-count": "0", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", **more,
    }  # fmt: skip


def _edit(**more):
    def way(client, page, tree):
        return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), typed(page, **more))

    return way


def as_it_stands(client, page, tree):
    """The editor's form sent back as it was opened."""
    latest = page.get_latest_revision_as_object()
    fields = typed(page, title=latest.title, **{"action-publish": "1"})
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), fields)


def create_and_publish(client, page, tree):
    address = reverse("wagtailadmin_pages:add", args=["campaigns", "topicpage", page.get_parent().pk])
    return client.post(address, typed(page, **{"slug": "new", "action-publish": "1"}))


def revert_and_publish(client, page, tree):
    first = page.revisions.order_by("pk").first()
    address = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first.pk])
    return client.post(address, typed(page, **{"action-publish": "1"}))


def _copy(**more):
    def way(client, page, tree):
        fields = {"new_title": "副本", "new_slug": "copy", "new_parent_page": page.get_parent().pk, **more}
        return client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), fields)

    return way


def _bulk(action, **fields):
    def way(client, page, tree):
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        more = {name: value(tree) for name, value in fields.items()}
        return client.post(f"{address}?id={page.pk}", more)

    return way


def _verdict(action):
    def way(client, page, tree):
        state = page.current_workflow_task_state
        number = state.pk if state else tree.any_task_state.pk
        address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, number])
        return client.post(address, {"comment": "请改"} if action == "reject" else {})

    return way


def _button(name, **fields):
    def way(client, page, tree):
        return client.post(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]), fields)

    return way


def open_the_place(client, page, tree):
    address = reverse("wagtailadmin_pages:set_privacy", args=[page.get_parent().pk])
    return client.post(address, {"restriction_type": PageViewRestriction.NONE})


def unschedule(client, page, tree):
    latest = page.get_latest_revision()
    return client.post(reverse("wagtailadmin_pages:revisions_unschedule", args=[page.pk, latest.pk]))


def _move(place):
    def way(client, page, tree):
        target = getattr(tree, place)
        return client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, target.pk]))

    return way


def _api(action, **fields):
    def way(client, page, tree):
        address = f"/office/api/main/pages/{page.pk}/action/{action}/"
        return client.post(address, json.dumps(fields), content_type="application/json")

    return way


SOON = (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
WAYS = {
    "publish as it stands": as_it_stands,
    "schedule": _edit(go_live_at=SOON),
    "create and publish": create_and_publish,
    "revert and publish": revert_and_publish,
    "submit": _edit(**{"action-submit": "1"}),
    "restart review": _edit(**{"action-restart-workflow": "1"}),
    "cancel review": _edit(**{"action-cancel-workflow": "1"}),
    "edit and approve": _edit(**{"action-workflow-action": "1", "workflow-action-name": "approve"}),
    "approve": _verdict("approve"),
    "send back": _verdict("reject"),
    "copy and publish": _copy(publish_copies="on"),
    "alias": _copy(alias="on"),
    "convert alias": _button("convert_alias"),
    "publish several": _bulk("publish", include_descendants=lambda tree: "on"),
    "unpublish several": _bulk("unpublish"),
    "move several out": _bulk("move", chooser=lambda tree: tree.open_place.pk),
    "delete several": _bulk("delete"),
    "unpublish": _button("unpublish"),
    "unschedule": unschedule,
    "move into the open": _move("open_place"),
    "move into the closed": _move("closed_place"),
    "open to all": open_the_place,
    "close": _button("set_privacy", restriction_type=PageViewRestriction.LOGIN),
    "api publish": _api("publish"),
}  # fmt: skip


def public_face() -> set[tuple[int, str]]:
    """What everybody may read, by the titles."""
    return set(Page.objects.live().public().values_list("pk", "title"))
