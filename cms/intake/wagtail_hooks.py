from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.intake import views
from cms.intake.registry import specs_for


class IntakeMenuItem(MenuItem):
    def is_shown(self, request):
        return bool(specs_for(request.user))


@hooks.register("register_admin_urls")
def admin_urls():
    return [
        path("intake/", views.BatchList.as_view(), name="intake_batches"),
        path("intake/<int:pk>/", views.BatchDetail.as_view(), name="intake_batch"),
    ]


@hooks.register("register_admin_menu_item")
def menu_item():
    return IntakeMenuItem(_("导入"), reverse("intake_batches"), icon_name="upload", order=350)
