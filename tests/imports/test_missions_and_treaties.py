"""Embassies, treaties and visits: what no city is, and what is offered for such tables."""

from __future__ import annotations

import shlex
from itertools import pairwise
from pathlib import Path

import pytest

from imported import Imported, answer, options, questions

MISSIONS = [
    ("Consulado de México en Portland", "Embajada de México en Berna"), ("Embassy of Germany", "German Consulate Lyon"),
    ("Ambassade de France au Japon", "Consulat général de France"), ("Deutsche Botschaft Rom", "Generalkonsulat Kyoto"),
    ("Ambasada RP w Pradze", "Konsulat Generalny RP w Lyonie"), ("Посольство Польши", "Генеральное консульство Польши"),
    ("Bern Büyükelçiliği", "Lyon Başkonsolosluğu"),
    ("駐日大使館", "大阪總領事館"), ("سفارة فرنسا", "القنصلية العامة لفرنسا"),
    ("Velvyslanectví České republiky", "Generální konzulát Lyon"),
    ("Magyarország Nagykövetsége", "Magyar Főkonzulátus"),
    ("Ambasciata d'Italia a Berna", "Consolato generale d'Italia"),
]  # fmt: skip


@pytest.mark.parametrize("names", MISSIONS)
def test_missions_with_places_are_no_cities_unasked(names: tuple[str, str], tmp_path: Path) -> None:
    text = "name,lat,lon\n" + "".join(f"{name},45.5,-122.7\n" for name in names)
    (question,) = questions(tmp_path, text)
    assert options(question) == ["--type organization --map name=name", "--type city --map name=name"]
    found = Imported(tmp_path, text, type="organization", pairs=["name=name"])
    assert {node["type"] for node in found.nodes.values()} == {"organization"}


def test_heads_of_missions_are_offered_and_have_their_posts_there(tmp_path: Path) -> None:
    text = (
        "Państwo,Placówka,Kierownik placówki,Miasto\nAustria,Ambasada RP w Wiedniu,Elke Kahr,Wiedeń\n"
        "Austria,Konsulat RP w Grazu,Kai Wegner,Graz\nWłochy,Ambasada RP w Rzymie,Anne Hidalgo,Rzym\n"
    )
    (question,) = questions(tmp_path, text)
    assert [option.partition(" --map")[0] for option in options(question)] == [
        "--type organization", "--type official", "--set from.name=NAME --set from.type=country", "--type city",
    ]  # fmt: skip
    pairs = ["name=Kierownik placówki", "of.name=Placówka"]
    found = Imported(tmp_path, text, type="official", pairs=pairs, constants=["of.type=organization"])
    assert ("Anne Hidalgo", "Ambasada RP w Rzymie") in {tie["ends"] for tie in found.ties}


def test_sorts_of_missions_are_no_names(tmp_path: Path) -> None:
    text = "City,Type,Population\nBern,Embassy,1\nGraz,Consulate General,2\nLyon,Embassy,3\nOslo,Embassy,4\n"
    assert len(Imported(tmp_path, text).cities) == 4


@pytest.mark.parametrize("header", ["Treaty", "Traité", "Tratado", "Vertrag"])
def test_countries_are_parties_of_treaties(header: str, tmp_path: Path) -> None:
    text = (
        f"Contracting Party,{header},Instrument Type,Signature Date\nAlgeria,Beijing,Accession,2017-07-25\n"
        "Austria,Berne,Ratification,1928-06-02\nBelgium,Berne,Ratification,1928-06-02\nBelize,Beijing,Accession,2018-11-09\n"
    )
    (question,) = questions(tmp_path, text)
    party = "--map from.name='Contracting Party' --set from.type=country"
    ends = f"{party} --map to.name={shlex.quote(header)} --set to.type=organization"
    assert options(question)[:2] == [f"{ends} --kind member-of", f"{ends} --kind signatory-of"]


def test_places_and_days_may_be_visits(tmp_path: Path) -> None:
    text = (
        "Country,City/region,Period,year\nColombia,Leticia,19 de Janeiro,2005\nSwitzerland,Davos,27 de Janeiro,2005\n"
    )
    (question,) = questions(tmp_path, text + "Venezuela,Caracas,13 de Fevereiro,2005\n")
    visits = "--set from.name=NAME --set from.type=country --map to.name=City/region --map to.country=Country"
    assert f"{visits} --kind delegation" in options(question)
    assert not any("Period" in option for option in options(question))


