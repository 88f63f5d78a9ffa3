import { createTheme, type MantineColorsTuple } from '@mantine/core';

const accent: MantineColorsTuple = [
  '#eef0fd',
  '#dcdffa',
  '#b9c0f5',
  '#97a3ff',
  '#7684ea',
  '#5766de',
  '#4353d6',
  '#3745b8',
  '#2c3895',
  '#222b73',
];

const gray: MantineColorsTuple = [
  '#f6f7f9',
  '#eff1f4',
  '#e3e7ec',
  '#d6dce3',
  '#c9d0d9',
  '#a3adba',
  '#626d7c',
  '#515c6b',
  '#333c49',
  '#1a202b',
];

/** What destroys: dark enough for white words on it. */
const red: MantineColorsTuple = [
  '#fdeaea',
  '#f9d4d5',
  '#f2abae',
  '#ff868a',
  '#e05f65',
  '#cf3f46',
  '#bf2a32',
  '#a3222a',
  '#821b22',
  '#5f1419',
];

/** From text (0) over borders (4) and surfaces (6, 7) to the ground (9), as Mantine uses them in the dark. */
const dark: MantineColorsTuple = [
  '#e7ebf0',
  '#c3cad4',
  '#a9b3c0',
  '#8b96a5',
  '#2f3844',
  '#262d37',
  '#1b212a',
  '#151a21',
  '#0e1116',
  '#0a0d11',
];

/** Mantine under the tokens of tokens.css. */
export const theme = createTheme({
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: 'var(--fm-mono)',
  colors: { accent, gray, red, dark },
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 5 },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  components: {
    Tooltip: { defaultProps: { openDelay: 350, withArrow: false, multiline: true, maw: 360, fz: 'xs' } },
    // Only the main region scrolls, never the page, so there is nothing to lock behind a dialog.
    Modal: {
      defaultProps: {
        lockScroll: false,
        centered: true,
        closeButtonProps: { 'aria-label': 'Close' },
        styles: { title: { fontWeight: 600, fontSize: 'var(--fm-16)' } },
        overlayProps: { backgroundOpacity: 0.45 },
        transitionProps: { duration: 120 },
      },
    },
    Checkbox: { styles: { description: { fontSize: 'var(--fm-12)', lineHeight: 1.4 } } },
    Menu: { defaultProps: { shadow: 'md', transitionProps: { duration: 100 } } },
    Button: { defaultProps: { size: 'sm' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 32 } },
  },
});
