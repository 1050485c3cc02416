"""Questions: one module each, holding a function of the same name that turns a graph into an answer.

The first line of the module is the question's line in `ecosystem --help`. The function takes the graph first and
everything else by keyword; annotations say how the command line reads a value.
"""

from __future__ import annotations

from typing import NewType

NodeId = NewType("NodeId", str)
"""The id of one node; on the command line it is given by id, identifier or any name."""

Text = NewType("Text", str)
"""Text that is looked up in the store; the question gets the matches."""
