"""A province of twelve communes: June 2025 under the old ones, a merger on 01/07/2025, spring and June of 2026."""

from __future__ import annotations

from datetime import date
from random import Random

from hub.province import Province

COMMUNES = {
    "bo-y": "xã Bờ Y", "dak-ha": "xã Đắk Hà", "dak-la": "xã Đắk La", "dak-pek": "xã Đắk Pék", "dak-to": "xã Đắk Tô",
    "dak-tram": "xã Đắk Trăm", "ia-chim": "xã Ia Chim", "kon-plong": "xã Kon Plông", "mang-den": "xã Măng Đen",
    "ngoc-linh": "xã Ngọc Linh", "sa-thay": "xã Sa Thầy", "tu-mo-rong": "xã Tu Mơ Rông",
}  # fmt: skip
OLD = {"ha-mon": "xã Hà Mòn", "dak-mar": "xã Đắk Mar", "thi-tran": "thị trấn Đắk Hà", "dak-long": "xã Đắk Long"}
MERGERS = """old;new;from_day;share;decision
ha-mon;dak-ha;01/07/2025;;NQ 1677/NQ-UBTVQH15
dak-mar;dak-ha;01/07/2025;;NQ 1677/NQ-UBTVQH15
thi-tran;dak-ha;01/07/2025;;NQ 1677/NQ-UBTVQH15
dak-long;dak-pek;01/07/2025;0,5;NQ 1677/NQ-UBTVQH15
dak-long;mang-den;01/07/2025;0,5;NQ 1677/NQ-UBTVQH15
dak-pek;dak-pek;01/07/2025;;NQ 1677/NQ-UBTVQH15
mang-den;mang-den;01/07/2025;;NQ 1677/NQ-UBTVQH15
"""
LAST = "tu-mo-rong"
"""The commune that has not yet joined when the story begins."""
MONTHS = (4, 5, 6)
FIRST_LOOK = date(2026, 7, 6)
MERGED_OF = {"dak-ha": 3}


def twelve(province: Province) -> Province:
    """Eleven have closed March to June 2026; sa-thay has reopened June; last year stands under the old communes."""
    province.register(*COMMUNES.items(), *OLD.items(), province="Kon Tum")
    province.write("sap-xep.csv", MERGERS)
    province.done("mergers", "import", "sap-xep.csv")
    dice = Random(12)
    for id in (*sorted(COMMUNES.keys() - {"dak-ha"}), *OLD):
        province.closed(id, 2025, 6, *figures(dice, 0))
    for id in sorted(COMMUNES.keys() - {LAST}):
        start = dice.getstate()
        for month in MONTHS:
            dice.setstate(start)
            times = MERGED_OF.get(id, 1)
            province.closed(id, 2026, month, *figures(dice, month, times, whole=id != "ngoc-linh"))
    for words in (("reopen", "t6", "--reason", "số thôn 3 đến muộn"), ("send", "--hub", province.hub.address(""))):
        assert province.commune("sa-thay", 2026, *words).code == 0
    return province


def figures(dice: Random, month: int, times: int = 1, *, whole: bool = True) -> list[str]:
    """A commune's figures at the end of a month; not `whole`: its rate comes without the two parts."""
    homes, poor = dice.randrange(1200, 1800) * times, dice.randrange(30, 90) * times
    poor -= poor * month // 40
    rate = f"{poor}/{homes}" if whole else f"{poor * 100 // homes}"
    return [
        f"gia-suc {(dice.randrange(850, 1250) + 20 * month) * times}",
        f"ho-ngheo {rate}",
        f"thu-nhap {dice.randrange(52, 68) + month}",
        f"dan-so {homes * 4}",
        f"ntm {dice.randrange(14, 20)}",
    ]
