"""Routes of the room."""

from django.urls import path

from quiz.marking import views

app_name = "marking"
urlpatterns = [
    path("marking/", views.marking_list, name="list"),
    path("marking/submit/", views.submit, name="submit"),
    path("<int:exam_id>/marking/", views.marking_exam, name="exam"),
]
