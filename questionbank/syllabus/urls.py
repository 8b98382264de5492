"""Routes of the room."""

from django.urls import path

from questionbank.syllabus import views

app_name = "syllabus"
urlpatterns = [
    path("", views.syllabus_list, name="list"),
    path("new/", views.syllabus_new, name="new"),
    path("<int:pk>/", views.syllabus_detail, name="detail"),
    path("<int:pk>/edit/", views.syllabus_edit, name="edit"),
    path("<int:pk>/issue/", views.syllabus_issue, name="issue"),
    path("<int:pk>/discard/", views.syllabus_discard, name="discard"),
    path("<int:pk>/list.pdf", views.syllabus_print, {"form": "pdf"}, name="list_pdf"),
    path("<int:pk>/list.docx", views.syllabus_print, {"form": "docx"}, name="list_docx"),
    path("<int:pk>/handbook.pdf", views.syllabus_handbook, {"form": "pdf"}, name="handbook_pdf"),
    path("<int:pk>/handbook.docx", views.syllabus_handbook, {"form": "docx"}, name="handbook_docx"),
]
