"""`python -m tests.mutation`: see the package."""

from __future__ import annotations

import sys

import click

from tests.mutation.modules import MODULES

GOAL = 0.9
"""Share of the mutants of each module that the tests must kill, of those not listed with a reason."""


@click.command()
@click.option("--only", multiple=True, help="Only modules whose name contains this.")
@click.option("--sample", type=int, default=None, help="At most so many mutants a module.")
@click.option("--list", "listing", is_flag=True, help="Only say what would be mutated.")
@click.option("--jobs", default=1, show_default=True, help="Mutants judged side by side.")
@click.option("--as-toml", is_flag=True, help="Print survivors as entries for survivors.toml, without their reason.")
def main(only: tuple[str, ...], sample: int | None, listing: bool, jobs: int, as_toml: bool) -> None:
    """Change the code in small ways, one at a time, and see whether the tests notice."""
    try:
        from tests.mutation import running
        from tests.mutation.mutants import mutants_of
    except ModuleNotFoundError as missing:
        raise click.ClickException(f"{missing.name} is missing: pip install -e '.[dev]'") from None
    modules = {n: tests for n, tests in MODULES.items() if not only or any(part in n for part in only)}
    if listing:
        for name in modules:
            click.echo(f"{len(mutants_of(running.source_of(name))):6}  {name}")
        return
    reports = []
    click.echo(f"{'mutants':>8}{'killed':>8}{'listed':>8}{'living':>8}{'of all':>8}{'score':>8}  module")
    for tests in dict.fromkeys(modules.values()):
        alike = [name for name, asked in modules.items() if asked == tests]
        for report in running.run(alike, tests, sample=sample, jobs=jobs):
            reports.append(report)
            _say(report, as_toml=as_toml)
    click.echo(_row(running.together(reports)))
    sys.exit(any(r.living or r.broken or r.stale or r.score < GOAL for r in reports))


def _say(report: running.Report, *, as_toml: bool) -> None:  # type: ignore[name-defined]  # noqa: F821
    click.echo(_row(report))
    sys.stdout.flush()
    for mutant in report.living:
        if as_toml:
            lines = ("module", report.module), ("function", mutant.function), ("was", mutant.was)
            pairs = "\n".join(f"{key} = {_quoted(value)}" for key, value in (*lines, ("becomes", mutant.becomes)))
            click.echo(f'[[survivor]]\n{pairs}\nreason = ""\n')
        else:
            click.echo(f"    {mutant.function}\n      - {mutant.was}\n      + {mutant.becomes}")
    for name in report.broken:
        click.echo(f"    fails without a mutant: {name}")
    for function, was, becomes in report.stale:
        click.echo(f"    listed in survivors.toml, but killed or gone: {function}: {was} -> {becomes}")


def _row(report: running.Report) -> str:  # type: ignore[name-defined]  # noqa: F821
    counts = f"{report.mutants:8}{report.killed:8}{report.listed:8}{len(report.living):8}"
    return f"{counts}{report.raw:8.1%}{report.score:8.1%}  {report.module}"


def _quoted(text: str) -> str:
    return f"'''{text}'''" if "'" in text or "\\" in text or '"' in text else f'"{text}"'


if __name__ == "__main__":
    main()
