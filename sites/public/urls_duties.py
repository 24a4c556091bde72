from django.urls import path

from sites.public.views import duties, events, lists

urlpatterns = [
    path("events/", events.event_list, name="events"),
    path("events/<int:pk>/", events.event, name="event"),
    path("events/<int:pk>/register/", events.register, name="event_register"),
    path("events/<int:pk>/cancel/", events.cancel, name="event_cancel"),
    path("activities/", duties.activity_list, name="activities"),
    path("activities/<int:pk>/", duties.activity, name="activity"),
    path("duty-lists/<int:year>/", lists.duty_list, name="duty_list"),
    path("duty-lists/<int:year>/<int:version>/", lists.duty_list, name="duty_list_version"),
    path("duty-lists/<int:year>/<int:version>/changes/", lists.duty_list_changes, name="duty_list_changes"),
    path("duty-lists/<int:year>/<int:version>/<slug:suffix>/", lists.duty_list_file, name="duty_list_file"),
]
