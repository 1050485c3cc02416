"""Where nodes stand on the page: a layout computed once, packed without overlap."""
