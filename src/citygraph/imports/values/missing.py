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
    "not recorded", "not reported", "not given", "not provided", "not disclosed", "no information", "no info",
    "no record", "none given", "data not available", "missing data", "data missing", "withheld", "not in source",
    "keine daten", "nicht angegeben", "liegt nicht vor", "liegen nicht vor", "keine information", "nicht erfasst",
    "nicht erhoben", "ohne datum",
    "pas de données", "aucune donnée", "donnée manquante", "données manquantes", "données non disponibles",
    "non spécifié", "non spécifiée", "non communiqué", "non communiquée", "manquant", "sans date", "pas d'information",
    "non indiqué", "non indiquée",
    "sin información", "sin dato", "no especificado", "no especificada", "no informado", "no hay datos",
    "dato no disponible", "no se sabe", "no aplica", "faltante",
    "sem dado", "não especificado", "não há dados", "não aplicável", "sem data", "não disponibilizado",
    "dato mancante", "dati mancanti", "nessun dato", "non specificato", "non specificata", "non indicato",
    "non indicata", "dato non disponibile", "senza data", "mancante",
    "geen gegevens", "geen data", "niet opgegeven", "niet vermeld", "geen informatie", "ontbreekt",
    "niet gespecificeerd",
    "brak informacji", "b/d", "nie wiadomo", "nie określono", "niedostępne", "brak daty",
    "není známo", "není známa", "nezjištěno", "údaj chybí", "bez údaje", "není k dispozici", "neznámo", "chybí",
    "nezadáno", "neuvedené", "nie je známe", "neznáme", "bez údajov", "nezistené", "chýba", "nie je k dispozícii",
    "hiányzik", "nem ismert", "nincs megadva", "nincs információ", "nem elérhető", "ismeretlen dátum",
    "nincs kitöltve",
    "nu se cunoaște", "nu se cunoaşte", "fără date", "fără informații", "nespecificat", "nespecificată",
    "indisponibil", "nu este disponibil", "lipsă", "lipsesc",
    "uppgift saknas", "uppgifter saknas", "ej känt", "inte känt", "ej angivet", "ej angiven", "ingen uppgift",
    "inga data", "inga uppgifter", "ej tillgänglig", "ej tillgängligt", "ikke oppgitt", "ikke kjent", "ingen data",
    "ikke tilgjengelig", "uoppgitt", "ikke oplyst", "uoplyst", "ingen oplysninger", "ikke angivet", "ikke kendt",
    "puuttuu", "ei saatavilla", "ei tietoja", "tieto puuttuu", "ei tiedetä", "ei ilmoitettu",
    "andmed puuduvad", "pole teada", "ei ole teada", "info puudub", "määramata",
    "nav zināms", "nav datu", "nezināms", "nezināma", "nav norādīts", "nežinoma", "nėra duomenų", "nenurodyta",
    "duomenų nėra", "nav informācijas",
    "nema podataka", "nije poznato", "nepoznat", "nepoznata", "nije navedeno", "nema podatka", "nedostupno",
    "нема података", "није познато", "непознат", "непозната", "није наведено",
    "ni podatka", "ni podatkov", "neznan", "neznana", "ni znano", "ni navedeno",
    "няма данни", "няма информация", "не е посочено", "не е известно", "липсват данни", "липсва информация",
    "нема податоци", "не е познато", "не е наведено",
    "данные отсутствуют", "нет сведений", "нет информации", "не установлено", "не установлен", "не установлена",
    "сведений нет", "информация отсутствует", "неизв", "дата неизвестна",
    "немає інформації", "не зазначено", "не відомо", "не встановлено", "дані відсутні", "інформація відсутня",
    "немає відомостей", "няма звестак", "няма даных", "невядома", "не вядома",
    "δεν υπάρχουν στοιχεία", "δεν υπάρχουν δεδομένα", "μη διαθέσιμο", "δ/υ", "δ.υ.", "μ/δ", "άγνωστη",
    "χωρίς στοιχεία", "δεν είναι γνωστό", "δεν αναφέρεται",
    "bilgi yok", "bilgi bulunmuyor", "bilinmez", "belli değil", "kayıt yok", "belirtilmedi",
    "لا توجد بيانات", "لا توجد معلومات", "غير متاح", "غير متاحة", "غير مذكور", "غير محددة", "غير معلوم", "بدون تاريخ",
    "نامشخص", "بدون اطلاعات", "موجود نیست", "אין נתונים", "אין מידע", "לא זמין", "לא צוין", "לא ידועה",
    "无数据", "無數據", "无资料", "無資料", "暂无数据", "暂无资料", "不适用", "不適用", "未填", "未填写", "缺失",
    "资料不详", "未提供", "未公布", "尚不清楚", "情報なし", "記載なし", "未記入", "資料なし", "日付不明", "時期不明",
    "年不明",
    "자료 없음", "자료없음", "정보 없음", "정보없음", "미기재", "모름", "데이터 없음", "데이터없음", "확인불가",
    "알수없음", "해당사항없음", "해당사항 없음",
    "ไม่มีข้อมูล", "ไม่ระบุ", "ไม่ทราบข้อมูล", "उपलब्ध नहीं", "कोई डेटा नहीं", "जानकारी नहीं", "তথ্য নেই",
    "không có dữ liệu", "chưa rõ", "không xác định", "không có thông tin", "chưa có dữ liệu", "tidak ada data",
    "belum diketahui", "tidak tersedia", "tidak ada informasi", "tiada data",
    "desconeguda", "sense dades", "no se sap", "descoñecido", "descoñecida", "sen datos", "ezezaguna", "daturik ez",
    "óþekkt", "engin gögn", "ekki vitað", "nuk dihet", "pa të dhëna", "i panjohur", "e panjohur",
    "#n/d", "#valeur!", "#nombre!", "#nom?", "#¿nombre?", "#¡valor!", "#valor!", "#¡ref!", "#rif!", "#n/disp", "#н/д",
    "#знач!", "#ссылка!", "#имя?", "#дел/0!", "#arg!", "#adr!", "#nazwa?", "#dziel/0!", "#liczba!", "#hiányzik",
    "#érték!", "#hiv!", "#hodnota!", "#odkaz!", "#n/b", "#waarde!", "#verw!", "#naam?", "#deel/0!", "#saknas!",
    "#värdefel!", "#referens!", "#i/t", "#værdi!", "#verdi!", "#puuttuu!", "#arvo!", "#viittaus!", "#yok", "#değer!",
    "#başv!", "#ad?", "#sayı/0!", "#getting_data", "#spill!", "#calc!", "#num!", "#zahl!", "#error!", "#err",
    "#fehler", "#н/д!", "-nan(ind)", "1.#qnan", "na_character_", "na_integer_", "not_available", "nodata",
    "no_data",
))  # fmt: skip
"""In lower case. No name of a place is among them, but *None* and *Null*, which programs write. Nor is ``..``, which
may say among dates that a thing goes on."""
_NO_DATA = ".."
"""What the World Bank and the UN write for no data."""
_AS_WRITTEN = frozenset(("NaN", "nan", "NAN", "NaT", "NA", "na", "-nan", "brak", "geen", "offen", "missing"))
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
