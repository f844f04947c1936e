// What docs/embedding.md tells people to write is what is tested: pages have places for its snippets.
import { readFile } from 'node:fs/promises';

/** Where the guide says that the folder is. */
const EXAMPLE = 'https://example.org/quantscope/';

/** The first snippet in this language under this heading. */
export async function snippet(heading, language, quantscope) {
  const guide = await readFile(new URL('../../docs/embedding.md', import.meta.url), 'utf8');
  const section = guide.split(/^#+ /m).find((part) => part.startsWith(`${heading}\n`));
  // A snippet that holds a fence has a longer one around it.
  const found = new RegExp(`^(\`{3,})${language}\n(.*?)^\\1$`, 'ms').exec(section ?? '');
  if (!found) throw new Error(`docs/embedding.md has no ${language} under "${heading}"`);
  return found[2].replaceAll(EXAMPLE, quantscope);
}

/** The text with every `<!-- guide: heading, language -->` replaced by that snippet, as `written` in this kind of text. */
export async function withSnippets(text, quantscope, written = (found) => found) {
  const places = [...text.matchAll(/<!-- guide: (.*?), (\w+) -->\n?/g)];
  for (const [place, heading, language] of places) {
    const found = written(await snippet(heading, language, quantscope));
    text = text.replace(place, () => found);
  }
  return text;
}
