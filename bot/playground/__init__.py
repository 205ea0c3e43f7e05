"""A local Bot API server with a chat page and a clock one can move. Imports nothing of the rest of the house.

What stands here is all that the house may touch; README.md beside this file says what it does and how it is used.
"""

from .errors import ControlError
from .server import Playground, Running
from .stage.stage import Stage
from .state.files import Upload
from .state.limits import Limits
from .state.records import Chat, Message, Person, State

__all__ = ["Chat", "ControlError", "Limits", "Message", "Person", "Playground", "Running", "Stage", "State", "Upload"]
