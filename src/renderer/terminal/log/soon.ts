/** Runs it in a task of its own, after what the browser has to do; a nested timer would wait 4 ms each time. */
export function soon(run: () => void): { cancel(): void } {
  const { port1, port2 } = new MessageChannel();
  let isOver = false;
  const cancel = (): void => {
    isOver = true;
    port1.close();
  };
  port1.addEventListener(
    'message',
    () => {
      if (isOver) return;
      cancel();
      run();
    },
    { once: true },
  );
  port1.start();
  port2.postMessage(null);
  return { cancel };
}
