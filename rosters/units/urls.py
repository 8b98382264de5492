"""Routes of the room."""

from django.urls import path

from rosters.units import views

app_name = "units"
urlpatterns = [
    path("", views.unit_list, name="list"),
]
