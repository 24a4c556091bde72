from django.urls import path

from sites.public.views import places

urlpatterns = [
    path("places/", places.place_list, name="places"),
    path("places/venues/<int:pk>/", places.venue, name="venue"),
    path("places/points/<int:pk>/", places.service_point, name="service_point"),
]
