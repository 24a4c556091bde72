from django.urls import path

from sites.public.views import honours

urlpatterns = [
    path("honours/", honours.honours, name="honours"),
    path("honours/notices/<int:pk>/", honours.notice, name="honour_notice"),
    path("honours/follow-up/", honours.follow_up, name="honour_follow_up"),
]
