"""The public document of what a draw depended on; docs/drawing.md describes it. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from questionbank.questions.rules import PoolItem
from quiz.assembly.rules.blueprint import Cell, ExamRules
from quiz.assembly.rules.papers import Stock


def inputs_document(
    *,
    roster_hash: str,
    numbers: Iterable[int],
    rules: ExamRules,
    stock: Stock,
    topics: Mapping[int, str],
    laws: Mapping[int, str],
) -> dict[str, Any]:
    """Everything the papers follow from, without row ids, so that it says the same everywhere."""
    return {
        "roster": {"hash": roster_hash, "numbers": list(numbers)},
        "rules": {
            "minutes": rules.minutes,
            "cut_score": f"{rules.cut_score:.2f}",
            "excellent_score": f"{rules.excellent_score:.2f}",
            "attempts": rules.attempts,
            "retake_rule": rules.retake_rule,
            "multiple_rule": rules.multiple_rule,
        },
        "cells": [_cell(cell, topics, laws) for cell in stock.cells],
        "pool": [
            _question(item, topics, laws) | {"last": stock.kept_last.get(item.version_id, "")}
            for _, item in sorted(stock.items.items())
        ],
    }


def _question(item: PoolItem, topics: Mapping[int, str], laws: Mapping[int, str]) -> dict[str, Any]:
    return {
        "hash": item.content_hash,
        "kind": item.kind,
        "difficulty": item.difficulty,
        "topics": sorted(topics[pk] for pk in item.topic_ids),
        "laws": sorted(laws[pk] for pk in item.law_ids),
        "options": item.option_count,
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
