// Tells open pages to reload: one line on standard input, one reload. Speaks the WebSocket of leptos' AutoReload.

import { createHash } from 'node:crypto';
import { createServer } from 'node:http';

const PORT = 3001;
const RELOAD = Buffer.from(JSON.stringify({ all: true }));

const pages = new Set();

const server = createServer((_, answer) => answer.writeHead(426).end());
server.on('upgrade', (request, socket) => {
  // RFC 6455, section 4.2.2
  const accept = createHash('sha1')
    .update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  pages.add(socket);
  socket.on('close', () => pages.delete(socket));
  socket.on('error', () => pages.delete(socket));
  socket.resume();
});
server.on('error', (problem) => console.error(`pages will not reload by themselves: ${problem.message}`));
server.listen(PORT, '127.0.0.1');

process.stdin.on('data', async () => {
  await listening();
  // A text frame; the length fits its second byte.
  for (const page of pages) page.write(Buffer.concat([Buffer.from([0x81, RELOAD.length]), RELOAD]));
});
process.stdin.on('close', () => process.exit(0));

// The server has just been started: a page that reloads too early shows nothing at all.
async function listening() {
  const address = process.env.ROSTER_LISTEN ?? '127.0.0.1:3000';
  for (let tries = 0; tries < 100; tries += 1) {
    if (await fetch(`http://${address}/readyz`).catch(() => undefined)) return;
    await new Promise((later) => setTimeout(later, 100));
  }
}
