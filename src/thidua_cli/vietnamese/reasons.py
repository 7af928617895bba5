"""Why the operating system refused a file or a folder, and what to do about it, in Vietnamese."""

from __future__ import annotations

import errno

FORBIDDEN = (errno.EACCES, errno.EPERM)
_REASONS = {
    errno.ENOSPC: "đĩa đầy",
    errno.EDQUOT: "hết hạn mức đĩa",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.ENOENT: "không có thư mục này",
    errno.ENOTDIR: "một phần của đường dẫn không phải là thư mục",
    errno.EEXIST: "đã có một tệp cùng tên",
    errno.EISDIR: "đó là một thư mục",
    errno.ENAMETOOLONG: "tên tệp quá dài",
    errno.ELOOP: "liên kết trỏ vòng quanh",
    errno.EMFILE: "mở quá nhiều tệp",
    errno.EFBIG: "tệp quá lớn",
    errno.ENXIO: "ống không có ai đọc",
    errno.EIO: "lỗi vào/ra của ổ đĩa",
    errno.EPIPE: "bên nhận đã đóng",
}


def reason_of(error: Exception, deed: str = "ghi") -> str:
    """The cause in words; `deed` is what was to be done (`ghi`, `đọc`). A ValueError is a path that cannot be one."""
    number = getattr(error, "errno", None)
    if number in FORBIDDEN:
        return f"không có quyền {deed}"
    if number is None:
        return "đường dẫn không hợp lệ"
    return _REASONS.get(number, f"lỗi hệ thống {number}")


def remedy_of(error: OSError, instead: str = "chọn thư mục khác") -> str:
    """What to do when something cannot be made in a folder; `instead` is how to choose another one."""
    if error.errno in (*FORBIDDEN, errno.EROFS):
        return f"cấp quyền ghi cho thư mục đó, hoặc {instead}"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"dọn bớt đĩa rồi chạy lại, hoặc {instead}"
    return f"kiểm tra lại đường dẫn, hoặc {instead}"
