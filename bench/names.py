"""Names for cities that do not exist, as cities are named in twelve languages, with their diacritics and scripts.

A name is put together from parts that are common in the names of a language. Most are no city's name; that some are is
no harm. As in the real world, several cities may have one name.
"""

import re
import unicodedata
from random import Random
from typing import NamedTuple


class Style(NamedTuple):
    """How cities are named: a word is drawn from each list of words in ``parts``.

    ``_`` stands for a space, a lone ``-`` for nothing. If there is a ``script``, the language tag of a second spelling,
    each word is ``Latin=otherwise``.
    """

    countries: tuple[str, ...]
    latitude: tuple[int, int]
    longitude: tuple[int, int]
    parts: tuple[str, ...]
    script: str | None = None


STYLES = (
    Style(
        ("DE", "AT", "CH"),
        (46, 54),
        (6, 16),
        (
            "- - - - Alt Neu Groß Klein Ober Unter Bad_ Sankt_ Hohen Nieder",
            "Brück Grün König Lind Mühl Rös Schön Stein Wald Wild Fürst Eich Adels Bären Gräfen Küh Löwen Märk "
            "Öhr Über Sülz Wörth Zell Ebers Ger Hain Tann Ulm Volk Würm",
            "- - - - - er en els ing",
            "bach berg brück burg dorf feld furt hausen heim höfen kirchen münde stadt stätt thal wörth büttel "
            "leben rode au ried",
        ),
    ),
    Style(
        ("FR", "BE"),
        (43, 50),
        (-4, 7),
        (
            "- - - Saint- Sainte- La_ Le_ Château- Mont- Villeneuve-",
            "Aubé Brévi Cérò Dampié Évri Fleuré Gérar Hérisson Lézi Mâcé Noë Orléa Pézé Réza Séné Thié Valré "
            "Yvré Béthi Crépy",
            "- - - n l r v",
            "ac an court ières igny mont on ville vers zay elles oux ay euil ence",
            "- - - -sur-Aïse -lès-Bains -en-Vélay -de-Brède -la-Forêt -sous-Bois -le-Château -aux-Chênes",
        ),
    ),
    Style(
        ("ES", "MX", "AR", "PE", "CO", "CL"),
        (-38, 43),
        (-98, 3),
        (
            "- - San_ Santa_ Villa_ Puerto_ Ciudad_ El_ La_",
            "Alcá Beni Cáce Guadal Jaén León Mála Peña Río Torre Valde Zará Cuén Ñuñ Ávi Écija Íllo Gijé Mérí "
            "Lógro Oví",
            "- - - r l n z",
            "ar as dia ejo ero illa ina ón os uela uza bar diz ques món que res",
            "- - - _de_la_Sierra _del_Mar _de_los_Ríos _la_Vieja _del_Campo _de_Ávalos _el_Alto _de_Peñas",
        ),
    ),
    Style(
        ("PT", "BR", "AO", "MZ"),
        (-30, 41),
        (-50, -7),
        (
            "- - São_ Santa_ Vila_ Nova_ Porto_ Póvoa_",
            "Açu Bragã Coimbrã Évo Guima Itapé Jequié Lagô Marã Níqué Óbi Piraci Querê Sabará Tomé Viçô Xingú "
            "Araçá Maçã",
            "- - - r l n v",
            "ães al ar ba ção eira elo inha ios ões onte ú ense iras",
            "- - - _do_Sul _da_Serra _dos_Açores _de_Varzim _do_Pará _das_Flores _do_Paraná",
        ),
    ),
    Style(
        ("PL",),
        (49, 54),
        (14, 24),
        (
            "- - Nowy_ Stary_ Wielki_ Górny_ Dolny_ Biały_",
            "Biał Brzó Chełm Dąbr Gdań Jasł Krak Łó Między Ostró Płoń Rzesz Sło Święt Toru Wą Zamo Żar Ćwik Ośw Ńiep",
            "- - ęd iń ow ysz",
            "brzeg cin czyn dza gród ice ków ław ń ostok ów sk szów zów żany ęcin yśl",
            "- - - _nad_Wisłą _Mazowiecki _Śląski _Pomorski _Wielkopolski",
        ),
    ),
    Style(
        ("CZ", "SK", "SI", "HR"),
        (45, 51),
        (12, 22),
        (
            "- - Nové_ Staré_ Velké_ Malé_ Horní_ Dolní_ Český_",
            "Bříz Čes Děč Há Hrá Jič Krá Lipt Měl Ná Olo Píš Říč Šumpe Třeb Ústí Vyš Žďá Ždiar Šť Kří Ňáro",
            "- - - ov in en",
            "brod čov ec hora ice ín jovice lav mouc nice nov ov perk rov šov tice ště vice žany",
            "- - - _nad_Labem _pod_Horou _na_Moravě _u_Břízy _nad_Váhom",
        ),
    ),
    Style(
        ("SE", "NO", "DK", "FI"),
        (55, 66),
        (6, 28),
        (
            "- - Öster Väster Norr Söder Gamle Nye Øvre Store",
            "Ål Ång Björk Därn Få Gräs Häll Jøl Kår Lüs Mör Näs Ørn Pål Rø Sjö Strøm Tråv Ås Ærø Käl Hyvä Jär Tör",
            "- - - e s er inge",
            "borg by dal fjord fors hamn havn hus järvi köping løse mäki näs sjö stad strand sund vik ø ås",
        ),
    ),
    Style(
        ("TR", "AZ"),
        (36, 41),
        (27, 49),
        (
            "- - Yeni Eski Büyük Küçük Ak Kara Kızıl Gök",
            "Bağ Çam Değir Gül Göl Güneş Hisar İnce Işık Kaş Köy Ömer Pınar Şahin Taş Uşak Ülkü Yıldız Zeytin Kuş",
            "- - - li lü cı ca ağa",
            "bahçe başı burnu çay dağ dere hisar kale kent köprü köy ova pazarı pınar su şehir tepe yurt",
        ),
    ),
    Style(
        ("VN",),
        (9, 22),
        (103, 109),
        (
            "An Bắc Bình Cẩm Châu Đà Điện Đồng Gia Hà Hải Hòa Hồng Hưng Kiên Kỳ Lạng Long Mỹ Nam Nghĩa Ninh Phú "
            "Phước Quảng Sầm Sơn Tân Tây Thái Thủ Tuyên Uông Vĩnh Yên",
            "_Bình _Châu _Dầu _Đông _Giang _Hải _Hòa _Khê _Lạt _Lộc _Nguyên _Nẵng _Phong _Quang _Sơn _Tây "
            "_Thành _Tiến _Tĩnh _Vinh _Xuyên _Yên _Một _Định",
            "- - - _Thượng _Hạ _Đông _Nam _Bắc _Trung _Thịnh _Lợi _Hiệp",
        ),
    ),
    Style(
        ("CN",),
        (22, 45),
        (85, 130),
        (
            "- - - - Bei=北 Shang=上 Xia=下 Zhong=中 Xiao=小",
            "Jing=景 De=德 An=安 Bao=宝 Chang=长 Cheng=成 Da=大 Dong=东 Fu=福 Gui=桂 Hai=海 He=河 Huang=黄 "
            "Ji=吉 Jin=金 Lan=兰 Lin=林 Long=龙 Luo=洛 Nan=南 Ning=宁 Qing=青 Quan=泉 Shan=山 Tai=泰 Tian=天 "
            "Wen=文 Xi=西 Xin=新 Yang=扬 Yu=玉 Yun=云 Zhu=珠",
            "an=安 chang=昌 chun=春 de=德 feng=丰 hai=海 he=和 hua=华 jiang=江 jin=津 ling=陵 long=龙 men=门 "
            "nan=南 ning=宁 ping=平 qing=庆 shan=山 shui=水 xing=兴 yang=阳 yuan=源 zhou=州",
            "- - - - zhen=镇 du=都 cheng=城 kou=口 gang=港 tai=台 tang=塘",
        ),
        "zh",
    ),
    Style(
        ("JP",),
        (31, 44),
        (130, 144),
        (
            "- - - - Kami=上 Shimo=下 Shin=新 Ko=小",
            "Naga=長 Fuku=福 Hiro=広 Ishi=石 Iwa=岩 Kita=北 Kuma=熊 Matsu=松 Miya=宮 Nishi=西 Oka=岡 Ō=大 "
            "Saka=坂 Shima=島 Taka=高 Toyo=豊 Yoko=横 Yama=山 Mizu=水 Aka=赤 Ao=青 Haya=早",
            "ba=場 bashi=橋 gawa=川 hama=浜 hara=原 jō=城 kawa=河 machi=町 moto=本 mura=村 no=野 numa=沼 oka=丘 "
            "saka=坂 saki=崎 sawa=沢 shima=島 ta=田 tani=谷 yama=山 zaki=岬",
            "- - - - -kita=北 -higashi=東 -minami=南 -nishi=西",
        ),
        "ja",
    ),
    Style(
        ("UA", "BG", "KG", "KZ"),
        (40, 52),
        (22, 78),
        (
            "- - Novo=Ново Staro=Старо Verkhno=Верхньо Bilo=Біло Chervono=Червоно Kamiano=Кам’яно",
            "bohra=богра dobro=добро hrad=град kras=крас lis=ліс medv=медв myr=мир oleks=олекс petr=петр "
            "slav=слав step=степ sviat=свят tern=терн volod=волод yahid=ягід zelen=зелен zoria=зоря",
            "- ov=ов in=ин yn=ин an=ан",
            "hrad=град ivka=івка ka=ка ky=ки e=е pil=піль sk=ськ tsi=ці yi=ий ets=ець yshche=ище",
        ),
        "uk",
    ),
)

