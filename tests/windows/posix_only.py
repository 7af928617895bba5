"""Tests of what only POSIX systems have, with the reason; on Windows they are skipped, visibly."""

from __future__ import annotations

from pathlib import Path

SIGKILL = "kills a process with SIGKILL"
MODES = "asks for POSIX permission bits"
LINKS = "needs symbolic links"
PTY = "needs a pseudo-terminal"
FIFO = "needs pipes with names"
OPEN_FILES = "Windows replaces no file that is open"

REASONS: dict[str, dict[str, str]] = {
    "ledger/test_concurrency.py": {
        "test_a_killed_import_leaves_no_row_and_the_next_reader_heals_it_e2_e4_i9": SIGKILL,
        "test_a_lock_of_another_program_is_named_with_its_process_e5_e8": "asks for the holder of a POSIX lock",
    },
    "ledger/test_copies.py": {
        "test_a_backup_has_every_row_and_its_own_proof_h1": MODES,
        "test_a_backup_killed_before_it_is_proved_has_no_name_h2": SIGKILL,
        "test_restoring_gives_the_ledger_back_row_for_row_on_a_new_machine_h4_h7": MODES,
        "test_a_hot_journal_is_rolled_back_before_the_ledger_is_replaced_h4": SIGKILL,
        "test_a_ledger_shared_with_a_group_stays_so_and_a_link_stays_a_link": LINKS,
        "test_a_writer_that_had_the_replaced_ledger_open_writes_nowhere_else": OPEN_FILES,
        "test_a_copy_to_restore_is_made_beside_the_file_that_a_link_points_to": LINKS,
    },
    "ledger/test_migration.py": {
        "test_the_backup_is_whole_named_and_private_before_anything_changes_g5_p4": MODES,
    },
    "ledger/test_opening.py": {
        "test_a_folder_a_device_and_a_pipe_are_no_ledgers_d10": FIFO,
        "test_odd_names_work_d10[sổ đỏ?#%20.db]": "Windows allows no ? in a name",
        "test_a_ledger_is_created_whole_private_and_only_once_p4": MODES,
        "test_a_ledger_behind_a_link_is_used_in_its_own_folder": LINKS,
    },
    "render/test_output.py": {
        "test_a_new_file_is_written_with_the_mode_of_the_umask_k6": MODES,
        "test_the_old_mode_is_kept_k6": MODES,
        "test_ledger_journal_and_plan_are_never_overwritten_k4[link]": LINKS,
        "test_dev_null_and_a_pipe_are_written_to_plainly": FIFO,
        "test_a_descriptor_of_a_pipe_is_written_to_plainly": FIFO,
        "test_a_symbolic_link_stays_and_its_target_is_updated_k5": LINKS,
        "test_a_place_that_cannot_be_written_is_a_storage_error[make_loop]": LINKS,
        "test_long_and_odd_names_are_names_on_linux_k5": "names that Linux allows",
        "test_a_fault_while_writing_leaves_the_old_file": "limits the size of files as POSIX does",
    },
    "render/test_terminal.py": {
        "test_a_real_terminal_tells_its_width": PTY,
        "test_colours_follow_the_environment_m8": "asks for a console that understands escapes; Wine's does not",
    },
}


def reason_of(path: Path, name: str) -> str | None:
    """Why a test cannot run on Windows; None when it can. `name` may carry its parameters in brackets."""
    reasons = REASONS.get("/".join(path.parts[-2:]), {})
    return reasons.get(name.encode("ascii", "backslashreplace").decode("unicode_escape")) or reasons.get(
        name.partition("[")[0]
    )
