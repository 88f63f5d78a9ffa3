import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type ErrorComponentProps,
} from '@tanstack/react-router';
import { HomePage } from '../home/HomePage.tsx';
import { parseJobSearch } from '../job/search.ts';
import { parseFileSearch } from '../file/search.ts';
import { NotFound, ScreenError } from './ScreenError.tsx';
import { Shell } from './Shell.tsx';

/** Every screen and its address. A new room is a route here and a link in the rail. */
const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const home = createRoute({ getParentRoute: () => root, path: '/', component: HomePage });

const jobs = createRoute({
  getParentRoute: () => root,
  path: '/jobs',
  validateSearch: (search: Record<string, unknown>): { q?: string } =>
    typeof search.q === 'string' && search.q !== '' ? { q: search.q } : {},
  component: lazyRouteComponent(() => import('../jobs/JobsPage.tsx'), 'JobsPage'),
});

const job = createRoute({
  getParentRoute: () => root,
  path: '/jobs/$jobId',
  validateSearch: parseJobSearch,
  component: lazyRouteComponent(() => import('../job/JobPage.tsx'), 'JobPage'),
});

const file = createRoute({
  getParentRoute: () => root,
  path: '/jobs/$jobId/files/$fileId',
  validateSearch: parseFileSearch,
  component: lazyRouteComponent(() => import('../file/FilePage.tsx'), 'FilePage'),
});

export const router = createRouter({
  routeTree: root.addChildren([home, jobs, job, file]),
  defaultErrorComponent: ({ error, reset }: ErrorComponentProps) => (
    <ScreenError error={error as Error} reset={reset} />
  ),
  defaultPreload: 'intent',
  scrollRestoration: true,
  scrollToTopSelectors: ['#main'],
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
