/** Value of a custom property of the theme: a canvas cannot read `var()`. */
export const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Calls when the theme or the contrast changed, so that what is drawn is drawn again. Returns how to stop. */
export function onThemeChange(run: () => void): () => void {
  const theme = new MutationObserver(run);
  theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  const contrast = window.matchMedia('(prefers-contrast: more)');
  contrast.addEventListener('change', run);
  return () => {
    theme.disconnect();
    contrast.removeEventListener('change', run);
  };
}
