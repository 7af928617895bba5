"""`plan new`, `plan diff`, `plan history`: from one year, and from one revision, to the next."""

from __future__ import annotations

import json

from office import Office


def adjust(office: Office) -> None:
    """The plan with one target changed and one alias gone."""
    path = office.folder / "data" / "plan_2024.yaml"
    text = path.read_text("utf-8").replace('target: ">= 6.278"', 'target: ">= 6.400"')
    path.write_text(text.replace("aliases: [gia cầm]", "aliases: [gà vịt]"), "utf-8")


def test_next_years_plan_is_written_once_and_passes_its_check(office: Office) -> None:
    office.done("init")
    office.done("record", "dan-gia-suc", "6.500", "--on", "01/04/2024")
    answer = office.run("plan", "new", "2025", "--out", "data/plan_2025.yaml")
    assert answer.code == 0
    assert "đã ghi data/plan_2025.yaml" in answer.out.replace("\\", "/")
    assert "XEM LẠI" in answer.err
    text = (office.folder / "data" / "plan_2025.yaml").read_text("utf-8")
    assert 'baseline: {value: "6.500", on: 2024-04-01}' in text
    assert "kế hoạch đúng" in office.done("--plan", "data/plan_2025.yaml", "plan", "check")
    assert "không thay đổi" in office.done("plan", "new", "2025", "--out", "data/plan_2025.yaml")


def test_a_plan_that_was_gone_over_is_not_written_over(office: Office) -> None:
    office.done("init")
    office.done("plan", "new", "2025", "--out", "plan_2025.yaml")
    path = office.folder / "plan_2025.yaml"
    path.write_text(path.read_text("utf-8").replace(">= 6.278", ">= 6.800"), "utf-8")
    assert office.run("plan", "new", "2025", "--out", "plan_2025.yaml").code == 5
    assert office.run("plan", "new", "2025", "--out", "data/plan_2024.yaml", "--force").code == 5


def test_without_out_the_text_is_the_whole_answer(office: Office) -> None:
    answer = office.run("plan", "new", "2025")
    assert answer.err == ""
    assert answer.out.startswith("# yaml-language-server")


def test_a_year_that_is_not_ahead_is_refused_with_the_year_to_type(office: Office) -> None:
    answer = office.run("plan", "new", "2024")
    assert answer.code == 2
    assert "thidua plan new 2025" in answer.err


def test_two_plan_files_are_compared_by_indicator(office: Office) -> None:
    office.done("init")
    (office.folder / "cu.yaml").write_bytes((office.folder / "data" / "plan_2024.yaml").read_bytes())
    adjust(office)
    page = office.done("plan", "diff", "cu.yaml", "data/plan_2024.yaml")
    assert "0 chỉ tiêu thêm, 0 chỉ tiêu bỏ, 2 chỉ tiêu đổi" in page
    record = json.loads(office.done("plan", "diff", "cu.yaml", "data/plan_2024.yaml", "--format", "json"))
    assert [(one["indicator"], one["field"], one["before"], one["after"]) for one in record["changes"]] == [
        ("dan-gia-suc", "target", ">= 6.278", ">= 6.400"),
        ("dan-gia-cam", "aliases", "gia cầm", "gà vịt"),
    ]
    plain = office.done("plan", "diff", "cu.yaml", "data/plan_2024.yaml", "--format", "plain").splitlines()
    assert plain[0] == "~ đổi\tdan-gia-suc\ttarget\t>= 6.278\t>= 6.400"
    assert "giống nhau" in office.done("plan", "diff", "cu.yaml", "cu.yaml")


def test_the_revisions_the_ledger_has_seen_are_listed_and_can_be_compared(office: Office) -> None:
    office.done("init")
    assert "chưa dùng bản kế hoạch nào" in office.done("plan", "history")
    office.done("record", "dan-gia-suc", "6.500", "--on", "01/04/2024")
    adjust(office)
    office.done("record", "dan-gia-suc", "6.510", "--on", "01/07/2024")
    page = office.done("plan", "history")
    assert "2 chỗ: Tổng đàn gia súc, Tổng đàn gia cầm (đang dùng)" in page
    record = json.loads(office.done("plan", "history", "--format", "json"))
    old, new = record["revisions"]
    assert (old["first_seq"], old["changes"], new["first_seq"], len(new["changes"])) == (1, None, 2, 2)
    compared = office.done("plan", "diff", old["revision"][:8], new["revision"][:8])
    assert ">= 6.278" in compared
    assert office.run("plan", "diff", "0123456789", "data/plan_2024.yaml").code == 2
    assert office.run("plan", "diff", "khong-co.yaml", "data/plan_2024.yaml").code == 2


