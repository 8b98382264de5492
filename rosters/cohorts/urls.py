"""Routes of the room."""

from django.urls import path

from rosters.cohorts import views

app_name = "cohorts"
urlpatterns = [
    path("", views.roster_list, name="list"),
    path("freeze/", views.freeze, name="freeze"),
    path("since/", views.since, name="since"),
    path("<int:roster_id>/", views.roster, name="roster"),
    path("<int:roster_id>/codes/", views.codes, name="codes"),
    path("<int:roster_id>/entries/<int:number>/", views.entry, name="entry"),
]
