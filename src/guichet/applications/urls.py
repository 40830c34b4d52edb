from django.urls import path

from guichet.applications import views

app_name = "applications"
urlpatterns = [
    path("", views.home, name="home"),
    path("need/", views.need, name="need"),
]
