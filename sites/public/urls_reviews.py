from django.urls import path

from sites.public.views import reports, reviews

urlpatterns = [
    path("reviews/<int:year>/", reviews.grades, name="review"),
    path("reviews/<int:year>/vote/", reviews.vote, name="review_vote"),
    path("reviews/<int:year>/vote/letter/", reviews.letter, name="review_letter"),
    path("reviews/<int:year>/vote/text/", reviews.text, name="review_text"),
    path("reviews/<int:year>/vote/<str:token>/", reviews.vote_by_letter, name="review_vote_by_letter"),
    path("reports/", reports.report_list, name="reports"),
    path("reports/<int:pk>/", reports.report, name="report"),
    path("reports/<int:pk>/paper.<str:kind>", reports.report_file, name="report_file"),
    path("reviews/panel/<str:token>/", reviews.panel, name="review_panel"),
    path("reviews/panel/<str:token>/files/<int:file_pk>/", reviews.panel_file, name="review_panel_file"),
]
