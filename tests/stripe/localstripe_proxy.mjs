// A proxy in front of localstripe that removes parameters which that server does not know.
//
// Usage: node localstripe_proxy.mjs UPSTREAM [PORT]
//
// Prints its origin. The client sends everything that Stripe needs and never adapts to another server, so the proxy
// removes what localstripe 1.15 answers with an error. It changes nothing else: no value, no answer.

import http from 'node:http';
import { pathToFileURL } from 'node:url';

/** What is removed, from which calls, and why. A name also covers its members, such as `created[gte]`. */
export const REMOVED = [
  {
    call: /^POST \/v1\/payment_intents\/\w+\/confirm$/,
    names: ['return_url', 'off_session'],
    reason: 'unknown on a confirmation: 400 "Unexpected"',
  },
  {
    call: /^POST \/v1\/payment_intents\/\w+\/confirm$/,
    names: ['payment_method'],
    reason: 'not implemented on a confirmation: 500. The intent keeps the card that it was created with',
  },
  {
    call: /^POST \/v1\/payment_intents$/,
    names: ['allowed_payment_method_types'],
    reason: 'unknown: 400 "Unexpected". localstripe has the name before API version 2026-09-30',
  },
  {
    call: /^GET \/v1\/(payment_intents|charges)$/,
    names: ['created'],
    reason: 'lists have no filter by time: 400 "Unexpected"',
  },
];

/** Removes the parameters of one call from a form or a query string. */
export function strip(method, path, parameters) {
  const names = REMOVED.filter((rule) => rule.call.test(`${method} ${path}`)).flatMap((rule) => rule.names);
  const kept = [...new URLSearchParams(parameters)].filter(([name]) => !names.includes(name.split('[')[0]));
  return new URLSearchParams(kept).toString();
}

/** Starts the proxy on this machine. Resolves to its server, which listens. */
export function startProxy(upstream, port = 0) {
  const server = http.createServer(async (request, response) => {
    const { pathname, search } = new URL(request.url, upstream);
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const query = strip(request.method, pathname, search);
    const body = Buffer.from(strip(request.method, pathname, Buffer.concat(chunks).toString()));
    const headers = { ...request.headers, host: new URL(upstream).host, 'content-length': body.length };
    delete headers['transfer-encoding'];
    const forwarded = http.request(
      new URL(pathname + (query && `?${query}`), upstream),
      { method: request.method, headers },
      (answer) => {
        response.writeHead(answer.statusCode, answer.headers);
        answer.pipe(response);
      },
    );
    forwarded.on('error', () => response.destroy());
    forwarded.end(body);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [, , upstream, port] = process.argv;
  const server = await startProxy(upstream, Number(port ?? 0));
  console.log(`http://127.0.0.1:${server.address().port}`);
}
