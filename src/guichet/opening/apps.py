from django.apps import AppConfig
from django.conf import settings


class OpeningConfig(AppConfig):
    name = "guichet.opening"

    def ready(self) -> None:
        """Hand in what is erased, proved, told and offered of closures, where there are any."""
        from guichet.booking.upkeep import ERASED_WITH
        from guichet.opening import upkeep

        ERASED_WITH.append(upkeep.erase_with)
        if settings.AGENCY.has("appointments"):
            self._join()
            self._join_pages()

    def _join(self) -> None:
        """Follow what is sent, answered and called; say what must hold."""
        from guichet.booking.notice import gather
        from guichet.booking.schedule import invariants
        from guichet.booking.telling import call_list, following
        from guichet.kernel import clock
        from guichet.offices.actions import HIT
        from guichet.offices.sheets import offices, services
        from guichet.offices.sheets.kinds import KINDS
        from guichet.opening import actions, keeping, laws, minutes, queries
        from guichet.opening.hours.sheet import HOURS
        from guichet.post import deliver

        KINDS[HOURS.name] = HOURS
        HIT.append(lambda *days: queries.hit_in(*days, now=clock.now()))
        offices.EXPECTED.append(lambda code: queries.expected_at(code, now=clock.now()))
        services.EFFECTS.append(minutes.effects_of)
        invariants.LAWS.update(laws.LAWS)
        gather.OFFERS.append(keeping.offer_of)
        following.ON_CHANGE.append(keeping.give_up)
        call_list.ON_REACHED.append(actions.note_reached)
        deliver.AFTER.append(actions.note_told)

    def _join_pages(self) -> None:
        """Add the opening of offices to the menu of staff."""
        from guichet.opening.managers.page import TOPIC
        from guichet.staff.frame.menu import ENTRIES, MenuEntry
        from guichet.web import root_files
        from guichet.web.pages.render import INSIDE

        INSIDE.add(TOPIC)
        root_files.NOT_LOOKED_AT.append("/*/k/")
        does = frozenset({"open_hours"})
        page = "staff:openings"
        ENTRIES.append(MenuEntry("opening", page, "see_hours", place=8, topic=TOPIC, does=does))
