"""Pure functions: a value in, a message out. Each room says in its docstring what may be touched from outside."""
