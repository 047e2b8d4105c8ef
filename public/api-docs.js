// "Try it" on the page of the API: sends what the form says with the token that was pasted. The token stays on the page.
const token = document.getElementById('token');
const shown = [document.getElementById('api-token'), ...document.querySelectorAll('.api-docs-try')];
for (const one of shown) one.hidden = false;
document.getElementById('api-token').addEventListener('submit', event => event.preventDefault());

for (const form of document.querySelectorAll('[data-try]')) {
  form.addEventListener('submit', async event => {
    event.preventDefault();
    const answer = form.querySelector('pre');
    const headers = { Authorization: `Bearer ${token.value.trim()}` };
    const method = form.dataset.try;
    if (method === 'PATCH' || method === 'DELETE') headers['If-Match'] = '*';
    const body = form.elements.body?.value;
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    answer.hidden = false;
    answer.textContent = '…';
    try {
      const response = await fetch(`/api/v1${form.elements.path.value}`, { method, headers, body, credentials: 'omit' });
      const text = await response.text();
      let shown = text;
      try { shown = JSON.stringify(JSON.parse(text), null, 2); } catch { /* It is no JSON. */ }
      answer.textContent = `${response.status}\n${shown}`;
    } catch (error) {
      answer.textContent = String(error);
    }
  });
}
