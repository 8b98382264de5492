"""Routes of the room."""

from django.urls import path

from rosters.intake import views

app_name = "intake"
urlpatterns = [
    path("", views.upload, name="upload"),
    path("<int:upload_id>/", views.preview, name="preview"),
    path("<int:upload_id>/apply/", views.apply, name="apply"),
    path("<int:upload_id>/rejected.xlsx", views.rejected, name="rejected"),
]
