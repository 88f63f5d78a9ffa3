import { notifications } from '@mantine/notifications';
import { ApiError } from '../api/client.ts';

/** Says what went wrong: what was tried, why it failed and what to do, and the code to quote. */
export function toastError(attempt: string, error: unknown): void {
  const code = error instanceof ApiError ? error.code : 'internal';
  const message = error instanceof Error ? error.message : String(error);
  notifications.show({
    id: `${attempt} ${code}`,
    color: 'red',
    title: attempt,
    message: `${message} (${code})`,
    autoClose: 12_000,
    withBorder: true,
  });
}

export function toastDone(message: string): void {
  notifications.show({ message, autoClose: 3_000, withBorder: true });
}