@pytest.mark.parametrize(
    "word", ["no action", "not party", "nicht beigetreten", "non membre", "не участвует", "非缔约国"]
)
def test_a_status_that_says_no_is_no_tie(word: str, tmp_path: Path) -> None:
    text = f"country,status\nAlbania,active\nBhutan,{word}\nFrance,active\n"
    found = Imported(tmp_path, text, pairs=["from.name=country"], constants=["to.name=ICCPR", "to.type=organization"],
                     kind="member-of")  # fmt: skip
    assert {tie["ends"] for tie in found.ties} == {("Albania", "ICCPR"), ("France", "ICCPR")}
    assert [told[1] for told in found.told("left out")] == [word]


def test_each_id_is_of_its_own_thing(tmp_path: Path) -> None:
    text = (
        "operator,operatorQID,country,countryQID,city,cityQID,typeQID,QID\n"
        "Algeria,Q262,Belgium,Q31,Uccle,Q203312,Q3917681,Q68189173\nAlgeria,Q262,Canada,Q16,Ottawa,Q1930,Q372690,Q13634268\n"
    )
    found = Imported(tmp_path, text, pairs=["from.name=operator", "to.name=city"], constants=["from.type=country"],
                     kind="representative-office")  # fmt: skip
    assert {told[1] for told in found.told("unread")} == {"operatorQID", "countryQID", "typeQID", "QID"}
    assert found.report.plans[0].mapping.columns["to.identifiers.wikidata"] == ("cityQID",)


def test_from_and_to_over_days_are_times(tmp_path: Path) -> None:
    text = "Post held;City;Name;From;To\nMayor;London;Sadiq Khan;9 May 2016;..\n"
    text += "Mayor;Paris;Anne Hidalgo;4 May 2014;9 May 2026\n"
    (question,) = questions(tmp_path, text)
    assert options(question) == ["--type official", "--type city"]
    found = Imported(tmp_path, text, type="official")
    assert {(tie["ends"], tie["since"]) for tie in found.ties} == {
        (("Sadiq Khan", "London"), "2016-05-09"), (("Anne Hidalgo", "Paris"), "2014-05-04"),
    }  # fmt: skip


def test_an_empty_column_of_partners_makes_no_ties_of_mayors(tmp_path: Path) -> None:
    text = "City,Country,Mayor,Term start,Term end,Twin town\nLyon,France,Grégory Doucet,2020,2026,\n"
    (question,) = questions(tmp_path, text)
    assert options(question) == ["--type official", "--type city"]


def test_an_id_in_the_place_of_a_name_is_told(tmp_path: Path) -> None:
    text = "city,cityLabel,twin,twinLabel\nQ1726,Munich,Q99999999,Q99999999\nQ1726,Munich,Q1899,Kyiv\n"
    found = Imported(tmp_path, text)
    assert [told[1] for told in found.told("doubtful")] == ["Q99999999"]


def test_sorts_of_missions_may_be_offices_abroad(tmp_path: Path) -> None:
    text = "operator,city,type\nAlgeria,Uccle,embassy\nFrance,Almaty,consulate general\nAustria,Ottawa,embassy\n"
    asked = questions(tmp_path, text, pairs=["from.name=operator", "to.name=city"], constants=["from.type=country"])
    assert [options(question)[0] for question in asked] == [
        "--kind embassy=representative-office", "--kind 'consulate general=representative-office'",
    ]  # fmt: skip


def test_missions_without_a_header_are_asked_about(tmp_path: Path) -> None:
    text = "Ambassade de France;FINLANDE;60.1568;24.9604\nAmbassade de France;RUSSIE;55.7320;37.6138\n"
    (question,) = questions(tmp_path, text + "Ambassade de France;ANDORRE;42.5091;1.5251\n")
    assert options(question)[0] == "--type organization --map name=1"


@pytest.mark.parametrize("header", ["Konsulat;Stadt", "Consulate of;City", "Consulado de;Cidade", "Консульство;Город"])
def test_countries_with_consulates_in_towns_are_the_senders(header: str, tmp_path: Path) -> None:
    text = f"{header}\nFrance;Graz\nItaly;Linz\nGermany;Lyon\n"
    (question,) = questions(tmp_path, text)
    said = shlex.split(options(question)[0])
    found = Imported(tmp_path, text, pairs=[said[1], said[5]], constants=[said[3]], kind=said[7])
    assert {tie["ends"] for tie in found.ties} == {("France", "Graz"), ("Italy", "Linz"), ("Germany", "Lyon")}


