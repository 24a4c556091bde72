from django.urls import path

from sites.api.interface import description, interface
from sites.api.views.home import home

urlpatterns = [
    path("", home, name="open_data"),
    path("openapi.json", description, name="api_description"),
    path("", interface.urls),
]
