"""Writing laws."""

from questionbank.laws.actions.correcting import correct_law
from questionbank.laws.actions.declaring import store_declared_laws
from questionbank.laws.actions.importing import LawFile, import_laws
from questionbank.laws.actions.storing import StoredLaw, store_law

__all__ = ["LawFile", "StoredLaw", "correct_law", "import_laws", "store_declared_laws", "store_law"]
