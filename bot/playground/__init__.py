"""A local Bot API server with a chat page and a clock one can move. Imports nothing of the rest of the house."""

from .limits import Limits
from .server import Playground, Running
from .stage import Stage
from .state import State

__all__ = ["Limits", "Playground", "Running", "Stage", "State"]
