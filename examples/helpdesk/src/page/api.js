/** There is no token, or it is no tenant's. */
export class NoToken extends Error {}

/** A request refused, with its issues. */
export class Refused extends Error {
  constructor({ message, issues }) {
    super(message);
    this.issues = issues ?? [];
  }
}

/** Takes the tenant's token: one given, or the one of the address, which does not stay there. */
export function takeToken(given) {
  const token = given ?? /^#token=(.+)$/.exec(location.hash)?.[1];
  if (!token) return;
  sessionStorage.setItem("token", token);
  if (given === undefined) history.replaceState(null, "", "#/queue");
}

export function forgetToken() {
  sessionStorage.removeItem("token");
}

export async function api(path, body) {
  return (await ask(path, body)).json();
}

/** A picture as an image to show, with the words it has for who does not see it. Whoever shows it frees `url`. */
export async function picture(path) {
  const text = await (await ask(path)).text();
  // Its style is for the image; the page's policy refuses it, even where it is only read
  const plain = text.replace(/<style>[^<]*<\/style>/, "");
  const inner = new DOMParser().parseFromString(plain, "image/svg+xml");
  const words = ["title", "desc"].map((name) => inner.querySelector(name)?.textContent ?? "");
  return { url: URL.createObjectURL(new Blob([text], { type: "image/svg+xml" })), words: words.join(". ") };
}

/** Hands a file to the browser to keep. */
export async function download(path, name) {
  const answer = await ask(path);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

async function ask(path, body) {
  const token = sessionStorage.getItem("token");
  if (!token) throw new NoToken("no token");
  const answer = await fetch(path, {
    method: body === undefined ? "GET" : "POST",
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (answer.status === 401) throw new NoToken("no tenant has this token");
  if (!answer.ok) throw new Refused(await answer.json());
  return answer;
}
