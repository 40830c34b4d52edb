"""Addresses of staff who pair devices."""

from django.urls import path

from guichet.devices import views

urlpatterns = [
    path("devices/", views.devices, name="devices"),
    path("devices/<str:office>/<int:device>/take-away/", views.take_away, name="take_away"),
]
