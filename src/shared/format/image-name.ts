/** A registry's or owner's path is cut, the part that tells images apart stays: "ghcr.io/acme/shop-api:2.14.0" is "…/shop-api:2.14.0". */
export function shortImage(image: string): string {
  const plain = image.replace(/@sha256:[0-9a-f]{64}$/, '');
  if (/^sha256:[0-9a-f]{64}$/.test(plain)) return plain.slice(7, 19);
  const parts = plain.split('/');
  const last = parts.at(-1) ?? plain;
  // One owner stays ("axllent/mailpit"), a registry or a deeper path goes.
  return parts.length > 2 || (parts.length === 2 && /[.:]/.test(parts[0] ?? '')) ? `…/${last}` : plain;
}

/** As docker prints ids. */
export const shortId = (id: string): string => id.slice(0, 12);
