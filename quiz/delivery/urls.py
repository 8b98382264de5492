"""Routes of the room."""

from django.urls import path

from quiz.delivery import views

app_name = "delivery"
urlpatterns = [
    path("", views.mine, name="mine"),
]
