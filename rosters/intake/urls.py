"""Routes of the room."""

from django.urls import path

from rosters.intake import views

app_name = "intake"
urlpatterns = [
    path("", views.upload, name="upload"),
]
