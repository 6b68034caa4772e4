from django import forms
from django.http import QueryDict
from django.utils import translation

from citytocity.languages.forms import WordsFormField, WordsWidget
from citytocity.languages.text import Words


class TitleForm(forms.Form):
    title = WordsFormField(label="Title", max_length=20)
    summary = WordsFormField(label="Summary", required=False, several_lines=True)


def filled(**fields: str) -> TitleForm:
    data = QueryDict(mutable=True)
    data.update(fields)
    return TitleForm(data)


def rendered(words: Words | None, *, language: str = "en") -> str:
    with translation.override(language):
        return WordsWidget().render("title", words, {"id": "id_title"})


def test_a_form_gives_words_with_the_marked_original_first() -> None:
    form = filled(title__en="Perm", title__ru="Пермь", title__original="ru")

    assert form.is_valid()
    assert form.cleaned_data["title"] == Words({"ru": "Пермь", "en": "Perm"})
    assert form.cleaned_data["summary"] == Words()


def test_without_a_mark_the_sites_order_decides() -> None:
    form = filled(title__ru="Пермь", title__en="Perm")

    assert form.is_valid()
    assert form.cleaned_data["title"].original == "en"


def test_an_original_that_is_left_empty_leaves_its_place_to_another() -> None:
    form = filled(title__en="", title__ru="Пермь", title__original="en")

    assert form.is_valid()
    assert form.cleaned_data["title"] == Words({"ru": "Пермь"})


def test_spaces_round_a_text_and_line_ends_of_windows_are_not_kept() -> None:
    form = filled(title__en="  Perm ", summary__en="One\r\ntwo\r\n")

    assert form.is_valid()
    assert form.cleaned_data["title"] == Words({"en": "Perm"})
    assert form.cleaned_data["summary"] == Words({"en": "One\ntwo"})


def test_a_required_text_is_wanted_in_one_language_at_least() -> None:
    with translation.override("en"):
        assert filled(title__en=" ", title__ru="").errors == {
            "title": ["Write it in one language at least."]
        }


def test_markup_and_length_are_refused_naming_the_language() -> None:
    form = filled(title__en="<script>", title__ru="П" * 21, summary__de="a < b")

    with translation.override("en"):
        assert form.errors == {
            "title": [
                "English: Write plain text, without HTML tags.",
                "Русский: 21 characters; at most 20 fit.",
            ]
        }


def test_a_form_knows_whether_a_text_was_changed() -> None:
    field = WordsFormField()
    perm = Words({"ru": "Пермь", "en": "Perm"})

    assert not field.has_changed(perm, Words({"ru": "Пермь", "en": "Perm"}))
    assert field.has_changed(perm, Words({"en": "Perm", "ru": "Пермь"}))
    assert not field.has_changed(None, Words())


def test_a_form_without_the_text_leaves_it_alone() -> None:
    widget = WordsWidget()

    assert widget.value_omitted_from_data({"other__en": "x"}, {}, "title")
    assert not widget.value_omitted_from_data({"title__en": ""}, {}, "title")


def test_filled_languages_and_the_editors_own_are_shown_the_others_folded_away() -> None:
    shown, folded = rendered(Words({"ru": "Пермь"}), language="de").split("<details")

    assert [code for code in ("en", "ru", "de", "it", "fr", "zh-hans") if _has(shown, code)] == [
        "ru",
        "de",
    ]
    assert [code for code in ("en", "ru", "de", "it", "fr", "zh-hans") if _has(folded, code)] == [
        "en",
        "it",
        "fr",
        "zh-hans",
    ]


def test_the_fold_says_how_many_languages_are_written() -> None:
    assert "2 of 6 written" in rendered(Words({"ru": "Пермь", "en": "Perm"}))


def test_nothing_is_folded_away_when_everything_is_written() -> None:
    everything = dict.fromkeys(["en", "ru", "de", "it", "fr", "zh-hans"], "Perm")

    assert "<details" not in rendered(Words(everything))


def test_a_language_the_site_no_longer_writes_in_keeps_its_row() -> None:
    html = rendered(Words({"en": "Perm", "ar": "بيرم"}))

    assert (
        '<input type="text" id="id_title__ar" name="title__ar" value="بيرم" lang="ar" dir="rtl">'
        in html
    )


def test_the_original_is_marked() -> None:
    html = rendered(Words({"ru": "Пермь", "en": "Perm"}))

    assert '<input type="radio" name="title__original" value="ru" checked>' in html
    assert html.count(" checked") == 1


def test_an_empty_field_begins_in_the_editors_language() -> None:
    assert '<input type="radio" name="title__original" value="de" checked>' in rendered(
        None, language="de"
    )
    assert '<input type="radio" name="title__original" value="en" checked>' in rendered(
        None, language="pl"
    )


def test_every_input_says_which_language_and_which_field_it_is_for() -> None:
    with translation.override("en"):
        html = str(filled(title__en="").as_div())

    assert '<label for="id_title__en">Title:</label>' in html
    assert '<div class="words-field" role="group" aria-label="Title">' in html
    assert (
        '<label class="words-field__language" for="id_title__zh-hans" lang="zh-Hans">中文' in html
    )


def test_an_error_is_tied_to_the_inputs() -> None:
    with translation.override("en"):
        form = filled(title__en="<b>")
        form.fields["title"].help_text = "In few words."
        html = str(form["title"])

    assert html.count('aria-describedby="id_title_helptext') == 6
    assert html.count('aria-invalid="true"') == 6


def test_texts_are_escaped_in_the_form() -> None:
    html = rendered(Words({"en": '"><script>'}))

    assert 'value="&quot;&gt;&lt;script&gt;"' in html
    assert "<script>" not in html


def test_several_lines_are_written_in_text_areas() -> None:
    html = str(TitleForm()["summary"])

    assert html.count("<textarea") == 6
    assert 'type="text"' not in html


def test_the_widget_brings_its_style_sheet() -> None:
    assert TitleForm().media._css == {"all": ["languages/words-field.css"]}


def _has(html: str, code: str) -> bool:
    return f'name="title__{code}"' in html
