"""Words that stand for no value, in many languages and programs."""

from __future__ import annotations

from functools import lru_cache

from citygraph.imports.values.none_words import is_word_for_none, says_none

_WORDS = frozenset((
    "null", "(null)", "<null>", "[null]", "none", "<na>", "n/a", "#n/a", "#na", "#n/v", "n.a.", "n.a", "n. a.",
    "n/a.", "\\n", "#null!", "#value!", "#ref!", "#name?", "#div/0!", "#wert!", "#nv", "#bezug!", "undefined",
    "(blank)", "(leer)", "blank", "empty", "<missing>", "not available", "not applicable", "no data", "-", "--",
    "---", "–", "––", "—", "——", "―", "−", "?", "??", "???", "(?)", ".", "...", "…", "/", "//", "_", "__", "•",
    "·", "－", "ー", "？", "／", "tbd", "tba", "tbc", "t.b.d.", "t.b.a.", "to be determined", "to be announced",
    "to be confirmed", "unknown", "unk", "unk.", "not known", "unspecified", "not specified", "not stated",
    "no value", "date unknown", "no date", "n.d.", "s.d.", "s/d", "o. j.", "o.j.", "unbekannt", "k.a.", "k. a.",
    "k.a", "keine angabe", "keine angaben", "nicht bekannt", "ohne angabe", "entfällt", "nicht verfügbar",
    "inconnu", "inconnue", "inconnus", "non renseigné", "non renseignée", "n.r.", "n.c.", "n/c", "non connu",
    "non connue", "non disponible", "sans objet", "non précisé", "non précisée", "indisponible", "desconocido",
    "desconocida", "se desconoce", "sin datos", "no disponible", "no consta", "sin fecha", "n/d", "n.d", "s/i",
    "desconhecido", "desconhecida", "sem dados", "não disponível", "não informado", "não se aplica",
    "não consta", "sem informação", "sconosciuto", "sconosciuta", "ignoto", "ignota", "non noto", "non nota",
    "non pervenuto", "non disponibile", "onbekend", "niet bekend", "niet beschikbaar", "n.v.t.", "nvt", "n.b.",
    "nieznany", "nieznana", "nieznane", "brak danych", "b.d.", "nie dotyczy", "неизвестно", "неизвестен",
    "неизвестна", "не известно", "неизв.", "н/д", "н.д.", "нд", "нет данных", "нет", "не указано", "не указан",
    "не указана", "б/д", "невідомо", "невідомий", "невідома", "немає даних", "немає", "не вказано",
    "bilinmiyor", "bilinmeyen", "belirsiz", "yok", "belirtilmemiş", "veri yok", "غير معروف", "غير معروفة",
    "غير محدد", "غير متوفر", "مجهول", "لا يوجد", "不明", "不詳", "不详",
    "未知", "未詳", "未详", "待定", "暂无", "暫無", "无", "無",
    "未定", "なし", "無し", "該当なし", "データなし", "非公開", "미상", "없음",
    "알 수 없음", "불명", "미정", "해당 없음", "해당없음",
    "neznámý",
    "neznámá", "neznámé", "neznámy", "neuvedeno", "ismeretlen", "nincs adat", "necunoscut", "necunoscută",
    "okänd", "okänt", "ukjent", "ukendt", "saknas", "tuntematon", "ei tiedossa", "ei tietoa", "άγνωστο",
    "άγνωστος", "nepoznato", "neznano", "непознато", "לא ידוע", "نامعلوم", "ناشناخته", "अज्ञात", "không rõ",
    "không có", "ไม่ทราบ", "tidak diketahui", "desconegut", "nil", ":", "0000-00-00", "0000-00-00 00:00:00", "teadmata",
))  # fmt: skip
"""In lower case. No name of a place is among them, but *None* and *Null*, which programs write. Nor is ``..``, which
may say among dates that a thing goes on."""
_NO_DATA = ".."
"""What the World Bank and the UN write for no data."""
_AS_WRITTEN = frozenset(("NaN", "nan", "NAN", "NA", "na", "-nan", "brak", "geen", "offen", "missing"))
"""Only in this case: *Nan* is a town in Thailand, *Brak* one in Libya."""
_NOBODY = frozenset((
    "n.n.", "n. n.", "nn", "n.n", "vacant", "vacant post", "vacant seat", "vacancy", "post vacant", "position vacant",
    "currently vacant", "to be appointed", "to be elected", "nobody", "vakant", "vakanz", "unbesetzt", "nicht besetzt",
    "derzeit unbesetzt", "derzeit nicht besetzt", "zurzeit unbesetzt", "zur zeit unbesetzt", "noch unbesetzt",
    "vacante", "poste vacant", "siège vacant", "non pourvu", "à pourvoir", "en attente", "cargo vacante",
    "puesto vacante", "sin titular", "por designar", "por nombrar", "sin designar", "vago", "vaga", "cargo vago",
    "lugar vago", "a designar", "a nomear", "posto vacante", "sede vacante", "carica vacante", "da nominare",
    "da designare", "vacature", "onbezet", "niet ingevuld", "nog te benoemen", "wakat", "vacat", "nieobsadzone",
    "nieobsadzony", "nie obsadzono", "stanowisko nieobsadzone", "вакантно", "вакантен", "вакантна", "вакансия",
    "должность вакантна", "не назначен", "не назначена", "вакансія", "посада вакантна", "не призначено",
    "не призначений", "boş", "boşta", "münhal", "atanmadı", "atanacak", "شاغر", "شاغرة", "منصب شاغر", "لم يعين",
    "空缺", "暂缺", "暫缺", "缺", "出缺", "待任命", "空席", "欠員", "不在", "未任命", "空位",
    "공석", "결원", "궐위", "미임명",
))  # fmt: skip
"""Words for a post that nobody holds, where names of persons stand. Elsewhere they may be values."""
_ANSWERS = frozenset(("нет", "无", "無"))
"""Words for *no*, where a column asks a question."""
_NAMIBIA = frozenset(("NA", "na"))
_SENTINELS = {
    "figure": frozenset(("-99", "-999", "-9999", "-99999")),
    "latitude": frozenset(("-99", "-999", "-9999", "-99999", "99", "999", "9999", "99999")),
    "longitude": frozenset(("-999", "-9999", "-99999", "999", "9999", "99999")),
}
"""Numbers that stand for nothing, by the sort of column, which cannot have them as values: -99 is a longitude."""


