from django.urls import path

from sites.public.views import self_nominations

urlpatterns = [
    path("people/apply/", self_nominations.apply, name="people_apply"),
    path("people/follow-up/", self_nominations.follow_up, name="people_follow_up"),
]
