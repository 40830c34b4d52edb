from django.apps import AppConfig


class FilmsConfig(AppConfig):
    name = "guichet.films"

    def ready(self) -> None:
        """Have the films served, and on a site that is being filmed note what its pages say."""
        from functools import partial
        from pathlib import Path

        from django.conf import settings

        from guichet.films import kept
        from guichet.films.listening import Notebook
        from guichet.films.table import TOPIC
        from guichet.kernel.content.hearing import LISTENERS
        from guichet.web.addresses.paths import address
        from guichet.web.channels import Way, hand_in
        from guichet.web.pages.assets import FOLDERS

        FOLDERS[kept.SERVED] = kept.folder()
        hand_in("site", Way(partial(address, "films:films"), TOPIC, "link"))
        if settings.FILM_NOTES and settings.LOOPBACK:
            LISTENERS.append(Notebook(Path(settings.FILM_NOTES)).note)
