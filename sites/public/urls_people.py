from django.urls import path

from sites.public.views import advisers, certificates, directory, notices, self_nominations, volunteers

urlpatterns = [
    path("people/", directory.people, name="people"),
    path("people/advisers/", advisers.advisers, name="advisers"),
    path("people/apply/", self_nominations.apply, name="people_apply"),
    path("certificates/", certificates.check, name="certificate"),
    path("people/notices/", notices.notices, name="people_notices"),
    path("people/notices/<int:pk>/", notices.notice, name="people_notice"),
    path("people/follow-up/", self_nominations.follow_up, name="people_follow_up"),
    path("volunteers/apply/", volunteers.apply, name="volunteers_apply"),
    path("volunteers/follow-up/", volunteers.follow_up, name="volunteers_follow_up"),
]
