"""The address of the service standards, under every language."""

from django.urls import path

from guichet.figures.standards import views

app_name = "standards"
urlpatterns = [path("service-standards/", views.service_standards, name="standards")]
