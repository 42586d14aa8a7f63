/** Of what a container is called in its project: "api" of "shop-api-1". */
function ownName(name: string, stack: string | undefined): string {
  const rest = stack !== undefined && name.startsWith(`${stack}-`) ? name.slice(stack.length + 1) : name;
  const letters = rest.replace(/[^\p{L}\p{N}]/gu, '');
  return (letters === '' ? name.replace(/[^\p{L}\p{N}]/gu, '') : letters).toLowerCase().padEnd(2, '0');
}

/** Two letters for each, no two alike as far as their names and 36 digits go. */
export function sourceTags(containers: readonly { name: string; stack?: string | undefined }[]): string[] {
  const used = new Set<string>();
  return containers.map(({ name, stack }) => {
    const own = Array.from(ownName(name, stack));
    const first = own[0] ?? 'x';
    const seconds = [...own.slice(1), ...Array.from('0123456789abcdefghijklmnopqrstuvwxyz')];
    const tag = seconds.map((second) => first + second).find((one) => !used.has(one)) ?? first + (own[1] ?? '0');
    used.add(tag);
    return tag;
  });
}
