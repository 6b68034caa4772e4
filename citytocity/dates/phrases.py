"""How languages speak of uncertain time. Month names and orders come from CLDR; these do not."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Phrases:
    """Patterns of one language; `{}` is a date in words."""

    about: str = "≈ {}"
    early: str = "{} (≈)"
    late: str = "{} (≈)"
    uncertain: str = "{} (?)"
    since: str = "{} –"
    until: str = "– {}"
    either: str = " / "
    every_year: str = "{}"
    decade: str = "{}–{}"
    span: str = "{} – {}"
    close_span: str = "{}–{}"
    seasons: tuple[str, str, str, str] = ("3–5/{}", "6–8/{}", "9–11/{}", "12–2/{}")


PHRASES = {
    "en": Phrases(
        about="about {}",
        early="early {}",
        late="late {}",
        uncertain="{} (uncertain)",
        since="since {}",
        until="until {}",
        either=" or ",
        every_year="every year on {}",
        decade="the {}s",
        seasons=("spring {}", "summer {}", "autumn {}", "winter {}"),
    ),
    "ru": Phrases(
        about="около {}",
        early="начало {}",
        late="конец {}",
        uncertain="{} (не точно)",
        since="с {}",
        until="до {}",
        either=" или ",
        every_year="ежегодно {}",
        decade="{}-е годы",
        seasons=("весна {}", "лето {}", "осень {}", "зима {}"),
    ),
    "de": Phrases(
        about="um {}",
        early="Anfang {}",
        late="Ende {}",
        uncertain="{} (unsicher)",
        since="seit {}",
        until="bis {}",
        either=" oder ",
        every_year="jährlich am {}",
        decade="{}er Jahre",
        seasons=("Frühjahr {}", "Sommer {}", "Herbst {}", "Winter {}"),
    ),
    "it": Phrases(
        about="circa {}",
        early="inizio {}",
        late="fine {}",
        uncertain="{} (incerto)",
        since="dal {}",
        until="fino al {}",
        either=" o ",
        every_year="ogni anno, {}",
        decade="anni {}",
        seasons=("primavera {}", "estate {}", "autunno {}", "inverno {}"),
    ),
    "fr": Phrases(
        about="vers {}",
        early="début {}",
        late="fin {}",
        uncertain="{} (incertain)",
        since="depuis {}",
        until="jusqu’au {}",
        either=" ou ",
        every_year="chaque année, {}",
        decade="années {}",
        seasons=("printemps {}", "été {}", "automne {}", "hiver {}"),
    ),
    "zh-hans": Phrases(
        about="约{}",
        early="{}初",
        late="{}底",
        uncertain="{}（不确定）",
        since="{}起",
        until="至{}",
        either="或",
        every_year="每年{}",
        decade="{}年代",
        span="{}至{}",
        close_span="{}至{}",
        seasons=("{}年春", "{}年夏", "{}年秋", "{}年冬"),
    ),
}
NEUTRAL = Phrases()

