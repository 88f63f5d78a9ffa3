/** Saves text as a file, by the browser's own download. */
export function saveText(text: string, fileName: string, mediaType: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${mediaType};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // The download has the blob once the click is handled.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
