// npm passes SIGTERM to its `sh -c` only: the shell dies and a script would live on without a
// parent, holding engines and displays. Importing this file ends the script with its parent.
const parent = process.ppid;
const timer = setInterval(() => {
  if (process.ppid === parent) return;
  clearInterval(timer);
  // A script with something to tidy up listens for SIGTERM; the others just end.
  if (process.listenerCount('SIGTERM') > 0) process.emit('SIGTERM', 'SIGTERM');
  else process.exit(143);
}, 250);
timer.unref();
