"""Addresses below /<language>/eta/ of lost numbers, trouble, enquiries and whom to ask."""

from django.urls import URLPattern, path

from guichet.applications.enquiries import views_ask, views_contact, views_lost, views_trouble

of_one: list[URLPattern] = [
    path("yours/enquiry/", views_ask.enquire, name="enquire"),
    path("trouble/", views_trouble.trouble, name="trouble"),
]
urlpatterns: list[URLPattern] = [
    path("contact/", views_contact.contact, name="contact"),
    path("lost/", views_lost.lost, name="lost"),
]