_PARTS = tuple(tuple(part.split(" ") for part in style.parts) for style in STYLES)


class CityName(NamedTuple):
    """A name, and the same in the script of its language if that is not Latin."""

    latin: str
    other: str | None


def draw(random: Random, style: int) -> CityName:
    """A name in one of ``STYLES``."""
    words = [part[int(random.random() * len(part))] for part in _PARTS[style]]
    spellings = [word.partition("=") for word in words if word != "-"]
    latin = "".join(spelling[0] for spelling in spellings).replace("_", " ")
    latin = latin[0].upper() + _AFTER_A_LOWER_CASE_LETTER.sub(lambda letter: letter[0].lower(), latin[1:])
    if STYLES[style].script is None:
        return CityName(latin, None)
    other = "".join(spelling[2] for spelling in spellings)
    return CityName(latin, other[0].upper() + other[1:])


_AFTER_A_LOWER_CASE_LETTER = re.compile(r"(?<=[^\W\d_])[A-ZÀÁÂÃÄÅÆÇÈÉÍÎÓÖØÚÜĆČĐĎĹŁŃŇŘŚŠŤŹŻŽĐİ](?=\w)")
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "’": "", "'": ""})


def slug(name: str) -> str:
    """An id for a city of this name, in ASCII: ``Łódź nad Wisłą`` → ``lodz-nad-wisla``."""
    letters = unicodedata.normalize("NFKD", name).lower().translate(_LETTERS)
    return re.sub(r"[^a-z]+", "-", re.sub(r"[\u0300-\u036f]", "", letters)).strip("-")
