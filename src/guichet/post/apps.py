from django.apps import AppConfig


class PostConfig(AppConfig):
    name = "guichet.post"

    def ready(self) -> None:
        from guichet.post import send

        send.check_settings()
