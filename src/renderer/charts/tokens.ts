const contrast = window.matchMedia('(prefers-contrast: more)');
const values = new Map<string, string>();
/** The look that `values` were read in. */
let look = '';

/** Value of a custom property of the theme: a canvas cannot read `var()`. Read once a look, for each read costs a style pass. */
export function token(name: string): string {
  const now = `${document.documentElement.dataset['theme']} ${contrast.matches}`;
  if (now !== look) values.clear();
  look = now;
  let value = values.get(name);
  if (value === undefined) {
    value = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    values.set(name, value);
  }
  return value;
}

/** Calls when the theme or the contrast changed, so that what is drawn is drawn again. Returns how to stop. */
export function onThemeChange(run: () => void): () => void {
  const theme = new MutationObserver(run);
  theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  contrast.addEventListener('change', run);
  return () => {
    theme.disconnect();
    contrast.removeEventListener('change', run);
  };
}
