import { API, LOG, SIZES, takeFromMenu, type Shot } from './shot.ts';

const openExport = (...inDialog: string[]) => takeFromMenu('More of this log', 'Export…', ...inDialog);

export const LOG_SHOTS: readonly Shot[] = [
  { name: 'logs', address: '/logs', sizes: SIZES },
  { name: 'log-odd', address: `${API}/logs`, query: { odd: '' }, ready: LOG },
  { name: 'log-wide', address: `${API}/logs`, query: { odd: 'wide' }, ready: LOG },
  { name: 'export', address: `${API}/logs`, ready: LOG, act: openExport('All') },
  { name: 'export-running', address: `${API}/logs`, ready: LOG, act: openExport('All', 'Export') },
  { name: 'search', address: '/logs/search?q=checkout', ready: '.hit' },
  { name: 'search-running', address: '/logs/search?q=checkout', query: { searching: '' }, ready: '.hit' },
  { name: 'search-nothing', address: '/logs/search?q=xyzzy&span=900000', query: { nothing: '' }, ready: '.empty' },
  { name: 'search-failed', address: '/logs/search?q=(&pattern=1', ready: '.empty' },
  { name: 'search-kept', address: '/logs/search', ready: '.kept-table' },
  { name: 'search-off', address: '/logs/search', query: { kept: 'off' }, ready: '.empty' },
  { name: 'search-no-longer-kept', address: '/logs/search', query: { kept: 'past' }, ready: '.banner' },
  { name: 'kept-log', address: '/logs/kept/1', ready: LOG },
];
