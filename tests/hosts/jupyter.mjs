// A JupyterLab of the test's own: its settings, its kernels and its port are nobody else's.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { PYTHON, TOOLS, sources, tool } from './make.mjs';

async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** Starts JupyterLab over the notebooks of tests/hosts/jupyter/. */
export async function startJupyter(quantscope) {
  const folder = await sources('jupyter', quantscope);
  const own = join(folder, '.own');
  const env = {
    ...PYTHON,
    IPYTHONDIR: join(own, 'ipython'),
    JUPYTER_CONFIG_DIR: join(own, 'config'),
    JUPYTER_DATA_DIR: join(own, 'data'),
    JUPYTER_RUNTIME_DIR: join(own, 'runtime'),
    JUPYTERLAB_SETTINGS_DIR: join(own, 'settings'),
    JUPYTERLAB_WORKSPACES_DIR: join(own, 'workspaces'),
  };
  // It asks whether it may fetch news.
  await tool('venv/bin/jupyter', ['labextension', 'disable', '@jupyterlab/apputils-extension:announcements'], { env });
  const port = await freePort();
  const child = spawn(join(TOOLS, 'venv/bin/jupyter'), [
    'lab', '--no-browser', '--allow-root', '--ip=127.0.0.1', `--port=${port}`, '--ServerApp.port_retries=0',
    `--ServerApp.root_dir=${folder}`, '--IdentityProvider.token=', '--ServerApp.password=',
  ], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => { said += text; });
  const ended = new Promise((done) => child.on('exit', done));
  const url = `http://127.0.0.1:${port}/`;
  for (const began = Date.now(); ;) {
    if (await fetch(`${url}api/status`).then((answer) => answer.ok, () => false)) break;
    if (child.exitCode !== null || Date.now() - began > 120_000) throw new Error(`JupyterLab does not answer:\n${said}`);
    await new Promise((done) => setTimeout(done, 200));
  }
  return { url, close: () => { child.kill(); return ended; } };
}
