"""Addresses below /staff/ of the record: it is kept whatever programmes are on."""

from django.urls import path

from guichet.casework.record import views

urlpatterns = [
    path("audit/", views.audit, name="audit"),
    path("audit/record.<str:kind>", views.export, name="export"),
]
