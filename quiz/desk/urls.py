"""Routes of the room."""

from django.urls import path

from quiz.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("exams/<int:exam_id>/", views.exam, name="exam"),
]
