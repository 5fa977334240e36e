// Sets the theme before the first paint, else a dark screen flashes white. A file, because the CSP allows no inline script.
try {
  var chosen = localStorage.getItem('mantine-color-scheme-value')
  var dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
} catch {
  // No storage: the page follows the system as soon as it runs.
}
