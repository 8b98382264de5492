"""Routes of the room."""

from django.urls import path

from rosters.cohorts import views

app_name = "cohorts"
urlpatterns = [
    path("", views.roster_list, name="list"),
]
