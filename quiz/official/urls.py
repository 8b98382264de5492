"""Routes of the room."""

from django.urls import path

from quiz.official import views

app_name = "official"
urlpatterns = [
    path("<int:exam_id>/official/", views.exam, name="exam"),
    path("<int:exam_id>/official/<int:import_id>/", views.one, name="import"),
    path("<int:exam_id>/official/<int:import_id>/apply/", views.apply, name="apply"),
    path("<int:exam_id>/official/<int:import_id>/discard/", views.discard, name="discard"),
]
