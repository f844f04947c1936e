// <quant-scope lesson="pact" bits="3" hide="data">what stands here without scripts</quant-scope>
// Every attribute but those of HTML itself is a key of the lesson's address. See docs/embedding.md.
(() => {
  'use strict';
  if (customElements.get('quant-scope')) return;
  const script = document.currentScript ?? document.querySelector('script[src*="embed.js"]');
  const base = new URL('./', script?.src || document.baseURI);
  const OWN = new Set(['id', 'class', 'style', 'slot', 'title', 'lang', 'dir', 'lesson', 'theme', 'src', 'hidden', 'role', 'tabindex']);
  const isKey = (name) => /^[a-z]\w*$/.test(name) && !OWN.has(name) && !(/^on/.test(name) && name in HTMLElement.prototype);
  const elements = new Set();
  // A sheet that is constructed is kept by policies that forbid inline styles; the page's own rules come before `:host`.
  const look = new CSSStyleSheet();
  look.replaceSync(`:host { display: block; margin: 1em 0 } :host([hidden]) { display: none }
    iframe { display: block; width: 100%; height: 480px; border: 0; border-radius: 6px; outline: 1px solid #8884; outline-offset: -1px; color-scheme: normal }`);

  class QuantScope extends HTMLElement {
    #frame; #near; #attributes; #told = '';

    connectedCallback() {
      elements.add(this);
      this.#attributes ??= new MutationObserver(() => this.#tell());
      this.#attributes.observe(this, { attributes: true });
      if (this.#frame) return;
      this.#near = new IntersectionObserver((entries) => {
        if (entries.some((entry) => entry.isIntersecting)) this.#load();
      }, { rootMargin: '400px' });
      this.#near.observe(this);
    }

    disconnectedCallback() {
      elements.delete(this);
      this.#attributes.disconnect();
      this.#near?.disconnect();
      this.#near = this.#frame = undefined;
      this.shadowRoot?.replaceChildren();
    }

    /** The address of what is shown, as the attributes say. */
    get state() {
      const pairs = [['embed', '1'], ['theme', this.#theme()]];
      for (const { name, value } of this.attributes) {
        if (isKey(name)) pairs.push([name, value]);
      }
      const query = pairs.map(([name, value]) => `${name}=${encodeURIComponent(value).replace(/%2C/g, ',')}`).join('&');
      return `#/${this.getAttribute('lesson') ?? ''}?${query}`;
    }

    set state(address) { this.#show(address); }

    #theme() {
      const theme = this.getAttribute('theme');
      if (theme === 'light' || theme === 'dark') return theme;
      // Light words stand on a dark page.
      const [red, green, blue] = getComputedStyle(this).color.match(/[\d.]+/g) ?? [0, 0, 0];
      return red * 0.3 + green * 0.59 + blue * 0.11 > 128 ? 'dark' : 'light';
    }

    #load() {
      this.#near.disconnect();
      const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
      const frame = document.createElement('iframe');
      this.#told = this.state;
      frame.src = new URL(`${this.getAttribute('src') ?? 'index.html'}${this.#told}`, base);
      root.adoptedStyleSheets = [look];
      root.replaceChildren(frame);
      this.#frame = frame;
      this.#name();
    }

    /** Names the frame, for screen readers. */
    #name() {
      if (this.#frame) this.#frame.title = this.title || `Quantscope: ${this.getAttribute('lesson') ?? 'start'}`;
    }

    /** Tells the frame what the attributes say now. */
    refresh() { this.#tell(); }

    #tell() {
      const state = this.state;
      this.#name();
      if (!this.#frame || state === this.#told) return;
      this.#told = state;
      this.#frame.contentWindow?.postMessage({ target: 'quantscope', state }, '*');
    }

    /** Takes a message of the frame; gives whether it was this one's. */
    hear({ source, data }) {
      if (!this.#frame || source !== this.#frame.contentWindow) return false;
      if (data?.source !== 'quantscope') return true;
      if (Number.isFinite(data.height)) this.#frame.style.height = `${data.height}px`;
      if (typeof data.state === 'string') this.#reflect(data.state);
      return true;
    }

    #reflect(state) {
      const before = this.state;
      this.#attributes.disconnect();
      const { lesson, keys } = this.#show(state);
      this.#attributes.observe(this, { attributes: true });
      this.#told = this.state;
      this.#name();
      if (this.#told !== before) {
        this.dispatchEvent(new CustomEvent('change', { bubbles: true, detail: { lesson, state, ...Object.fromEntries(keys) } }));
      }
    }

    /** Makes the attributes those of an address. */
    #show(address) {
      const [lesson, query] = address.replace(/^#?\/?/, '').split('?');
      const keys = new Map(new URLSearchParams(query));
      keys.delete('embed');
      keys.delete('theme');
      if (this.getAttribute('lesson') !== lesson) this.setAttribute('lesson', lesson);
      for (const { name } of [...this.attributes]) if (isKey(name) && !keys.has(name)) this.removeAttribute(name);
      for (const [name, value] of keys) if (isKey(name) && this.getAttribute(name) !== value) this.setAttribute(name, value);
      return { lesson, keys };
    }
  }

  addEventListener('message', (event) => { for (const element of elements) if (element.hear(event)) return; });
  const refresh = () => { for (const element of elements) element.refresh(); };
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', refresh);
  // Tools that make pages switch by a class or an attribute of their own here, and some let the colours fade.
  for (const node of [document.documentElement, document.body]) {
    if (node) new MutationObserver(refresh).observe(node, { attributes: true });
  }
  addEventListener('transitionend', ({ propertyName }) => { if (propertyName === 'color') refresh(); });
  customElements.define('quant-scope', QuantScope);
})();