@pytest.mark.parametrize("header", ["Land,Stadt,Honorarkonsul", "Country,City,Honorary Consul", "País,Ciudad,Cónsul"])
def test_the_country_of_a_consul_is_not_that_of_the_town(header: str, tmp_path: Path) -> None:
    text = f"{header}\nSlovenia,Graz,Elke Kahr\nItaly,Klagenfurt,Kai Wegner\nFrance,Linz,Anne Hidalgo\n"
    country = header.partition(",")[0]
    (question,) = questions(tmp_path, text)
    assert options(question) == ["--type official", "--type city"]
    (question,) = questions(tmp_path, text, type="official")
    assert options(question) == [f"--map notes={shlex.quote(country)}", f"--map of.country={shlex.quote(country)}"]
    (question,) = questions(tmp_path, text, type="city")
    assert options(question)[0].startswith("--map from.name=")
    assert options(question)[0].endswith("--kind representative-office")


def test_five_towns_in_countries_that_have_none_of_them_are_asked_about(tmp_path: Path) -> None:
    towns = ["Graz,Slovenia", "Klagenfurt,Italy", "Linz,France", "Lyon,Germany", "Turin,Spain"]
    (question,) = questions(tmp_path, "City,Country\n" + "\n".join(towns))
    assert "whose countries" in question.what
    assert Imported(tmp_path, "City,Country\n" + "\n".join(towns[:4])).cities


def test_missions_in_towns_may_be_those_of_one_country(tmp_path: Path) -> None:
    text = "Type,City,Country\nEmbassy,Vienna,Austria\nConsulate General,Lyon,France\nEmbassy,Bern,Switzerland\n"
    (question,) = questions(tmp_path, text)
    start = "--set from.name=NAME --set from.type=country --map to.name=City --map kind=Type --kind Embassy="
    assert options(question)[0].startswith(start)


def test_who_sends_and_who_receives_missions(tmp_path: Path) -> None:
    rows = ["Austria,France,Embassy", "France,Austria,Embassy", "Austria,Italy,Embassy"]
    text = "Sending state,Receiving state,Mission\n" + "\n".join(rows)
    (question,) = questions(tmp_path, text)
    assert "--kind representative-office" in options(question)


@pytest.mark.parametrize("header", ["Country,Status,Since", "Land,Vertretung,Seit", "state_name,status_change,year"])
def test_sorts_of_missions_beside_countries_are_offices_of_one_country(header: str, tmp_path: Path) -> None:
    text = f"{header}\nAustria,Legation,1942\nFrance,Embassy,1991\nItaly,Embassy,1962\nSpain,None,1940\n"
    country, sort, _ = header.split(",")
    (question,) = questions(tmp_path, text)
    of_one, in_one_town, of_none = options(question)
    assert "--set to.name=NAME" in in_one_town
    assert of_none == f"--map name={country} --set type=country"
    assert shlex.split(of_one)[-1] == "Embassy=representative-office"
    found = Imported(
        tmp_path, text, pairs=[f"to.name={country}", f"kind={sort}", f"since={header.rpartition(',')[2]}"],
        constants=["from.name=Germany", "from.type=country", "to.type=country"],
        kinds=["Legation=representative-office", "Embassy=representative-office"],
    )  # fmt: skip
    assert [tie["ends"][1] for tie in found.ties] == ["Austria", "France", "Italy"]


VISITS = ["Date,Ville visitée,Pays", "Datum,Besuchte Stadt,Land", "Fecha,Ciudad visitada,País",
          "Date of visit,City,Country", "访问日期,城市,国家", "Дата визита,Город,Страна"]  # fmt: skip


