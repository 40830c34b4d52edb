"""Addresses below /<language>/eta/ that ask nobody's name."""

from django.urls import path

from guichet.eligibility.asking import views

app_name = "eligibility"
urlpatterns = [path("need/", views.need, name="need")]
