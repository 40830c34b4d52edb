"""The address of what a supervisor watches."""

from django.urls import path

from guichet.contact.supervision import views

urlpatterns = [path("contact/supervision/", views.supervision, name="supervision")]
