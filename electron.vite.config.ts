import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

// dockerode requires these at import. Only BuildKit builds use grpc, which come with a later step: 0.6 MB of bundle and
// 60 MB of memory for nothing until then (toolchain facts, section 5). Only ssh:// uses ssh2, which accepts any host key
// and ignores the user's ssh configuration (libraries facts, section 1): it would make 16 MiB of memory for a cipher.
const empty = resolve('scripts/lib/empty-module.cjs');

/** The bench adds a window of its own, built as the program's. */
const isBench = process.env['QUAYSIDE_BENCH'] === '1';

export default defineConfig({
  main: {
    resolve: {
      alias: {
        '@grpc/grpc-js': empty,
        '@grpc/proto-loader': empty,
        ssh2: empty,
        // Its other build has a default export alone, which file-stream-rotator's `require` does not expect.
        moment: resolve('node_modules/moment/moment.js'),
      },
    },
    build: {
      externalizeDeps: false, // one bundle: small asar, fast start, nothing from node_modules shipped
      minify: false,
      target: 'node20.18', // Electron 33, the fall-back runtime, and plain Node 20
      rollupOptions: {
        external: ['@photostructure/sqlite', 'cpu-features', /\.node$/, 'bufferutil', 'utf-8-validate'],
        input: {
          index: resolve('src/main/index.ts'),
          headless: resolve('src/main/headless.ts'),
          'history-worker': resolve('src/main/history/history-worker.ts'),
          'host-worker': resolve('src/main/host/host-worker.ts'),
          ...(isBench && { bench: resolve('bench/ipc/main.ts') }),
        },
        output: { minify: { compress: false, mangle: false, codegen: { removeWhitespace: true, asciiOnly: true } } },
      },
    },
  },
  preload: {
    build: {
      externalizeDeps: false, // a sandboxed preload can require nothing but electron
      rollupOptions: {
        input: {
          index: resolve('src/preload/index.ts'),
          ...(isBench && { bench: resolve('bench/ipc/page.ts') }),
        },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: resolve('src/renderer'),
    base: '/', // a reload at the address of a screen must find the assets too
    build: {
      target: ['chrome130', 'firefox128', 'safari17'],
      minify: true, // electron-vite does not, unless told
      // `data:` is not allowed for scripts and fonts by the page's policy: always files.
      assetsInlineLimit: 0,
      // One file in the order of the imports: parts that come later must not lay their rules over the kit's.
      cssCodeSplit: false,
      rollupOptions: { input: { index: resolve('src/renderer/index.html') } },
    },
    plugins: [react()],
  },
});
