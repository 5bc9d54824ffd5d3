"""The words of registers for the status of a tie, in many languages."""

from __future__ import annotations

from functools import cache

from citygraph.domain.names import fold
from citygraph.domain.terms import STATUSES

_WORDS = {
    "proposed": (
        "proposal; under discussion; vorgeschlagen; proposé; proposée; propuesto; propuesta; proposto; proposta;"
        " voorgesteld; proponowane; proponowany; предложено; предложен; запропоновано; önerildi; öneri; مقترح; 提议; 提議;"
        " 提案; 提案中; 제안"
    ),
    "planned": (
        "in preparation; in planning; geplant; in Vorbereitung; in Planung; prévu; prévue; en préparation; planificado;"
        " previsto; prevista; en preparación; planejado; planeado; in preparazione; pianificato; gepland;"
        " in voorbereiding; planowane; planowany; planowana; запланировано; планируется; заплановано; планується; planlandı;"
        " planlanan; planlanıyor; مخطط; مخطط له; 计划; 计划中; 規劃中; 計劃中; 計画中; 予定; 계획; 예정"
    ),
    "active": (
        "in force; current; ongoing; live; operational; alive; aktiv; laufend; bestehend; besteht; in Kraft; actif; active;"
        " en vigueur; en cours; activo; activa; vigente; en vigor; ativo; ativa; em vigor; attivo; attiva; in vigore;"
        " in corso; actief; lopend; van kracht; aktywne; aktywny; aktywna; obowiązuje; действует; активно; активен; активный;"
        " действующий; активний; діє; чинний; aktif; yürürlükte; devam ediyor; نشط; نشطة; ساري; سارية; 有效; 活跃; 活躍; 生效;"
        " 进行中; 有効; 継続; 継続中; 交流中; 活動中; 활성; 유효; 진행중; 진행 중; aktivní; aktívne; aktív; activă; aktivt;"
        " aktivní partnerství; ενεργή; ενεργό"
    ),
    "dormant": (
        "inactive; sleeping; passive; at rest; ruhend; ruht; inaktiv; eingeschlafen; inactif; inactive; en sommeil; inactivo;"
        " inactiva; inativo; inativa; inattivo; inattiva; inactief; slapend; nieaktywne; nieaktywny; неактивно; неактивен;"
        " неактивный; неактивний; pasif; غير نشط; غير نشطة; 不活跃; 不活躍; 休眠; 休眠中; 休止; 休止中; 비활성; 휴면;"
        " neaktivní; neaktívne; inaktivt; inaktív"
    ),
    "suspended": (
        "on hold; paused; frozen; ausgesetzt; eingefroren; suspendiert; auf Eis; suspendu; suspendue; gelé; suspendido;"
        " suspendida; congelado; suspenso; suspensa; sospeso; sospesa; opgeschort; bevroren; zawieszone; zawieszony;"
        " zawieszona; приостановлено; приостановлен; заморожено; призупинено; askıya alındı; askıda; donduruldu; معلق; معلقة;"
        " 暂停; 暫停; 中止; 停止中; 一時停止; 中断; 凍結; 중단; 정지; pozastaveno; pozastavené; felfüggesztve; suspendat"
    ),
    "ended": (
        "expired; terminated; finished; closed; over; dissolved; former; defunct; discontinued; ceased; lapsed; beendet;"
        " abgelaufen; gekündigt; aufgelöst; ehemalig; erloschen; terminé; terminée; expiré; expirée; résilié; rompu; clos;"
        " ancien; finalizado; finalizada; terminado; terminada; expirado; expirada; extinguido; vencido; encerrado; encerrada;"
        " finalizado; terminato; terminata; scaduto; scaduta; concluso; conclusa; cessato; beëindigd; verlopen; opgeheven;"
        " zakończone; zakończony; zakończona; wygasło; rozwiązane; завершено; завершён; завершен; прекращено; прекращён;"
        " прекращен; расторгнуто; истёк; завершено; припинено; розірвано; sona erdi; bitti; sonlandırıldı; feshedildi; منتهي;"
        " منتهية; انتهى; 终止; 終止; 已终止; 已結束; 已结束; 结束; 結束; 解除; 終了; 解消; 종료; 해지; 만료; ukončeno; ukončené;"
        " ukončen; megszűnt; încheiat; avslutat; avsluttet; afsluttet; λήξασα"
    ),
    "cancelled": (
        "canceled; withdrawn; abandoned; rejected; abgesagt; zurückgezogen; annulé; annulée; abandonné; cancelado; cancelada;"
        " anulado; annullato; annullata; geannuleerd; anulowane; anulowany; odwołane; отменено; отменён; отменен; скасовано;"
        " iptal; iptal edildi; ملغى; ملغاة; 取消; 已取消; 取りやめ; キャンセル; 취소; zrušeno; zrušené"
    ),
    "unknown": "not known; unclear; n.a.",
}
"""Words whose status no reader would doubt. A word that can mean two of them is not here: *signed*, *new*, *open*."""


@cache
def _by_word() -> dict[str, str]:
    found = {fold(status): status for status in STATUSES}
    for status, words in _WORDS.items():
        for word in words.split(";"):
            found.setdefault(fold(word), status)
    return found


def status_of(text: str) -> str | None:
    """The status that a register's word means; None if it is no known word.

    >>> status_of("Beendet"), status_of("ACTIVE"), status_of("see file 12")
    ('ended', 'active', None)
    """
    return _by_word().get(fold(text))
