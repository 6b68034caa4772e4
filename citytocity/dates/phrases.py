"""How languages speak of uncertain time. Month names and orders come from CLDR; these do not.

Where a phrase differs by what follows it there are four: for a year, a month or season, a day and a
decade. `{}` is the date in words.
"""

from dataclasses import dataclass

Four = tuple[str, str, str, str]
YEAR, MONTH, DAY, DECADE = range(4)


@dataclass(frozen=True)
class Phrases:
    """Patterns of one language. The defaults are marks that any reader may know."""

    about: Four = ("≈ {}",) * 4
    since: Four = ("{} –",) * 4
    until: Four = ("– {}",) * 4
    roughly: str = "≈ {}"
    early: str = "{} (≈)"
    late: str = "{} (≈)"
    uncertain: str = "{} (?)"
    either: str = " / "
    both: str = ", "
    every_year: str = "{}"
    decade: str = "{}–{}"
    decade_of: str = "{}–{}"
    span: str = "{} – {}"
    close_span: str = "{}–{}"
    seasons: Four = ("3–5/{}", "6–8/{}", "9–11/{}", "12–2/{}")
    seasons_of: Four = seasons
    contractions: tuple[tuple[str, str], ...] = ()


PHRASES = {
    "en": Phrases(
        about=("about {}", "about {}", "around {}", "about {}"),
        since=("since {}",) * 4,
        until=("until {}",) * 4,
        roughly="roughly {}",
        early="early {}",
        late="late {}",
        uncertain="{} (uncertain)",
        either=" or ",
        both=" and ",
        every_year="every year on {}",
        decade="the {}s",
        decade_of="the {}s",
        seasons=("spring {}", "summer {}", "autumn {}", "winter {}"),
        seasons_of=("spring {}", "summer {}", "autumn {}", "winter {}"),
    ),
    "ru": Phrases(
        about=("около {} года", "около {}", "около {}", "около {}"),
        since=("с {} года", "с {}", "с {}", "с {}"),
        until=("до {} года", "до {}", "до {}", "до {}"),
        roughly="примерно {}",
        early="начало {}",
        late="конец {}",
        uncertain="{} (предположительно)",
        either=" или ",
        both=" и ",
        every_year="ежегодно {}",
        decade="{}-е годы",
        decade_of="{}-х годов",
        seasons=("весна {}", "лето {}", "осень {}", "зима {}"),
        seasons_of=("весны {}", "лета {}", "осени {}", "зимы {}"),
        contractions=((r"\bс (?=2 )", "со "),),
    ),
    "de": Phrases(
        about=("um {}", "etwa {}", "um den {}", "um die {}"),
        since=("seit {}", "seit {}", "seit dem {}", "seit den {}"),
        until=("bis {}", "bis {}", "bis zum {}", "bis in die {}"),
        roughly="etwa {}",
        early="Anfang {}",
        late="Ende {}",
        uncertain="{} (unsicher)",
        either=" oder ",
        both=" und ",
        every_year="jährlich am {}",
        decade="{}er Jahre",
        decade_of="{}er Jahre",
        seasons=("Frühjahr {}", "Sommer {}", "Herbst {}", "Winter {}"),
        seasons_of=("Frühjahr {}", "Sommer {}", "Herbst {}", "Winter {}"),
        contractions=((r"\bseit den (\d+)er Jahre\b", r"seit den \1er Jahren"),),
    ),
    "it": Phrases(
        about=("intorno al {}", "intorno a {}", "intorno al {}", "intorno agli {}"),
        since=("dal {}", "da {}", "dal {}", "dagli {}"),
        until=("fino al {}", "fino a {}", "fino al {}", "fino agli {}"),
        roughly="circa {}",
        early="inizio {}",
        late="fine {}",
        uncertain="{} (incerto)",
        either=" o ",
        both=" e ",
        every_year="ogni anno il {}",
        decade="anni {}",
        decade_of="anni {}",
        seasons=("primavera {}", "estate {}", "autunno {}", "inverno {}"),
        seasons_of=("la primavera {}", "l’estate {}", "l’autunno {}", "l’inverno {}"),
        contractions=(
            (r"\b(d?a)l (?=(?:8|11) )", r"\1ll’"),
            (r"\bil (?=(?:8|11) )", "l’"),
            (r"\b(d?a) l(a|’)", r"\1ll\2"),
            (r"\b1(?=(?:–\d+)? [a-z]{3})", "1º"),
        ),
    ),
    "fr": Phrases(
        about=("vers {}", "vers {}", "vers le {}", "vers les {}"),
        since=("depuis {}", "depuis {}", "depuis le {}", "depuis les {}"),
        until=("jusqu’en {}", "jusqu’à {}", "jusqu’au {}", "jusqu’aux {}"),
        roughly="environ {}",
        early="début {}",
        late="fin {}",
        uncertain="{} (incertain)",
        either=" ou ",
        both=" et ",
        every_year="chaque année le {}",
        decade="années {}",
        decade_of="années {}",
        seasons=("printemps {}", "été {}", "automne {}", "hiver {}"),
        seasons_of=("le printemps {}", "l’été {}", "l’automne {}", "l’hiver {}"),
        contractions=(
            (r"’à le ", "’au "),
            (r"\b1(?=(?:–\d+)? [a-zéû]{3})", "1er"),
        ),
    ),
    "zh-hans": Phrases(
        about=("约{}",) * 4,
        since=("{}起",) * 4,
        until=("至{}",) * 4,
        roughly="大约{}",
        early="{}初",
        late="{}底",
        uncertain="{}（不确定）",
        either="或",
        both="和",
        every_year="每年{}",
        decade="{}年代",
        decade_of="{}年代",
        span="{}至{}",
        close_span="{}至{}",
        seasons=("{}年春", "{}年夏", "{}年秋", "{}年冬"),
        seasons_of=("{}年春", "{}年夏", "{}年秋", "{}年冬"),
    ),
}
NEUTRAL = Phrases()
