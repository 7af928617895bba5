"""The table of contents of all commands. Light: it imports no command and no library."""

from typing import NamedTuple


class Command(NamedTuple):
    """A command: its name, where its function is (`module:function`), and its line in `--help`. One with `children` is
    a group and has no function of its own; without a child's name `default` is run."""

    name: str
    function: str
    summary: str
    chapter: str = ""
    children: "tuple[Command, ...]" = ()
    default: str = ""


DAILY = "Việc hằng ngày"
FIGURES = "Sổ số liệu"
REPORTS = "Báo cáo"
EMULATION = "Thi đua, khen thưởng"
PLAN = "Kế hoạch"
PROVINCE = "Lên tỉnh"
CARE = "Giữ gìn"
PLAN_COMMANDS = (
    Command("check", "plan:check", "kiểm tra tệp kế hoạch, liệt kê mọi lỗi cùng lúc"),
    Command("show", "plan:show", "in toàn bộ kế hoạch đang dùng"),
    Command("draft", "plan:draft", "soạn kế hoạch từ văn bản của cơ quan (.docx, .txt, .md, .pdf), để xem lại"),
    Command("new", "plan:new", "soạn kế hoạch năm sau từ kế hoạch này, để xem lại"),
    Command("days-off", "plan:days_off", "ngày lễ, Tết của năm, để dán vào kế hoạch"),
    Command("diff", "plan:diff", "hai kế hoạch khác nhau chỗ nào"),
    Command("history", "plan:history", "các bản kế hoạch mà sổ đã dùng, mỗi lần đổi gì"),
    Command("restore", "plan:restore", "lấy lại tệp kế hoạch như sổ đã giữ"),
    Command("schema", "plan:schema", "in JSON Schema của tệp kế hoạch, cho trình soạn thảo"),
)
WORK_COMMANDS = (
    Command("list", "due:list_work", "bảng nhiệm vụ và tiến độ (gõ tắt: thidua work)"),
    Command("record", "due:record_work", "ghi tiến độ một nhiệm vụ"),
    Command("done", "due:finish_work", "ghi một nhiệm vụ đã xong, kèm minh chứng"),
)
NOMINATE_COMMANDS = (
    Command("list", "nominate:list_nominations", "danh sách đề nghị khen thưởng (gõ tắt: thidua nominate)"),
    Command("add", "nominate:add", "ghi một đề nghị: cá nhân, hộ, tập thể"),
    Command("move", "nominate:move", "ghi bước tiếp theo: họp hội đồng, trình, đã quyết định, không xét"),
    Command("show", "nominate:show_nomination", "một đề nghị và mọi bước của nó"),
    Command("paper", "nominate:paper", "tờ trình đề nghị khen thưởng (Word, …)"),
    Command("erase-name", "nominate:erase_name", "xóa hẳn họ tên theo yêu cầu, có lý do"),
)
UNITS_COMMANDS = (
    Command("add", "hub:add_unit", "khai báo một xã và tạo vai trò của xã"),
    Command("import", "hub:import_units", "khai báo các xã từ tệp CSV"),
)
MERGERS_COMMANDS = (Command("import", "hub:import_mergers", "khai báo sắp xếp từ tệp CSV"),)
INDICATORS_COMMANDS = (Command("import", "hub:import_indicators", "nạp danh mục từ tệp CSV"),)
HUB_COMMANDS = (
    Command("init", "hub:init", "tạo kho của tỉnh trong PostgreSQL, hoặc đưa lên bản mới"),
    Command("join", "hub:join", "xã: ghi nhớ kho của tỉnh"),
    Command("pull", "hub:pull", "xã: lấy về sổ của mình mà tỉnh đang giữ"),
    Command("receive", "hub:receive", "tỉnh: nhận sổ của xã từ tệp, đối chiếu với giấy đã ký"),
    Command("status", "hub:who_closed", "tỉnh: xã nào đã chốt kỳ này, xã nào chưa"),
    Command("report", "hub:report", "tỉnh: cộng các báo cáo mà xã đã chốt"),
    Command("rank", "hub:rank", "tỉnh: xếp hạng các xã"),
    Command("page", "hub:page", "tỉnh: một trang cho người xem"),
    Command("units", "", "tỉnh: khai báo các xã", "", UNITS_COMMANDS),
    Command("mergers", "", "tỉnh: xã cũ nhập vào xã mới", "", MERGERS_COMMANDS),
    Command("indicators", "", "tỉnh: danh mục chỉ tiêu", "", INDICATORS_COMMANDS),
    Command("verify", "hub:verify", "tính lại mã băm của mọi dòng kho đang giữ"),
)
COMMANDS = (
    Command("report", "report:report", "bảng đánh giá các chỉ tiêu", DAILY),
    Command("record", "record:record", "ghi một số liệu", DAILY),
    Command("entry", "entry:entry", "ghi lần lượt những số liệu còn thiếu, có hỏi từng chỉ tiêu", DAILY),
    Command("due", "due:due", "số liệu đã trễ, sắp đến hạn, hỏi nơi nào", DAILY),
    Command("overview", "due:overview", "toàn cảnh cả năm: mỗi chỉ tiêu, tháng nào có số, thiếu, ước, đã chốt", DAILY),
    Command("today", "due:today", "việc hôm nay: đã trễ gì, báo cáo tháng trước, gõ gì tiếp (gõ tắt: thidua)", DAILY),
    Command("list", "indicators:list_indicators", "tìm chỉ tiêu: mã, tên, đơn vị, kế hoạch", DAILY),
    Command("show", "indicators:show", "các số liệu trong năm của một chỉ tiêu", DAILY),
    Command("explain", "indicators:explain", "mỗi con số của một chỉ tiêu tính ra thế nào", DAILY),
    Command("correct", "record:correct", "sửa một số liệu đã ghi, có lý do", FIGURES),
    Command("void", "record:void", "rút một số liệu đã ghi, có lý do", FIGURES),
    Command("undo", "record:undo", "hoàn tác việc ghi gần nhất", FIGURES),
    Command("history", "indicators:history", "ai ghi gì, khi nào, vì sao, cũ → mới", FIGURES),
    Command("check", "check:check", "kiểm tra số liệu: gõ nhầm, quá cũ, ngoài khoảng, không khớp", FIGURES),
    Command("template", "template:template", "biểu mẫu Excel hoặc CSV để các đơn vị điền số", FIGURES),
    Command("import", "import_file:import_file", "nhập số liệu từ tệp Excel hoặc CSV", FIGURES),
    Command("export", "export:export", "xuất toàn bộ sổ số liệu", FIGURES),
    Command("summary", "summary:summary", "báo cáo tổng hợp của tháng, thành tệp để ký gửi", REPORTS),
    Command("close", "closing:close", "chốt số liệu một kỳ: giữ báo cáo đã gửi, khóa các ngày", REPORTS),
    Command("reopen", "closing:reopen", "mở lại một kỳ đã chốt, có lý do", REPORTS),
    Command("diff", "closing:diff", "từ khi chốt đến nay đã đổi gì, do ai, vì sao", REPORTS),
    Command("cron", "cron:cron", "dòng lệnh hẹn giờ làm báo cáo hằng tháng (crontab, Windows)", REPORTS),
    Command("work", "", "nhiệm vụ của kế hoạch: tiến độ, minh chứng", EMULATION, WORK_COMMANDS, "list"),
    Command("score", "score:score", "phiếu điểm: đạt, thưởng, trừ, đã mất, còn giành được", EMULATION),
    Command("rank", "score:rank", "bảng xếp hạng các thôn, lên xuống so với tháng trước", EMULATION),
    Command("pace", "score:pace", "tiến độ so với nhịp kế hoạch, dự báo cả năm", EMULATION),
    Command("nominate", "", "đề nghị khen thưởng: danh sách, các bước, tờ trình", EMULATION, NOMINATE_COMMANDS, "list"),
    Command("plan", "", "xem và kiểm tra tệp kế hoạch", PLAN, PLAN_COMMANDS),
    Command("send", "hub:send", "gửi sổ lên kho của tỉnh, hoặc ra tệp", PROVINCE),
    Command("hub", "", "kho của tỉnh: nối, nhận, tổng hợp, xếp hạng", PROVINCE, HUB_COMMANDS),
    Command("init", "keeping:init", "tạo thư mục làm việc: kế hoạch mẫu hoặc từ văn bản của cơ quan, sổ trống", CARE),
    Command("demo", "demo:demo", "dựng một thư mục minh họa: mười thôn, cả năm số liệu", CARE),
    Command("where", "keeping:where", "tệp kế hoạch và sổ số liệu đang dùng nằm ở đâu", CARE),
    Command("config", "keeping:config", "những gì đang được đặt (thidua.toml, biến, tùy chọn), đặt ở đâu", CARE),
    Command("verify", "keeping:verify", "kiểm tra sổ số liệu còn nguyên vẹn", CARE),
    Command("backup", "keeping:backup", "chép sổ ra một tệp, đã kiểm tra từng dòng", CARE),
    Command("restore", "keeping:restore", "khôi phục sổ từ một bản sao", CARE),
    Command("guide", "guide:guide", "hướng dẫn sử dụng: cả cuốn hoặc một mục, trên màn hình hoặc trình duyệt", CARE),
    Command("schema", "guide:schema", "JSON Schema của dữ liệu máy đọc (--format json)", CARE),
    Command("doctor", "keeping:doctor", "tự khám: máy, tệp, sổ, và cần làm gì", CARE),
    Command("completion", "guide:completion", "gõ phím TAB để máy điền tiếp: bash, zsh, fish, PowerShell", CARE),
)
SPOKEN = {
    "bao cao": "report", "ghi": "record", "ghi so": "record", "ghi so lieu": "record", "nhap": "import",
    "nhap tep": "import", "nhap so lieu": "import", "sua": "correct", "sua so": "correct", "sua so lieu": "correct",
    "rut": "void", "hoan tac": "undo", "lich su": "history", "tim": "list", "danh sach": "list", "xem": "show",
    "giai thich": "explain", "han": "due", "den han": "due", "con thieu": "due", "hoi": "entry",
    "ghi lan luot": "entry", "kiem tra": "check", "bieu mau": "template", "xuat": "export", "tong hop": "summary",
    "bao cao tong hop": "summary", "chot": "close", "chot so lieu": "close", "mo lai": "reopen", "so sanh": "diff",
    "hen gio": "cron", "nhiem vu": "work", "cham diem": "score", "phieu diem": "score", "xep hang": "rank",
    "tien do": "pace", "khen thuong": "nominate", "ke hoach": "plan", "sao luu": "backup", "khoi phuc": "restore",
    "o dau": "where", "huong dan": "guide", "tu kham": "doctor", "gui": "send", "hom nai": "today", "tao": "init",
    "thu": "demo", "toan canh": "overview", "cai dat": "config", "them": "add", "xong": "done", "to trinh": "paper",
    "chuien buoc": "move", "soan": "draft", "lap moi": "new", "ngai nghi": "days-off", "nhat ki": "history",
    "minh hoa": "demo", "doi chieu": "verify", "de nghi": "nominate", "thai doi": "diff", "xem thu": "demo",
}  # fmt: skip
"""What people call the commands, also those of groups, folded (no accents); one or more words."""
LONGEST_SPOKEN = 4
ABOUT = """Theo dõi kế hoạch thi đua: ghi số liệu, đánh giá chỉ tiêu, làm báo cáo.

Các tùy chọn --plan và --ledger đứng trước tên lệnh. Hướng dẫn của từng lệnh: thidua LỆNH --help"""
PROGRAM = Command("thidua", "", ABOUT, children=COMMANDS)
HELP_NAMES = ("--help", "-h")
ROOT_OPTIONS = ("--plan", "--ledger")
"""What stands before the command's name and takes a value."""
