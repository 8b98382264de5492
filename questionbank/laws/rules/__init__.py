"""Statutes: their numerals, citations, articles, printed text, and changes. Pure."""

from questionbank.laws.rules.articles import ArticleText, paragraph_text, paragraphs, squeeze
from questionbank.laws.rules.changes import ArticleChange, Change, compare_versions
from questionbank.laws.rules.citations import Cited, LawPlace, read_citations, write_citations
from questionbank.laws.rules.declared import (
    KnownLaw,
    LawDeclaration,
    read_declaration,
    resolve,
    with_declared,
)
from questionbank.laws.rules.history import in_force_too_early
from questionbank.laws.rules.kinds import LawKind, Standing
from questionbank.laws.rules.marks import Mark, Piece, mark_changes
from questionbank.laws.rules.numbers import (
    PREAMBLE,
    article_key,
    article_label,
    read_number,
    write_number,
)
from questionbank.laws.rules.repeals import RepealClause, repeal_clause
from questionbank.laws.rules.statutes import Statute, StoreVerdict, join_parts, read_statute
from questionbank.laws.rules.titles import normal_title, short_title

__all__ = [
    "PREAMBLE",
    "ArticleChange",
    "ArticleText",
    "Change",
    "Cited",
    "KnownLaw",
    "LawDeclaration",
    "LawKind",
    "LawPlace",
    "Mark",
    "Piece",
    "RepealClause",
    "Standing",
    "Statute",
    "StoreVerdict",
    "article_key",
    "article_label",
    "compare_versions",
    "in_force_too_early",
    "join_parts",
    "mark_changes",
    "normal_title",
    "paragraph_text",
    "paragraphs",
    "read_citations",
    "read_declaration",
    "read_number",
    "read_statute",
    "repeal_clause",
    "resolve",
    "short_title",
    "squeeze",
    "with_declared",
    "write_citations",
    "write_number",
]
