from django.urls import path

from sites.public.views import agenda, duties, events, lists, yearly

urlpatterns = [
    path("events/", agenda.event_list, name="events"),
    path("events/<int:year>/<int:month>/", agenda.month, name="events_month"),
    path("events/<int:year>/week/<int:week>/", agenda.week, name="events_week"),
    path("events/calendar.ics", agenda.calendar, name="events_calendar"),
    path("events/feed/", agenda.feed, name="events_feed"),
    path("events/<int:pk>/", events.event, name="event"),
    path("events/series/<int:pk>/", agenda.series, name="event_series"),
    path("events/series/<int:pk>/series.ics", agenda.series_calendar, name="event_series_calendar"),
    path("events/<int:pk>/event.ics", agenda.event_calendar, name="event_calendar"),
    path("events/<int:pk>/register/", events.register, name="event_register"),
    path("events/<int:pk>/look-up/", events.look_up, name="event_look_up"),
    path("events/<int:pk>/feedback/", events.give_feedback, name="event_feedback"),
    path("events/<int:pk>/cancel/", events.cancel, name="event_cancel"),
    path("activities/", duties.activity_list, name="activities"),
    path("activities/feed/", duties.feed, name="activities_feed"),
    path("activities/<int:pk>/", duties.activity, name="activity"),
    path("yearly/", yearly.yearly, name="yearly"),
    path("duty-lists/<int:year>/", lists.duty_list, name="duty_list"),
    path("duty-lists/<int:year>/<int:version>/", lists.duty_list, name="duty_list_version"),
    path("duty-lists/<int:year>/<int:version>/changes/", lists.duty_list_changes, name="duty_list_changes"),
    path("duty-lists/<int:year>/<int:version>/<slug:suffix>/", lists.duty_list_file, name="duty_list_file"),
]
