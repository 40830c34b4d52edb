"""Addresses of the agents' screen."""

from django.urls import path

from guichet.contact.desk import views

urlpatterns = [
    path("contact/", views.contacts, name="contacts"),
    path("contact/<slug:contact>/", views.contact, name="contact"),
    path(
        "contact/<slug:contact>/cases/<int:check>/colleagues/",
        views.case_colleagues,
        name="case_colleagues",
    ),
]
