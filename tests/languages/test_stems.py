import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.search.backends import get_search_backend
from wagtail.search.query import And, Or, PlainText

from citytocity.cities.models import City
from citytocity.languages.stems import query_alternatives, search_terms, stemmed
from citytocity.languages.text import Words

LANGUAGES = ["en", "ru", "de", "it", "fr", "zh-hans"]


def finds(query: str, words: dict[str, str]) -> bool:
    kept = set(search_terms(Words(words)).split())
    return all(kept.intersection(forms) for forms in query_alternatives(query, LANGUAGES))


@pytest.mark.parametrize(
    ("query", "language", "text"),
    [
        ("Перми", "ru", "Пермь"),
        ("Пермью", "ru", "Пермь"),
        ("Пермь", "ru", "Футболисты из Перми"),
        ("footballer", "en", "Young footballers from Perm"),
        ("FOOTBALLERS", "en", "A young footballer"),
        ("побратим", "ru", "Встреча городов-побратимов"),
        ("города", "ru", "В городах-побратимах"),
        ("город", "ru", "Гости из других городов"),
        ("фестивали", "ru", "Фестиваль"),
        ("дети", "ru", "Лагерь для детей"),
        ("пермский край", "ru", "Школы Пермского края"),
        ("Städte", "de", "Die Stadt"),
        ("città gemelle", "it", "Una città gemella"),
        ("jumelages", "fr", "Le jumelage"),
        ("友好城市", "zh-hans", "2018年,佩尔姆与青岛缔结友好城市关系"),
        ("青岛", "zh-hans", "佩尔姆与青岛"),
        ("港", "zh-hans", "港口城市"),
        ("都市", "ja", "姉妹・友好都市"),
        ("日本", "ja", "日本の友好都市"),
        ("부산", "ko", "부산에서 온 손님"),
        ("हिन्दी", "hi", "हिन्दी का दिन"),
        ("2018", "en", "The summer of 2018"),
    ],
)
def test_a_word_is_found_in_any_of_its_forms(query: str, language: str, text: str) -> None:
    assert finds(query, {language: text})


@pytest.mark.parametrize(
    ("query", "language", "text"),
    [
        ("besancon", "fr", "Besançon"),
        ("Besançon", "en", "Besancon"),
        ("елка", "ru", "Ёлка"),
        ("ёлку", "ru", "Елка"),
        ("lodz", "pl", "Łódź"),
        ("orsted", "da", "Ørsted"),
        ("strasse", "de", "Straße"),
        ("istanbul", "tr", "İstanbul"),
        ("محمد", "ar", "مُحَمَّد"),
        ("Ｐｅｒｍ", "en", "Perm"),
    ],
)
def test_accents_case_and_width_do_not_matter(query: str, language: str, text: str) -> None:
    assert finds(query, {language: text})


@pytest.mark.parametrize(
    ("query", "language", "text"),
    [
        ("Oxford", "ru", "Пермь"),
        ("Perm Oxford", "en", "Perm"),
        ("城友", "zh-hans", "友好城市"),
        ("край", "uk", "краи"),
    ],
)
def test_other_words_are_not_found(query: str, language: str, text: str) -> None:
    assert not finds(query, {language: text})


def test_a_reader_of_one_language_finds_the_name_in_another() -> None:
    city = {"ru": "Дуйсбург", "en": "Duisburg", "zh-hans": "杜伊斯堡"}

    assert finds("Дуйсбурге", city)
    assert finds("duisburg", city)
    assert finds("杜伊斯堡", city)


def test_the_index_keeps_stems_and_the_words_themselves_once() -> None:
    words = Words({"en": "Cities and cities", "ru": "Города"})

    assert search_terms(words) == "cities citi and города город"


def test_a_text_is_stemmed_word_by_word_in_its_order() -> None:
    assert stemmed("Встречи городов-побратимов", "ru") == "встреч город побрат"
    assert stemmed("友好城市", "zh-hans") == "友好 好城 城市"
    assert stemmed("Suru", "pt-br") == stemmed("suru", "pt")


def test_a_language_without_a_stemmer_keeps_its_words() -> None:
    assert stemmed("Київ і Львів", "uk") == "киів і львів"


def test_a_query_lists_the_forms_of_each_word_once() -> None:
    assert query_alternatives("Города Perm", ["en", "ru"]) == [["города", "город"], ["perm"]]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("города в России", ["города", "россии"]),
        ("the city of Perm", ["city", "perm"]),
        ("l'amitié d’Oxford", ["amitie", "oxford"]),
        ("Perm’s", ["perm"]),
        ("и", ["и"]),
        ("of the", ["of", "the"]),
    ],
)
def test_small_words_are_asked_for_only_where_there_are_no_others(
    query: str, words: list[str]
) -> None:
    assert [forms[0] for forms in query_alternatives(query, LANGUAGES)] == words


def test_one_chinese_sign_stands_by_itself() -> None:
    assert query_alternatives("年", LANGUAGES) == [["年"]]


@pytest.mark.parametrize("query", ["", "   ", "!?…", '"*()', "\x00"])
def test_a_query_without_words_asks_for_nothing(query: str) -> None:
    assert query_alternatives(query, LANGUAGES) == []


@settings(deadline=None)
@given(st.text(max_size=40), st.sampled_from([*LANGUAGES, "ja", "ar", "tr", "uk"]))
def test_every_text_finds_itself(text: str, language: str) -> None:
    kept = set(search_terms(Words({language: text})).split())

    assert all(kept.intersection(forms) for forms in query_alternatives(text, [language]))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("Перми", ["perm"]),
        ("perm", ["perm"]),
        ("ПЕРМЬЮ", ["perm"]),
        ("彼尔姆", ["perm"]),
        ("Perm Пермь", ["perm"]),
        ("городу Перми", ["perm"]),
        ("Города Oxford", []),
        ("Oxford Перми", []),
    ],
)
def test_the_database_finds_what_has_every_word_in_one_of_its_forms(
    query: str, slugs: list[str]
) -> None:
    perm = {"ru": "Пермь", "en": "Perm", "zh-hans": "彼尔姆"}
    City(slug="perm", name=perm, other_names={"ru": "Город Пермь"}, country="RU").save()
    City(slug="oxford", name={"en": "Oxford"}, country="GB").save()

    asked = And(
        [Or([PlainText(form) for form in forms]) for forms in query_alternatives(query, LANGUAGES)]
    )
    found = get_search_backend().search(asked, City.objects.all())

    assert [record.slug for record in found] == slugs
