from django.urls import include, path

from guichet.staff import views

app_name = "staff"
urlpatterns = [
    path("", views.home, name="home"),
    path("account/", views.account, name="account"),
    path("awake/", views.awake, name="awake"),
    path("language/", views.speak, name="speak"),
    path("", include("guichet.staff.calls.urls")),
    path("", include("guichet.staff.cases.urls")),
]