@pytest.mark.parametrize("header", VISITS)
def test_visits_are_no_towns_unasked(header: str, tmp_path: Path) -> None:
    text = f"{header}\n2019-05-03,Graz,Austria\n2020-02-11,Lyon,France\n2021-09-25,Turin,Italy\n"
    (question,) = questions(tmp_path, text)
    said = shlex.split(options(question)[0].replace("NAME", "Leipzig"))
    found = Imported(tmp_path, text, pairs=said[3:-2:2], constants=[said[1]], kind=said[-1])
    assert [(*tie["ends"], tie["on"]) for tie in found.ties] == [
        ("Leipzig", "Graz", "2019-05-03"), ("Leipzig", "Lyon", "2020-02-11"), ("Leipzig", "Turin", "2021-09-25"),
    ]  # fmt: skip


def test_events_have_their_titles_and_days(tmp_path: Path) -> None:
    text = "title,place,start\nUCLG Congress,Daejeon,2022-10-10\nSmart City Expo,Barcelona,2022-11-15\n"
    (question,) = questions(tmp_path, text)
    assert options(question)[0] == "--type event"
    found = Imported(tmp_path, text, type="event")
    days = {node["name"]: node["record"].get("when") for node in found.nodes.values()}
    assert days == {"UCLG Congress": "2022-10-10", "Smart City Expo": "2022-11-15"}


def test_a_place_hosts_an_event_or_attends_it(tmp_path: Path) -> None:
    (question,) = questions(tmp_path, "Event,City,Start\nUCLG Congress,Daejeon,2022-10-10\n")
    assert [option.rpartition(" ")[2] for option in options(question)] == ["hosts", "attends", "event", "city"]


def test_days_beside_countries_may_be_those_of_one_treaty(tmp_path: Path) -> None:
    text = (
        "State party,Signed,Status\nFrance,2016-04-22,in force\nItaly,2016-04-23,in force\nAustria,2016-05-01,ended\n"
    )
    (question,) = questions(tmp_path, text)
    assert [option.rpartition(" ")[2] for option in options(question)] == ["member-of", "signatory-of", "type=country"]


def test_members_that_are_called_as_countries_are_no_cities_unasked(tmp_path: Path) -> None:
    text = "iso2,member,year ratified\nAF,Afghanistan,1983\nAL,Albania,1991\nDZ,Algeria,1989\nAD,Andorra,2006\n"
    (question,) = questions(tmp_path, text)
    assert options(question) == ["--set type=country", "--set type=city"]


def test_names_of_several_countries_are_those_of_agreements(tmp_path: Path) -> None:
    text = "number,name,entryforceyear\n1,Algeria Tunisia,1982\n2,Chile Peru,2014\n3,Albania EFTA,2010\n"
    (question,) = questions(tmp_path, text)
    assert options(question)[0] == "--type organization"


@pytest.mark.parametrize(
    "header", ["Entsendestaat;Art der Vertretung;Sitz;Amtsbezirk", "Pays représenté;Type;Ville;Zone"]
)
def test_each_country_has_its_office_in_the_town_beside_it(header: str, tmp_path: Path) -> None:
    text = (f"{header}\nFrankreich;Generalkonsulat;München;Bayern\nÖsterreich;Honorarkonsulat;Nürnberg;Franken\n"
            "Ungarn;Generalkonsulat;München;\n")  # fmt: skip
    (question,) = questions(tmp_path, text)
    country, _, town, _ = header.split(";")
    first = options(question)[0].replace("'", "")
    assert first.startswith(f"--map from.name={country} --set from.type=country --map to.name={town}")


def test_guests_have_no_host_but_that_in_the_title(tmp_path: Path) -> None:
    text = ("DELEGACIONES RECIBIDAS POR EL AYUNTAMIENTO DE BILBAO;;\n;;\nFecha;Ciudad visitante;Motivo\n"
            "2015-03-12;Pittsburgh;Regeneración\n2016-07-04;Qingdao;Cultura\n2018-01-02;Burdeos;Gira\n")  # fmt: skip
    (question,) = questions(tmp_path, text)
    assert (
        options(question)[0]
        == "--map from.name='Ciudad visitante' --set to.name=Bilbao --set to.country=ES --kind delegation"
    )


def test_a_status_in_a_column_that_is_not_read_is_asked_about(tmp_path: Path) -> None:
    text = (
        "Date;Host city;Visiting city;Purpose\n2019-05-14;Oslo;Porto;Waste\n2019-06-14;Oslo;Turku;cancelled\n"
        "2019-05-15;Oslo;Ulm;Ports\n2019-05-16;Oslo;Brest;Signing of letters\n"
    )
    (question,) = questions(tmp_path, text)
    assert options(question)[0] == "--map from.name='Visiting city' --map to.name='Host city' --kind delegation"
    (question,) = questions(tmp_path, text, pairs=["from.name=Visiting city", "to.name=Host city"], kind="delegation")
    assert options(question) == ["--map status=Purpose", "--map notes=Purpose"]


