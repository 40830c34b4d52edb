"""The invented people of the films: nobody is called so, and no passport has such a number."""

from collections.abc import Mapping
from dataclasses import dataclass

from guichet.passports.digits import check_digit

_ISSUER, _SURNAME, _GIVEN = "IRL", "ERIKSSON", "ANNA MARIA"
_EXPIRES = (2034, 4, 15)


@dataclass(frozen=True)
class Person:
    """Somebody invented; each number is another one, as two may not have the same appointment."""

    number: int

    @property
    def name(self) -> str:
        return "Anna Maria Eriksson"

    @property
    def phone(self) -> str:
        """A number of those that are kept for films and books."""
        return f"+44 20 7946 00{self.number % 100:02}"

    @property
    def email(self) -> str:
        return "anna@example.org"

    @property
    def born(self) -> tuple[int, int, int]:
        """Year, month and day."""
        return 1940 + self.number // 28 % 60, 8, 1 + self.number % 28

    @property
    def passport_number(self) -> str:
        return f"L{8988020 + self.number:08}"

    @property
    def lines(self) -> str:
        """The two lines at the foot of the passport's page, as ICAO 9303 lays them out."""
        first = f"P<{_ISSUER}{_SURNAME}<<{_GIVEN.replace(' ', '<')}".ljust(44, "<")
        number, born, expires = self.passport_number, _six(self.born), _six(_EXPIRES)
        parts = [f"{text}{check_digit(text)}" for text in (number, born, expires, "<" * 14)]
        whole = "".join(parts)
        middle = f"{parts[0]}{_ISSUER}{parts[1]}F{parts[2]}{parts[3]}"
        return f"{first}\n{middle}{check_digit(whole)}"

    @property
    def answers(self) -> Mapping[str, str]:
        """What is answered in the form, by its fields."""
        year, month, day = self.born
        return {
            **_ANSWERS,
            "birth_date": f"{year}-{month:02}-{day:02}",
            "passport_number": self.passport_number,
            "email": self.email,
            "signature": self.name,
        }


_ANSWERS: Mapping[str, str] = {
    "on_behalf": "no",
    "document_type": "ordinary",
    "issuer": _ISSUER,
    "nationality": _ISSUER,
    "surname": _SURNAME,
    "given_names": _GIVEN,
    "gender": "female",
    "birth_country": _ISSUER,
    "birth_city": "Galway",
    "issue_date": "2024-04-16",
    "expiry_date": "-".join(f"{part:02}" for part in _EXPIRES),
    "marital_status": "single",
    "applied_before": "no",
    "occupation": "health",
    "job_title": "Nurse",
    "employer": "Galway Hospital",
    "work_country": _ISSUER,
    "work_city": "Galway",
    "work_since": "2019",
    "letter_language": "en",
    "home_country": _ISSUER,
    "home_number": "17",
    "home_street": "Shop Street",
    "home_city": "Galway",
    "travel_known": "no",
    "refused": "no",
    "offence": "no",
    "tb_contact": "no",
    "health_condition": "none",
    "agree": "yes",
    "truth": "yes",
}


def _six(day: tuple[int, int, int]) -> str:
    year, month, number = day
    return f"{year % 100:02}{month:02}{number:02}"
