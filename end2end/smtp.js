// A mail server for tests: takes every mail and keeps it.
//
// In the browser tests: `const mails = await startMailServer()`.
// Elsewhere: `node end2end/smtp.js --dir DIR [--ascii]` prints `port N` as its first line, writes each mail to
// DIR/0001.json and so on, and ends when its standard input is closed.

import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/**
 * @typedef {object} Mail
 * @property {string} from
 * @property {string[]} to the envelope's recipients
 * @property {string} subject
 * @property {string} text
 * @property {string} html
 * @property {Record<string, string>} headers by lower-case name, as they came but unfolded
 */

/**
 * Listens on a free port of the loopback.
 * @param {(mail: Mail) => Promise<void>} [keep] is awaited before the mail is answered for
 * @param {boolean} [ascii] whether it takes addresses in ASCII only, as servers without SMTPUTF8 do
 */
export async function startMailServer(keep = async () => {}, ascii = false) {
  /** @type {Mail[]} */
  const mails = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    hideSMTPUTF8: ascii,
    onData(stream, session, answer) {
      receive(stream, session)
        .then(async (mail) => {
          await keep(mail);
          mails.push(mail);
        })
        .then(() => answer(), answer);
    },
  });
  server.on('error', () => {}); // a client that hangs up is no matter of ours
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.server.address();

  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    mails,

    /**
     * The newest mail to this address, waited for.
     * @param {string} address
     * @param {{ subject?: RegExp, timeout?: number }} [options] timeout in milliseconds
     */
    async newest(address, { subject = /./, timeout = 10_000 } = {}) {
      const end = Date.now() + timeout;
      for (;;) {
        const found = mails.findLast((mail) => mail.to.includes(address) && subject.test(mail.subject));
        if (found) return found;
        if (Date.now() > end) {
          const got = mails.map((mail) => `${mail.to}: ${mail.subject}`).join('; ') || 'none';
          throw new Error(`no mail to ${address} with subject ${subject} within ${timeout} ms; there are: ${got}`);
        }
        await new Promise((later) => setTimeout(later, 50));
      }
    },

    close: () => new Promise((closed) => server.close(closed)),
  };
}

/** @returns {Promise<Mail>} */
async function receive(stream, session) {
  const parsed = await simpleParser(stream);
  const headers = {};
  for (const { key, line } of parsed.headerLines) {
    headers[key] = line.slice(line.indexOf(':') + 1).replace(/\r?\n\s+/g, ' ').trim();
  }
  return {
    from: parsed.from?.value[0]?.address ?? '',
    to: session.envelope.rcptTo.map((recipient) => recipient.address),
    subject: parsed.subject ?? '',
    text: parsed.text ?? '',
    html: parsed.html || '',
    headers,
  };
}

async function main() {
  const dir = process.argv[process.argv.indexOf('--dir') + 1];
  if (!process.argv.includes('--dir') || !dir) throw new Error('usage: node end2end/smtp.js --dir DIR [--ascii]');
  let count = 0;
  const ascii = process.argv.includes('--ascii');
  const server = await startMailServer(async (mail) => {
    count += 1;
    const file = join(dir, `${String(count).padStart(4, '0')}.json`);
    // Whoever watches the folder never sees half a mail.
    await writeFile(`${file}.part`, JSON.stringify(mail, null, 2));
    await rename(`${file}.part`, file);
  }, ascii);
  console.log(`port ${server.port}`);
  process.stdin.on('close', () => process.exit(0)).resume();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