PARTIES = (
    "Nazwa;Strony;Data\nUmowa;Kraków – Lwów;1995\nList;Kraków / Wilno / Kijów;2004\nUmowa;Kraków i Edynburg;1996\n"
)


def test_the_parties_in_a_cell_are_tied_to_each_other(tmp_path: Path) -> None:
    (question,) = questions(tmp_path, PARTIES)
    assert options(question)[0] == "--map from.name=Strony --map to.name=counterpart"
    found = Imported(tmp_path, PARTIES, pairs=["from.name=Strony", "to.name=counterpart"], kind="cooperation-agreement")
    assert found.pairs == {frozenset(pair) for pair in (
        ("Kraków", "Lwów"), ("Kraków", "Wilno"), ("Kraków", "Kijów"), ("Wilno", "Kijów"), ("Kraków", "Edynburg"),
    )}  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "pair"),
    [
        ("Kraków oraz Edynburg", ("Kraków", "Edynburg")),
        ("Turku sekä Alta", ("Turku", "Alta")),
        ("Kraków – Brighton and Hove", ("Kraków", "Brighton and Hove")),
    ],
)
def test_words_for_and_part_the_parties_of_a_cell_and_no_name(cell: str, pair: tuple[str, str], tmp_path: Path) -> None:
    pairs = ["from.name=Strony", "to.name=counterpart"]
    found = Imported(tmp_path, f"Nazwa;Strony\nUmowa;{cell}\n", pairs=pairs, kind="cooperation-agreement")
    assert found.pairs == {frozenset(pair)}


def test_a_country_among_the_parties_of_a_cell_is_told(tmp_path: Path) -> None:
    text = PARTIES + "Umowa;Praga, Czechy;1999\n"
    found = Imported(tmp_path, text, pairs=["from.name=Strony", "to.name=counterpart"], kind="cooperation-agreement")
    assert [what for _, what, _ in found.told("refused")] == ["Praga, Czechy"]


SORTS_WITH_STATUSES = [
    ("Sending country,City of post,Type,Opened,Closed,Head of post",
     "Italy,Lyon,Consulate General,1890,,Elke Kahr\nSweden,Lyon,Honorary Consulate,1950,2012,\n"
     "Russia,Marseille,Consulate General,1992,suspended,\nJapan,Nice,Consulate General,,to open 2026,\n"),
    ("Land,Stadt,Art,Status,Konsul",
     "Italien,Lyon,Generalkonsulat,geöffnet,Elke Kahr\nSchweden,Lyon,Honorarkonsulat,geschlossen seit 2012,\n"
     "Russland,Marseille,Generalkonsulat,vorübergehend geschlossen,\nJapan,Nice,Generalkonsulat,geplant,\n"),
    ("Pays d'envoi,Ville,Type de poste,État,Chef de poste",
     "Italie,Lyon,Consulat général,ouvert,Elke Kahr\nSuède,Lyon,Consulat honoraire,fermé en 2012,\n"
     "Russie,Marseille,Consulat général,suspendu,\nJapon,Nice,Consulat général,prévu,\n"),
    ("País,Ciudad,Tipo,Estado,Cónsul",
     "Italia,Lyon,Consulado General,abierto,Elke Kahr\nSuecia,Lyon,Consulado Honorario,cerrado en 2012,\n"
     "Rusia,Marseille,Consulado General,suspendido,\nJapón,Nice,Consulado General,previsto,\n"),
]  # fmt: skip


@pytest.mark.parametrize(("header", "rows"), SORTS_WITH_STATUSES)
def test_a_closed_mission_never_reads_as_open_and_who_leads_it_is_kept(header: str, rows: str, tmp_path: Path) -> None:
    text = f"{header}\n{rows}"
    (question,) = questions(tmp_path, text)
    words = shlex.split(options(question)[0])
    asked = {sort: [value for word, value in pairwise(words) if word == f"--{sort}"] for sort in ("map", "set", "kind")}
    found = Imported(tmp_path, text, pairs=asked["map"], constants=asked["set"], kinds=asked["kind"])
    stands = {tie["ends"][0]: (tie["status"], tie.get("until")) for tie in found.ties}
    sender, *_ = {tie["ends"][0] for tie in found.ties if "Elke Kahr" in tie.get("notes", "")}
    assert stands.pop(sender)[0] in ("active", "unknown")
    assert sorted(stands.values(), key=str) == [("ended", "2012"), ("planned", None), ("suspended", None)]
    assert not found.told("unread")


