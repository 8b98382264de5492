"""Routes of the room."""

from django.urls import path

from questionbank.questions import views

app_name = "questions"
urlpatterns = [
    path("", views.question_list, name="list"),
]
