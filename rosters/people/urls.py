"""Routes of the room."""

from django.urls import path

from rosters.people import views

app_name = "people"
urlpatterns = [
    path("", views.person_list, name="list"),
    path("find/", views.person_find, name="find"),
    path("<int:person_id>/", views.person_detail, name="detail"),
]
