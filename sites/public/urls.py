from django.urls import path

from sites.public import (
    urls_duties,
    urls_exams,
    urls_guides,
    urls_honours,
    urls_letters,
    urls_people,
    urls_places,
    urls_quizzes,
    urls_reviews,
    urls_statutes,
)
from sites.public.views import cards, files, machines, search, site_map, size

app_name = "public"
urlpatterns = [
    path("search/", search.results, name="search"),
    path("search/feed/", search.feed, name="search_feed"),
    path("size/", size.choose_size, name="size"),
    path("statements/", site_map.statements, name="statements"),
    path("site-map/", site_map.site_map, name="site_map"),
    path("sitemap.xml", machines.sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", machines.sitemap, name="sitemap_section"),
    path("robots.txt", machines.robots, name="robots"),
    path("healthz", machines.health, name="health"),
    path("media/<path:name>", files.picture, name="picture"),
    path("cards/<str:signed>.png", cards.card, name="card"),
    *urls_statutes.urlpatterns,
    *urls_duties.urlpatterns,
    *urls_people.urlpatterns,
    *urls_honours.urlpatterns,
    *urls_reviews.urlpatterns,
    *urls_places.urlpatterns,
    *urls_letters.urlpatterns,
    *urls_guides.urlpatterns,
    *urls_quizzes.urlpatterns,
    *urls_exams.urlpatterns,
]
