"""Names sort as a language sorts them, by the part that is asked for."""

from collections.abc import AsyncIterator

import pytest
from bson import ObjectId

from attendance_server.models import NameOrder
from attendance_server.settings import Settings
from attendance_server.store import Store
from attendance_server.store.name_order import LANGUAGES, VARIANTS, Sorting, collation

PEOPLE = [
    ("Ada Lovelace", "Ada", "Lovelace"),
    ("Zoë van der Berg", "Zoë", "van der Berg"),
    ("Ben Åkesson", None, None),
    ("Örn Zander", None, None),
    ("Countess", "Ada", "Byron"),
    ("王 小明", None, None),
    ("Cher", None, None),
    ("Student 10", None, None),
    ("Student 9", None, None),
]


@pytest.fixture
async def store(settings: Settings) -> AsyncIterator[Store]:
    store = Store(settings.mongo_uri or "", timeout=30)
    yield store
    store.close()


@pytest.fixture
async def people(store: Store) -> list[str]:
    """The ids of `PEOPLE`, in their order."""
    documents = [
        {"_id": ObjectId(), "email": f"{number}@order.test", "name": name}
        | ({"givenName": given, "familyName": family} if family else {})
        for number, (name, given, family) in enumerate(PEOPLE)
    ]
    await store.database.users.insert_many(documents)
    return [str(document["_id"]) for document in documents]


async def order(store: Store, people: list[str], by: NameOrder, locale: str = "en") -> list[str]:
    ids = await store.users.in_name_order(people, Sorting(by, locale))
    return [PEOPLE[people.index(each)][0] for each in ids]


async def test_people_sort_by_the_part_that_is_asked_for(store: Store, people: list[str]) -> None:
    assert await order(store, people, NameOrder.FAMILY) == [
        "Student 9", "Student 10", "Ben Åkesson", "Countess", "Cher",
        "Ada Lovelace", "Zoë van der Berg", "Örn Zander", "王 小明",
    ]  # fmt: skip
    assert await order(store, people, NameOrder.GIVEN) == [
        "Countess", "Ada Lovelace", "Ben Åkesson", "Cher", "Örn Zander",
        "Student 9", "Student 10", "Zoë van der Berg", "王 小明",
    ]  # fmt: skip
    assert (await order(store, people, NameOrder.NAME))[:3] == [
        "Ada Lovelace", "Ben Åkesson", "Cher",
    ]  # fmt: skip


async def test_the_language_decides_where_letters_go(store: Store, people: list[str]) -> None:
    swedish = await order(store, people, NameOrder.FAMILY, "sv-SE")
    assert swedish[-2:] == ["Ben Åkesson", "王 小明"]
    assert (await order(store, people, NameOrder.GIVEN, "sv"))[-2:] == ["Örn Zander", "王 小明"]


async def test_deleted_people_come_last(store: Store, people: list[str]) -> None:
    gone = str(ObjectId())
    assert (await store.users.in_name_order([gone, *people], Sorting()))[-1] == gone


@pytest.mark.parametrize(
    ("tag", "locale"),
    [
        ("sv-SE", "sv"),
        ("da", "nb"),
        ("de-AT", "de_AT"),
        ("de-at", "de_AT"),
        ("zh-TW", "zh_Hant"),
        ("zh-Hant-HK", "zh_Hant"),
        ("zh-CN", "zh"),
        ("sr-Latn-RS", "sr_Latn"),
        ("en-US", "en"),
        ("und", "en"),
        ("simple", "en"),
        ("", "en"),
    ],
)
def test_a_language_tag_selects_the_closest_rules(tag: str, locale: str) -> None:
    assert collation(tag)["locale"] == locale


async def test_mongodb_knows_the_rules_of_all_these_languages(store: Store) -> None:
    await store.database.users.insert_one({"email": "one@order.test", "name": "Ada"})
    for locale in LANGUAGES | VARIANTS:
        rules = collation(locale)
        assert rules["locale"] == locale
        await store.database.users.find({}).sort("name", 1).collation(rules).to_list(None)
