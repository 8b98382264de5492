"""Routes of the room."""

from django.urls import path

from rosters.accounts import views

app_name = "accounts"
urlpatterns = [
    path("large-type/", views.large_type, name="large_type"),
    path("activate/", views.activation, name="activate"),
    path("codes/", views.codes, name="codes"),
]
