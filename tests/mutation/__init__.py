"""Does the suite notice when the code is wrong? Small changes are made to it, one at a time, and tests must fail.

python -m tests.mutation                    # every module of `modules.py`: the table, and who survived
python -m tests.mutation --only dates       # modules whose name contains this
python -m tests.mutation --sample 40        # at most so many mutants a module, always the same ones
python -m tests.mutation --list             # what there is to mutate; runs nothing

The changes are those of `mutmut` (the extra `dev`); its runner is not used, because it would begin the interpreter,
the fixtures and the law library anew for each of thousands of mutants. Here one process a module imports everything
once and forks for every mutant (`nursery.py`); a fork runs the tests that reach the changed function, the quickest
first, until one fails. Endless ones end by processor time, so a busy machine kills no mutant.

A mutant that lives is killed by a test that states what is right, or stands in `survivors.toml` with the reason.
The score is the share of killed ones among those not listed there; beside it stands the share of all.
"""
