// The stories of the lessons as their sources tell them: stations, sentences, guesses, and the words of the glossary.
import { readFileSync } from 'node:fs';

const source = (path) => readFileSync(path, 'utf8');
const unescaped = (text) => text.replace(/\\u\{([0-9a-f]+)\}/g, (_, code) => String.fromCodePoint(parseInt(code, 16))).replace(/\\(["\\])/g, '$1');

/** A constant of Rust as an object: strings, numbers, names, lists, and structs with their name as `is`. */
function constant(text) {
  const tokens = text.match(/"(?:\\.|[^"\\])*"|-?\d[\d_.]*|[A-Za-z_]\w*(?:::\w+)*|[{}[\](),]|:/g);
  let at = 0;
  const list = (end) => {
    const found = [];
    while (tokens[at] !== end) {
      found.push(value());
      if (tokens[at] === ',') at += 1;
    }
    at += 1;
    return found;
  };
  const fields = (is) => {
    const found = { is };
    while (tokens[at] !== '}') {
      const name = tokens[at];
      at += 2;
      found[name] = value();
      if (tokens[at] === ',') at += 1;
    }
    at += 1;
    return found;
  };
  function value() {
    const token = tokens[at++];
    if (token.startsWith('"')) return unescaped(token.slice(1, -1));
    if (/^-?\d/.test(token)) return Number(token.replaceAll('_', ''));
    if (token === '[') return list(']');
    if (token === '(') return list(')');
    if (token === 'None') return null;
    if (tokens[at] === '{') {
      at += 1;
      return fields(token);
    }
    if (tokens[at] === '(') {
      at += 1;
      return list(')')[0];
    }
    return token;
  }
  return value();
}

/** The ids of the lessons in the order in which they are walked. */
export const lessons = [...source('src/lesson/mod.rs').matchAll(/^ {4}(\w+)::LESSON,$/gm)].map(([, id]) => id).filter((id) => id !== 'start' && id !== 'proof');

/** A lesson's story. Places are counted from 1, as in the address. */
export function story(id) {
  const told = constant(source(`src/lesson/${id}/story.rs`).split('Story = ')[1]);
  told.question = unescaped(/question: "((?:\\.|[^"\\])*)"/.exec(source(`src/lesson/${id}/mod.rs`))[1]);
  told.stations.forEach((station, index) => Object.assign(station, { place: index + 1 }));
  return told;
}

export const stories = Object.fromEntries(lessons.map((id) => [id, story(id)]));

/** The names of the figures in a sentence. */
export const figuresIn = (sentence) => [...new Set([...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))];

/** The terms in a sentence, as [what stands there, its id]. */
export const termsIn = (sentence) => [...sentence.matchAll(/\[([^\]]+)\]/g)].map(([, inside]) => [inside.split('|')[0], inside.split('|').at(-1)]);

/** The glossary: what each term means. */
export const glossary = Object.fromEntries(
  [...source('src/course/glossary.rs').split('terms! {')[1].split('#[cfg(test)]')[0].matchAll(/^ {4}"([^"]+)": "((?:\\.|[^"\\])*)",$/gm)].map(([, id, text]) => [id, unescaped(text)]),
);

/** An address with more settings, written as the page writes it. */
export function withKeys(address, more) {
  const [lesson, query = ''] = address.split('?');
  const pairs = [...query.split('&').filter(Boolean), ...Object.entries(more).map(([key, value]) => `${key}=${value}`)];
  // Ids are compared, not pairs: `bits` comes before `bits_2`.
  pairs.sort((a, b) => (a.split('=')[0] < b.split('=')[0] ? -1 : 1));
  return `#/${lesson}${pairs.length ? `?${pairs.join('&')}` : ''}`;
}

/** Where a link to a station leads. */
export const addressOf = (station, more = {}) => withKeys(station.address, { station: station.place, ...more });
