"""What stands between and below the rows of a table and is no row: totals, notes, the numbers of pages."""

from __future__ import annotations

import re

# No word here is the name of a place, as Soma and Somme are, which mean a sum elsewhere: a test asks GeoNames.
_TOTALS = """
    total totals totaal totale totali totales totaux totalt totalen toplam subtotal sub-total sum sums summe summen
    gesamt gesamtsumme gesamtzahl insgesamt zusammen zwischensumme suma summa razem ogółem łącznie celkem spolu összesen
    yhteensä ukupno skupaj σύνολο итого всего разом усього общо всичко 合计 合計 总计 總計 小计 小計 总和 計 计
    합계 총계 소계 총합계 المجموع الإجمالي סה"כ جمع 總和 总和 รวม कुल jumlah
    gesamtergebnis endsumme endtotal eindtotaal totalsumma slutsumma kokonaissumma загалом mindösszesen укупно kokku
    kopā ensemble guztira gjithsej samtals sveukupno свега барлығы
"""
_MEANS_AND_SHARES = """
average; averages; avg; mean; median; percent; per cent; percentage; share of; standard deviation
durchschnitt; durchschnittlich; gesamtdurchschnitt; mittelwert; arithmetisches mittel; medianwert; zentralwert
anteil
anteile; prozent; prozentanteil; prozentsatz; standardabweichung; im mittel; im durchschnitt
moyenne; valeur moyenne; en moyenne; médiane; pourcentage; part en %; part de; quote-part; écart-type; somme totale
au total
promedio; media aritmética; valor medio; mediana; porcentaje; desviación estándar; desviación típica; suma total
media aritmetica; valore medio; percentuale; somma totale; totale complessivo; deviazione standard; in totale
média aritmética; valor médio; percentagem; porcentagem; percentual; soma total; total geral; desvio padrão
gemiddelde; gemiddeld; mediaan; aandeel; algemeen totaal; totaalsom; subtotaal; standaarddeviatie
średnia; średnio; średnia arytmetyczna; wartość średnia; udział; procent; odsetek; suma końcowa
odchylenie standardowe
průměr; průměrně; medián; procento; procenta; součet; celkový součet; mezisoučet; úhrnem; směrodatná odchylka
priemer; priemerne; podiel; percento; percentá; súčet; celkový súčet; medzisúčet
átlag; átlagosan; átlagérték; számtani átlag; középérték; részarány; részesedés; százalék; összeg; végösszeg
részösszeg
összesítés; szórás; medie aritmetică; în medie; procentaj; pondere; sumă; sumă totală
gennemsnit; gennemsnitlig; middelværdi; middeltal; andel af; hovedtotal; gjennomsnitt; gjennomsnittlig; middelverdi
andel av; prosent; prosentandel; totalsum; standardavvik; genomsnitt; i genomsnitt; medelvärde; medeltal
procentandel
totalsumma; sammanlagt; delsumma; keskiarvo; keskimäärin; mediaani; osuus; prosentti; prosenttia; prosenttiosuus
kaikkiaan
välisumma; keskmine; mediaan; osakaal; protsent; vahesumma; vidējais; vidēji; mediāna; īpatsvars; procenti; pavisam
vidurkis; vidutiniškai; procentas; procentai; bendra suma; meðaltal; miðgildi; hlutfall; mesatarja; përqindja; shuma
prosjek; prosječno; prosečno; medijan; medijana; udio; udeo; postotak; procenat; zbroj; međuzbroj; povprečje
povprečno
delež; odstotek; vsota; seštevek; percentatge; batez besteko; ehunekoa
среднее; среднее значение; среднее арифметическое; в среднем; медиана; процент; удельный вес; общая сумма; подытог
сумма
середнє; середнє значення; у середньому; в середньому; медіана; частка; відсоток; питома вага; загальна сума
підсумок; сума
средно; средна стойност; дял; относителен дял; обща сума; междинна сума; сбор; просек; просечно; медијана; удео
проценат
збир; удел; сярэдняе; медыяна; агулам; усяго; орташа; жалпы
μέσος όρος; μέση τιμή; διάμεσος; ποσοστό; μερίδιο; άθροισμα; συνολικά
ortalama; genel ortalama; ortanca; medyan; yüzde; ara toplam; orta qiymət; cəmi; o'rtacha; ўртача; жами
المتوسط; متوسط; الوسيط; المعدل; معدل; النسبة; النسبة المئوية; الحصة; مجموع; إجمالي; میانگین; درصد; سهم; جمع کل
ממוצע; חציון; אחוז; אחוזים; סכום; סך הכל; სულ; საშუალო; ჯამი; միջին; ընդամենը; дундаж
平均; 平均値; 平均值; 平均数; 中央値; 中央值; 中位数; 中位數; 占比; 百分比; 構成比; 合計額; 総計; 累計; 累计; 总数
總數; 均值
평균; 평균값; 중앙값; 중위수; 비율; 비중; 백분율; 구성비; 총합; 누계
ค่าเฉลี่ย; เฉลี่ย; มัธยฐาน; ร้อยละ; สัดส่วน; ผลรวม; รวมทั้งสิ้น; औसत; माध्यिका; प्रतिशत; कुल योग; গড়; মোট; শতাংশ
trung bình; trung vị; tỷ lệ; phần trăm; tổng; tổng số; tỷ trọng; rata-rata; persentase; persen; purata
jumlah keseluruhan
"""
"""*Media*, *Soma*, *Podíl*, *Oran* and *Andel* are places, too."""
TOTAL_WORDS = [*_TOTALS.split(), *re.split(r"[;\n]\s*", _MEANS_AND_SHARES.strip()),
                "grand total", "general total", "genel toplam", "i alt", "合 计", "合 計",
                "общий итог", "γενικό σύνολο", "tổng cộng", "iš viso"]  # fmt: skip
