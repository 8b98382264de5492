"""Routes of the room."""

from django.urls import path

from quiz.scheduling import views

app_name = "scheduling"
urlpatterns = [
    path("<int:exam_id>/batches/", views.batches, name="batches"),
]
