from django.urls import path

from sites.public.views import statutes

urlpatterns = [
    path("laws/", statutes.law_list, name="laws"),
    path("laws/<str:slug>/", statutes.law, name="law"),
    path("laws/<str:slug>/<str:ref>/", statutes.article, name="article"),
]
