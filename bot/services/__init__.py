"""Use cases: plain functions of a Desk. Each room says in its docstring what may be touched from outside."""