def test_towns_under_a_word_for_missions_are_those_of_one_country(tmp_path: Path) -> None:
    text = "Embassy in,Country,Status,Ambassador\nBerlin,Germany,open,Elke Kahr\nDamascus,Syria,closed 2013,\n"
    (question,) = questions(tmp_path, text + "Paris,France,open,\n")
    assert options(question)[0] == (
        "--set from.name=NAME --set from.type=country --map to.name='Embassy in' --kind representative-office "
        "--map notes=Ambassador --map to.country=Country"
    )


def test_missions_of_one_name_are_told_apart_by_their_towns(tmp_path: Path) -> None:
    text = (
        "Mission,City,Country,Closed\nConsulate of France,Munich,Germany,\nConsulate of France,Hamburg,Germany,2015\n"
    )
    (question,) = questions(tmp_path, text)
    pairs = ["name=Mission", "notes=City", "notes=Closed", "key=Mission+City"]
    assert options(question)[0] == "--type organization " + " ".join(f"--map {pair}" for pair in pairs)
    found = Imported(tmp_path, text, type="organization", pairs=pairs)
    written = next(found.into.rglob("organizations.csv")).read_text("utf-8").splitlines()
    assert [line.partition(",register: ")[2] for line in written[1:]] == ["City: Munich", "City: Hamburg; Closed: 2015"]


@pytest.mark.parametrize("header", ["Date,Delegation,Host city", "Datum,Delegation,Stadt"])
def test_towns_under_a_word_for_visits_are_those_that_came(header: str, tmp_path: Path) -> None:
    text = f"{header}\n2023-05-12,Stuttgart,Strasbourg\n2023-06-03,Stuttgart,Brno\n2024-09-14,Łódź,Stuttgart\n"
    (question, *_) = questions(tmp_path, text)
    place = (
        header.rpartition(",")[2].join(("'", "'")) if " " in header.rpartition(",")[2] else header.rpartition(",")[2]
    )
    assert options(question)[0] == f"--map from.name=Delegation --map to.name={place} --kind delegation"


@pytest.mark.parametrize(
    ("title", "header", "rows", "town"),
    [
        ("Konsularische Vertretungen in München", "Staat,Art,Seit",
         "USA,Generalkonsulat,1947;Chile,Honorarkonsulat,;Peru,Honorarkonsulat,", "München"),
        ("Consulates in Chicago", "Type,Country",
         "Consulate General,Chile;Honorary Consulate,Finland;Honorary Consulate,Peru", "Chicago"),
        ("Consulats à Marseille", "Pays,Catégorie,Adresse",
         "Chili,Consulat,1 rue X;Italie,Consulat général,2 rue Y;Suisse,Consulat,3 rue Z", "Marseille"),
        ("Consolati esteri a Torino", "Tipo,Stato",
         "Consolato,Francia;Consolato generale,Romania;Consolato,Brasile", "Torino"),
    ],
)  # fmt: skip
def test_offices_of_many_countries_in_the_town_of_a_title(
    title: str, header: str, rows: str, town: str, tmp_path: Path
) -> None:
    text = f"{title}\n{header}\n" + rows.replace(";", "\n")
    (question,) = questions(tmp_path, text)
    found = Imported(tmp_path, text, **answer(options(question)[0]))
    assert {tie["ends"][1] for tie in found.ties} == {town}
    assert {node["type"] for node in found.nodes.values()} == {"city", "country"}
    assert len(found.ties) == 3


def test_the_country_that_all_missions_name_is_offered(tmp_path: Path) -> None:
    text = "Host,City,Kind of office\nPoland,Warsaw,Embassy Ukraine\nPoland,Cracow,Consulate Ukraine\n"
    (question,) = questions(tmp_path, text + "Ghana,Accra,Embassy Ukraine\n")
    assert options(question)[0].startswith("--set from.name=Ukraine --set from.type=country --map to.name=City ")
