import { createTheme, defaultVariantColorsResolver, type CSSVariablesResolver, type MantineColorsTuple, type VariantColorsResolver } from '@mantine/core'

// Mantine wants ten shades of a colour; ours are two per theme, so they come from styles.css by name instead.
const accent: MantineColorsTuple = ['#e6edfd', '#cfdcfb', '#a9c0f8', '#7ea2ff', '#5a84ee', '#3a6ae3', '#2457d6', '#1d47b3', '#173a92', '#112c70']

const solid = (name: 'accent' | 'bad' | 'ok') => ({
  background: `var(--${name})`,
  hover: `var(--${name}-hover)`,
  color: `var(--on-${name})`,
  border: '1px solid transparent',
})

const variantColorResolver: VariantColorsResolver = (input) => {
  if (input.variant === 'filled') return solid(input.color === 'bad' ? 'bad' : input.color === 'ok' ? 'ok' : 'accent')
  if (input.variant === 'subtle') return { background: 'transparent', hover: 'var(--sunken)', color: 'var(--text-2)', border: '1px solid transparent' }
  if (input.variant === 'default') return { background: 'var(--surface)', hover: 'var(--sunken)', color: 'var(--text)', border: '1px solid var(--border)' }
  return defaultVariantColorsResolver(input)
}

export const theme = createTheme({
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 3 },
  colors: { accent },
  defaultRadius: 'md',
  radius: { xs: '4px', sm: '4px', md: '8px', lg: '12px', xl: '16px' },
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  variantColorResolver,
  components: {
    Button: { defaultProps: { variant: 'default', size: 'sm' } },
  },
})

const variables = {
  '--mantine-color-body': 'var(--surface)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-bright': 'var(--text)',
  '--mantine-color-dimmed': 'var(--text-3)',
  '--mantine-color-placeholder': 'var(--text-3)',
  '--mantine-color-error': 'var(--bad)',
  '--mantine-color-anchor': 'var(--accent-text)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-hover': 'var(--sunken)',
  '--mantine-color-default-color': 'var(--text)',
  '--mantine-color-default-border': 'var(--border)',
  '--mantine-color-disabled': 'var(--sunken)',
  '--mantine-color-disabled-color': 'var(--text-3)',
  '--mantine-color-disabled-border': 'var(--hair)',
  '--mantine-primary-color-filled': 'var(--accent)',
  '--mantine-primary-color-filled-hover': 'var(--accent-hover)',
  '--mantine-primary-color-contrast': 'var(--on-accent)',
}

export const cssVariablesResolver: CSSVariablesResolver = () => ({ variables: {}, light: variables, dark: variables })
