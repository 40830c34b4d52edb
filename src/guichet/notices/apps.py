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

        following.FAILING.append(partial(failing.draft, failing.DATABASE))
        BANNERS.append(banner)
        INSIDE.add(TOPIC)
        ENTRIES.append(
            MenuEntry("web_notices", "staff:web_notices", "tell_everyone", place=50, topic=TOPIC)
        )
