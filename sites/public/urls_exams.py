from django.urls import path

from sites.public.views import exams

urlpatterns = [
    path("exams/", exams.door, name="exams"),
    path("exams/room/", exams.room, name="exam_room"),
    path("exams/room/paper/", exams.paper, name="exam_paper"),
    path("exams/room/result/", exams.result, name="exam_result"),
]
