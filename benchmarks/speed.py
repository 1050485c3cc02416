"""Whole processes, measured beside their peers in one run: python benchmarks/speed.py [--large]."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from make_files import make

ECOSYSTEM = str(Path(sys.executable).with_name("ecosystem"))
CLICK = "import click; c=click.Group('x', help='y'); [c.add_command(click.Command(f'c{i}')) for i in range(11)]; c()"
BARE = """
import duckdb, sys
c = duckdb.connect(sys.argv[1])
for name, file in (('nodes', sys.argv[2]), ('links', sys.argv[3])):
    c.execute(f"CREATE TABLE {name} AS SELECT * FROM read_csv('{file}')")
c.close()
"""
NETWORKX = """
import csv, networkx, pickle, sys
graph = networkx.MultiDiGraph()
with open(sys.argv[2], encoding='utf-8') as rows:
    for row in csv.DictReader(rows): graph.add_node(row.pop('id'), **row)
with open(sys.argv[3], encoding='utf-8') as rows:
    for row in csv.DictReader(rows): graph.add_edge(row.pop('source'), row.pop('target'), **row)
pickle.dump(graph, open(sys.argv[1], 'wb'))
"""
UNPICKLE = "import pickle, sys; g = pickle.load(open(sys.argv[1], 'rb')); print(len(list(g.successors('n7'))))"

IGRAPH = """
import csv, igraph, sys
with open(sys.argv[1], encoding='utf-8') as rows:
    graph = igraph.Graph.TupleList([(row['source'], row['target']) for row in csv.DictReader(rows)])
print(sorted(zip(graph.betweenness(), graph.vs['name']), reverse=True)[:10])
"""


def timed(*command: str, runs: int = 1) -> float:
    """Return the median of the seconds that a command takes."""
    taken = []
    for _ in range(runs):
        started = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def loaded(folder: Path, store: Path, files: tuple[Path, Path]) -> tuple[float, float]:
    """Return the seconds and the peak memory in GB of a load into a new store."""
    store.unlink(missing_ok=True)
    watch = "import resource,subprocess,sys; subprocess.run(sys.argv[1:],check=True,stdout=subprocess.DEVNULL); "
    watch += "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss/1e6)"
    started = time.perf_counter()
    command = (sys.executable, "-c", watch, ECOSYSTEM, "--store", str(store), "load", *map(str, files))
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=folder)
    return time.perf_counter() - started, float(done.stdout)


def line(what: str, ours: float, peer: float, name: str, target: str) -> None:
    """Print one comparison."""
    print(f"{what:<42}{ours:8.2f} s  {ours / peer:6.2f} × {name} ({peer:.2f} s)   target {target}", flush=True)


def ranked(folder: Path) -> None:
    """Measure a ranking of a small store, from the start of the process to the answer."""
    files = make(folder, nodes=2_000, links=10_000)
    loaded(folder, folder / "small.duckdb", files)
    ours = timed(ECOSYSTEM, "--store", str(folder / "small.duckdb"), "rank", "betweenness", runs=9)
    script = timed(sys.executable, "-c", IGRAPH, str(files[1]), runs=9)
    line("rank betweenness of 2,000 nodes", ours, script, "a script with igraph", "≤ 0.3 s, ≤ 0.68 ×")


def main() -> None:
    """Measure and print."""
    help_, click = timed(ECOSYSTEM, "--help", runs=9), timed(sys.executable, "-c", CLICK, "--help", runs=9)
    line("ecosystem --help", help_, click, "bare click", "≤ 1.6 ×")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ranked(folder)
        files = make(folder, nodes=200_000, links=1_000_000)
        arguments = tuple(map(str, files))
        bare = timed(sys.executable, "-c", BARE, str(folder / "bare.duckdb"), *arguments)
        ours, memory = loaded(folder, folder / "s.duckdb", files)
        line("load 1,000,000 links, 200,000 nodes", ours, bare, "bare DuckDB import", "≤ 3 ×")
        print(f"{'  peak memory':<42}{memory:8.2f} GB{'':30}target ≤ 1.5 GB")
        csv = timed(sys.executable, "-c", NETWORKX, str(folder / "g.pickle"), *arguments)
        line("  the same", ours, csv, "networkx with csv", "-")
        unpickled = timed(sys.executable, "-c", UNPICKLE, str(folder / "g.pickle"), runs=3)
        partners = timed(ECOSYSTEM, "--store", str(folder / "s.duckdb"), "partners", "n7", runs=9)
        line("partners", partners, unpickled, "unpickling networkx", "≤ 0.3 s, ≤ 0.125 ×")
        if "--large" in sys.argv:
            large = make(folder, nodes=200_000, links=10_000_000)
            seconds, memory = loaded(folder, folder / "l.duckdb", large)
            line("load 10,000,000 links", seconds, ours, "1,000,000 links", "≤ 12 ×")
            print(f"{'  peak memory':<42}{memory:8.2f} GB{'':30}target ≤ 6 GB")


if __name__ == "__main__":
    main()
