"""One page a job. A page asks the session for values, shows them, and runs operations through it."""
