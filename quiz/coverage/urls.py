"""Routes of the room."""

from django.urls import path

from quiz.coverage import views

app_name = "coverage"
urlpatterns = [
    path("coverage/", views.coverage_list, name="list"),
]
