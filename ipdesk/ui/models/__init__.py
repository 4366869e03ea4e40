"""Tables as Qt sees them: a page gives the values, the model shows them and reports what was typed."""
