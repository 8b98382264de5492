"""Routes of the room."""

from django.urls import path

from quiz.coverage import views

app_name = "coverage"
urlpatterns = [
    path("coverage/", views.coverage_list, name="list"),
    path("<int:exam_id>/coverage/", views.exam_coverage, name="exam"),
    path("<int:exam_id>/coverage/names/", views.names, name="names"),
    path("<int:exam_id>/coverage/coverage.xlsx", views.workbook, name="workbook"),
    path("<int:exam_id>/coverage/coverage.pdf", views.pdf, name="pdf"),
]
