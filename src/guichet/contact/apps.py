from django.apps import AppConfig
from django.conf import settings


class ContactConfig(AppConfig):
    name = "guichet.contact"

    def ready(self) -> None:
        """Add the agents' pages; leave out who opens cases by proof where there are no cases."""
        from guichet.contact.desk.forms import TOPIC
        from guichet.eligibility.programme import NAME
        from guichet.staff import roles
        from guichet.staff.frame.menu import ENTRIES, MenuEntry
        from guichet.web.pages.render import INSIDE

        INSIDE.add(TOPIC)
        does = frozenset({"answer"})
        ENTRIES.append(
            MenuEntry("contacts", "staff:contacts", "see_contacts", place=5, topic=TOPIC, does=does)
        )

        if settings.AGENCY.has(NAME):
            from guichet.contact import codes, mails
            from guichet.post import send

            send.MAKERS[codes.DISPATCH] = mails.parcel
        else:
            roles.leave_out("open_by_proof")
