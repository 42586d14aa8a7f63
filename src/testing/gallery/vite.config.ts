import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  server: { port: 5199, fs: { allow: ['../../..'] } },
  build: { assetsInlineLimit: 0, outDir: '/tmp/gallery-out', emptyOutDir: true },
});
