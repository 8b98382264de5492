"""Routes of the room."""

from django.urls import path

from quiz.assembly import views

app_name = "assembly"
urlpatterns = [
    path("", views.exam_list, name="list"),
]
