import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router'
import { meQuery } from './api/queries.ts'
import { statusOf } from './api/http.ts'
import { withWords } from './i18n.ts'
import { readCallbackFilter } from './callbacks/callback-filter.ts'
import { readFilter } from './calls/call-filter.ts'
import { readCaseFilter } from './cases/case-filter.ts'
import { readFlowSearch } from './flows/flow-search.ts'
import { readAuditSearch } from './house/audit-places.ts'
import { readPaySearch } from './pay/pay-search.ts'
import { readPlanningSearch } from './planning/planning-search.ts'
import { readMonthSearch } from './reports/months.ts'
import { readRosterSearch } from './roster/roster-search.ts'
import { readRuleSearch } from './rules/rule-search.ts'
import { NotFound, RouteFault } from './shell/route-states.tsx'
import { firstScreen } from './shell/roles.ts'
import { Shell } from './shell/shell.tsx'

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({ component: Outlet, notFoundComponent: NotFound })

const words = (value: unknown): string => (typeof value === 'string' ? value : '')

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): { next?: string } => (words(search['next']) === '' ? {} : { next: words(search['next']) }),
  component: lazyRouteComponent(() => import('./sign-in/sign-in-page.tsx'), 'SignInPage'),
})
const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  validateSearch: (search) => ({ token: words(search['token']) }),
  component: lazyRouteComponent(() => import('./sign-in/welcome-page.tsx'), 'WelcomePage'),
})

