"""The names an agency gives by language: of a sender of mail, and of its authorization."""

from pathlib import Path

from guichet.agency.reading import read
from guichet.agency.tests.test_reading import FEE, HEAD, PROMISES, WHOLE_NAME, folder_of


def test_a_sender_has_a_name_in_each_language_before_an_address_alone(tmp_path: Path) -> None:
    names = 'names.appointments = { fr = "Valmer", pt = "Valmar", ar = "فالمير" }\n'
    agency = read(
        folder_of(tmp_path, HEAD + '[mail]\nappointments = "a@b.example"\n' + names)
    ).agency
    assert agency
    assert agency.sender_name("appointments", "pt") == "Valmar"
    assert agency.sender_name("eta", "pt") == ""

    twice = HEAD + '[mail]\nappointments = "A <a@b.example>"\n' + names
    (fault,) = read(folder_of(tmp_path, twice)).errors
    assert str(fault).startswith("agency.toml:7: error: mail.appointments has a name before its")
    half = HEAD + '[mail]\nnames.appointments = { fr = "Valmer <x@y>", pt = "V" }\n'
    sentences = [str(fault) for fault in read(folder_of(tmp_path, half)).errors]
    assert any("names.appointments has no words in ar, which is offered" in s for s in sentences)
    assert any("takes a name without an address" in sentence for sentence in sentences)


def test_half_a_name_of_an_authorization_is_told_and_a_wrong_one_refused(tmp_path: Path) -> None:
    text = HEAD.replace('["appointments"]', '["eta"]').replace("pt", "es").replace("ar", "de") + FEE
    (fault,) = read(folder_of(tmp_path, text + PROMISES.replace(WHOLE_NAME, ""))).faults
    assert fault.sentence.startswith("authorization.name is missing: letters and the receipt call")
    wrong = text + PROMISES.replace(WHOLE_NAME, 'name = "pass (TTA)"\nelsewhere = ["embassy"]\n')
    sentences = [fault.sentence for fault in read(folder_of(tmp_path, wrong)).errors]
    assert "as it stands within a sentence" in sentences[0]
    assert "elsewhere names 'embassy'" in sentences[1]
    none = text + PROMISES + "elsewhere = []\n"
    agency = read(folder_of(tmp_path, none)).agency
    assert agency
    assert agency.authorization.elsewhere == ()
