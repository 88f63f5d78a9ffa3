import { Notifications } from '@mantine/notifications';

/** Where toasts appear: opposite the upload tray. */
export default function Toasts() {
  return <Notifications position="bottom-left" limit={4} />;
}
