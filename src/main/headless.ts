// The start without a display: plain Node, nothing of Electron.
console.error('The server without a display comes with a later step. With a display: npm start');
process.exitCode = 1;
