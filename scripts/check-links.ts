/** Every relative link in a Markdown file must lead to a file, and every #fragment in one to a heading. */
import { globSync, readFileSync, existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const pages = globSync('**/*.md', { exclude: (name) => /node_modules|\/?(data|dist)$/.test(name) }).filter(
  (page) => !page.includes('node_modules'),
);
const broken = pages.flatMap(brokenLinks);
for (const line of broken) console.error(line);
console.log(`${pages.length} pages, ${broken.length} broken links`);
process.exit(broken.length > 0 ? 1 : 0);

function brokenLinks(page: string): string[] {
  const text = readFileSync(page, 'utf8').replace(/```[\s\S]*?```/g, '');
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!);
  return links
    .filter((link) => !/^[a-z]+:/.test(link) && !leadsSomewhere(page, link))
    .map((link) => `${page}: ${link}`);
}

function leadsSomewhere(page: string, link: string): boolean {
  const [path = '', fragment] = link.split('#');
  const target = path === '' ? page : normalize(join(dirname(page), decodeURIComponent(path)));
  if (!existsSync(target)) return false;
  if (!fragment || !target.endsWith('.md')) return true;
  return [...readFileSync(target, 'utf8').matchAll(/^#+ (.+)$/gm)].some(
    ([, title]) => slug(title!) === fragment,
  );
}

function slug(title: string): string {
  return title
    .toLowerCase()
    .replace(/[`*_.,:;!?()/&']/g, '')
    .trim()
    .replace(/ /g, '-');
}
