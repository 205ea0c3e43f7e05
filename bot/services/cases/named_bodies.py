"""Which of the public bodies that a text names are those for which a form is filled in: these are taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.domain.reading import unused
from bot.services.agencies import bodies
from bot.services.hall import access
from bot.services.hall.desk import Desk


def with_taken(desk: Desk, context: Mapping[str, Any], chosen: Iterable[str], mine: Iterable[Any]) -> dict[str, Any]:
    """The context in which the names of the chosen agencies (ids) count as taken; of `mine`, while none is chosen."""
    agencies = [access.agency(desk, int(one)) for one in chosen] or list(mine)
    named = [one[1] for one in context.get(unused.SEEN, ()) if one[0] == "body"]
    taken = [["body", name] for name in named if bodies.calling(desk, agencies, name)]
    return {**context, unused.USED: [*context.get(unused.USED, ()), *taken]} if taken else dict(context)
