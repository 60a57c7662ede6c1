"""Headers in many languages and from many exporters: which column holds what."""

import pytest

from attendance_server.rosters.reading.found import (
    GUESS_ALL,
    Certainty,
    Choice,
    ColumnRole,
    RosterFile,
)
from attendance_server.rosters.reading.read import read
from attendance_server.rosters.reading.unreadable import UnreadableFile

ADA = ("Ada Okafor", "ada@x.test", "")


def found(text: str, choice: Choice = GUESS_ALL) -> RosterFile:
    return read(text.encode(), choice)


def students(file: RosterFile) -> list[tuple[str, str, str]]:
    """The name, the address and the number of each line that is not skipped."""
    return [(line.name, line.email, line.student_number) for line in file.students]


@pytest.mark.parametrize(
    "header",
    [
        "First name,Last name,Email address",
        "First Name [Required],Last Name [Required],Email Address [Required]",
        "Given name*,Family name*,Address (E-mail)",
        "What is your first name?,What is your surname?,Your e-mail",
        "student.firstName,student.lastName,contactSelf.email",
        "Vorname,Nachname,E-Mail-Adresse",
        "Vorname,Name,E-Mail",
        "Prénom,Nom,Adresse de courriel",
        "Votre prénom,Votre nom,Adresse e-mail",
        "Nombre,Apellido(s),Dirección de correo electrónico",
        "Nome,Sobrenome,Endereço de email",
        "Nome,Cognome,Indirizzo e-mail",
        "Voornaam,Achternaam,E-mailadres",
        "Imię,Nazwisko,Adres e-mail",
        "Jméno,Příjmení,E-mailová adresa",
        "Meno,Priezvisko,E-mail",
        "Keresztnév,Vezetéknév,E-mail cím",
        "Prenume,Nume de familie,Adresă de e-mail",
        "Förnamn,Efternamn,E-postadress",
        "Etunimi,Sukunimi,Sähköposti",
        "Adı,Soyadı,E-posta",
        "Имя,Фамилия,Электронная почта",
        "Ім'я,Прізвище,Електронна пошта",
        "Όνομα,Επώνυμο,Ηλεκτρονικό ταχυδρομείο",
        "الاسم الأول,الاسم الأخير,عنوان البريد الإلكتروني",
        "שם פרטי,שם משפחה,אימייל",
        "पहला नाम,अंतिम नाम,ईमेल पता",
        "名,姓,メールアドレス",
        "名,姓氏,电子邮件地址",
        "이름,성,이메일",
    ],
)
def test_given_and_family_names_are_found_in_many_languages(header: str) -> None:
    file = found(f"{header}\nAda,Okafor,ada@x.test\n")
    assert students(file) == [ADA]
    assert (file.lines[0].given_name, file.lines[0].family_name) == ("Ada", "Okafor")
    assert not file.unsure


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A lone `Name` is what the other columns lack of it.
        ("Name,First name,Email\nOkafor,Ada,ada@x.test", ADA),
        ("Name,Surname,Email\nAda,Okafor,ada@x.test", ADA),
        ("Name,First name,Last name,Email\n8B,Ada,Okafor,ada@x.test", ADA),
        ("name;longName;foreName;email\nOkaAda;Okafor;Ada;ada@x.test", ADA),
        ("Name,Preferred Name,Email\nAda Okafor,Ade,ada@x.test", ADA),
        # `Last, First` in one column.
        ('Name,Email\n"Okafor, Ada",ada@x.test', ADA),
        ('"Last, First",Email\n"Okafor, Ada",ada@x.test', ADA),
        ("Name,Email\nOkafor, Ada,ada@x.test", ADA),
        ("LastFirst\tEmail\nOkafor, Ada\tada@x.test", ADA),
        (
            "Apellidos, Nombre;Correo\nGarcía López, Ana;ana@x.test",
            ("Ana García López", "ana@x.test", ""),
        ),
        # Parts of a family name.
        (
            "Roepnaam;Achternaam;Tussenvoegsel;E-mail\nJan;Berg;van der;jan@x.test",
            ("Jan van der Berg", "jan@x.test", ""),
        ),
        (
            "Nombre;Primer apellido;Segundo apellido;Correo\nAna;García;López;ana@x.test",
            ("Ana García López", "ana@x.test", ""),
        ),
        # Which of several addresses and numbers.
        ("Name,Home email,School email\nAda Okafor,home@x.test,ada@x.test", ADA),
        ("Name,Parent email,Email\nAda Okafor,p@x.test,ada@x.test", ADA),
        ("Name,Email,School email\nAda Okafor,anonymous,ada@x.test", ADA),
        ("ID,Name,Student ID,Email\n1,Ada Okafor,000567,ada@x.test", (*ADA[:2], "000567")),
        ("Naam;Leerlingnummer\nAda Okafor;000567", ("Ada Okafor", "", "000567")),
        ("学籍番号,氏名（漢字）,フリガナ\n1520001,山田 太郎,ヤマダ", ("山田 太郎", "", "1520001")),
        ("OrgDefinedId,Last Name,First Name\n#100,Okafor,Ada", ("Ada Okafor", "", "100")),
        # The rows may have another separator than the header.
        ("Name,Email\nAda Okafor;ada@x.test", ADA),
        # Titles, preambles and comments above; headers of two rows.
        ("School:;Elm Street\nClass:;8B\n\nName;Email\nAda Okafor;ada@x.test", ADA),
        ("# Class list\nName,Email\nAda Okafor,ada@x.test", ADA),
        ("Name,,E-mail\nFirst,Last,\nAda,Okafor,ada@x.test", ADA),
        ("Interne ID-Nummer|Nachname|Vorname|E-Mail\n7|Okafor|Ada|ada@x.test", (*ADA[:2], "7")),
    ],
)
def test_columns_are_told_apart(text: str, expected: tuple[str, str, str]) -> None:
    file = found(text)
    assert students(file) == [expected]
    assert not file.unsure


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("Name,Email,Name\nAda Okafor,ada@x.test,Pat Okafor", "unclear_columns", "Name"),
        ("Name,E-mail 1,E-mail 2\nAda Okafor,ada@x.test,b@x.test", "unclear_columns", "E-mail 1"),
        ("Nmae,Email\nAda Okafor,ada@x.test", "unclear_columns", "Nmae"),
        ("Name,,Email\nAda,Okafor,ada@x.test", "unclear_columns", "Name"),
        ("Ada Okafor,ada@x.test\nBo Ek,bo@x.test", "unclear_columns", None),
        ("Ada Okafor <ada@x.test>; Bo Ek <bo@x.test>", "unclear_columns", None),
        ("Name,Class\nAda Okafor,8B", "missing_columns", None),
        ("Schüler;E-Mail der Eltern\nAda Okafor;p@x.test", "missing_columns", None),
        ("ID,Name\n1,Ada Okafor\n2,Bo Ek", "missing_columns", None),
        ("Email\nada@x.test\nbo@x.test", "missing_columns", None),
    ],
)
def test_what_is_unclear_has_to_be_confirmed(text: str, code: str, column: str | None) -> None:
    assert [(problem.code, problem.column) for problem in found(text).unsure] == [(code, column)]


