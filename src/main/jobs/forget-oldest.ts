/** Drops those that are over, the oldest first, until no more than `most` are left. */
export function forgetOldest(kept: Map<string, { readonly isOver: boolean }>, most: number): void {
  for (const [id, { isOver }] of kept) {
    if (kept.size <= most) return;
    if (isOver) kept.delete(id);
  }
}
