from django.urls import path

from sites.public import urls_duties, urls_letters, urls_people, urls_places, urls_reviews, urls_statutes
from sites.public.views import files, machines, search, search_api, site_map, size

app_name = "public"
urlpatterns = [
    path("search/", search.results, name="search"),
    path("search/feed/", search.feed, name="search_feed"),
    path("api/search/", search_api.results, name="api_search"),
    path("api/suggest/", search_api.suggestions, name="api_suggest"),
    path("api/openapi.json", search_api.description, name="api_description"),
    path("size/", size.choose_size, name="size"),
    path("site-map/", site_map.site_map, name="site_map"),
    path("sitemap.xml", machines.sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", machines.sitemap, name="sitemap_section"),
    path("robots.txt", machines.robots, name="robots"),
    path("healthz", machines.health, name="health"),
    path("media/<path:name>", files.picture, name="picture"),
    *urls_statutes.urlpatterns,
    *urls_duties.urlpatterns,
    *urls_people.urlpatterns,
    *urls_reviews.urlpatterns,
    *urls_places.urlpatterns,
    *urls_letters.urlpatterns,
]