def test_columns_show_their_role_and_examples() -> None:
    file = found("Nr,Name,Vorname,E-Mail\n1,Okafor,Ada,ada@x.test\n2,Ek,Bo,bo@x.test\n")
    assert [(column.index, column.header, column.role) for column in file.columns] == [
        (0, "Nr", ColumnRole.IGNORED),
        (1, "Name", ColumnRole.FAMILY_NAME),
        (2, "Vorname", ColumnRole.GIVEN_NAME),
        (3, "E-Mail", ColumnRole.EMAIL),
    ]
    assert file.columns[1].certainty is Certainty.LIKELY
    assert file.columns[1].examples == ("Okafor", "Ek")
    assert file.header_row == 1


def test_roles_and_the_header_row_can_be_chosen() -> None:
    text = "8B,x\nWho,Where\nAda Okafor,ada@x.test\n"
    roles = {"who": ColumnRole.NAME, 1: ColumnRole.EMAIL}
    file = found(text, Choice(columns=roles, header_row=2))
    assert students(file) == [ADA]
    assert not file.unsure
    without = found(
        "Ada Okafor,ada@x.test",
        Choice(columns={0: ColumnRole.NAME, 1: ColumnRole.EMAIL}, header_row=0),
    )
    assert students(without) == [ADA]


@pytest.mark.parametrize(
    ("choice", "code"),
    [
        (Choice(columns={"Nobody": ColumnRole.NAME}), "unknown_column"),
        (Choice(columns={9: ColumnRole.NAME}), "unknown_column"),
        (Choice(columns={0: ColumnRole.EMAIL, 1: ColumnRole.EMAIL}), "duplicate_column"),
        (Choice(header_row=77), "unknown_column"),
        (Choice(sheet="8B"), "unknown_sheet"),
        (Choice(encoding="rot13"), "unknown_encoding"),
    ],
)
def test_a_choice_that_does_not_fit_is_refused(choice: Choice, code: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        found("Name,Email\nAda Okafor,ada@x.test\n", choice)
    assert refused.value.problem.code == code
