"""Stocks serve needs up to the maximum flow, within every limit, and shortages fall evenly."""

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from quiz.assembly.rules import fill


@st.composite
def problems(draw):
    needs = draw(st.lists(st.integers(0, 9), min_size=1, max_size=5))
    stocks = draw(st.lists(st.integers(0, 9), min_size=1, max_size=5))
    row = st.lists(st.integers(0, 6), min_size=len(stocks), max_size=len(stocks))
    return needs, stocks, [draw(row) for _ in needs]


def maximum_flow(needs, stocks, limits):
    graph = nx.DiGraph()
    graph.add_nodes_from(["source", "sink"])
    for i, need in enumerate(needs):
        graph.add_edge("source", ("need", i), capacity=need)
        for j, limit in enumerate(limits[i]):
            graph.add_edge(("need", i), ("stock", j), capacity=limit)
    for j, stock in enumerate(stocks):
        graph.add_edge(("stock", j), "sink", capacity=stock)
    return nx.maximum_flow_value(graph, "source", "sink")


@given(problems())
def test_total_is_the_maximum_flow(problem):
    assert sum(map(sum, fill(*problem))) == maximum_flow(*problem)


@given(problems())
def test_no_limit_is_passed(problem):
    needs, stocks, limits = problem
    taken = fill(needs, stocks, limits)
    assert all(sum(row) <= need for row, need in zip(taken, needs, strict=True))
    assert all(sum(row[j] for row in taken) <= stock for j, stock in enumerate(stocks))
    pairs = [(n, m) for row, most in zip(taken, limits, strict=True)
             for n, m in zip(row, most, strict=True)]  # fmt: skip
    assert all(0 <= number <= most for number, most in pairs)


def test_shortage_falls_in_proportion():
    assert fill([20, 10], [15], [[20], [10]]) == [[10], [5]]


def test_a_need_takes_evenly_from_its_stocks():
    assert fill([7], [9, 9, 9], [[9, 9, 9]]) == [[3, 2, 2]]


def test_a_chain_of_exchanges_is_found():
    """The second can only use stock 0, so the first, who came earlier, moves to stock 1."""
    assert fill([1, 1], [1, 1], [[1, 1], [1, 0]]) == [[0, 1], [1, 0]]
