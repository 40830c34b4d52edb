from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "guichet.notices"

    def ready(self) -> None:
        """Hand in the banner of every page."""
        from guichet.notices.banner import banner
        from guichet.web.pages.banners import BANNERS

        BANNERS.append(banner)
