"""Tests of what only POSIX systems have, with the reason; on Windows they are skipped, visibly."""

from __future__ import annotations

from pathlib import Path

SIGKILL = "kills a process with SIGKILL"
MODES = "asks for POSIX permission bits"
LINKS = "needs symbolic links"
PTY = "needs a pseudo-terminal"
FIFO = "needs pipes with names"
OPEN_FILES = "Windows replaces no file that is open"

CONSOLE = "asks for a console that understands escapes; Wine's does not"
CRONTAB = "asks for the line of POSIX's cron"

REASONS: dict[str, dict[str, str]] = {
    "cli/test_config.py": {
        "test_formats_and_folder_of_the_summary_come_from_the_file_and_give_way_to_options": CRONTAB,
    },
    "cli/test_copies.py": {
        "test_doctor_warns_of_a_ledger_others_can_read_p4": MODES,
        "test_network_shares_and_synchronised_folders_are_known_d12[/srv/chung/thi-dua-nfs4]": "mounts of POSIX",
    },
    "cli/test_cron.py": {
        "test_the_line_names_everything_by_absolute_path": CRONTAB,
        "test_a_percent_sign_is_escaped_and_arrives_in_the_shell_as_it_was_o10": CRONTAB,
        "test_any_folder_name_comes_through_crontab_and_shell": CRONTAB,
        "test_the_windows_line_quotes_inside_quotes": "writes paths as POSIX does",
        "test_a_path_that_windows_would_change_is_named_and_the_linux_line_stays": CRONTAB,
        "test_day_and_hour_can_be_chosen": CRONTAB,
        "test_scripts_get_the_lines_as_json": CRONTAB,
        "test_the_plan_is_found_anew_at_each_run_and_a_named_one_is_kept": CRONTAB,
        "test_from_a_folder_below_the_line_still_runs_in_the_workspace": CRONTAB,
        "test_the_calendar_of_administrative_reports_runs_on_the_fifteenth": CRONTAB,
    },
    "cli/test_import.py": {"test_k4_a_form_or_an_export_never_overwrites_the_ledger_or_the_plan": LINKS},
    "cli/test_overview.py": {"test_what_is_longer_than_the_screen_goes_through_the_pager": PTY},
    "cli/test_run_log.py": {
        "test_a_sentence_stays_on_one_line_and_is_not_endless": "a name that Windows does not allow",
    },
    "cli/test_transcripts.py": {
        "test_a_transcript_is_what_the_program_prints[refusals]": "paths in proposed commands are quoted for sh",
    },
    "cli/test_written_files.py": {
        "test_a_link_to_nowhere_and_a_pipe_at_a_foreseeable_name_are_refused_13": FIFO,
    },
    "completion/test_install.py": {
        "test_one_line_is_added_to_the_file_of_the_shell_and_never_twice[powershell]": "a path of Linux",
        "test_a_file_of_the_shell_that_is_a_link_stays_one_and_keeps_its_rights": LINKS,
    },
    "intake/test_heard.py": {
        "test_endless_runs_of_marks_are_read_in_one_sweep_r12": "limits the processor's time as POSIX does",
    },
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
    "plan_file/test_opening.py": {
        "test_a20_an_unreadable_file_is_refused": "stands in for the opening as POSIX does it"
    },
    "render/test_output.py": {
        "test_a_link_to_nowhere_makes_nothing": LINKS,
        "test_a_pipe_that_nobody_reads_is_not_waited_for": FIFO,
        "test_a_full_device_is_a_storage_error": "writes to a device of Linux",
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
        "test_a_pipe_has_natural_width_and_no_colour_whatever_columns_says": CONSOLE,
        "test_colours_follow_the_environment_m8": CONSOLE,
    },
}


def reason_of(path: Path, name: str) -> str | None:
    """Why a test cannot run on Windows; None when it can. `name` may carry its parameters in brackets."""
    reasons = REASONS.get("/".join(path.parts[-2:]), {})
    return reasons.get(name.encode("ascii", "backslashreplace").decode("unicode_escape")) or reasons.get(
        name.partition("[")[0]
    )
