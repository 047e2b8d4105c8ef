// Asks the browser for a passkey (WebAuthn Level 3), and sends the form with its answer. Needs nothing of the app: a page is whole
// before the app is there, and the form goes its usual way once it is.

/** What the address field offers waits until a button is pressed. */
let offered;

/** A press of a button with `data-passkey`: `get` uses one, `create` makes one. */
export async function ask(button) {
  offered?.abort();
  const form = button.form;
  say(form, '');
  if (!globalThis.PublicKeyCredential) return say(form, 'unable');
  const making = button.dataset.passkey === 'create';
  try {
    const asked = await challenge(making ? form.elements.name.value : null);
    // The form's own answer says what stands in the way.
    if (!asked) return form.requestSubmit();
    const publicKey = read(asked.options);
    send(form, asked, making ? await navigator.credentials.create({ publicKey }) : await navigator.credentials.get({ publicKey }));
  } catch (error) {
    say(form, error.name === 'InvalidStateError' ? 'known' : 'failed');
  }
}

/** Passkeys among what the browser offers in the address field; the form says so by `data-offered`. */
export async function offer() {
  const form = document.querySelector('[data-passkey=get]')?.form;
  // Not where one was just refused: what answers by itself would answer for ever.
  if (!form || form.querySelector('#passkey-error > *')) return;
  if (!(await globalThis.PublicKeyCredential?.isConditionalMediationAvailable?.())) return;
  offered = new AbortController();
  try {
    const asked = await challenge(null);
    const { signal } = offered;
    if (!asked || signal.aborted) return;
    form.dataset.offered = '';
    send(form, asked, await navigator.credentials.get({ publicKey: read(asked.options), mediation: 'conditional', signal }));
  } catch {
    // Nothing was asked for: there is nothing to say.
  }
}

/** To make one of this name, or to use one. */
async function challenge(name) {
  const headers = { accept: 'application/json', 'content-type': 'application/json' };
  const answer = await fetch('/fn/auth/challenge', { method: 'POST', headers, body: JSON.stringify({ name }) });
  return answer.ok ? answer.json() : undefined;
}

function send(form, { challenge }, credential) {
  const { passkey, challenge: asked } = form.elements;
  passkey.value = write(credential);
  asked.value = challenge;
  form.requestSubmit();
  // Spent: the form may be sent again with something else.
  passkey.value = asked.value = '';
}

function say(form, what) {
  const said = form.querySelector('.passkey-said');
  said.textContent = what && said.dataset[what];
}

/** Options as JSON has them: bytes are base64url. */
function read(text) {
  const options = JSON.parse(text);
  const known = ({ id, ...rest }) => ({ ...rest, id: bytes(id) });
  options.challenge = bytes(options.challenge);
  if (options.user) options.user = known(options.user);
  for (const list of ['allowCredentials', 'excludeCredentials']) options[list] = options[list]?.map(known);
  return options;
}

/** A credential as JSON. `toJSON` is not everywhere: what password managers put in the browser's place often has none. */
function write({ id, rawId, type, response }) {
  const parts = {};
  for (const part of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    if (response[part]) parts[part] = text(response[part]);
  }
  return JSON.stringify({ id, rawId: text(rawId), type, response: parts, clientExtensionResults: {} });
}

function bytes(text) {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const letters = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
