from django.urls import path

from sites.public.views import reviews

urlpatterns = [
    path("reviews/<int:year>/", reviews.grades, name="review"),
    path("reviews/<int:year>/vote/", reviews.vote, name="review_vote"),
    path("reviews/<int:year>/vote/letter/", reviews.letter, name="review_letter"),
    path("reviews/<int:year>/vote/<str:token>/", reviews.vote_by_letter, name="review_vote_by_letter"),
    path("reviews/panel/<str:token>/", reviews.panel, name="review_panel"),
]
