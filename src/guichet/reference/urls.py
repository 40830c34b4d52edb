"""Addresses of those who keep reference data: kinds, drafts, changes."""

from django.urls import path

from guichet.reference.pages import views, views_changes, views_drafts, views_rows, views_undo

_KIND = "reference/<str:sheet>/"
_ROW = f"{_KIND}rows/row/<str:row>/"
_CHANGE = "reference/changes/<int:change>/"
_DRAFT = "reference/drafts/<int:draft>/"
urlpatterns = [
    path("reference/", views.overview, name="reference"),
    path(_CHANGE, views_changes.change, name="reference_change"),
    path(_DRAFT, views_drafts.draft, name="reference_draft"),
    path(f"{_DRAFT}confirm/", views_drafts.confirm, name="confirm_reference"),
    path(f"{_CHANGE}undo/", views_undo.undo, name="undo_reference"),
    path(_KIND, views.kind, name="reference_kind"),
    path(f"{_KIND}upload/", views.upload, name="upload_reference"),
    path(f"{_KIND}rows/", views_rows.rows, name="reference_rows"),
    path(f"{_KIND}rows/add/", views_rows.add_row, name="add_reference_row"),
    path(f"{_ROW}", views_rows.row, name="reference_row"),
    path(f"{_ROW}take-away/", views_rows.take_row, name="take_reference_row"),
    path(f"{_KIND}history/", views_changes.history, name="reference_history"),
    path(f"{_KIND}rows.csv", views.file, {"suits_excel": False}, name="reference_file"),
    path(f"{_KIND}excel.csv", views.file, {"suits_excel": True}, name="reference_file_excel"),
]
