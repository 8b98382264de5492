"""Routes of the room: how long exams are kept, and what is held about a person."""

from django.urls import path

from quiz.privacy import views

app_name = "privacy"
urlpatterns = [
    path("privacy/", views.retention_list, name="list"),
    path("privacy/exams/<int:exam_id>/", views.retention, name="exam"),
    path("privacy/exams/<int:exam_id>/forget/", views.purge, name="purge"),
    path("privacy/people/<int:person_id>/", views.person, name="person"),
    path("privacy/people/<int:person_id>/workbook/", views.person_workbook, name="person_workbook"),
    path("my/data/", views.mine, name="mine"),
    path("my/data/workbook/", views.my_workbook, name="my_workbook"),
]
