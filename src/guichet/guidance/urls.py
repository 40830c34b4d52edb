from django.conf import settings
from django.urls import path

from guichet.guidance import views

app_name = "guidance"
urlpatterns = [path("", views.home, name="home")]
if settings.AGENCY.has("appointments"):  # what is settled without one
    urlpatterns.append(path("help/", views.routine, name="routine"))
