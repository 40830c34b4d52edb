from functools import partial

from django.apps import AppConfig
from django.conf import settings


class ContactConfig(AppConfig):
    name = "guichet.contact"

    def ready(self) -> None:
        """Add the agents' pages and the calls; leave out who opens cases where there are none."""
        from guichet.contact import instruction
        from guichet.eligibility.programme import NAME
        from guichet.guidance.policies import files
        from guichet.staff import roles

        files.GENERATED["disclosure"] = instruction.of_disclosure
        self._join_desk()
        self._join_calls()
        self._join_call_pages()
        self._join_supervision()
        if settings.AGENCY.has(NAME):
            from guichet.contact import codes, mails
            from guichet.contact.articles import actions as articles
            from guichet.contact.articles import mails as of_articles
            from guichet.post import send

            send.MAKERS[codes.DISPATCH] = mails.parcel
            send.MAKERS[articles.DISPATCH] = of_articles.parcel
        else:
            roles.leave_out("open_by_proof")

    def _join_desk(self) -> None:
        """Add the agents' pages; what a page of theirs asks by itself keeps nobody signed in."""
        from guichet.contact.desk.forms import TOPIC
        from guichet.staff.frame.menu import ENTRIES, MenuEntry
        from guichet.staff.sessions import lifetime
        from guichet.web.pages.render import INSIDE

        INSIDE.add(TOPIC)
        lifetime.BY_ITSELF.add("staff:case_colleagues")
        does = frozenset({"answer"})
        ENTRIES.append(
            MenuEntry("contacts", "staff:contacts", "see_contacts", place=5, topic=TOPIC, does=does)
        )

    def _join_calls(self) -> None:
        """Let telephone systems call with keys of their own; hand in what is sent."""
        from guichet.contact.call_backs import parcels
        from guichet.contact.calls import queries
        from guichet.kernel.programs import keys
        from guichet.post import send

        keys.KINDS.add(queries.KIND)
        send.MAKERS.update(parcels.MAKERS)

    def _join_call_pages(self) -> None:
        """Lead to call-backs from scenarios, say how long it all takes; add the agents' pages."""
        from guichet.contact.call_backs import parcels
        from guichet.contact.call_backs.centre import centre
        from guichet.contact.call_backs.pages.words import TOPIC
        from guichet.contact.calls import measured
        from guichet.guidance.player import figures
        from guichet.guidance.scenarios import offers
        from guichet.staff.frame.menu import ENTRIES, MenuEntry
        from guichet.web.addresses.paths import address
        from guichet.web.channels import Way, hand_in
        from guichet.web.pages.render import INSIDE

        if centre().hours:
            to_form = partial(address, "call_backs:call_back")
            offers.hand_in(call_back=to_form)
            hand_in("call_back", Way(to_form, parcels.TOPIC, "ask.title"))
            figures.FIGURES.append(measured.told)
        INSIDE.add(TOPIC)
        sees = "see_contacts"
        ENTRIES.append(MenuEntry("calls", "staff:telephone_calls", sees, place=6, topic=TOPIC))
        ENTRIES.append(
            MenuEntry(
                "call_backs",
                "staff:call_backs",
                sees,
                place=7,
                topic=TOPIC,
                does=frozenset({"answer"}),
            )
        )

    def _join_supervision(self) -> None:
        """Add the page of supervisors."""
        from guichet.contact.quality.forms import TOPIC as QUALITY
        from guichet.contact.supervision.page import TOPIC
        from guichet.contact.tiers.words import TOPIC as TIERS
        from guichet.staff.frame.menu import ENTRIES, MenuEntry
        from guichet.web.pages.render import INSIDE

        INSIDE.update((TOPIC, TIERS, QUALITY))
        sees = "see_supervision"
        ENTRIES.append(MenuEntry("supervision", "staff:supervision", sees, place=8, topic=TOPIC))
        does = frozenset({"supervise"})
        ENTRIES.append(
            MenuEntry("quality", "staff:quality", sees, place=45, topic=QUALITY, does=does)
        )
        ENTRIES.append(
            MenuEntry("own_quality", "staff:own_quality", "answer", place=46, topic=QUALITY)
        )
