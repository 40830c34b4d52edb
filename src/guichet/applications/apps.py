from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "guichet.applications"
