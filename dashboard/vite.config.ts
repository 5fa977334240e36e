import react from '@vitejs/plugin-react'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const here = fileURLToPath(new URL('.', import.meta.url))
const server = process.env['NIGHTLINE_URL'] ?? 'http://127.0.0.1:8080'

// Vite reads only the default export of its configuration.
export default defineConfig({
  root: here,
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // The CSP allows images as data:, but scripts and styles only as files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    port: 5173,
    // Only these two: /phone is a page of ours, so its data lie under /api/phone.
    proxy: { '/api': { target: server, ws: true } },
  },
})
