from django.urls import path

from sites.public.views import audiences, guides

urlpatterns = [
    path("for/", audiences.audience_list, name="audiences"),
    path("for/<int:pk>/", audiences.audience, name="audience"),
    path("guides/", guides.guide_list, name="guides"),
    path("guides/<slug:slug>/", guides.guide, name="guide"),
    path("guides/<slug:slug>/ask/", guides.ask, name="guide_ask"),
    path("guides/<slug:slug>/visit/", guides.visit, name="guide_visit"),
]
