// The control API over same-origin fetch; the session cookie is the key.

import { toast } from "./toast.js";

/** The server's own sentence about what went wrong. */
export class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function answer(response) {
  const kind = response.headers.get("Content-Type") ?? "";
  const body = kind.includes("json") ? await response.json() : {};
  if (!response.ok) throw new ApiError(response.status, body.error ?? `${response.status} ${response.statusText}`);
  return body;
}

export async function get(path, params = {}) {
  const known = Object.entries(params).filter(([, value]) => value !== null && value !== undefined);
  const query = new URLSearchParams(known);
  return answer(await fetch(`/control/${path}${known.length ? `?${query}` : ""}`, { credentials: "same-origin" }));
}

export async function post(path, body = {}) {
  const headers = { "Content-Type": "application/json" };
  const options = { method: "POST", headers, body: JSON.stringify(body), credentials: "same-origin" };
  return answer(await fetch(`/control/${path}`, options));
}

export async function postForm(path, form) {
  return answer(await fetch(`/control/${path}`, { method: "POST", body: form, credentials: "same-origin" }));
}

/** A file body as it is: an exported state, a recording. */
export async function postFile(path, file, kind = "application/json") {
  const headers = { "Content-Type": kind };
  return answer(await fetch(`/control/${path}`, { method: "POST", headers, body: file, credentials: "same-origin" }));
}

/** The value, or null after telling the person what went wrong. */
export async function attempt(promise) {
  try {
    return await promise;
  } catch (error) {
    toast(error.message, { kind: "bad" });
    return null;
  }
}

export function fileUrl(id, download = false) {
  return `/control/file?${new URLSearchParams(download ? { id, download: "1" } : { id })}`;
}
