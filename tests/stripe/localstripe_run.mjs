// Runs a command while localstripe and its proxy run on this machine.
//
// Usage: node localstripe_run.mjs PYTHON COMMAND [ARGUMENT...]
//
// PYTHON is an interpreter that has the package localstripe. The command finds the origin of the proxy in
// LOCALSTRIPE_PROXY. The exit code is that of the command.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { startProxy } from './localstripe_proxy.mjs';

const START_LIMIT_MS = 20_000;

async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Waits until the server answers. It answers a request without a key with 401. */
async function started(origin, server) {
  const end = Date.now() + START_LIMIT_MS;
  while (Date.now() < end && server.exitCode === null) {
    try {
      return await fetch(`${origin}/v1/customers`);
    } catch {
      await sleep(100);
    }
  }
  throw new Error('localstripe did not start');
}

const [, , python, command, ...parameters] = process.argv;
if (!command) {
  console.error('usage: node localstripe_run.mjs PYTHON COMMAND [ARGUMENT...]');
  process.exit(2);
}
const port = await freePort();
const origin = `http://127.0.0.1:${port}`;
const script = fileURLToPath(new URL('localstripe_server.py', import.meta.url));
const server = spawn(python, [script, String(port)], { stdio: 'inherit' });
let proxy;
try {
  await started(origin, server);
  proxy = await startProxy(origin);
  const env = { ...process.env, LOCALSTRIPE_PROXY: `http://127.0.0.1:${proxy.address().port}` };
  const [code] = await once(spawn(command, parameters, { stdio: 'inherit', env }), 'exit');
  process.exitCode = code ?? 1;
} finally {
  server.kill();
  proxy?.close();
  proxy?.closeAllConnections();
}
