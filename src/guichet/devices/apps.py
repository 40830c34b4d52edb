from django.apps import AppConfig


class DevicesConfig(AppConfig):
    name = "guichet.devices"

    def ready(self) -> None:
        """Hand in the page on which staff pair devices, with its entry in the menu."""
        from guichet.devices.forms import TOPIC
        from guichet.staff.frame.menu import ENTRIES, MenuEntry
        from guichet.web.pages.render import INSIDE

        INSIDE.add(TOPIC)
        ENTRIES.append(MenuEntry("devices", "staff:devices", "pair_devices", place=40, topic=TOPIC))
