// Unpacks the one file and starts the page. What the page would ask a server for is answered from what
// was packed: the worker's script from a blob, pictures and digits by the `fetch` below.
// The bytes are text in windows-1252, where each byte is one letter; xtask/src/onefile/letters.rs writes it.
//
// What unpacks LZMA is packed itself, with gzip, which browsers unpack on their own.

const CHARSET = 'windows-1252';
const TAKEN_OUT = 13;
const LONGEST_RUN = 254;

// Before anything is drawn, so that a dark page does not flash white.
const theme = /[?&]theme=(light|dark)/.exec(location.hash);
if (theme) document.documentElement.dataset.theme = theme[1];

start().catch((error) => {
  // Before anything is unpacked there is little on the page that could tell it better.
  const notice = document.getElementById('loading');
  if (notice) notice.textContent = error.message;
  throw error;
});

async function start() {
  const page = document.characterSet.toLowerCase() === CHARSET ? null : await readAgain();
  const unpacker = new Blob([take('unpacker', page)]).stream().pipeThrough(new DecompressionStream('gzip'));
  document.head.append(make('script', await new Response(unpacker).text()));
  const files = unpack(take('packed', page));
  const words = (name) => new TextDecoder().decode(files.get(name));
  document.head.append(make('style', words('page.css') + words('course.css')));

  // The one worker there is. It is sent the compiled module first, then orders.
  const library = words('quantscope.js');
  const door = 'onmessage=async({data:[{module}]})=>{await quantscope.default({module_or_path:module});quantscope.start_worker()}';
  const script = URL.createObjectURL(new Blob([library, door], { type: 'text/javascript' }));
  globalThis.Worker = class extends Worker {
    constructor() {
      super(script);
    }
  };
  const elsewhere = globalThis.fetch;
  globalThis.fetch = (address, options) => {
    const file = files.get(String(address).replace(/^\.\//, ''));
    return file ? Promise.resolve(new Response(file)) : elsewhere(address, options);
  };

  document.head.append(make('script', library));
  await quantscope.default({ module_or_path: files.get('quantscope.wasm') });
  quantscope.start_page();
  document.getElementById('loading')?.remove();
}

/** The bytes of an element that holds packed ones, of which there is no more use. */
function take(id, page) {
  const element = document.getElementById(id);
  const text = page ? new RegExp(`<script id="${id}"[^>]*>([^]*?)</script>`).exec(page)?.[1] ?? '' : element.textContent;
  element.remove();
  const found = bytes(text, Number(element.dataset.key));
  if (found.length !== Number(element.dataset.length)) {
    throw new Error('This copy of Quantscope is damaged: it was cut short or changed on its way. Please get it again.');
  }
  return found;
}

/** The text of the page once more, where a server has said that the file is in another character set. */
async function readAgain() {
  let page;
  try {
    page = await (await fetch(location.href)).arrayBuffer();
  } catch {
    throw new Error(`This copy of Quantscope was read as ${document.characterSet}, which it is not. `
      + 'Open the file itself, with a double click, or have it served without a character set.');
  }
  return new TextDecoder(CHARSET).decode(page);
}

function bytes(text, key) {
  const byteOf = new Uint8Array(65536);
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  // NUL has become U+FFFD, which is no letter of any byte and so stays at 0.
  [...new TextDecoder(CHARSET).decode(all)].forEach((letter, byte) => { byteOf[letter.charCodeAt(0)] = byte; });
  const found = new Uint8Array(text.length);
  let length = 0;
  for (let at = 0; at < text.length;) {
    const end = at + (byteOf[text.charCodeAt(at)] ^ TAKEN_OUT);
    const full = end - at > LONGEST_RUN;
    for (at += 1; at < end; at += 1, length += 1) found[length] = byteOf[text.charCodeAt(at)] ^ key;
    if (!full) {
      found[length] = TAKEN_OUT ^ key;
      length += 1;
    }
  }
  // One more was taken out at the end than there was.
  return found.subarray(0, Math.max(length - 1, 0));
}

/** The files by their names: a line of JSON says which follow, and how long each is. */
function unpack(packed) {
  // The header of LZMA: five bytes of properties, then how much it was.
  const size = new DataView(packed.buffer).getUint32(5, true);
  const output = new lzma.OutputBuffer(size);
  new lzma.Decoder().decompress(new lzma.InputBuffer(packed), output);
  const all = output.buf;
  let from = all.indexOf(10) + 1;
  const files = new Map();
  for (const [name, length] of JSON.parse(new TextDecoder().decode(all.subarray(0, from)))) {
    files.set(name, all.subarray(from, from + length));
    from += length;
  }
  return files;
}

function make(name, textContent) {
  return Object.assign(document.createElement(name), { textContent });
}
