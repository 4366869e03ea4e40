"""Parts that pages are made of. Each knows the theme and values of the domain, none knows the workspace."""
