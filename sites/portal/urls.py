from django.urls import path

from sites.portal.views import activities, co_hosting, evidence, home, passwords, reviews, session, steps

app_name = "portal"
urlpatterns = [
    path("signin/", session.SignInView.as_view(), name="sign_in"),
    path("signout/", session.SignOutView.as_view(), name="sign_out"),
    path("password/", passwords.PasswordView.as_view(), name="password"),
    path("password/forgotten/", passwords.ForgottenView.as_view(), name="forgotten"),
    path("password/forgotten/sent/", passwords.LetterSentView.as_view(), name="letter_sent"),
    path("password/<uidb64>/<token>/", passwords.LetterPasswordView.as_view(), name="letter_password"),
    path("portal/", home.home, name="home"),
    path("portal/activities/", activities.activities, name="activities"),
    path("portal/activities/export.<str:kind>", activities.export, name="export"),
    path("portal/activities/new/", steps.new, name="new"),
    path("portal/activities/<int:pk>/", activities.activity, name="activity"),
    path("portal/co-hosted/", co_hosting.co_hosted, name="co_hosted"),
    path("portal/co-hosted/<int:pk>/", co_hosting.answer, name="co_host_answer"),
    path("portal/activities/<int:pk>/submit/", activities.submit, name="submit"),
    path("portal/activities/<int:pk>/withdraw/", activities.withdraw, name="withdraw"),
    path("portal/activities/<int:pk>/discard/", activities.discard, name="discard"),
    path("portal/activities/<int:pk>/photos/<int:photo_pk>/", evidence.photo, name="photo"),
    path("portal/activities/<int:pk>/documents/<int:evidence_pk>/", evidence.document, name="document"),
    path(
        "portal/activities/<int:pk>/evidence/<int:evidence_pk>/remove/",
        evidence.remove,
        name="remove_evidence",
    ),
    path(
        "portal/activities/<int:pk>/evidence/<int:evidence_pk>/replace/",
        evidence.replace,
        name="replace_evidence",
    ),
    path("portal/activities/<int:pk>/edit/<str:step>/", steps.edit, name="edit"),
    path("portal/reviews/", reviews.reviews, name="reviews"),
    path("portal/reviews/<int:pk>/", reviews.review, name="review"),
    path("portal/reviews/<int:pk>/evidence/<int:indicator>/", reviews.evidence, name="review_evidence"),
    path("portal/reviews/<int:pk>/appeal/", reviews.appeal, name="review_appeal"),
    path("portal/reviews/<int:pk>/sheet.<str:kind>", reviews.sheet_file, name="review_sheet"),
    path("portal/rectifications/<int:pk>/", reviews.rectification, name="rectification"),
]
