from django.urls import path

from sites.public.views import quizzes

urlpatterns = [
    path("quizzes/", quizzes.quiz_list, name="quizzes"),
    path("quizzes/<int:pk>/", quizzes.quiz, name="quiz"),
    path("quizzes/<int:pk>/answers/", quizzes.answers, name="quiz_answers"),
]
