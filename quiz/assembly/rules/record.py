"""The public document of what a draw depended on; docs/drawing.md describes it. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from questionbank.questions.rules import PoolItem
from quiz.assembly.rules.blueprint import Cell, ExamRules, supply_unit
from quiz.assembly.rules.papers import Stock


def inputs_document(
    *,
    roster_hash: str,
    numbers: Iterable[int],
    days: tuple[date, date],
    rules: ExamRules,
    stock: Stock,
    topics: Mapping[int, str],
    laws: Mapping[int, str],
) -> dict[str, Any]:
    """Everything the papers follow from, without row ids, so that it says the same everywhere."""
    return {
        "roster": {"hash": roster_hash, "numbers": list(numbers)},
        "days": [day.isoformat() for day in days],
        "rules": {
            "minutes": rules.minutes,
            "cut_score": f"{rules.cut_score:.2f}",
            "excellent_score": f"{rules.excellent_score:.2f}",
            "attempts": rules.attempts,
            "retake_rule": rules.retake_rule,
            "multiple_rule": rules.multiple_rule,
        },
        "cells": [_cell(cell, topics, laws) for cell in stock.cells],
        "pool": _pool(stock, topics, laws),
    }


def _pool(stock: Stock, topics: Mapping[int, str], laws: Mapping[int, str]) -> list[dict[str, Any]]:
    """The questions by hash. A group goes by the first hash of its members."""
    groups: dict[str, str] = {}
    for key, item in sorted(stock.items.items()):
        groups.setdefault(supply_unit(item), key)
    return [
        {
            "difficulty": item.difficulty,
            "topics": sorted(topics[pk] for pk in item.topic_ids),
            "laws": sorted(laws[pk] for pk in item.law_ids),
            "group": groups[supply_unit(item)] if item.group else "",
            "parts": [_question(part, stock) | {"weight": part.weight} for part in item.parts],
        }
        | _question(item, stock)
        for _, item in sorted(stock.items.items())
    ]


def _question(item: PoolItem, stock: Stock) -> dict[str, Any]:
    return {
        "hash": item.content_hash,
        "kind": item.kind,
        "options": item.option_count,
        "last": "" if item.parts else stock.kept_last.get(item.version_id, ""),
    }


def _cell(cell: Cell, topics: Mapping[int, str], laws: Mapping[int, str]) -> dict[str, Any]:
    return {
        "position": cell.position,
        "kind": cell.kind,
        "difficulty": cell.difficulty or "",
        "topics": sorted(topics[pk] for pk in cell.topic_ids),
        "laws": sorted(laws[pk] for pk in cell.law_ids),
        "count": cell.count,
        "marks": f"{cell.marks:.2f}",
    }
