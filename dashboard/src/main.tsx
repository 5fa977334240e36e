import './mantine.css'
import './styles.css'
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { startLanguage } from './i18n.ts'
import { createAppRouter } from './router.tsx'
import { createQueryClient } from './api/query-client.ts'
import { Notices } from './ui/notices.tsx'
import { cssVariablesResolver, theme } from './theme.ts'

const start = async (): Promise<void> => {
  const root = document.getElementById('root')
  if (root === null) throw new Error('index.html has no #root')
  await startLanguage()
  const queryClient = createQueryClient(() => void router.navigate({ to: '/sign-in', search: { next: here() } }))
  const router = createAppRouter(queryClient)
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto">
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
          <Notices />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  )
}

const here = (): string => location.pathname + location.search

void start()
