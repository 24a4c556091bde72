from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.intake.panels import add_waiting_batches
from cms.intake.registry import specs_for
from cms.intake.views import batches, left, mapping, review


class IntakeMenuItem(MenuItem):
    def is_shown(self, request):
        return bool(specs_for(request.user))


@hooks.register("register_admin_urls")
def admin_urls():
    return [
        path("intake/", batches.BatchList.as_view(), name="intake_batches"),
        path("intake/<int:pk>/", batches.BatchDetail.as_view(), name="intake_batch"),
        path("intake/<int:pk>/review/", review.Review.as_view(), name="intake_review"),
        path("intake/<int:pk>/rows/<int:row>/", review.RowDetail.as_view(), name="intake_row"),
        path("intake/<int:pk>/columns/", mapping.Mapping.as_view(), name="intake_mapping"),
        path("intake/<int:pk>/undo/", batches.undo, name="intake_undo"),
        path("intake/<int:pk>/left/", left.Left.as_view(), name="intake_left"),
        path("intake/<int:pk>/discard/", batches.discard_batch, name="intake_discard"),
        path("intake/<int:pk>/resume/", batches.resume_batch, name="intake_resume"),
        path("intake/<int:pk>/kind/", batches.name_batch, name="intake_kind"),
        path("intake/<int:pk>/judge/", batches.judge, name="intake_judge"),
        path("intake/<int:pk>/returned/", batches.returned, name="intake_returned"),
    ]


hooks.register("construct_homepage_panels", add_waiting_batches)


@hooks.register("register_admin_menu_item")
def menu_item():
    return IntakeMenuItem(_("导入"), reverse("intake_batches"), icon_name="upload", order=650)