/** Everything behind the door: who is not signed in is sent there, and back afterwards. */
const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  component: Shell,
  errorComponent: RouteFault,
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queryClient.ensureQueryData(meQuery)
    } catch (error) {
      if (statusOf(error) !== 401) throw error
      throw redirect({ to: '/sign-in', search: location.pathname === '/' ? {} : { next: location.href } })
    }
  },
})
const home = createRoute({
  getParentRoute: () => app,
  path: '/',
  beforeLoad: async ({ context }) => {
    const me = await context.queryClient.ensureQueryData(meQuery)
    throw redirect({ to: firstScreen(me.person.role, me.hasPhone) })
  },
})
const desk = createRoute({
  getParentRoute: () => app,
  path: '/desk',
  validateSearch: (search): { call?: string } => (words(search['call']) === '' ? {} : { call: words(search['call']) }),
  component: lazyRouteComponent(
    withWords(['callbacks', 'desk'], () => import('./desk/desk-page.tsx')),
    'DeskPage',
  ),
})
const phone = createRoute({
  getParentRoute: () => app,
  path: '/phone',
  component: lazyRouteComponent(
    withWords('line', () => import('./phone/phone-page.tsx')),
    'PhonePage',
  ),
})
const callbacks = createRoute({
  getParentRoute: () => app,
  path: '/callbacks',
  validateSearch: readCallbackFilter,
  component: lazyRouteComponent(
    withWords('callbacks', () => import('./callbacks/callbacks-page.tsx')),
    'CallbacksPage',
  ),
})
const incidents = createRoute({
  getParentRoute: () => app,
  path: '/incidents',
  component: lazyRouteComponent(
    withWords('line', () => import('./incidents/incidents-page.tsx')),
    'IncidentsPage',
  ),
})
const directory = createRoute({
  getParentRoute: () => app,
  path: '/directory',
  component: lazyRouteComponent(
    withWords('line', () => import('./directory/directory-page.tsx')),
    'DirectoryPage',
  ),
})
const calls = createRoute({
  getParentRoute: () => app,
  path: '/calls',
  validateSearch: readFilter,
  component: lazyRouteComponent(() => import('./calls/calls-page.tsx'), 'CallsPage'),
})
const call = createRoute({
  getParentRoute: () => app,
  path: '/calls/$sid',
  component: lazyRouteComponent(() => import('./calls/call-page.tsx'), 'CallPage'),
})
const customers = createRoute({
  getParentRoute: () => app,
  path: '/customers',
  validateSearch: (search): { search?: string } => {
    const value = search['search'] === undefined ? '' : String(search['search'])
    return value === '' ? {} : { search: value }
  },
  component: lazyRouteComponent(
    withWords('cases', () => import('./customers/customers-page.tsx')),
    'CustomersPage',
  ),
})
const customer = createRoute({
  getParentRoute: () => app,
  path: '/customers/$id',
  component: lazyRouteComponent(
    withWords('cases', () => import('./customers/customer-page.tsx')),
    'CustomerPage',
  ),
})
const oneCase = createRoute({
  getParentRoute: () => app,
  path: '/cases/$number',
  component: lazyRouteComponent(
    withWords('cases', () => import('./cases/case-page.tsx')),
    'CasePage',
  ),
})
const cases = createRoute({
  getParentRoute: () => app,
  path: '/cases',
  validateSearch: readCaseFilter,
  component: lazyRouteComponent(
    withWords('cases', () => import('./cases/cases-page.tsx')),
    'CasesPage',
  ),
})
const pyramid = createRoute({
  getParentRoute: () => app,
  path: '/pyramid',
  validateSearch: (search): { case?: string } => {
    const value = search['case'] === undefined ? '' : String(search['case'])
    return value === '' ? {} : { case: value }
  },
  component: lazyRouteComponent(
    withWords('cases', () => import('./pyramid/pyramid-page.tsx')),
    'PyramidPage',
  ),
})
const executive = createRoute({
  getParentRoute: () => app,
  path: '/executive',
  component: lazyRouteComponent(
    withWords('cases', () => import('./executive/executive-page.tsx')),
    'ExecutivePage',
  ),
})
const reports = createRoute({
  getParentRoute: () => app,
  path: '/reports',
  validateSearch: readMonthSearch,
  component: lazyRouteComponent(
    withWords('cases', () => import('./reports/report-page.tsx')),
    'ReportPage',
  ),
})
const rules = createRoute({
  getParentRoute: () => app,
  path: '/rules',
  validateSearch: readRuleSearch,
  component: lazyRouteComponent(
    withWords('cases', () => import('./rules/rules-page.tsx')),
    'RulesPage',
  ),
})
const mailbox = createRoute({
  getParentRoute: () => app,
  path: '/mailbox',
  component: lazyRouteComponent(
    withWords('cases', () => import('./mailbox/mailbox-page.tsx')),
    'MailboxPage',
  ),
})
const now = createRoute({
  getParentRoute: () => app,
  path: '/now',
  component: lazyRouteComponent(() => import('./now/now-page.tsx'), 'NowPage'),
})
const myShifts = createRoute({
  getParentRoute: () => app,
  path: '/my-shifts',
  component: lazyRouteComponent(
    withWords(['pay', 'plan'], () => import('./my-shifts/my-shifts-page.tsx')),
    'MyShiftsPage',
  ),
})
const pay = createRoute({
  getParentRoute: () => app,
  path: '/pay',
  validateSearch: readPaySearch,
  component: lazyRouteComponent(
    withWords(['pay', 'plan'], () => import('./pay/pay-page.tsx')),
    'PayPage',
  ),
})
const roster = createRoute({
  getParentRoute: () => app,
  path: '/roster',
  validateSearch: readRosterSearch,
  component: lazyRouteComponent(
    withWords(['planner', 'plan'], () => import('./roster/roster-page.tsx')),
    'RosterPage',
  ),
})
const planning = createRoute({
  getParentRoute: () => app,
  path: '/planning',
  validateSearch: readPlanningSearch,
  component: lazyRouteComponent(
    withWords(['pay', 'plan'], () => import('./planning/planning-page.tsx')),
    'PlanningPage',
  ),
})
const blockedNumbers = createRoute({
  getParentRoute: () => app,
  path: '/blocked-numbers',
  component: lazyRouteComponent(
    withWords('house', () => import('./house/blocked-page.tsx')),
    'BlockedPage',
  ),
})
const audit = createRoute({
  getParentRoute: () => app,
  path: '/audit',
  validateSearch: readAuditSearch,
  component: lazyRouteComponent(
    withWords('house', () => import('./house/audit-page.tsx')),
    'AuditPage',
  ),
})
const people = createRoute({
  getParentRoute: () => app,
  path: '/people',
  component: lazyRouteComponent(
    withWords('house', () => import('./people/people-page.tsx')),
    'PeoplePage',
  ),
})
const numbers = createRoute({
  getParentRoute: () => app,
  path: '/numbers',
  component: lazyRouteComponent(() => import('./numbers/numbers-page.tsx'), 'NumbersPage'),
})
const flows = createRoute({
  getParentRoute: () => app,
  path: '/flows',
  component: lazyRouteComponent(
    withWords('flows', () => import('./flows/flows-page.tsx')),
    'FlowsPage',
  ),
})
const flow = createRoute({
  getParentRoute: () => app,
  path: '/flows/$flow',
  validateSearch: readFlowSearch,
  component: lazyRouteComponent(
    withWords('flows', () => import('./flows/flow-page.tsx')),
    'FlowPage',
  ),
})
const account = createRoute({
  getParentRoute: () => app,
  path: '/account',
  component: lazyRouteComponent(() => import('./account/account-page.tsx'), 'AccountPage'),
})

const routeTree = root.addChildren([
  signIn,
  welcome,
  app.addChildren([
    home,
    desk,
    now,
    myShifts,
    pay,
    roster,
    planning,
    phone,
    callbacks,
    incidents,
    directory,
    calls,
    call,
    customers,
    customer,
    cases,
    oneCase,
    pyramid,
    executive,
    reports,
    rules,
    mailbox,
    blockedNumbers,
    audit,
    people,
    numbers,
    flows,
    flow,
    account,
  ]),
])

export const createAppRouter = (queryClient: QueryClient) =>
  createRouter({ routeTree, context: { queryClient }, defaultErrorComponent: RouteFault, scrollRestoration: true })

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}
