from django.urls import path

from sites.public.views import letters

urlpatterns = [
    path("letters/", letters.letter_list, name="letters"),
    path("letters/new/", letters.write, name="letter_write"),
    path("letters/follow-up/", letters.follow_up, name="letter_follow_up"),
    path("letters/feed/", letters.feed, name="letters_feed"),
    path("letters/<int:pk>/", letters.letter, name="letter"),
]
