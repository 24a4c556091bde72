from django.urls import path

from sites.public.views import communities, places

urlpatterns = [
    path("places/", places.place_list, name="places"),
    path("communities/", communities.community_list, name="communities"),
    path("communities/<str:code>/", communities.community, name="community"),
    path("places/venues/<int:pk>/", places.venue, name="venue"),
    path("places/points/<int:pk>/", places.service_point, name="service_point"),
]
