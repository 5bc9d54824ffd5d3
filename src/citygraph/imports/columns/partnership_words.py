"""Words that say what the ties of a file are: in its headers, in the titles above the table, and in its names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from citygraph.domain.names import fold
from citygraph.imports.columns.header_concepts import Meaning
from citygraph.imports.columns.header_words import atoms_of, header_lines, header_words
from citygraph.imports.columns.headers import meaning_of

_LONGEST = 120
"""A text of more letters is a sentence."""
_MOST_WORDS = 4
_MOST_LETTERS = 6
"""How many words, or letters of Chinese and Japanese, may together be a word for ties."""
_JUST_AN_END = frozenset(map(fold, (
    "to", "target", "target city", "to node", "end node", "foreign", "foreign city", "foreign town", "overseas town",
    "counterpart", "counterparts", "counterpart city", "nach", "auslandsstadt", "ausländische stadt", "étrangère",
    "étranger", "ville étrangère", "extranjera", "ciudad extranjera", "contraparte", "estrangeira", "estera",
    "estero", "straniera", "naar", "do", "buitenlandse", "в", "до", "иностранный", "зарубежный", "relation",
    "relations", "tie", "ties", "connection", "beziehung", "verbindung", "lien", "link", "إلى", "party b", "party 2",
    "second party", "other party", "signatory b", "signatory 2", "second signatory", "partei b", "partei 2",
    "vertragspartei b", "vertragspartei 2", "vertragspartner 2", "zweite partei", "partie b", "partie 2",
    "deuxième partie", "seconde partie", "signataire 2", "parte b", "parte 2", "segunda parte", "firmante 2",
    "seconda parte", "firmatario 2", "signatário 2", "partij b", "partij 2", "tweede partij", "strona 2", "strona b",
    "strona druga", "сторона 2", "сторона б", "вторая сторона", "друга сторона", "taraf 2", "ikinci taraf",
    "الطرف الثاني", "乙方",
)))  # fmt: skip
"""Words that only say which end of a tie is meant, or that there is one: parties sign agreements of any kind."""


def tells_of_ties(text: str) -> bool:
    """True if a text has a word for partners, for ties or for agreements.

    >>> tells_of_ties("Twin towns of Oxford"), tells_of_ties("友好都市一覧"), tells_of_ties("Towns of Kent")
    (True, True, False)
    >>> tells_of_ties("Relación de municipios"), tells_of_ties("Relación de hermanamientos")
    (False, True)
    >>> tells_of_ties("Pécs testvérvárosai"), tells_of_ties("Список побратимов Казани")
    (True, True)
    """
    return _tells_of_twins(text) or _has(
        text, lambda one: not one.flows and (one.side == "to" or one.thing in ("tie", "agreement"))
    )


def says_partnership(text: str) -> bool:
    """True if a text has a word for partner towns, as no word for just any end of a tie is.

    >>> says_partnership("Twinned since"), says_partnership("sister_cities_2024"), says_partnership("Target")
    (True, True, False)
    """
    return _tells_of_twins(text) or _has(
        text, lambda one: not one.flows and (one.side == "to" or one.thing == "tie") and one.thing not in _NO_TOWNS
    )


def _tells_of_twins(text: str) -> bool:
    return _is_inflected(text) or (not text.isascii() and _TWINS.search(text) is not None)


_TWINS = re.compile("(?:เมือง|บ้าน)พี่(?:เมือง)?น้อง|เมืองคู่แฝด|(?:ເມືອງ|ບ້ານ)ພີ່ເມືອງນ້ອງ")
"""Partner towns in Thai and Lao, which write words without spaces: no word can be looked up there."""


def _is_inflected(text: str) -> bool:
    """True if a word of a text is a word for partner towns with another ending: ``testvérvárosai``, ``побратимов``."""
    words = ("".join(atoms_of(word)) for word in re.findall(r"[^\W\d_]+", text[:_LONGEST]))
    return any(word[:size] in _stems() and len(word) - size <= _ENDING for word in words for size in _SIZES)


@cache
def _stems() -> frozenset[str]:
    """The beginnings of long words for partner towns: without their last letters, which languages change."""
    words = [word for word, concepts in header_words().whole.items() if not _OF_TOWNS.isdisjoint(concepts)]
    return frozenset(word[:-2] for word in words if len(word) - 2 in _SIZES)


def languages_of_partners(text: str) -> frozenset[str]:
    """The languages in which a text has a word for partner towns, also with another ending.

    >>> sorted(languages_of_partners("Miasta partnerskie Gdyni")), sorted(languages_of_partners("Pécs testvérvárosai"))
    (['pl'], ['hu'])
    """
    words = re.findall(r"[^\W\d_]+", text[:_LONGEST])
    known = _languages()
    found = {one for run in _runs(words, _MOST_WORDS, " ") for one in known.get("".join(atoms_of(run)), ())}
    alone = ["".join(atoms_of(word)) for word in words]
    stems = (f"{word[:size]}-" for word in alone for size in _SIZES if len(word) - size <= _ENDING)
    return frozenset(found or {one for stem in stems for one in known.get(stem, ())})


@cache
def _languages() -> dict[str, frozenset[str]]:
    """The languages of each word for partner towns, and of its stem, which has - behind it."""
    found: dict[str, set[str]] = {}
    for language, concept, words in header_lines():
        for word in words.split("|") if concept in _OF_TOWNS else ():
            joined = "".join(atoms_of(word))
            for text in (joined, f"{joined[:-2]}-") if len(joined) - 2 in _SIZES else (joined,):
                found.setdefault(text, set()).add(language)
    return {word: frozenset(languages) for word, languages in found.items()}


_OF_TOWNS = frozenset(("to city",))
_SIZES = range(7, 21)
"""How many letters a stem has: a short one would be that of other words, too."""
_ENDING = 6
"""How many letters may follow a stem: Hungarian and Finnish put several endings together."""


_NO_TOWNS = ("country", "person", "organization", "event", "affair")


def says_membership(header: str) -> bool:
    """True if a header tells of members, of joining, or of signatories.

    >>> says_membership("Member since"), says_membership("Beitritt zur Liga"), says_membership("Since")
    (True, True, False)
    >>> says_membership("ΜΕΛΗ"), says_membership("Città gemellate"), says_membership("会员城市")
    (True, False, True)
    """
    return has_stem(header, _OF_MEMBERS, _OF_MEMBERS_IN_OTHER_SCRIPTS) or says_signatories(header)


def has_stem(text: str, stems: Sequence[str], in_other_scripts: Sequence[str]) -> bool:
    """True if a text has one of these folded stems, or one in another script, which are compared as they are written:
    to fold them makes *μέλ* the *mel* of *gemellate*."""
    folded, as_written = fold(text), text.casefold()
    return any(stem in folded for stem in stems) or any(stem in as_written for stem in in_other_scripts)


_OF_MEMBERS = tuple(map(fold, (
    "member", "accession", "joined", "joining", "mitglied", "beitritt", "membre", "adhesion", "miembro", "membro",
    "adesao", "adesione",
    "toetreding", "lid sinds", "lidmaatschap", "jäsen", "medlem", "člen", "membru", "członk", "przystąpieni", "üye",
    "katılım",
)))  # fmt: skip
_OF_MEMBERS_IN_OTHER_SCRIPTS = (
    "член", "μέλ", "μελ", "عضو", "انضمام", "会员", "會員", "成员", "成員", "入会", "入會", "加入", "会員", "加盟",
    "회원", "가입",
)  # fmt: skip
"""What is in headers of lists of members."""


def says_signatories(text: str) -> bool:
    """True if a text tells of those who signed one text.

    >>> says_signatories("Pact of Free Cities: signatories"), says_signatories("Unterzeichnerstädte")
    (True, True)
    >>> says_signatories("Date signed"), says_signatories("Members")
    (False, False)
    """
    return any(stem in fold(text) for stem in _OF_SIGNATORIES)


_OF_SIGNATORIES = tuple(map(fold, (
    "signator", "unterzeichner", "unterzeichnet von", "signataire", "firmante", "firmatari", "signatári", "signatario",
    "ondertekenaar", "sygnatariusz", "подписант", "підписант", "imzacı", "signatář", "aláíró", "semnatar",
    "undertecknare", "underskriver", "allekirjoitta", "υπογράφ", "签署城市", "签署方", "簽署城市", "署名都市", "署名国",
    "서명 도시", "서명도시", "الموقعة", "potpisni", "подписали",
)))  # fmt: skip
"""What is in titles and headers of lists of signatories."""


def tells_of_visits(text: str) -> bool:
    """True if a text tells of visits and delegations, in many languages.

    >>> tells_of_visits("Ville visitée"), tells_of_visits("Delegation from"), tells_of_visits("Visibility")
    (True, True, False)
    >>> tells_of_visits("横浜市長の海外出張"), tells_of_visits("出張所一覧"), tells_of_ties("横浜市長の海外出張")
    (True, False, False)
    """
    folded = fold(text)
    return any(stem in folded for stem in _OF_VISITS) and not any(stem in folded for stem in _OF_VISITORS)


_OF_VISITS = tuple(map(fold, (
    "visit", "deleg", "besuch", "dienstreis", "auslandsreise", "missione", "viaje", "viagem", "viaggi", "voyage",
    "bezoek", "wizyt", "визит",
    "делегац", "поездк", "відвідин", "візит", "besøk", "mission to", "missions to",
    "ziyaret", "heyet", "زيارة", "وفد", "访问", "訪問", "代表团", "代表團", "방문",
    "대표단", "出張", "出差", "出访", "出訪", "来访", "來訪", "視察", "考察", "해외출장", "국외출장", "해외 출장",
    "국외 출장", "business trip", "foreign trip", "trips abroad", "trip abroad", "overseas trip", "official trip",
    "déplacements officiels", "déplacement à l", "déplacements à l", "trasfert", "podróże służbow",
    "командиров", "відряджен", "yurt dışı", "công tác nước ngoài", "chuyến thăm", "zahraniční cest", "návštěv",
    "látogat", "vizit", "besøg", "besök", "vierailu", "επίσκεψη", "αντιπροσωπ",
)))  # fmt: skip
_OF_VISITORS = tuple(
    map(fold, ("visitors per", "number of visit", "annual visit", "besucherzahl", "visiteurs par", "出張所", "출장소"))
)
"""Counts of guests are figures of a place, and branch offices, `出張所`, are no trips."""


def says_who_came(header: str) -> bool:
    """True if a header names guests, and not whom they visit.

    >>> says_who_came("Visiting city"), says_who_came("Ciudad visitante"), says_who_came("Ville visitée")
    (True, True, False)
    """
    folded = fold(header)
    return any(stem in folded for stem in _WHO_CAME) and not any(stem in folded for stem in _HOSTS)


_HOSTS = tuple(map(fold, ("gastgeb", "gastheer", "ospitant", "anfitri")))


_WHO_CAME = tuple(map(fold, (
    "visiting", "visitor", "guest", "delegation from", "visit from", "sending", "besuchende", "besucher", "gast",
    "delegation aus", "besuch aus", "visiteur", "visiteuse", "délégation de", "délégation d'", "invité", "visitante",
    "delegación de", "invitad", "delegação de", "visitatrice", "visitator", "delegazione di", "delegazione da",
    "ospite", "bezoekende", "delegatie uit", "odwiedzając", "delegacja z", "gość", "делегация из", "гость", "гости",
    "делегація з", "ziyaret eden", "konuk", "الزائر", "来访", "來訪", "訪問元", "방문단", "besökande", "gæst",
    "vierailija",
)))  # fmt: skip


def says_a_delegation(header: str) -> bool:
    """True if a header is a word for a delegation, and nothing else: such a column names who came.

    >>> says_a_delegation("Delegation"), says_a_delegation("Head of delegation")
    (True, False)
    """
    return fold(header) in _DELEGATIONS


_DELEGATIONS = frozenset(map(fold, (
    "delegation", "delegations", "délégation", "délégations", "delegación", "delegaciones", "delegação", "delegações",
    "delegazione", "delegazioni", "delegatie", "delegaties", "delegationen", "delegacja", "delegacje", "delegace",
    "delegáció", "delegasjon", "делегация", "делегации", "делегація", "heyet", "وفد", "الوفد", "代表团", "代表團",
    "訪問団", "대표단", "αντιπροσωπεία",
)))  # fmt: skip


def tells_of_traffic(text: str) -> bool:
    """True if a title tells of flights, trains or ferries.

    >>> tells_of_traffic("Direktflüge ab Wien"), tells_of_traffic("Vols directs"), tells_of_traffic("Volos twin towns")
    (True, True, False)
    """
    words = re.findall(r"[^\W\d_]+", text)
    return has_stem(text, _OF_TRAFFIC, _OF_TRAFFIC_IN_OTHER_SCRIPTS) or any(fold(word) in _TRAFFIC for word in words)


_OF_TRAFFIC = tuple(map(fold, (
    "flight", "flüge", "fluege", "flugverkehr", "air traffic", "trafic aérien", "tráfico aéreo", "tráfego aéreo",
    "traffico aereo", "luchtverkeer", "lotnicz", "flygtrafik", "flytrafik", "flugverbindung", "direktflug",
    "flugziel", "airport", "flughafen", "aéroport", "aeropuerto", "aeroport", "luchthaven", "vlucht", "vuelos",
    "loty z", "lotnisk", "uçuş", "havalimanı", "havaalanı", "rail connection", "train connection", "bahnverbindung",
    "zugverbindung", "fährverbindung", "ferry route", "ferry connection", "shipping line", "letiště",
    "letecké spojení", "repülőjárat", "repülőtér", "flyrute", "flygplats", "flyplass", "lufthavn", "lentoasema",
    "αεροδρόμιο",
)))  # fmt: skip
_TRAFFIC = frozenset(map(fold, ("vols", "voos", "voli", "ferries", "loty", "lety")))
_OF_TRAFFIC_IN_OTHER_SCRIPTS = (
    "авиарейс", "авиаперевоз", "рейсы", "рейси з", "прямі рейси", "аэропорт", "аеропорт", "авиасообщени", "رحلات",
    "مطار", "航班", "航线", "航線", "直飞", "直飛", "机场", "機場", "空港", "直行便", "就航", "항공편", "노선", "공항",
)  # fmt: skip


def tells_of_events(text: str) -> bool:
    """True if a text has a word for congresses, summits, and other meetings of many.

    >>> tells_of_events("UCLG Congress 2016"), tells_of_events("Weltforum"), tells_of_events("Eurocities")
    (True, True, False)
    """
    folded = fold(text)
    return any(stem in folded for stem in _OF_EVENTS)


_OF_EVENTS = tuple(map(fold, (
    "congress", "summit", "conference", "forum", "assembly", "symposium", "festival", "workshop", "meeting", "attend",
    "kongress", "gipfel", "konferenz", "tagung", "treffen", "messe", "teilnahm", "congrès", "sommet", "conférence",
    "assemblée", "rencontre", "participation", "congreso", "cumbre", "conferencia", "foro", "asamblea", "encuentro",
    "asistencia", "congresso", "cúpula", "conferência", "fórum", "encontro", "vertice", "conferenza", "incontro",
    "congres", "conferentie", "bijeenkomst", "kongres", "szczyt", "konferencj", "zjazd", "spotkani", "kongresszus",
    "konferencia", "kongre", "zirve", "конгресс", "саммит", "форум", "конференц", "съезд", "конгрес", "саміт", "з'їзд",
    "مؤتمر", "منتدى", "قمة", "大会", "大會", "会议", "會議", "論壇", "论坛", "峰会", "サミット", "フォーラム", "会議",
    "회의", "포럼", "총회",
)))  # fmt: skip


def tells_of_persons(text: str) -> bool:
    """True if a text has a word for persons who hold a post.

    >>> tells_of_persons("Mayors of Lyon"), tells_of_persons("歴代東京都知事"), tells_of_persons("Towns of Kent")
    (True, True, False)
    """
    return _has(text, lambda one: one.thing == "person" and not one.attribute)


def names_events(header: str) -> bool:
    """True if a header says that a column has the names of events: meetings, visits, receptions.

    >>> names_events("Event name"), names_events("行事名"), names_events("Event date"), names_events("Partner city")
    (True, True, False, False)
    """
    meaning = meaning_of(header)
    return meaning is not None and (meaning.side, meaning.thing) == ("", "event") and meaning.is_of_names


def names_an_affair(header: str) -> bool:
    """True if a header names what ties of another sort are about: a project, a visit, an exhibition, or the partner
    organizations of an exchange.

    >>> names_an_affair("Visiting delegation"), names_an_affair("Partner school"), names_an_affair("Partner city")
    (True, True, False)
    """
    whole = meaning_of(header)
    if whole is not None and (whole.side, whole.thing, whole.attribute) == ("to", "organization", ""):
        return True
    return _has(header, lambda one: one.thing == "affair")


_FOREIGN = re.compile("海外|[国國境]外|外[国國]|해외|국외|외국")
"""Words for *foreign*: as headers they name the other end, and in titles they say that of trips, too."""
_A_LIST_OF = re.compile(r"\brela(?:ción|cion|ção|ció)\s+d(?:e|els?|as|os|o|a)\b", re.IGNORECASE)
"""`Relación de municipios` is a list, and no relation."""


def _has(text: str, fits: Callable[[Meaning], bool]) -> bool:
    """True if words of a text that stand side by side mean something."""
    text = _A_LIST_OF.sub("", text[:_LONGEST])
    words = re.findall(r"[^\W\d_]+", re.sub(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Ý])", " ", text))
    together = _runs(words, _MOST_WORDS, " ")
    unspaced = (word for word in words if not any(letter.islower() or letter.isupper() for letter in word))
    letters = (run for word in unspaced for run in _runs(word, _MOST_LETTERS, "")
               if len(run) > 1 and not _FOREIGN.search(run))  # fmt: skip
    runs = (run for run in (*together, *letters) if fold(run) not in _JUST_AN_END)
    return any((meaning := meaning_of(run)) is not None and fits(meaning) for run in runs)


def _runs(parts: Sequence[str], most: int, between: str) -> Iterator[str]:
    """What stands side by side, joined."""
    for start in range(len(parts)):
        for end in range(start + 1, min(len(parts), start + most) + 1):
            yield between.join(parts[start:end])
