// For Jupyter and MyST through anywidget: a model with `state`, an address such as `#/pact?bits=3`.
// What a person changes comes back into it. See docs/embedding.md.
const base = new URL('./', import.meta.url);

export async function render({ model, el }) {
  const frame = document.createElement('iframe');
  const state = () => {
    const hash = String(model.get('state') ?? '#/formats').replace(/^#?\/?/, '#/');
    return /[?&]embed=/.test(hash) ? hash : `${hash}${hash.includes('?') ? '&' : '?'}embed=1`;
  };
  frame.src = new URL(`index.html${state()}`, base);
  frame.title = 'Quantscope';
  Object.assign(frame.style, { display: 'block', width: '100%', height: '480px', border: '0' });
  let told = state();
  const hear = ({ source, data }) => {
    if (source !== frame.contentWindow || data?.source !== 'quantscope') return;
    if (Number.isFinite(data.height)) frame.style.height = `${data.height}px`;
    if (typeof data.state === 'string' && data.state !== told) {
      told = data.state;
      model.set('state', data.state);
      model.save_changes();
    }
  };
  const tell = () => {
    if (state() === told) return;
    told = state();
    frame.contentWindow?.postMessage({ target: 'quantscope', state: told }, '*');
  };
  addEventListener('message', hear);
  model.on('change:state', tell);
  el.append(frame);
  return () => {
    removeEventListener('message', hear);
    model.off('change:state', tell);
  };
}

export default { render };
