import { formatTimeLeft } from '@filemill/ui/estimate.ts';

/** Time left of an upload at its present speed, as a range: networks waver. */
export function uploadTimeLeft(bytesLeft: number, bytesPerSecond: number): string {
  const seconds = bytesLeft / bytesPerSecond;
  return formatTimeLeft({ low: seconds * 0.9, high: seconds * 1.2 });
}
