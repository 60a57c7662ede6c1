"""Text in the encodings that spreadsheets write, which have to be guessed."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attendance_server.rosters.reading.encodings import CHOICES, decode
from attendance_server.rosters.reading.found import GUESS_ALL, Choice
from attendance_server.rosters.reading.read import read
from attendance_server.rosters.reading.unreadable import UnreadableFile

WESTERN = "Björn Müller, Chloé Lefèvre, José Núñez, Gonçalo Araújo, Émile Dubois, Zoë Weiß"
NORTHERN = "Søren Kjær, Åse Bjørnstad, Mikkel Sørensen, Håkon Ødegård"
POLISH = "Łukasz Wójcik, Zofia Dąbrowska, Małgorzata Świątek, Żaneta Jabłońska"
CZECH = "Jiří Dvořák, Tomáš Černý, Kateřina Němcová, Žaneta Růžičková"
HUNGARIAN = "Gergő Szűcs, Erzsébet Tóth, Ágnes Kővári, Béla Gyűrű"
RUSSIAN = "Анна Иванова, Пётр Смирнов, Екатерина Щербакова, Дмитрий Ёлкин"
UKRAINIAN = "Їжакевич Єва, Андрій Ґалаґан, Олена Шевченко, Ігор Крицький"
GREEK = "Γιώργος Παπαδόπουλος, Ελένη Νικολάου, Κώστας Δημητρίου"
TURKISH = "Ayşe Yılmaz, Çağrı Şahin, Gülşen Öztürk, İbrahim Doğan"
HEBREW = "דנה כהן, יוסי לוי, שירה אברהם, נועם פרץ"
ARABIC = "ليلى الحسن, عمر خليل, فاطمة الزهراء, يوسف إبراهيم"
BALTIC = "Jānis Bērziņš, Līga Ozoliņa, Rūta Kazlauskaitė, Žydrūnas Šimkus"
THAI = "สมชาย ใจดี, วรรณา ศรีสุข, ประเสริฐ ทองคำ"
JAPANESE = "佐藤 花子, 鈴木 一郎, 山田 太郎, 高橋 さくら"
SIMPLIFIED = "王伟, 李芳, 张丽, 刘洋, 陈静"
TRADITIONAL = "陳怡君, 林志豪, 黃淑芬, 張雅婷"
KOREAN = "김민준, 이서연, 박지훈, 최수빈"

LISTS = [
    *(("cp1252", names) for names in (WESTERN, NORTHERN)),
    *(("cp850", names) for names in (WESTERN, NORTHERN)),
    ("cp437", "Björn Müller, Chloé Lefèvre, José Núñez, Émile Dubois"),
    *(("mac_roman", names) for names in (WESTERN, NORTHERN)),
    *(("cp1250", names) for names in (POLISH, CZECH, HUNGARIAN)),
    *(("cp852", names) for names in (POLISH, CZECH, HUNGARIAN)),
    *(("mac_latin2", names) for names in (POLISH, CZECH)),
    *(("cp1251", names) for names in (RUSSIAN, UKRAINIAN)),
    *((page, RUSSIAN) for page in ("cp866", "mac_cyrillic")),
    *((page, GREEK) for page in ("cp1253", "cp737", "mac_greek")),
    *((page, TURKISH) for page in ("cp1254", "cp857", "mac_turkish")),
    ("cp1255", HEBREW),
    *((page, ARABIC) for page in ("cp1256", "cp720")),
    *((page, BALTIC) for page in ("cp1257", "cp775")),
    ("cp874", THAI),
    *((encoding, JAPANESE) for encoding in ("cp932", "euc_jp")),
    ("gb18030", SIMPLIFIED),
    ("cp950", TRADITIONAL),
    ("cp949", KOREAN),
    *((encoding, WESTERN + RUSSIAN) for encoding in ("utf-8", "utf-16-le", "utf-16-be")),
    *((encoding, JAPANESE) for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-16")),
]


def list_of(names: list[str], end: str = "\r\n") -> str:
    rows = [f"{name};s{at}@school.test" for at, name in enumerate(names)]
    return end.join(["Name;Email", *rows, ""])


@pytest.mark.parametrize(("encoding", "names"), LISTS)
def test_names_are_read_whatever_their_encoding(encoding: str, names: str) -> None:
    text = list_of(names.split(", "))
    decoding = decode(text.encode(encoding))
    assert decoding.text == text
    assert not decoding.unclear


@settings(max_examples=60)
@given(st.data())
def test_a_guess_that_may_be_wrong_says_so(data: st.DataObject) -> None:
    encoding, names = data.draw(st.sampled_from(LISTS))
    some = data.draw(st.lists(st.sampled_from(names.split(", ")), min_size=3, unique=True))
    text = list_of(some, data.draw(st.sampled_from(["\n", "\r\n", "\r"])))
    decoding = decode(text.encode(encoding))
    assert decoding.text == text or decoding.unclear


def test_a_stray_byte_does_not_turn_the_rest_into_another_code_page() -> None:
    raw = list_of(["山田 太郎", "Chloé Lefèvre"]).encode() + "Zoë;zoe@school.test\n".encode(
        "cp1252"
    )
    file = read(raw, GUESS_ALL)
    assert [line.name for line in file.lines] == ["山田 太郎", "Chloé Lefèvre", "Zoë"]
    assert file.encoding
    assert file.encoding.used.encoding == "utf-8"
    within = list_of(["Łukasz Żółć", "Zoë Łęcka"]).encode().replace("ë".encode(), b"\xeb")
    assert [line.name for line in read(within, GUESS_ALL).lines] == ["Łukasz Żółć", "Zoë Łęcka"]


def test_text_that_was_encoded_twice_is_decoded_twice() -> None:
    raw = list_of(["Björn Müller"]).encode().decode("cp1252").encode()
    file = read(raw, GUESS_ALL)
    assert file.lines[0].name == "Björn Müller"
    assert file.encoding
    assert file.encoding.guessed


def test_a_name_and_its_address_tell_the_code_page() -> None:
    file = read("Name;Email\nŁukasz;lukasz@school.test\n".encode("cp1250"), GUESS_ALL)
    assert file.lines[0].name == "Łukasz"
    assert not file.unsure


def test_the_encoding_is_shown_with_names_and_can_be_chosen() -> None:
    raw = list_of(["Ada Okafor", "Björn Müller", "Chloé Lefèvre"]).encode("mac_roman")
    encoding = read(raw, GUESS_ALL).encoding
    assert encoding
    assert encoding.guessed
    assert encoding.used.encoding == "mac_roman"
    assert encoding.used.names == ("Björn Müller", "Chloé Lefèvre")
    assert encoding.others
    chosen = read(raw, Choice(encoding="cp1252"))
    assert chosen.lines[1].name == "Bjšrn MŸller"
    assert chosen.encoding
    assert not chosen.encoding.guessed
    # So that one can go back.
    assert chosen.encoding.others[0].encoding == encoding.used.encoding


def test_plain_ascii_is_no_guess() -> None:
    encoding = read(list_of(["Ada Okafor"]).encode(), GUESS_ALL).encoding
    assert encoding
    assert (encoding.used.encoding, encoding.guessed, encoding.others) == ("utf-8", False, ())


@settings(max_examples=60)
@given(st.binary(max_size=200), st.sampled_from([None, *CHOICES]))
def test_any_bytes_are_decoded_or_refused(raw: bytes, chosen: str | None) -> None:
    with contextlib.suppress(UnreadableFile):
        assert "\0" not in decode(raw, chosen).text
