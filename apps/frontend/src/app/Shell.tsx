import { Frame, RailLink } from '@filemill/ui';
import { IconHome, IconStack2 } from '@tabler/icons-react';
import { Link, Outlet, useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { DropAnywhere } from '../new-job/DropAnywhere.tsx';
import { NewJobProvider } from '../new-job/NewJobProvider.tsx';
import { UploadTray } from '../uploads/UploadTray.tsx';
import { KeysHelp } from './KeysHelp.tsx';
import { useKeys } from './keys.ts';
import { OfflineNotice } from './OfflineNotice.tsx';
import { RailFoot } from './RailFoot.tsx';
import { TopBar } from './TopBar.tsx';

const Commands = lazy(() => import('./Commands.tsx'));

/** What is around every screen. */
export function Shell() {
  return (
    <NewJobProvider>
      <ShellFrame />
      <DropAnywhere />
    </NewJobProvider>
  );
}

function ShellFrame() {
  const [help, setHelp] = useState(false);
  const [commands, setCommands] = useState(false);
  const router = useRouter();
  const search = () => setCommands(true);
  useKeys({
    '?': () => setHelp(true),
    '/': () => focusSearch() || search(),
    'mod+k': search,
    Escape: () => void router.navigate({ to: parentOf(router.state.location.pathname) }),
  });
  return (
    <>
      <Frame
        rooms={
          <>
            <RailLink icon={IconHome} label="Home" link={Link} to="/" activeOptions={{ exact: true }} />
            <RailLink icon={IconStack2} label="Jobs" link={Link} to="/jobs" />
          </>
        }
        railFoot={<RailFoot onHelp={() => setHelp(true)} />}
        top={<TopBar onSearch={search} />}
        notice={<OfflineNotice />}
        tray={<UploadTray />}
      >
        <Outlet />
      </Frame>
      <KeysHelp opened={help} onClose={() => setHelp(false)} />
      {commands && (
        <Suspense>
          <Commands onClose={() => setCommands(false)} onHelp={() => setHelp(true)} />
        </Suspense>
      )}
    </>
  );
}

/** Puts the cursor into the screen's own search, where it has one. */
function focusSearch(): boolean {
  const input = document.querySelector<HTMLInputElement>('[data-search]');
  input?.focus();
  return input !== null;
}

/** The screen above: a file's job, the list of jobs, home. */
function parentOf(pathname: string): string {
  const parts = pathname.split('/').filter(Boolean);
  if (parts.length >= 4) return `/jobs/${parts[1]}`;
  return parts.length === 2 ? '/jobs' : '/';
}
