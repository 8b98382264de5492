"""Importing people: read, match, preview, decide, apply, and undo."""

from rosters.intake.actions.applying import apply_staged, start_applying
from rosters.intake.actions.deciding import change_columns, choose, choose_gone, correct_row
from rosters.intake.actions.forgetting import forget_old_uploads
from rosters.intake.actions.importing import import_people
from rosters.intake.actions.staging import read_staged, refresh, stage_upload
from rosters.intake.actions.undoing import undo_upload
from rosters.intake.opening import MOST_ROWS, read_roster, refuse_size
from rosters.intake.report import PeopleReport

__all__ = [
    "MOST_ROWS",
    "PeopleReport",
    "apply_staged",
    "change_columns",
    "choose",
    "choose_gone",
    "correct_row",
    "forget_old_uploads",
    "import_people",
    "read_roster",
    "read_staged",
    "refresh",
    "refuse_size",
    "stage_upload",
    "start_applying",
    "undo_upload",
]
