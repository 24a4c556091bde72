from django.urls import path

from sites.public import urls_duties, urls_statutes
from sites.public.views import machines, search, site_map, size

app_name = "public"
urlpatterns = [
    path("search/", search.results, name="search"),
    path("size/", size.choose_size, name="size"),
    path("site-map/", site_map.site_map, name="site_map"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("robots.txt", machines.robots, name="robots"),
    path("healthz", machines.health, name="health"),
    *urls_statutes.urlpatterns,
    *urls_duties.urlpatterns,
]
