"""Routes of the room."""

from django.urls import include, path

from quiz.coverage import views

app_name = "coverage"
urlpatterns = [
    path("coverage/", views.coverage_list, name="list"),
    path("<int:exam_id>/coverage/", views.exam_coverage, name="exam"),
    path("<int:exam_id>/coverage/units/", views.units, name="units"),
    path("<int:exam_id>/coverage/names/", views.names, name="names"),
    path("<int:exam_id>/coverage/names.xlsx", views.names_workbook, name="names_workbook"),
    path("<int:exam_id>/coverage/coverage.xlsx", views.workbook, name="workbook"),
    path("<int:exam_id>/coverage/coverage.pdf", views.pdf, name="pdf"),
    path("<int:exam_id>/coverage/history/", views.history, name="history"),
    path("<int:exam_id>/coverage/history/compare/", views.compare, name="compare"),
    path("<int:exam_id>/coverage/history/take/", views.take, name="take"),
    path("", include("quiz.coverage.bulletins.urls")),
]
