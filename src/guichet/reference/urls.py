"""Addresses of those who keep reference data: kinds, drafts, changes."""

from django.urls import path

from guichet.reference.pages import views, views_changes, views_drafts

_KIND = "reference/<str:sheet>/"
_CHANGE = "reference/changes/<int:change>/"
_DRAFT = "reference/drafts/<int:draft>/"
urlpatterns = [
    path("reference/", views.overview, name="reference"),
    path(_CHANGE, views_changes.change, name="reference_change"),
    path(_DRAFT, views_drafts.draft, name="reference_draft"),
    path(f"{_DRAFT}confirm/", views_drafts.confirm, name="confirm_reference"),
    path(_KIND, views.kind, name="reference_kind"),
    path(f"{_KIND}upload/", views.upload, name="upload_reference"),
    path(f"{_KIND}history/", views_changes.history, name="reference_history"),
    path(f"{_KIND}rows.csv", views.file, {"suits_excel": False}, name="reference_file"),
    path(f"{_KIND}excel.csv", views.file, {"suits_excel": True}, name="reference_file_excel"),
]
