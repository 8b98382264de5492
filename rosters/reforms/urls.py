"""Routes of the room."""

from django.urls import path

from rosters.reforms import views

app_name = "reforms"
urlpatterns = [
    path("merge/", views.merge, name="merge"),
    path("split/<int:unit_id>/", views.split, name="split"),
]
