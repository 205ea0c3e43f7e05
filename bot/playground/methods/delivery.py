"""How updates reach the bot (https://core.telegram.org/bots/api#getting-updates)."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bot.playground.errors import bad
from bot.playground.state.core import Core
from bot.playground.wire import Json

from .registry import method, waiting

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@waiting("getUpdates")
async def get_updates(core: Core, args: Json) -> list[Json]:
    """https://core.telegram.org/bots/api#getupdates"""
    core.updates.allow(args.get("allowed_updates"))
    limit = min(max(args.get("limit", 100), 1), 100)
    timeout = min(max(args.get("timeout", 0), 0), 50)
    return await core.updates.get(args.get("offset", 0), limit, timeout)


@method("setWebhook")
def set_webhook(core: Core, args: Json) -> bool:
    """https://core.telegram.org/bots/api#setwebhook; plain HTTP is allowed, but only on loopback."""
    url = args["url"]
    if args.get("drop_pending_updates"):
        core.updates.clear()
    if not url:
        core.webhooks.remove()
        return True
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if parts.hostname not in _LOOPBACK:
        raise bad("bad webhook: the playground calls loopback addresses only")
    secret = args.get("secret_token")
    if secret is not None and not _SECRET.fullmatch(secret):
        raise bad("secret token contains unallowed characters")
    core.updates.allow(args.get("allowed_updates"))
    core.updates.interrupt()
    core.webhooks.set(url, secret or "", min(max(args.get("max_connections", 40), 1), 100))
    return True


@method("deleteWebhook")
def delete_webhook(core: Core, args: Json) -> bool:
    """https://core.telegram.org/bots/api#deletewebhook"""
    if args.get("drop_pending_updates"):
        core.updates.clear()
    core.webhooks.remove()
    return True


@method("getWebhookInfo")
def get_webhook_info(core: Core, args: Json) -> Json:
    """https://core.telegram.org/bots/api#getwebhookinfo"""
    info = {
        "url": core.updates.webhook,
        "has_custom_certificate": False,
        "pending_update_count": len(core.updates.pending),
    }
    if core.updates.webhook:
        info |= core.webhooks.info()
    if core.updates.allowed:
        info["allowed_updates"] = core.updates.allowed
    return info
