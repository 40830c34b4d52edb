from django.urls import path

from guichet.web import views

app_name = "web"
urlpatterns = [
    path("privacy/", views.privacy, name="privacy"),
    path("contact/", views.contact, name="contact"),
    path("pages/<slug:slug>/", views.own_page, name="own_page"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("shared/", views.shared, name="shared"),
    path("finish/", views.finish, name="finish"),
    path("finish/still-there/", views.still, name="still"),
]
