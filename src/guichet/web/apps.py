from django.apps import AppConfig

from guichet.web.pages import catalogues


class WebConfig(AppConfig):
    name = "guichet.web"

    def ready(self) -> None:
        """Compile the catalogues that changed since the last start."""
        catalogues.compile_all()
