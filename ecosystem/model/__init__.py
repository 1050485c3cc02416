"""The model: what a graph of an ecosystem is made of, its words, names, dates and answers."""
