"""The languages that content can be written in: Django's code, the English name, the endonym."""

_NAMES = {
    "en": ("English", "English"),
    "ru": ("Russian", "Русский"),
    "de": ("German", "Deutsch"),
    "it": ("Italian", "Italiano"),
    "fr": ("French", "Français"),
    "zh-hans": ("Simplified Chinese", "中文"),
    "zh-hant": ("Traditional Chinese", "繁體中文"),
    "ar": ("Arabic", "العربية"),
    "be": ("Belarusian", "Беларуская"),
    "bg": ("Bulgarian", "Български"),
    "bs": ("Bosnian", "Bosanski"),
    "ca": ("Catalan", "Català"),
    "cs": ("Czech", "Čeština"),
    "cy": ("Welsh", "Cymraeg"),
    "da": ("Danish", "Dansk"),
    "el": ("Greek", "Ελληνικά"),
    "es": ("Spanish", "Español"),
    "et": ("Estonian", "Eesti"),
    "fa": ("Persian", "فارسی"),
    "fi": ("Finnish", "Suomi"),
    "ga": ("Irish", "Gaeilge"),
    "he": ("Hebrew", "עברית"),
    "hi": ("Hindi", "हिन्दी"),
    "hr": ("Croatian", "Hrvatski"),
    "hu": ("Hungarian", "Magyar"),
    "hy": ("Armenian", "Հայերեն"),
    "ja": ("Japanese", "日本語"),
    "ka": ("Georgian", "ქართული"),
    "kk": ("Kazakh", "Қазақ тілі"),
    "ko": ("Korean", "한국어"),
    "ky": ("Kyrgyz", "Кыргызча"),
    "lt": ("Lithuanian", "Lietuvių"),
    "lv": ("Latvian", "Latviešu"),
    "mk": ("Macedonian", "Македонски"),
    "nb": ("Norwegian Bokmål", "Norsk bokmål"),
    "nl": ("Dutch", "Nederlands"),
    "pl": ("Polish", "Polski"),
    "pt": ("Portuguese", "Português"),
    "ro": ("Romanian", "Română"),
    "sk": ("Slovak", "Slovenčina"),
    "sl": ("Slovenian", "Slovenščina"),
    "sq": ("Albanian", "Shqip"),
    "sr": ("Serbian", "Српски"),
    "sv": ("Swedish", "Svenska"),
    "tr": ("Turkish", "Türkçe"),
    "uk": ("Ukrainian", "Українська"),
    "uz": ("Uzbek", "O‘zbek"),
    "vi": ("Vietnamese", "Tiếng Việt"),
}

CONTENT_LANGUAGES = {code: english for code, (english, _endonym) in _NAMES.items()}
LOCAL_NAMES = {code: endonym for code, (_english, endonym) in _NAMES.items()}
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he"})


def direction(code: str) -> str:
    """`rtl` or `ltr`, for the `dir` attribute."""
    return "rtl" if code.split("-")[0] in RIGHT_TO_LEFT else "ltr"


def html_code(code: str) -> str:
    """The code as BCP 47 writes it, for `lang` attributes: `zh-hans` is `zh-Hans`."""
    language, *parts = code.split("-")
    return "-".join([language, *(p.upper() if len(p) == 2 else p.title() for p in parts)])
