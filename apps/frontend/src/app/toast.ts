import { ApiError } from '../api/client.ts';

/** Toasts are seldom: what shows them is no part of the first load. */
const toasts = () => import('@mantine/notifications');

/** Says what went wrong: what was tried, why it failed and what to do, and the code to quote. */
export async function toastError(attempt: string, error: unknown): Promise<void> {
  const code = error instanceof ApiError ? error.code : 'internal';
  const message = error instanceof Error ? error.message : String(error);
  const { notifications } = await toasts();
  notifications.show({
    id: `${attempt} ${code}`,
    color: 'red',
    title: attempt,
    message: `${message} (${code})`,
    autoClose: 12_000,
    withBorder: true,
  });
}

export async function toastDone(message: string): Promise<void> {
  const { notifications } = await toasts();
  notifications.show({ message, autoClose: 3_000, withBorder: true });
}
