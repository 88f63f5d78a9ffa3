export const TABS = [
  'transcript',
  'text',
  'tables',
  'fields',
  'labels',
  'faces',
  'moderation',
  'json',
  'history',
] as const;
export type Tab = (typeof TABS)[number];

/** What a file's page takes from its address; the place in the file is in the part after `#`. */
export function parseFileSearch(search: Record<string, unknown>): { tab?: Tab } {
  const tab = TABS.find((name) => name === search.tab);
  return tab ? { tab } : {};
}
