import { expect, it } from 'vitest';
import { sourceTags } from '#renderer/views/logs/source-tags.ts';

it('takes the service, and no two are alike', () => {
  const shop = (name: string) => ({ name, stack: 'shop' });
  expect(sourceTags(['shop-api-1', 'shop-web-1', 'shop-db-1', 'shop-worker-1', 'shop-web-2'].map(shop))).toEqual([
    'ap',
    'we',
    'db',
    'wo',
    'wb',
  ]);
  expect(sourceTags([{ name: 'x' }, { name: 'x' }, { name: '--' }])).toEqual(['x0', 'x1', '00']);
});
