"""Who should be linked with whom: unlinked pairs that have much in common, with the reasons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from ecosystem.errors import BadInput
from ecosystem.kernels import Neighbours, best_pairs, scores_of, worth
from ecosystem.measures.link_prediction import Candidates, candidates_of, complementary, scale, values
from ecosystem.measures.ranking import rounded
from ecosystem.model.answer import Answer, Column, Value
from ecosystem.model.columns import Codes, Numbers
from ecosystem.model.graph import Graph
from ecosystem.model.vocabulary import vocabulary
from queries import Kind, NodeId, Relation, _attributes, _notes
from queries._ends import cited, end, positions
from queries._hindsight import hindsight
from queries._scope import need_nodes

Score = Literal["typed", "adamic_adar", "resource_allocation", "common_neighbours", "l3"]
REASONS = 5
"""The most common neighbours that a row names; its evidence is of these."""

_ENDS = tuple(f"{end}_{what}" for end in ("source", "target") for what in ("id", "name", "kind"))
_DETAIL = ("source_id", "target_id", "adamic_adar", "resource_allocation", "said_by")
_REASONS = ("reasons", "standing", "said_by")
_SCORES = ("score", "common_neighbours", "adamic_adar", "resource_allocation")


def suggest(
    graph: Graph,
    *,
    node: NodeId | None = None,
    link: Relation = Relation("collaborates_with"),  # noqa: B008
    partner: Kind | None = None,
    score: Score = "typed",
    top: int = 10,
    evaluate: int = 0,
) -> Answer:
    """Suggest links that are not there, for one node or the whole scope, from what two nodes have in common.

    Suggestions are computed, never stored. A pair is suggested only where the relation allows its kinds and no link
    of any relation is recorded; classes of actors are left out, and so is, unless you ask for it, what is past or was
    succeeded by another. Partners are bodies: a fund that is an account, such as a budget line, is left out unless
    --partner names its kind.

    Parameters
    ----------
    node
        Whom to suggest partners for; without it the best pairs of the whole scope.
    link
        The relation that is suggested.
    partner
        Only partners of this kind.
    score
        How to order: typed weighs Adamic-Adar by how often pairs that share such a kind of node are linked, and by
        how many partners both have; l3 counts paths of three links, for ends that complement each other, and needs
        a node.
    top
        Number of suggestions, 0 for all of a node.
    evaluate
        A year: hide what began later and print how well each score predicted the new links; 0 for not.

    Notes
    -----
    Links of every standing in the scope count. A reason that is not a fact has its standing in brackets; `standing` is
    the weakest of the links and nodes that the reasons of a row rest on, `said_by` names who says so.

    References
    ----------
    Adamic & Adar 2003, https://doi.org/10.1016/S0378-8733(03)00009-1; resource allocation: Zhou, Lu & Zhang 2009,
    https://doi.org/10.1140/epjb/e2009-00335-8; L3: Kovács et al. 2019, https://doi.org/10.1038/s41467-019-09177-y.
    Cost: at most the sum of squared numbers of partners.

    Examples
    --------
    $ ecosystem suggest QTSC --cite
    $ ecosystem suggest --top 5 --score adamic_adar --without resolution-57

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of([{"id": "a", "kind": "university"}, {"id": "b", "kind": "enterprise"},
    ...                   {"id": "t", "kind": "technology"}],
    ...                  [{"source": "a", "relation": "works_on", "target": "t"},
    ...                   {"source": "b", "relation": "works_on", "target": "t"}])
    >>> [(row[1], row[4], *row[11:13]) for row in suggest(graph).rows]
    [('a', 'b', 'works on t: works on', 'fact')]
    """
    need_nodes(graph, "suggest")
    _notes.check(top)
    if evaluate and (node or partner):
        raise BadInput("evaluate: scores are judged over the whole scope; leave out the node and --partner")
    if evaluate:
        return hindsight(graph, link, evaluate)
    if score == "l3" and node is None:
        raise BadInput("score: l3 needs a node; give one, or another score")
    candidates = candidates_of(graph, link)
    *ends, found = _best(graph, candidates, link, node, partner, score, top)
    first, second = _directed(link, candidates, *ends)
    shared = [_shared(candidates.among, a, b) for a, b in zip(first, second, strict=True)]
    reasons = [_reasons(graph, candidates, a, b, middles) for a, b, middles in zip(first, second, shared, strict=True)]
    rows = [
        (
            *(rank, *graph.label(a), *graph.label(b), value, *_measures(candidates.among, middles), told),
            _attributes.standing(
                graph, nodes=np.append(graph.links.source[used], graph.links.target[used]), links=used
            ),
            _attributes.speakers(graph, used),
        )
        for rank, a, b, value, middles, (told, used) in zip(
            _ranks(found), first, second, found.tolist(), shared, reasons, strict=True
        )
    ]
    links = [used for _, used in reasons]
    named = f"Suggested partners of {graph.nodes.name[graph.position(node)]}" if node else "Suggested pairs"
    return Answer(
        title=f"{named}: {vocabulary().relations[link].name}",
        columns=tuple(Column(name, detail=name in _DETAIL) for name in ("rank", *_ENDS, *_SCORES, *_REASONS)),
        rows=rows,
        graph=graph,
        notes=(
            _CONVENTIONS[score],
            "Computed suggestions, not recorded facts. Undirected; parallel links count once; pairs that are linked in "
            "any way are left out.",
            *([] if rows else ["Nothing to suggest: no unlinked pair of allowed kinds has anything in common."]),
            *_notes.counted(graph),
        ),
        evidence=[cited(graph, used) for used in links],
        nodes=positions(node for pair in zip(first, second, strict=True) for node in pair),
        links=positions(link for used in links for link in used),
    )


def _of_all_nodes(given: Mapping[str, Any]) -> bool:
    return given["node"] is None and not given["evaluate"]


UNBOUNDED = _of_all_nodes


_CONVENTIONS = {
    "typed": "Score: sum over common neighbours of w / ln k, w the share of linked pairs among those that meet at such "
    "a kind of node, learned from this scope with ten pairs of the share over all kinds added; times "
    "sqrt(1 + partners) of both, counted by the relation.",
    "adamic_adar": "Score: sum over common neighbours of 1 / ln k, k the number of their neighbours.",
    "resource_allocation": "Score: sum over common neighbours of 1 / k, k the number of their neighbours.",
    "common_neighbours": "Score: number of common neighbours.",
    "l3": "Score: sum over paths of three links of 1 / sqrt(k k'), k and k' the neighbours of the two between.",
}


def _best(
    graph: Graph,
    candidates: Candidates,
    link: Relation,
    node: NodeId | None,
    partner: Kind | None,
    score: Score,
    top: int,
) -> tuple[list[int], list[int], Numbers]:
    allowed, kinds = candidates.allowed, list(vocabulary().kinds)
    hidden = _gone(graph) | _accounts(graph, link, partner)
    kind = np.where(hidden, len(kinds), candidates.kind).astype(np.int32)
    if partner and node is None:
        of_kind = np.arange(len(allowed)) == kinds.index(partner)
        allowed = allowed & (of_kind[:, None] | of_kind)
    if node is None:
        if not top:
            raise BadInput("top: 0 means all, which only a node's suggestions can show; give a number or a node")
        pairs = best_pairs(
            candidates.among,
            values(candidates, score),
            kind=kind,
            allowed=allowed,
            top=top,
            scale=scale(candidates, score),
        )
        return pairs.first.tolist(), pairs.second.tolist(), rounded(pairs.score)
    here = graph.position(node)
    if candidates.kind[here] == len(kinds) or not allowed[candidates.kind[here]].any():
        raise BadInput(f"suggest: {node} can have no link of the relation in question")
    if _accounts(graph, link, partner)[here]:
        raise BadInput(
            f"suggest: {node} is an account and no body that has partners; give --link, or its own --partner"
        )
    if score == "l3":
        scores = complementary(candidates, here)
    else:
        ends = scale(candidates, score)
        scores = scores_of(candidates.among, here, values(candidates, score)) * (ends[here] * ends)
    scores = rounded(scores)
    open_ = allowed[candidates.kind[here]][kind] & (scores > 0)
    open_[here] = open_[candidates.among.of(here)] = False
    if partner:
        open_ &= kind == kinds.index(partner)
    found = np.flatnonzero(open_)
    found = found[np.argsort(-scores[found], kind="stable")][: top or None]
    return [here] * len(found), found.tolist(), scores[found]


def _directed(
    link: Relation, candidates: Candidates, first: list[int], second: list[int]
) -> tuple[list[int], list[int]]:
    """Turn the pairs that the relation allows the other way only."""
    kinds = list(vocabulary().kinds)
    allowed = {(kinds.index(one), kinds.index(other)) for one, other in vocabulary().relations[link].ends}
    pairs = [
        (a, b) if (int(candidates.kind[a]), int(candidates.kind[b])) in allowed else (b, a)
        for a, b in zip(first, second, strict=True)
    ]
    return [a for a, _ in pairs], [b for _, b in pairs]


def _gone(graph: Graph) -> npt.NDArray[np.bool_]:
    """Say of each node whether it is past or another succeeded it."""
    words, links = vocabulary(), graph.links
    gone: npt.NDArray[np.bool_] = graph.nodes.standing == words.standings.index("past")
    gone[links.source[links.relation == words.relations["succeeded_by"].code]] = True
    return gone


def _accounts(graph: Graph, link: Relation, partner: Kind | None) -> npt.NDArray[np.bool_]:
    """Say of each node whether it is an account, where bodies are sought; none of the kind that is asked for is."""
    sought = vocabulary().relations[link].symmetric
    kinds = [kind for kind in vocabulary().kinds.values() if kind.accounts and kind.id != partner and sought]
    found = np.zeros(len(graph.nodes), bool)
    for kind in kinds:
        here = np.flatnonzero(graph.nodes.kind == kind.code)
        found[here] = [str(subtype).casefold() in kind.accounts for subtype in graph.nodes.subtype[here]]
    return found


def _ranks(scores: Numbers) -> list[int]:
    """Return competition ranks of scores that fall."""
    return [int(np.searchsorted(-scores, -score)) + 1 for score in scores]


def _shared(among: Neighbours, a: int, b: int) -> Codes:
    return np.intersect1d(among.of(a), among.of(b), assume_unique=True)


def _measures(among: Neighbours, middles: Codes) -> tuple[Value, ...]:
    """Return the number of common neighbours, Adamic-Adar and resource allocation of a pair."""
    sums = (float(worth(among, score)[middles].sum()) for score in ("adamic_adar", "resource_allocation"))
    return (len(middles), *sums)


def _reasons(graph: Graph, candidates: Candidates, a: int, b: int, middles: Codes) -> tuple[str, list[int]]:
    """Return in words what two nodes share, the rarest first, and the links that say so."""
    sizes = np.diff(candidates.among.starts)[middles]
    told, used = [], []
    for middle in middles[np.lexsort((middles, sizes))][:REASONS].tolist():
        links = [_between(graph, one, middle) for one in (a, b)]
        ways = [
            ", ".join(dict.fromkeys(end(graph, link, one).relation for link in side))
            for one, side in zip((a, b), links, strict=True)
        ]
        weakest = _attributes.standing(graph, nodes=(middle,), links=[link for side in links for link in side])
        unsure = "" if weakest == "fact" else f" ({weakest})"
        told.append(f"{ways[0]} {graph.nodes.name[middle]}: {ways[1]}{unsure}")
        used += [link for side in links for link in side]
    if len(middles) > REASONS:
        told.append(f"and {len(middles) - REASONS} more")
    return "; ".join(told), used


def _between(graph: Graph, a: int, b: int) -> list[int]:
    """Return the links between two nodes, whichever way; links are sorted by source."""
    found = []
    for source, target in ((a, b), (b, a)):
        first, last = np.searchsorted(graph.links.source, (source, source + 1)).tolist()
        found += (first + np.flatnonzero(graph.links.target[first:last] == target)).tolist()
    return found
