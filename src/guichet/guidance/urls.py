from django.urls import path

from guichet.guidance import views

app_name = "guidance"
urlpatterns = [
    path("", views.home, name="home"),
    path("help/", views.routine, name="routine"),
]
