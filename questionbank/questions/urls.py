"""Routes of the room."""

from django.urls import path

from questionbank.questions import views

app_name = "questions"
urlpatterns = [
    path("", views.question_list, name="list"),
    path("new/", views.question_new, name="new"),
    path("<int:pk>/", views.question_detail, name="detail"),
    path("<int:pk>/v<int:number>/", views.question_detail, name="version"),
    path("<int:pk>/edit/", views.question_edit, name="edit"),
    path("<int:pk>/retire/", views.question_retire, name="retire"),
]
