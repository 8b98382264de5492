"""Routes of the room."""

from django.urls import path

from rosters.accounts import views

app_name = "accounts"
urlpatterns = [
    path("large-type/", views.large_type, name="large_type"),
]
