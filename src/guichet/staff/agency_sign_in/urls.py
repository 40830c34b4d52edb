"""The two addresses of the agency's own sign-in: there, and back."""

from django.urls import path

from guichet.staff.agency_sign_in import views

urlpatterns = [
    path("", views.begin, name="agency_sign_in"),
    path("back/", views.back, name="agency_sign_in_back"),
]
