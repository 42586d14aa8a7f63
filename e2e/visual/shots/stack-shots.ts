import { click, pressInList, ROW, SIZES, type Shot } from './shot.ts';

const SHOP = '/stack/shop';

const EDITOR = '.cm-content';

export const STACK_SHOTS: readonly Shot[] = [
  { name: 'stacks', address: '/stacks', sizes: SIZES, ready: ROW },
  { name: 'stacks-new', address: '/stacks', ready: ROW, act: click('New stack') },
  { name: 'stacks-remove', address: '/stacks', ready: ROW, act: pressInList('j', 'Delete') },
  { name: 'stacks-selected', address: '/stacks', ready: ROW, act: pressInList('j', 'x', 'j', 'x') },
  { name: 'stacks-empty', address: '/stacks', query: { empty: '' } },
  { name: 'stacks-600', address: '/stacks', width: 600, ready: ROW },
  { name: 'stack-services', address: `${SHOP}/services`, ready: '.services-table' },
  { name: 'stack-services-600', address: `${SHOP}/services`, width: 600, ready: '.services-table' },
  { name: 'stack-found', address: '/stack/observability/target' },
  { name: 'stack-target', address: `${SHOP}/target`, ready: EDITOR },
  { name: 'stack-drafted', address: `${SHOP}/target`, query: { drafted: '' }, ready: EDITOR },
  { name: 'stack-problems', address: `${SHOP}/target`, query: { problems: '' }, ready: EDITOR },
  { name: 'stack-target-600', address: `${SHOP}/target`, query: { problems: '' }, width: 600, ready: EDITOR },
  { name: 'stack-plan', address: `${SHOP}/plan`, ready: '.plan-part' },
  { name: 'stack-plan-with', address: `${SHOP}/plan`, query: { plugin: '' }, ready: '.plan-with' },
  { name: 'stack-plan-600', address: `${SHOP}/plan`, width: 600, ready: '.plan-part' },
  { name: 'stack-applying', address: `${SHOP}/plan`, query: { applying: '' }, ready: '.deploy-services' },
  { name: 'stack-history', address: `${SHOP}/history?entry=3`, ready: '.cm-changedLine' },
  { name: 'stack-history-600', address: `${SHOP}/history?entry=3`, width: 600, ready: EDITOR },
];
