"""Writing questions: every change is a new version, and a second person approves it."""

from questionbank.questions.actions.review import approve_questions, retire_question
from questionbank.questions.actions.saving import save_version, store_drafts

__all__ = ["approve_questions", "retire_question", "save_version", "store_drafts"]
