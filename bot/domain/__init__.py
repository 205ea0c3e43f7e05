"""Pure values and what can be reckoned of them. Each room says in its docstring what may be touched from outside."""
