"""Routes of the room; the short one is what the QR code on a certificate holds."""

from django.urls import path

from quiz.results import views

app_name = "results"
urlpatterns = [
    path("c/<str:code>/", views.verify, name="verify"),
    path("exams/<int:exam_id>/results/", views.exam_results, name="exam"),
    path("exams/<int:exam_id>/results/publish/", views.publish, name="publish"),
    path("exams/<int:exam_id>/results/void/<int:entry_id>/", views.void, name="void"),
    path("exams/<int:exam_id>/certificates/issue/", views.issue, name="issue"),
    path("exams/results/mine/", views.my_results, name="mine"),
    path("exams/results/mine/<int:exam_id>/", views.my_result, name="mine"),
    path("exams/certificates/", views.certificates, name="certificates"),
    path("exams/certificates/print/", views.print_certificates, name="print"),
    path("exams/certificates/<int:certificate_id>.pdf", views.certificate, name="certificate"),
    path("exams/certificates/<int:certificate_id>/revoke/", views.revoke, name="revoke"),
]