_TOTAL = re.compile(rf"(?:{'|'.join(map(re.escape, TOTAL_WORDS))})(?:\W.*)?", re.IGNORECASE | re.DOTALL)
STARTS_OF_TOTALS = frozenset(form[:3] for word in TOTAL_WORDS for form in (word, word.title(), word.upper())) | {""}
"""How the first cell of a total begins: of other rows nothing more has to be asked."""
_FIRST_WORD = re.compile(r"\w+")
_FIRST_WORDS = frozenset(found[0].casefold() for word in TOTAL_WORDS if (found := _FIRST_WORD.match(word)))
_NOTES = """
    note notes source sources data legend remark remarks update updated copyright stand quelle quellen anmerkung
    anmerkungen hinweis hinweise legende remarque nota notas fuente fuentes fonte fonti bron uwaga uwagi źródło
    источник примечание примечания джерело kaynak not 注 注释 資料 资料来源 来源 出典 備考 출처 주 المصدر ملاحظة
"""
_NOTE_WORDS = [*_NOTES.split(), "as of", "last updated?", "last changed?", "état au", "mise à jour", "stan na"]
_NOTE = re.compile(
    rf"[*†‡§¹²³⁴⁵⁶⁷⁸⁹©^].*|\(?\[?(?:\d{{1,2}}|[a-z])[)\]]\s.*|(?:\d{{1,2}}|[a-z])\.\s.*\s.*\.|(?:{'|'.join(_NOTE_WORDS)})\s*(?:\d.*|[:：].*|)",
    re.IGNORECASE | re.DOTALL,
)
_PAGE = re.compile(
    r"(?:page|seite|p[aá]gina|strona|стр\.|страница)\s*\d+(?:\s*(?:of|von|sur|de|di|z|из|/)\s*\d+)?", re.IGNORECASE
)
_COUNTS = """
    number count anzahl zahl nombre número numero aantal liczba ilość количество число кількість počet antal
    lukumäärä darabszám szám numărul număr sayısı broj brojka αριθμός arv skaits skaičius 数量 數量 件数 수
"""
_COUNT_OF = re.compile(rf"(?:{'|'.join(_COUNTS.split())})(?:\W.*)?|[^\W\d].*\ssayısı\W*", re.IGNORECASE | re.DOTALL)
_LONG = 60
"""A text of so many characters in a row by itself is a note, no name."""


def says_total(text: str) -> bool:
    """Whether a text is the word for a total or a mean, or begins with it: ``Total``, ``Summe: 3``."""
    first = _FIRST_WORD.match(text)  # hundreds of words are tried for what begins like one of them alone
    return first is not None and first[0].casefold() in _FIRST_WORDS and _TOTAL.fullmatch(text) is not None


_COUNT = re.compile(r"\(?\d[\d.,' ]*\s+[^\W\d_][\w. -]{0,30}\)?")


def is_count(text: str) -> bool:
    """Whether a text counts something: ``12 members``, ``2 Länder``."""
    return _COUNT.fullmatch(text) is not None


def says_count(text: str) -> bool:
    """Whether a text may say what the number beside it counts: ``Nombre de jumelages``. *Nombre de Dios* is a town, so
    the number has to stand where the other rows have a text."""
    return _COUNT_OF.fullmatch(text) is not None


def is_note(text: str) -> bool:
    """Whether a text that stands alone in its row is a note."""
    return len(text) >= _LONG or _NOTE.fullmatch(text) is not None or is_page(text)


def is_page(text: str) -> bool:
    """Whether a text is the number of a page."""
    return _PAGE.fullmatch(text) is not None
