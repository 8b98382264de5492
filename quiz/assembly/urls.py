"""Routes of the room."""

from django.urls import path

from quiz.assembly import views

app_name = "assembly"
urlpatterns = [
    path("", views.exam_list, name="list"),
    path("uses/", views.question_uses, name="uses"),
    path("new/", views.exam_new, name="new"),
    path("<int:exam_id>/edit/", views.exam_edit, name="edit"),
    path("<int:exam_id>/lock/", views.exam_lock, name="lock"),
    path("<int:exam_id>/papers/", views.paper_list, name="papers"),
    path("<int:exam_id>/papers/<int:paper_id>/", views.paper_detail, name="paper"),
    path("<int:exam_id>/draw.json", views.draw_record, name="record"),
]
