// For Jupyter and MyST through anywidget: a model with `state`, an address such as `#/pact?bits=3`.
// What a person changes comes back into it. See docs/embedding.md.
import './embed.js';

/** The address without what is the frame's alone. */
const plain = (address) => address.replace(/(?<=[?&])(embed|theme)=[^&]*(&|$)/g, '').replace(/[?&]$/, '');

export function render({ model, el }) {
  const element = document.createElement('quant-scope');
  element.setAttribute('src', new URL('index.html', import.meta.url));
  const show = () => { element.state = String(model.get('state') ?? '#/formats'); };
  show();
  element.addEventListener('change', ({ detail }) => {
    const state = plain(detail.state);
    if (state === model.get('state')) return;
    model.set('state', state);
    // MyST's model has nobody to save for and throws.
    try { model.save_changes(); } catch {}
  });
  model.on('change:state', show);
  el.append(element);
  return () => {
    element.remove();
    // MyST's model cannot forget a listener and throws; without its element this one does nothing.
    try { model.off('change:state', show); } catch {}
  };
}

export default { render };
