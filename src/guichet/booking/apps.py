from django.apps import AppConfig


class BookingConfig(AppConfig):
    name = "guichet.booking"

    def ready(self) -> None:
        """Give the place back when a visit is erased; follow what an office changes of its days."""
        from guichet.booking import actions, closures, identities
        from guichet.kernel import clock, derived
        from guichet.offices.actions import ON_CHANGE
        from guichet.web import visits

        visits.ON_FORGET.append(lambda visitor: actions.give_up(visitor, now=clock.now()))
        ON_CHANGE.append(lambda office: closures.changed(office, now=clock.now()))
        derived.DERIVE_AGAIN["bookings"] = identities.derive_anew
