from functools import partial

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "guichet.notices"

    def ready(self) -> None:
        """Hand in the banner of every page, and the pages of who writes what it says."""
        from guichet.notices.drafts import failing
        from guichet.notices.public.banner import banner
        from guichet.notices.sentences import TOPIC
        from guichet.notices.standing import following
        from guichet.staff.frame.menu import ENTRIES, MenuEntry
        from guichet.web.pages.banners import BANNERS
        from guichet.web.pages.render import INSIDE

        self._join_contacts()
        following.FAILING.append(partial(failing.draft, failing.DATABASE))
        BANNERS.append(banner)
        INSIDE.add(TOPIC)
        ENTRIES.append(
            MenuEntry("web_notices", "staff:web_notices", "tell_everyone", place=50, topic=TOPIC)
        )

    def _join_contacts(self) -> None:
        """Say on the page of contacts where one reads what is out of order."""
        from guichet.notices.words import TOPIC
        from guichet.web.addresses.paths import address
        from guichet.web.channels import Way, hand_in

        feed = "/api/v1/web-notices.atom?lang="
        hand_in(
            "alerts",
            Way(partial(address, "notices:notices"), TOPIC, "list.title"),
            Way(lambda language: f"{feed}{language}", TOPIC, "list.feed"),
        )
