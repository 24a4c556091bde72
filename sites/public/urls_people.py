from django.urls import path

from sites.public.views import certificates, notices, self_nominations

urlpatterns = [
    path("people/apply/", self_nominations.apply, name="people_apply"),
    path("certificates/", certificates.check, name="certificate"),
    path("api/certificates/", certificates.api, name="api_certificate"),
    path("people/notices/", notices.notices, name="people_notices"),
    path("people/notices/<int:pk>/", notices.notice, name="people_notice"),
    path("people/follow-up/", self_nominations.follow_up, name="people_follow_up"),
]
