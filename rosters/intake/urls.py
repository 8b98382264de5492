"""Routes of the room."""

from django.urls import path

from rosters.intake.views import applying, deciding, uploads

app_name = "intake"
urlpatterns = [
    path("", uploads.upload, name="upload"),
    path("<int:upload_id>/", uploads.preview, name="preview"),
    path("<int:upload_id>/again/", uploads.again, name="again"),
    path("<int:upload_id>/rejected.xlsx", uploads.left, name="rejected"),
    path("<int:upload_id>/rows/<int:row_id>/", deciding.row, name="row"),
    path("<int:upload_id>/rows/<int:row_id>/choice/", deciding.choice, name="choice"),
    path("<int:upload_id>/columns/", deciding.columns, name="columns"),
    path("<int:upload_id>/gone/", deciding.gone, name="gone"),
    path("<int:upload_id>/confirm/", applying.confirm, name="confirm"),
    path("<int:upload_id>/apply/", applying.apply, name="apply"),
    path("<int:upload_id>/applied/", applying.applied, name="applied"),
    path("<int:upload_id>/undo/", applying.undo, name="undo"),
]
