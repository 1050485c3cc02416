"""The measures: what is computed of a graph, each file named after its measure."""
