// After a panic a WebAssembly page is half alive: it still shows, but its signals
// never update again. This listener is plain JavaScript and knows nothing of the
// rest, so that it works when the rest does not. It covers the page, says what
// happened, gives the link to this state and offers to load it again.
(() => {
  'use strict';
  let told = '';

  // The panic's own words, which the panic hook prints before the trap.
  addEventListener('quantscope-panic', (event) => {
    told = String(event.detail);
    show(told);
  });
  addEventListener('error', (event) => {
    // A stylesheet or script that did not load: the target is an element.
    if (event.target instanceof HTMLScriptElement) show(`The file ${event.target.getAttribute('src')} did not load.`);
    else if (event instanceof ErrorEvent && (isFatal(event.error) || !started())) show(told || String(event.error ?? event.message));
  }, true);
  addEventListener('unhandledrejection', (event) => {
    if (isFatal(event.reason) || !started()) show(told || String(event.reason));
  });

  // Before the page stands, whatever fails keeps it from standing.
  function started() {
    return Boolean(document.body?.dataset.started);
  }

  function isFatal(error) {
    return error instanceof WebAssembly.RuntimeError || error instanceof WebAssembly.CompileError
      || error instanceof WebAssembly.LinkError;
  }

  function element(name, text, properties) {
    return Object.assign(document.createElement(name), { textContent: text }, properties);
  }

  function show(what) {
    if (document.getElementById('rescue') || !document.body) return;
    const overlay = element('div', '', { id: 'rescue' });
    overlay.setAttribute('role', 'alertdialog');
    overlay.setAttribute('aria-modal', 'true');
    overlay.setAttribute('aria-labelledby', 'rescue-title');
    const link = element('input', '', { type: 'text', readOnly: true, value: location.href });
    link.setAttribute('aria-label', 'Link to this state');
    link.addEventListener('focus', () => link.select());
    const again = element('button', 'Load it again', { type: 'button' });
    again.addEventListener('click', () => location.reload());
    const afresh = element('a', 'or start afresh', { href: location.pathname + location.search });
    afresh.addEventListener('click', (event) => {
      event.preventDefault();
      history.replaceState(null, '', location.pathname + location.search);
      location.reload();
    });
    const box = element('div', '');
    box.append(
      element('h1', 'Something broke inside Quantscope', { id: 'rescue-title' }),
      element('p', 'The computation stopped, and what the page shows may be wrong from here on. Nothing was sent anywhere. This is what happened:'),
      element('pre', what),
      element('p', 'The settings are all in this link:'),
      link,
      again,
      element('span', ' '),
      afresh,
    );
    overlay.append(box);
    // The rest is out of reach while the overlay stands.
    for (const child of document.body.children) child.inert = true;
    document.body.append(overlay);
    again.focus();
  }
})();
