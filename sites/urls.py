"""Every address of the platform, in one page."""

from django.urls import include, path, re_path
from django.views.i18n import JavaScriptCatalog
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access

from cms.accounts.users import OwnAccountView
from cms.campaigns import views as campaigns
from cms.core.viewsets.saving import SettingEditView
from sites.portal.views.session import OtherDoorView, SignOutView
from sites.public.views import files, pages

handler500 = "sites.public.views.failures.server_error"

# One sign-in: wherever the framework would ask for a password of its own, its door leads to ours.
other_doors = [
    path("office/login/", OtherDoorView.as_view()),
    path("office/logout/", SignOutView.as_view()),
    re_path(r"^office/password_reset/", OtherDoorView.as_view()),
    path("_util/login/", OtherDoorView.as_view()),
    re_path(r"^_util/authenticate_with_password/", OtherDoorView.as_view()),
]

urlpatterns = [
    *other_doors,
    # Before the framework's own, which asks for a first and a last name.
    path("office/account/", require_admin_access(OwnAccountView.as_view())),
    path("office/api/main/pages/<int:pk>/action/<slug:name>/", campaigns.closed),
    # Before the framework's own, which would write without the pen.
    path(
        "office/settings/<slug:app_name>/<slug:model_name>/<int:pk>/",
        require_admin_access(SettingEditView.as_view()),
    ),
    # The framework's own, with our words for what it does not say in Chinese.
    path("office/jsi18n/", JavaScriptCatalog.as_view(packages=["wagtail.admin", "cms.core"])),
    path("office/", include(wagtailadmin_urls)),
    # Under the framework's names, by which it makes the addresses; its own view asks less than ours.
    path("documents/<int:document_id>/<path:document_filename>", files.document, name="wagtaildocs_serve"),
    path(
        "documents/authenticate_with_password/<int:restriction_id>/",
        OtherDoorView.as_view(),
        name="wagtaildocs_authenticate_with_password",
    ),
    path("api/", include("sites.api.urls")),
    path("", include("sites.portal.urls")),
    path("", include("sites.public.urls")),
    re_path(wagtail_urls.serve_pattern, pages.serve, name="wagtail_serve"),
    path("", include(wagtail_urls)),
]
