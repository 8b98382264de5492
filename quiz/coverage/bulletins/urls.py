"""Routes of the bulletins, among those of coverage."""

from django.urls import path

from quiz.coverage.bulletins import views

urlpatterns = [
    path("<int:exam_id>/coverage/bulletins/", views.bulletins, name="bulletins"),
    path("<int:exam_id>/coverage/bulletins/draft/", views.draft, name="bulletin_draft"),
    path("coverage/bulletins/<int:bulletin_id>/", views.bulletin, name="bulletin"),
    path("coverage/bulletins/<int:bulletin_id>/edit/", views.edit, name="bulletin_edit"),
    path("coverage/bulletins/<int:bulletin_id>/fill/", views.fill, name="bulletin_fill"),
    path("coverage/bulletins/<int:bulletin_id>/issue/", views.issue, name="bulletin_issue"),
    path("coverage/bulletins/<int:bulletin_id>/discard/", views.discard, name="bulletin_discard"),
    path("coverage/bulletins/<int:bulletin_id>/bulletin.pdf", views.pdf, name="bulletin_pdf"),
    path("coverage/bulletins/<int:bulletin_id>/bulletin.docx", views.docx, name="bulletin_docx"),
]
