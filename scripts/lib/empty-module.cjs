'use strict';
// Stands in for packages that are imported but never used: see electron.vite.config.ts.
module.exports = {};
