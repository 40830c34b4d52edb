from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "guichet.notices"

    def ready(self) -> None:
        from guichet.notices import send

        send.check_settings()
