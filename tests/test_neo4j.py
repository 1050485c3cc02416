"""The database of a Neo4j store as others see and change it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from on_server import COUNT, Ask, driver_of, files, versions
from server import Server

import loaders
from ecosystem import Scope
from ecosystem.errors import StoreUnreachable
from ecosystem.stores import Store
from ecosystem.stores.neo4j.server import Server as Neo4jServer
from ecosystem.stores.tables import FORMAT

ROOT = Path(__file__).parent.parent


def test_nodes_of_others_are_left_alone_and_not_read(store: Store, ask: Ask, tmp_path: Path) -> None:
    ask("CREATE (:Fund {id: 'n1', name: 'not ours', key: 1})-[:PART_OF {key: 1}]->(:Entity {id: 'n2'})")
    batch = loaders.load(files(tmp_path, 1), store=store)
    assert any("2 nodes of others" in note for note in batch.notes)
    ask("MATCH (a:EcosystemNode {id: 'n1'}), (b:EcosystemNode {id: 'n2'}) CREATE (a)-[:PART_OF]->(b) SET a.mine = 1")
    ask("MATCH (a:EcosystemNode {id: 'n1'}), (b:Entity) CREATE (a)-[:PART_OF {key: 9999, load_id: 1, mine: 1}]->(b)")
    assert [len(store.read(Scope(), late=late).links) for late in (False, True)] == [COUNT, COUNT]
    assert versions(store) == {"v1"}
    loaders.load(files(tmp_path, 2), store=store)
    assert versions(store) == {"v2"}
    assert ask("MATCH (:EcosystemNode)-[e:PART_OF {mine: 1}]->(:Entity) RETURN count(e) AS n") == [{"n": 1}]
    assert ask("MATCH (a:Entity)<-[e:PART_OF]-(b:Fund {name: 'not ours'}) RETURN count(e) AS n") == [{"n": 1}]
    assert ask("MATCH (a:EcosystemNode {mine: 1})-[e:PART_OF]->() WHERE e.key IS NULL RETURN count(e) AS n") == [
        {"n": 1}
    ]


@pytest.mark.parametrize(
    "change", ["n.name = 7", "n.kind = 'zork'", "n.sources = [1]", "n.key = null", "n.aliases = 'x'"]
)
def test_what_no_file_can_say_is_told_in_one_line(store: Store, ask: Ask, tmp_path: Path, change: str) -> None:
    loaders.load(files(tmp_path, 1), store=store)
    ask(f"MATCH (n:EcosystemNode {{id: 'n1'}}) SET {change}")
    for late in (False, True):
        with pytest.raises(StoreUnreachable) as told:
            _ = store.read(Scope(), late=late).nodes.name
        assert "\n" not in str(told.value)


@pytest.mark.parametrize("change", ["REMOVE s.committed", "SET s.format = 'x'"])
def test_a_store_changed_by_hand_says_how_to_mend_it(store: Store, ask: Ask, tmp_path: Path, change: str) -> None:
    loaders.load(files(tmp_path, 1), store=store)
    ask(f"MATCH (s:EcosystemStore) {change}")
    for use in (store.log, lambda: store.read(Scope()), lambda: loaders.load(files(tmp_path, 2), store=store)):
        with pytest.raises(StoreUnreachable, match="set format there to 1 and committed to the highest number"):
            use()
    last = ask("MATCH (l:EcosystemLoad) RETURN max(l.number) AS last")[0]["last"]
    ask("MATCH (s:EcosystemStore) SET s.format = 1, s.committed = $last", last=last)
    assert versions(store) == {"v1"}


def test_standings_are_asked_for_only_where_they_differ(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    whole = Neo4jServer.asking

    def listening(self: Neo4jServer, statements: Any, **told: Any) -> Any:
        asked.extend(text for text, _ in statements)
        return whole(self, statements, **told)

    loaders.load(files(tmp_path, 1), store=store)
    monkeypatch.setattr(Neo4jServer, "asking", listening)
    assert store.read(Scope(), late=True).links.by_standing == {"fact": COUNT}
    assert asked
    assert not any("standing" in text for text in asked)
    plan = tmp_path / "plan.csv"
    plan.write_text("source,relation,target,standing\nn1,part_of,n2,plan\n")
    loaders.load([plan], store=store)
    for counts in (store.read(Scope(), late=late).links.by_standing for late in (True, False)):
        assert counts == {"fact": COUNT, "plan": 1}
    loaders.load(files(tmp_path, 2), store=store)
    assert store.read(Scope(), late=True).links.by_standing == {"fact": COUNT, "plan": 1}


def test_a_load_by_a_program_that_knows_no_facts_makes_standings_be_asked_for(
    store: Store, ask: Ask, tmp_path: Path
) -> None:
    loaders.load(files(tmp_path, 1), store=store)
    assert store.read(Scope(), late=True).links.by_standing == {"fact": COUNT}
    ask("MATCH (s:EcosystemStore) SET s.committed = 2")
    ask("MATCH (:EcosystemNode {id: 'n3'})-[e:PART_OF]->() SET e.standing = 'plan'")
    assert store.read(Scope(), late=True).links.by_standing == {"fact": COUNT - 1, "plan": 1}


def test_a_standing_or_level_taken_away_by_hand_is_the_usual_one(store: Store, ask: Ask, tmp_path: Path) -> None:
    loaders.load(files(tmp_path, 1), store=store)
    ask("MATCH (n:EcosystemNode {id: 'n1'})-[e:PART_OF]-() REMOVE n.level, n.standing, e.standing")
    for narrow in (Scope(without=("class", "past")), Scope(standings=("fact",))):
        assert versions(store, narrow) == {"v1"}
        assert len(store.read(narrow).nodes) == len(store.read(narrow).links) == COUNT


def test_a_link_ended_by_hand_is_gone_for_readers_and_loads_alike(store: Store, ask: Ask, tmp_path: Path) -> None:
    loaders.load(files(tmp_path, 1), store=store)
    ask("MATCH (:EcosystemNode {id: 'n1'})-[e:PART_OF]->() SET e.ended = 1")
    assert len(store.read(Scope()).links) == COUNT - 1
    loaders.load(files(tmp_path, 1), store=store)
    assert versions(store) == {"v1"}


def test_cypher_in_the_files_stays_text(store: Store, ask: Ask, tmp_path: Path) -> None:
    evil = "x`}) DETACH DELETE n //"
    (tmp_path / "nodes.csv").write_text(
        f'id,kind,name,load_id,key,"{evil}",amount\n"{evil}",fund,"\' OR 1=1",9,8,7,6\nb,fund,B,,,,\n'
    )
    (tmp_path / "links.csv").write_text(f'source,relation,target,ended,"{evil}"\n"{evil}",part_of,b,1,2\n')
    loaders.load([tmp_path / "nodes.csv", tmp_path / "links.csv"], store=store)
    graph = store.read(Scope(asked=(evil,), reach=1))
    nodes = dict(graph.to_networkx().nodes(data=True))
    assert nodes[evil]["name"] == "' OR 1=1"
    assert (nodes[evil]["load_id"], nodes[evil]["key"], nodes[evil][evil]) == ("9", "8", "7")
    assert [told[evil] for *_, told in graph.to_networkx().edges(data=True)] == ["2"]
    assert ask("MATCH (n:Fund {amount: '6'}) RETURN n.load_id AS load") == [{"load": 1}]
    assert [match.id for match in store.find(evil, same=True)] == [evil]


@pytest.mark.calendar
def test_the_database_reads_as_cypher_users_expect(store: Store, ask: Ask) -> None:
    loaders.load([ROOT / "ecosystem" / "data" / "resolution57"], store=store)
    (found,) = ask(
        "MATCH (n:ItZone {id: 'qtsc'}) RETURN labels(n) AS labels, n.aliases AS aliases, n.sources AS sources"
    )
    assert found["labels"] == ["EcosystemNode", "ItZone"]
    assert "QTSC" in found["aliases"]
    assert ask(
        "MATCH (s:EcosystemSource) WHERE s.id = $id RETURN s.title <> '' AS t", id=found["sources"][0].split("#")[0]
    )
    assert ask("MATCH ()-[e]->() WHERE e.valid_from IS NOT NULL RETURN DISTINCT valueType(e.valid_from) AS t") == [
        {"t": "DATE NOT NULL"}
    ]
    assert ask("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()") == []
    for text in ("nghi quyet", "nghị quyết"):
        assert ask(
            "CALL db.index.fulltext.queryNodes('ecosystem_names', $text) YIELD node RETURN node.id LIMIT 1", text=text
        )


@pytest.mark.calendar
def test_the_queries_of_the_page_find_something_and_the_last_leaves_nothing(
    store: Store, ask: Ask, neo4j_server: Server
) -> None:
    for name in ("resolution57", "ror_vn"):
        loaders.load([ROOT / "ecosystem" / "data" / name], store=store)
    ask("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()")
    *queries, anew = re.findall(r"```cypher\n(.*?)```", (ROOT / "docs" / "neo4j.md").read_text("utf-8"), re.DOTALL)
    assert len(queries) == 5
    for query in queries:
        assert ask(query), query
    ask("CREATE (:Note)")
    with driver_of(neo4j_server) as driver, driver.session() as session:
        session.run(anew).consume()
    assert ask("MATCH (n) RETURN labels(n) AS labels") == [{"labels": ["Note"]}]


def test_names_in_a_store_of_an_older_format_are_folded_anew(store: Store, ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "n.csv"
    path.write_text("id,kind,name\nx,fund,Zeta Łódź Co.\n", "utf-8")
    loaders.load([path], store=store)
    ask("MATCH (n:EcosystemNode) SET n.folded = 'zeta łodz co \nx' WITH n MATCH (s:EcosystemStore) SET s.format = 1")
    assert [match.score for match in store.find("zeta lodz co")] == [99]
    again = tmp_path / "again.csv"
    again.write_text("kind,name\nfund,zeta lodz co\n", "utf-8")
    assert loaders.load([again], store=store).totals()["nodes"].created == 0
    assert ask("MATCH (s:EcosystemStore) RETURN s.format AS f") == [{"f": FORMAT}]
    assert ask("MATCH (n:EcosystemNode) RETURN n.folded AS f")[0]["f"].startswith("zeta lodz co\n")


def test_a_store_of_a_later_format_is_not_opened(store: Store, ask: Ask, tmp_path: Path) -> None:
    loaders.load(files(tmp_path, 1), store=store)
    ask("MATCH (s:EcosystemStore) SET s.format = s.format + 1")
    for use in (lambda: store.read(Scope()), lambda: loaders.load(files(tmp_path, 2), store=store)):
        with pytest.raises(StoreUnreachable, match="written by a newer version"):
            use()
