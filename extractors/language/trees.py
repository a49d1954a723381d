"""From arc scores to a tree: the best single-rooted dependency tree of a sentence.

In: a float array [n, n + 1]: the score of head h (0 is the root, h >= 1 is token h - 1) for each
token. Out: the head of each token in the same numbering, exactly one of them 0, no cycles.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def sentence_bounds(starts: Floats) -> list[tuple[int, int]]:
    """The sentences (start, end) of a window from the logits [n, 2] of no start and of a start."""
    margin = starts[:, 1] - starts[:, 0]
    found = [0, *(i for i in range(1, len(margin)) if margin[i] > 0)]
    return list(zip(found, [*found[1:], len(margin)], strict=True))


def within(arcs: Floats, start: int, end: int) -> Floats:
    """A sentence's own scores [m, m + 1], as `best_tree` takes them, of a window's [n, n + 1]."""
    return np.concatenate([arcs[start:end, :1], arcs[start:end, start + 1 : end + 1]], 1)


def best_tree(scores: Floats) -> list[int]:
    """Heads of the highest-scoring tree with one root (Chu-Liu/Edmonds only where greedy fails)."""
    count = scores.shape[0]
    if count == 1:
        return [0]
    scores = scores.astype(np.float64)
    scores[np.arange(count), np.arange(1, count + 1)] = -np.inf
    heads = [int(h) for h in scores.argmax(axis=1)]
    if heads.count(0) == 1 and not _cycle([-1, *heads]):
        return heads
    # One root: try the likeliest few, each with the root's other arcs forbidden.
    best: tuple[float, list[int]] | None = None
    for root in np.argsort(-scores[:, 0], kind="stable")[:4]:
        single = np.full((count + 1, count + 1), -np.inf)
        single[1:, 1:] = scores[:, 1:]
        single[root + 1, :] = -np.inf
        single[root + 1, 0] = scores[root, 0]
        tree = _edmonds(single)[1:]
        total = float(sum(scores[i, h] for i, h in enumerate(tree)))
        if best is None or total > best[0]:
            best = (total, tree)
    assert best is not None
    return best[1]


def _cycle(heads: list[int]) -> list[int]:
    """The nodes of one cycle; `heads[0]` belongs to the root and is ignored."""
    state = [0] * len(heads)
    state[0] = 2
    for start in range(1, len(heads)):
        path: list[int] = []
        node = start
        while state[node] == 0:
            state[node] = 1
            path.append(node)
            node = heads[node]
        if state[node] == 1:
            return path[path.index(node) :]
        for seen in path:
            state[seen] = 2
    return []


def _edmonds(scores: NDArray[np.float64]) -> list[int]:
    """Maximum arborescence from node 0; `scores[d, h]`, dependents by heads. Heads of all nodes."""
    size = scores.shape[0]
    np.fill_diagonal(scores, -np.inf)
    heads = [int(h) for h in scores.argmax(axis=1)]
    heads[0] = -1
    cycle = _cycle(heads)
    if not cycle:
        return heads
    inside = set(cycle)
    outside = [node for node in range(size) if node not in inside]
    merged = len(outside)
    smaller = np.full((merged + 1, merged + 1), -np.inf)
    smaller[:merged, :merged] = scores[np.ix_(outside, outside)]
    cycle_scores = np.array([scores[node, heads[node]] for node in cycle])
    into = scores[np.ix_(cycle, outside)] - cycle_scores[:, None]
    out_of = scores[np.ix_(outside, cycle)]
    smaller[merged, :merged] = into.max(axis=0) + cycle_scores.sum()
    smaller[:merged, merged] = out_of.max(axis=1)
    solved = _edmonds(smaller)
    result = list(heads)
    for position, node in enumerate(outside):
        head = solved[position]
        if head == merged:
            result[node] = cycle[int(out_of[position].argmax())]
        elif head >= 0:
            result[node] = outside[head]
    entering = solved[merged]
    breaker = cycle[int(into[:, entering].argmax())]
    result[breaker] = outside[entering]
    return result
