"""Routes of the room: the candidate's pages under my/, the officer's release under exams/."""

from django.urls import path

from quiz.delivery import views

app_name = "delivery"
urlpatterns = [
    path("my/", views.mine, name="mine"),
    path("my/answers/", views.save, name="save"),
    path("my/attempts/<int:attempt_id>/", views.attempt, name="attempt"),
    path("my/attempts/<int:attempt_id>/start/", views.start, name="start"),
    path("my/attempts/<int:attempt_id>/take-over/", views.take_over, name="take_over"),
    path("my/attempts/<int:attempt_id>/review/", views.review, name="review"),
    path("exams/<int:exam_id>/release/", views.release, name="release"),
]