def is_missing(text: str, sort: str = "", extra: frozenset[str] = frozenset()) -> bool:
    """Whether a text stands for no value: it is empty, or a word for nothing, or one of the user's words, ``extra``.

    ``sort`` is what its column holds, as far as that matters: among ``country`` names or codes *NA* is Namibia, a
    ``figure`` (one whose column is otherwise never negative) is not -99, and a ``latitude`` or ``longitude`` not -999;
    among names of a ``person``, *vacant* and *N.N.* are nobody; as an ``answer``, *нет* is a no. Where names stand
    (``name``, ``person``), *derzeit keine* is none, and among countries *keine* is. With any sort ``..`` is no value;
    dates have none.

    >>> is_missing("N/A"), is_missing("unbekannt"), is_missing("NA", "country"), is_missing("-99", "figure")
    (True, True, False, True)
    """
    if text in extra or (sort in _OF_NAMES and says_none(text)):
        return True
    if len(text) > _LONGEST:
        return not text.strip()
    return _is_missing(text, sort)


_OF_NAMES = frozenset(("name", "person"))
"""Sorts of columns that have names."""


_LONGEST = 30
"""No word for nothing has more characters."""


@lru_cache(maxsize=1 << 13)
def _is_missing(text: str, sort: str) -> bool:
    plain = text.strip().strip("\ufeff\u200b\u200e\u200f\xa0 ")
    if not plain:
        return True
    if plain == _NO_DATA:
        return bool(sort)
    if plain in _AS_WRITTEN:
        return not (sort == "country" and plain in _NAMIBIA)
    if sort == "answer" and plain.casefold() in _ANSWERS:
        return False
    if sort == "country" and is_word_for_none(plain):
        return True
    if plain.casefold() in _WORDS or plain.lower() in _WORDS:
        return True
    if sort == "person" and (plain.casefold() in _NOBODY or plain.lower().strip("()[] ") in _NOBODY):
        return True
    number, _, zeros = plain.partition(".")
    return number in _SENTINELS.get(sort, ()) and not zeros.strip("0")