def changed(office: Office, old: str, new: str) -> None:
    """The plan with one piece of text replaced."""
    path = office.folder / "data" / "plan_2024.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_the_check_names_figures_that_are_outside_the_plan(office: Office) -> None:
    office.done("init")
    office.done("record", "dan-gia-suc", "6.500", "--on", "01/04/2024")
    path = office.folder / "data" / "plan_2024.yaml"
    path.write_text(path.read_text("utf-8").replace("dan-gia-suc", "tong-dan"), "utf-8")
    answer = office.run("plan", "check", "--strict")
    assert answer.code == 4
    assert "Có số liệu ngoài kế hoạch: dan-gia-suc (xem: thidua check)" in answer.out


def test_a_target_against_last_year_is_doubtful_until_last_years_figure_is_there(office: Office) -> None:
    office.done("init")
    changed(office, 'target: ">= 6.278"\n        printed: 6.278con', 'target: ">= +5%"')
    answer = office.run("plan", "check", "--strict")
    assert answer.code == 4
    assert "chưa có kết quả năm 2023" in answer.out
    office.done("record", "dan-gia-suc", "6.000", "--on", "31/12/2023", "--earlier-year")
    assert "cảnh báo" not in office.done("plan", "check", "--strict")


def test_remarks_do_not_make_a_strict_check_fail(office: Office) -> None:
    office.done("init")
    changed(office, "        due: 2024-04-01\n", "")
    assert "lưu ý: 1 chỉ tiêu chưa có hạn" in office.done("plan", "check", "--strict")


def test_a_plan_is_checked_also_beside_a_ledger_that_cannot_be_read(office: Office) -> None:
    office.done("init")
    (office.folder / "data" / "thidua.db").write_bytes(b"no ledger")
    answer = office.run("plan", "check", "--strict")
    assert (answer.code, "kế hoạch đúng" in answer.out) == (0, True)
    assert "chưa đối chiếu được với sổ số liệu" in answer.err


def test_what_moved_together_is_told_once(office: Office) -> None:
    office.done("init")
    office.done("plan", "new", "2025", "--out", "data/plan_2025.yaml")
    page = office.done("plan", "diff", "data/plan_2024.yaml", "data/plan_2025.yaml", "--format", "plain").splitlines()
    together = [line for line in page if line.split("\t")[1].endswith(" mục")]
    assert together == [
        "~ đổi\t23 mục\tdue\t31/01/2024 đến 31/12/2024\t31/01/2025 đến 31/12/2025 (lùi 1 năm)",
        "~ đổi\t23 mục\tprinted\t4.482,38ha; 1.278,3; 3.204,08ha; …\t–",
    ]
    assert len(page) < 12
    record = json.loads(office.done("plan", "diff", "data/plan_2024.yaml", "data/plan_2025.yaml", "--format", "json"))
    assert sum(one["field"] == "printed" for one in record["changes"]) == 23


def test_work_items_and_places_are_compared_one_by_one(office: Office) -> None:
    office.done("init")
    old = office.folder / "cu.yaml"
    old.write_bytes((office.folder / "data" / "plan_2024.yaml").read_bytes())
    changed(office, "lead: Văn hóa – Xã hội (Phụ trách Thông tin)", "lead: Phòng VH-XH")
    with (office.folder / "data" / "plan_2024.yaml").open("a", encoding="utf-8") as file:
        file.write("places: [{id: thon-1, name: Thôn 1, until: 2024-06-30}]\n")
    page = office.done("plan", "diff", "cu.yaml", "data/plan_2024.yaml", "--format", "plain").splitlines()
    assert page[0].endswith("\tlead\tVăn hóa – Xã hội (Phụ trách Thông tin)\tPhòng VH-XH")
    assert page[1:] == ["+ thêm\tthon-1\tplaces\t–\tThôn 1"]
