from django.urls import path

from sites.public.views import statutes

urlpatterns = [
    path("laws/", statutes.law_list, name="laws"),
    path("laws/<str:slug>/", statutes.law, name="law"),
    path("laws/<str:slug>/versions/<str:ref>/", statutes.version, name="law_version"),
    path("laws/<str:slug>/changes/<str:ref>/", statutes.changes, name="law_changes"),
    path("laws/<str:slug>/<str:ref>/", statutes.article, name="article"),
]
