import { z } from 'zod';

// Before the first schema: zod's compiled parsers need `new Function`, which the page's CSP refuses (and reports).
z.config({ jitless: true });

export { z };
