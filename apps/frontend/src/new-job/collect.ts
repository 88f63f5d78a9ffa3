/** A file as it was chosen: with its path below what was dropped or picked. */
export interface ChosenFile {
  /** `scans/2024/a.png`. */
  name: string;
  file: File;
}

/** Made by file managers, wanted by nobody. */
const CLUTTER = new Set(['.DS_Store', 'Thumbs.db', 'desktop.ini', '.localized']);

/**
 * Files and nested folders of a drop. Reads the drop's entries before it first waits: the browser empties the transfer
 * once the event is over.
 */
export async function collectDrop(transfer: DataTransfer): Promise<ChosenFile[]> {
  const entries = [...transfer.items]
    .map((item) => item.webkitGetAsEntry())
    .filter((entry) => entry !== null);
  const loose = entries.length === 0 ? [...transfer.files].map((file) => ({ name: file.name, file })) : [];
  const walked = await Promise.all(entries.map(walk));
  return withoutClutter([...loose, ...walked.flat()]);
}

/** Files of an input; those of a folder input carry their path. */
export function collectPicked(files: Iterable<File>): ChosenFile[] {
  return withoutClutter([...files].map((file) => ({ name: file.webkitRelativePath || file.name, file })));
}

/** Files of the clipboard. Browsers call every screenshot `image.png`: the time tells them apart. */
export function collectPaste(transfer: DataTransfer, now = new Date()): ChosenFile[] {
  const stamp = now.toLocaleString('sv').replaceAll(':', '.');
  return [...transfer.files].map((file) => ({
    name: /^image\.(\w+)$/.test(file.name) ? file.name.replace('image', `Pasted ${stamp}`) : file.name,
    file,
  }));
}

async function walk(entry: FileSystemEntry): Promise<ChosenFile[]> {
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    return [{ name: entry.fullPath.replace(/^\//, ''), file }];
  }
  const found: ChosenFile[] = [];
  for (const child of await children(entry as FileSystemDirectoryEntry)) found.push(...(await walk(child)));
  return found;
}

/** A reader gives a hundred or so at a time, and nothing when there is no more. */
async function children(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (batch.length === 0)
      return all.sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
    all.push(...batch);
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;

const withoutClutter = (files: ChosenFile[]): ChosenFile[] =>
  files.filter(({ file }) => !CLUTTER.has(file.name));
