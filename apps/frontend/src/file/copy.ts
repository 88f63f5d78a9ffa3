import { toastDone, toastError } from '../app/toast.ts';
import { formatPlace, type LinkedPlace } from './model/place.ts';

/** Puts text on the clipboard and says so. */
export async function copyText(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    void toastDone(`${what} copied`);
  } catch (error) {
    void toastError(`${what} could not be copied`, error);
  }
}

/** Puts a link to a place of the file on screen on the clipboard. */
export function copyLink(place: LinkedPlace): Promise<void> {
  const url = new URL(location.href);
  url.hash = formatPlace(place);
  return copyText(url.href, 'Link');
}
