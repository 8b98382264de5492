"""Routes of the room."""

from django.urls import path

from quiz.results import views

app_name = "results"
urlpatterns = [
    path("certificates/", views.certificates, name="certificates"),
]
