"""The commands: those that fill a store, and the one that every question becomes."""
