"""How what policy offers stands: in force, planned, a stated aim, possible, hoped for, asked for or past."""

from __future__ import annotations

from ecosystem.model.graph import Graph
from ecosystem.model.vocabulary import vocabulary
from queries import _attributes
from queries._acts import Acts
from queries._links import Links

STATES = ("in force", "set", "recorded", "planned", "stated aim", "possible", "hoped for", "asked for", "past")
"""The firmest first; see `States`."""

_OFFERING = ("instrument", "policy", "fund")
_BY_STANDING = {"plan": "planned", "opinion": "asked for"}


class States:
    """How the offers of a graph stand.

    What an act in force brings is `in force`, and so is what a body or event introduces by itself. An act that states
    aims, such as a Party resolution (`aims` of its kind), makes it a `stated aim`; a fact without any act
    is `recorded`, a target `set`. Otherwise the weaker standing of a thing and of what it does decides: `asked for` is
    what is not there, `hoped for` what somebody expects of a thing that is there.

    Parameters
    ----------
    graph, links
        The graph, and its links of the relations `_acts.BRINGING` at least.

    >>> from ecosystem.model.rows import graph_of
    >>> from queries._acts import BRINGING
    >>> graph = graph_of(
    ...     [{"id": "law", "kind": "policy"}, {"id": "party", "kind": "policy", "subtype": "Party resolution"},
    ...      *({"id": id, "kind": "instrument"} for id in ("aid", "aim", "grant"))],
    ...     [{"source": "law", "relation": "introduces", "target": "aid"},
    ...      {"source": "party", "relation": "introduces", "target": "aim"}])
    >>> states = States(graph, Links(graph, *BRINGING))
    >>> {str(id): states.of(node) for node, id in enumerate(graph.nodes.id)}
    {'aid': 'in force', 'aim': 'stated aim', 'grant': 'recorded', 'law': 'in force', 'party': 'stated aim'}
    """

    def __init__(self, graph: Graph, links: Links) -> None:
        self._graph = graph
        self._acts = Acts(graph, links, weakest="fact")

    def of(self, node: int, links: tuple[int, ...] = ()) -> str:
        """Return how what a node does by some links stands; without links, how the node itself does."""
        weakest = _attributes.standing(self._graph, nodes=(node,), links=links)
        if weakest == "fact":
            return self._of_fact(node)
        if weakest == "opinion" and _attributes.standing(self._graph, nodes=(node,)) != "opinion":
            return "hoped for"
        return _BY_STANDING.get(weakest, weakest)

    def _of_fact(self, node: int) -> str:
        kind = self._graph.kind(node).id
        if kind not in _OFFERING:
            said = _attributes.stands(self._graph, node)
            return "recorded" if said == "fact" else said
        acts = [node] if kind == "policy" else list(self._acts.behind(node))
        if any(not self._states_aims(act) for act in acts) or self._introduced_otherwise(node):
            return "in force"
        return "stated aim" if acts else "recorded"

    def _states_aims(self, act: int) -> bool:
        return str(self._graph.nodes.subtype[act]).casefold() in vocabulary().kinds["policy"].aims

    def _introduced_otherwise(self, node: int) -> bool:
        """Return whether a body or an event introduces a thing by itself."""
        return any(self._graph.kind(one).id in ("agency", "event") for one in self._acts.introducers(node))
