/** The requests of the page. Every answer is JSON; an error is one sentence. */

export class Refused extends Error {
  constructor(status, found) {
    super(found.error ?? `${status}`);
    this.status = status;
  }
}

/** The server does not answer. */
export class Gone extends Error {}

const HEADERS = { "Content-Type": "application/json", "X-Studio": "1" };

async function ask(path, options) {
  const response = await fetch(`api/${path}`, options).catch(() => {
    throw new Gone();
  });
  const found = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(response.status, found);
  return found;
}

export const get = (path) => ask(path, {});
export const post = (path, body) => ask(path, { method: "POST", headers: HEADERS, body: JSON.stringify(body) });

/** Exchange the token in the address for a cookie; a reload has the cookie already. */
export async function begin() {
  const token = location.hash.slice(1);
  if (token) {
    await post("session", { token });
    history.replaceState(null, "", location.pathname);
  }
}
